"""Leads an account through an app's activation, one answer after the other.

Whatever is answered is stored at once: secrets on the vault's draft shelf, the rest in the app's record. So a
restart, or another browser tab, finds the activation where it stands. What is in force changes only when the
flow says `Activate`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from secrets import token_urlsafe
from types import MappingProxyType
from typing import Final

import structlog
from email_validator import EmailNotValidError, validate_email

from adapters.storage.tokens import SHELF as TOKENS
from app_center.bootstrap import AppCenter
from app_center.desk import IN_FORCE, HostDesk
from app_center.followups import wake_repaired
from app_center.foreman import wake_all
from app_center.registry import Kind
from core.activation import (
    Activate,
    Answers,
    Ask,
    FieldKind,
    Right,
    Step,
    StepTitle,
    Stop,
    Visit,
    Wait,
)
from core.activation import Field as FormField
from core.apps import AppState, Move, after
from core.errors import Conflict, InvalidValue
from core.secret import Secret
from core.text import Text
from ports.hooks import Category
from ports.memory import AccountMemory, AppRecord

log = structlog.get_logger()

DRAFT: Final = "draft"
_CONSENT_STATE: Final = "consent_state"

Form = Mapping[str, tuple[FormField, ...]]


class ActivationDesk:
    """The activation of one app for one account."""

    def __init__(self, center: AppCenter, memory: AccountMemory, kind: Kind) -> None:
        self._center = center
        self._memory = memory
        self._kind = kind
        self._key = kind.manifest.key
        self._vault = memory.vault(self._key)

    @property
    def steps(self) -> Sequence[StepTitle]:
        return self._kind.activation.steps

    def record(self) -> AppRecord:
        return self._memory.apps.get(self._key)

    def form(self) -> Form:
        """Every field that can be answered now, by step."""
        return self._form(_resumed(self.record()))

    def answers(self) -> Mapping[str, str]:
        """What stands answered, without secrets; of an app that works, what is in force."""
        return _resumed(self.record()).answers

    def kept_secrets(self) -> frozenset[str]:
        """The keys of the secrets that are stored, so that nobody has to type them again."""
        return frozenset(self._vault.all(IN_FORCE)) | frozenset(self._vault.all(DRAFT)) - {_CONSENT_STATE}

    def _form(self, record: AppRecord) -> Form:
        return self._kind.activation.form(self._answers(record), self._desk())

    def answer(self, given: Mapping[str, str], revision: int | None = None) -> Step:
        """Store these answers and go on from there. Blank answers take earlier ones back.

        `revision` is that of the record which the seller was shown; None takes the present one.

        raises  InvalidValue (with the field): a key that this app does not ask for
                Conflict: another tab has answered since; nothing of `given` was stored
        """
        return self._advance(self._begun(given, revision))

    def keep(self, given: Mapping[str, str], revision: int | None = None) -> None:
        """As `answer`, without going on: nobody is asked whether it is right."""
        self._begun(given, revision)

    def _begun(self, given: Mapping[str, str], revision: int | None) -> AppRecord:
        record = self.record()
        if revision is not None and revision != record.revision:
            raise Conflict(_SECOND_TAB)
        record = _resumed(record)
        return self._store(replace(record, state=after(record.state, Move.BEGIN)), given)

    def move(self, move: Move) -> None:
        """Pause, resume or remove the app. A removed one forgets its secrets and settings; its orders stay.

        raises  InvalidValue: not in this state
                Conflict: somebody else moved it first
        """
        record = self.record()
        moved = replace(record, state=after(record.state, move))
        if move is Move.REMOVE:
            moved = AppRecord(self._key, moved.state, revision=record.revision)
        self._memory.apps.write(moved)
        if move is Move.REMOVE:
            for shelf in (DRAFT, IN_FORCE, TOKENS):
                self._vault.forget(shelf)

    def consent_code(self, code: str, state: str) -> Step:
        """What a consent page sent the browser back with.

        raises  InvalidValue: it belongs to no activation of this account
        """
        expected = self._vault.get(DRAFT, _CONSENT_STATE)
        if expected is None or Secret(state) != expected:
            raise InvalidValue(
                Text(
                    en="this consent does not belong to the activation under way; start it again",
                    de="diese Zustimmung gehört nicht zur laufenden Aktivierung; bitte neu beginnen",
                ),
                field="state",
            )
        self._vault.put(DRAFT, "consent_code", Secret(code))
        self._vault.forget(DRAFT, _CONSENT_STATE)
        return self._advance(self.record())

    def _store(self, record: AppRecord, given: Mapping[str, str]) -> AppRecord:
        answers = dict(record.answers)
        secrets: dict[str, str] = {}
        remaining = dict(given)
        while remaining:
            # An answer may open further fields (the kind of access), so the form is asked anew.
            fields = {
                f.key: f for part in self._form(replace(record, answers=answers)).values() for f in part
            }
            known = [key for key in remaining if key in fields]
            if not known:
                raise InvalidValue(_unknown_field(next(iter(remaining)), fields), field=next(iter(remaining)))
            for key in known:
                value = remaining.pop(key)
                if fields[key].is_secret:
                    secrets[key] = value
                else:
                    answers[key] = _as_typed(fields[key], value)
        for key, value in secrets.items():
            self._keep_secret(key, value)
        if answers == dict(record.answers) and self.record().state is record.state:
            return record
        return self._memory.apps.write(replace(record, answers=answers))

    def _keep_secret(self, key: str, value: str) -> None:
        if value:
            self._vault.put(DRAFT, key, Secret(value))
        else:
            self._vault.forget(DRAFT, key)

    def _answers(self, record: AppRecord) -> dict[str, str | Secret]:
        """What stands answered: the record's part, the vault's, and what the flow itself learned."""
        secrets = {**self._vault.all(IN_FORCE), **self._vault.all(DRAFT)}
        secrets.pop(_CONSENT_STATE, None)
        answers: dict[str, str | Secret] = {**record.answers, **secrets}
        return {key: value for key, value in answers.items() if value != ""}

    def _advance(self, record: AppRecord) -> Step:
        desk = self._desk()
        answers = self._answers(record)
        form = self._kind.activation.form(answers, desk)
        for part in form.values():
            for form_field in part:
                if form_field.default is not None:
                    answers.setdefault(form_field.key, form_field.default)
        step: Step | None = _first_wrong(form, answers)
        if step is None:
            step = self._kind.activation.advance(MappingProxyType(answers), desk)
        record = self._remember(record, desk.learned)
        return self._take(record, step)

    def _remember(self, record: AppRecord, learned: Mapping[str, str | Secret | None]) -> AppRecord:
        answers = dict(record.answers)
        for key, value in learned.items():
            if value is None:
                answers.pop(key, None)
                self._vault.forget(DRAFT, key)
            elif isinstance(value, Secret):
                self._vault.put(DRAFT, key, value)
            else:
                answers[key] = value
        return record if answers == dict(record.answers) else replace(record, answers=answers)

    def _take(self, record: AppRecord, step: Step) -> Step:
        """Store where the flow stands now."""
        match step:
            case Activate():
                self._activate(record, step)
            case Stop():
                self._write(record, step.step, reason=step.reason, rights=step.rights or record.rights)
            case Wait():
                self._write(record, step.step, reason=step.reason, rights=record.rights)
            case Visit():
                self._vault.put(DRAFT, _CONSENT_STATE, step.state)
                self._write(record, step.step, reason=None, rights=record.rights)
            case Ask():
                self._write(record, step.step, reason=None, rights=record.rights)
        return step

    def _write(self, record: AppRecord, step: str, *, reason: Text | None, rights: tuple[Right, ...]) -> None:
        lost = record.state is AppState.NEEDS_ACCESS
        self._memory.apps.write(
            replace(record, step=step, reason=record.reason if lost else reason, rights=rights)
        )

    def _activate(self, record: AppRecord, step: Activate) -> None:
        settings = dict(step.settings)
        if self._kind.manifest.category is Category.MARKETPLACE:
            # Whoever does not ask for the channel gets one with the app's own name.
            channel = settings.setdefault("portal_account", self._kind.manifest.name)
            portal_account = self._memory.portal_accounts.find_or_add(channel)
            settings["portal_account_id"] = portal_account.id
        for name, secret in self._vault.all(DRAFT).items():
            if name != _CONSENT_STATE:
                self._vault.put(IN_FORCE, name, secret)
        self._vault.forget(TOKENS)
        self._memory.apps.write(
            replace(
                record,
                state=after(record.state, Move.FINISH),
                step=None,
                answers={},
                settings=settings,
                rights=step.rights,
                reason=None,
                checked_at=self._center.clock.now(),
            )
        )
        self._vault.forget(DRAFT)
        wake_all(self._center, self._memory, self._kind, "activated")
        wake_repaired(self._center, self._memory)
        log.info("app.activated", account=self._memory.account.id, app=self._key)

    def _desk(self) -> HostDesk:
        state = self._vault.get(DRAFT, _CONSENT_STATE) or Secret(token_urlsafe(24))
        return HostDesk(self._center, self._memory, self._kind, state)


def _resumed(record: AppRecord) -> AppRecord:
    """An app that works is changed from what is in force, unless that has begun already."""
    if record.state in {AppState.OFFERED, AppState.ACTIVATING} or record.answers:
        return record
    return replace(record, answers=dict(record.settings))


_SECOND_TAB: Final = Text(
    en="another window has gone on with this activation; here is where it stands now",
    de="ein anderes Fenster hat diese Aktivierung fortgesetzt; hier ist der jetzige Stand",
)


def _as_typed(form_field: FormField, value: str) -> str:
    """Well-formed where it can be; else what was typed, so that nobody has to type it again."""
    try:
        return form_field.read(value)
    except InvalidValue:
        return value


def _first_wrong(form: Form, answers: Answers) -> Ask | None:
    """The first step with an answer that is not well-formed."""
    for step, fields in form.items():
        problems = {}
        for form_field in fields:
            given = answers.get(form_field.key)
            if given is None:
                continue
            try:
                value = form_field.read(given.reveal() if isinstance(given, Secret) else given)
                if form_field.kind is FieldKind.EMAIL and value:
                    validate_email(value, check_deliverability=False)
            except InvalidValue as error:
                problems[form_field.key] = error.text
            except EmailNotValidError:
                problems[form_field.key] = Text(
                    en=f"{form_field.label.en}: is no e-mail address",
                    de=f"{form_field.label.de}: ist keine E-Mail-Adresse",
                )
        if problems:
            return Ask(step, fields, MappingProxyType(problems))
    return None


def _unknown_field(key: str, fields: Mapping[str, FormField]) -> Text:
    known = ", ".join(fields)
    return Text(
        en=f"{key!r} is not asked for here; known are: {known}",
        de=f"„{key}“ wird hier nicht gefragt; bekannt sind: {known}",
    )
