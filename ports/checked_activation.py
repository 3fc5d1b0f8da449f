"""The activation that most carriers need: these fields, then `Carrier.check`."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from core.activation import Activate, Answers, Ask, Field, Right, Step, StepTitle, Wait
from core.errors import AccessDenied, InvalidValue, RemoteError, Throttled
from core.text import Text
from ports.activation import Desk
from ports.carrier import Carrier
from ports.connection import Connection
from ports.sender import sender_fields, sender_problems

_ACCESS: Final = "access"
_SETTINGS: Final = "settings"


class CheckedActivation:
    """An `Activation`: asks for the fields, opens the carrier with them and lets it check.

    open      as in `CarrierKind`
    access    the fields with which an account logs in
    settings  further ones
    sender    how long the parts of the merchant's address may be, as in `Limits.lengths`; its fields stand
              among the settings
    blame     which fields are asked for again when nothing works; without it all that are secret

    Only what is required and has no default holds the activation up. It ends as soon as one feature works or
    cannot be told; each is a `Right` by its own name, with the text of its check.
    """

    def __init__(
        self,
        open: Callable[[Connection], Carrier],  # noqa: A002 - as in `CarrierKind`
        access: tuple[Field, ...],
        settings: tuple[Field, ...] = (),
        *,
        sender: Mapping[str, int] = MappingProxyType({}),
        blame: Collection[str] | None = None,
    ) -> None:
        self._open = open
        self._form = {_ACCESS: access, _SETTINGS: (*settings, *sender_fields(sender))}
        self._blame = blame if blame is not None else [field.key for field in access if field.is_secret]

    @property
    def steps(self) -> tuple[StepTitle, ...]:
        return (
            StepTitle(_ACCESS, Text(en="Enter the access data", de="Zugangsdaten eingeben")),
            StepTitle(_SETTINGS, Text(en="Settings", de="Einstellungen")),
        )

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:  # noqa: ARG002 - as the port has it
        return self._form

    def advance(self, answers: Answers, desk: Desk) -> Step:
        for step, fields in self._form.items():
            if any(field.required and not answers.get(field.key) for field in fields):
                return Ask(step, fields)
        if problems := sender_problems(answers):
            return Ask(_SETTINGS, self._form[_SETTINGS], problems)
        return self._checked(answers, desk)

    def _checked(self, answers: Answers, desk: Desk) -> Step:
        try:
            checks = self._open(desk.connect(answers)).check()
        except InvalidValue as error:
            return self._wrong([error.field or ""], error.text)
        except AccessDenied as error:
            return self._wrong(self._blame, error.text)
        except RemoteError as error:
            return Wait(_ACCESS, error.text, error.retry_after if isinstance(error, Throttled) else None)
        if checks and all(check.works is False for check in checks):
            return self._wrong(self._blame, checks[0].text)
        rights = tuple(Right(check.feature.value, check.works, check.text) for check in checks)
        return Activate(self._settled(answers), rights)

    def _settled(self, answers: Answers) -> Mapping[str, str]:
        """The answers in force, without secrets."""
        open_ones = [field.key for fields in self._form.values() for field in fields if not field.is_secret]
        return MappingProxyType({key: str(answers[key]) for key in open_ones if answers.get(key)})

    def _wrong(self, keys: Collection[str], text: Text) -> Ask:
        """At these fields; at the first of all where the form has none of them."""
        for step, fields in self._form.items():
            if found := [field.key for field in fields if field.key in keys]:
                return Ask(step, fields, MappingProxyType(dict.fromkeys(found, text)))
        fields = self._form[_ACCESS] or self._form[_SETTINGS]
        return Ask(_ACCESS, fields, MappingProxyType({fields[0].key: text}))
