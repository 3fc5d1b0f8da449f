"""Leads through an activation as the host does, with the answers of the rehearsal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from core.activation import Activate, Answers, Ask, Choice, Field, FieldKind, Step, Stop, Visit
from core.errors import InvalidValue
from core.secret import Secret
from ports.conformance.bench import Bench, Shelf
from ports.connection import Connection

#: More looks at the answers than any activation needs.
_LOOKS: Final = 20


@dataclass(slots=True)
class KitDesk:
    """A `Desk` for one look at the answers."""

    bench: Bench
    learned: dict[str, str | Secret | None] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    redirect_uri: str = "https://app-center.example/consent"
    consent_state: Secret = field(default_factory=lambda: Secret("conformance-consent-state"))

    def connect(self, answers: Answers) -> Connection:
        settings = {key: value for key, value in answers.items() if isinstance(value, str)}
        secrets = {key: value for key, value in answers.items() if isinstance(value, Secret)}
        return self.bench.connection(settings, secrets, self.shelf)

    def remember(self, key: str, answer: str | Secret | None) -> None:
        self.learned[key] = answer

    def portal_accounts(self) -> Sequence[str]:
        return ["Shop"]

    def return_carriers(self) -> Sequence[Choice]:
        return []


@dataclass(slots=True)
class Walk:
    """Where an activation led to, the answers that led there (with defaults), and the forms on the way."""

    step: Step
    answers: Mapping[str, str | Secret]
    forms: list[Mapping[str, tuple[Field, ...]]]


def walk(bench: Bench, secrets: Mapping[str, Secret]) -> Walk:
    """Answers what is asked with the settings of the rehearsal and these secrets, then with defaults and
    first choices, until a step needs something else.

    raises  InvalidValue: an answer of the rehearsal is not well-formed for its field
    """
    known: dict[str, str | Secret] = {**bench.rehearsal.settings, **secrets}
    answers: dict[str, str | Secret] = {}
    forms: list[Mapping[str, tuple[Field, ...]]] = []
    for _ in range(_LOOKS):
        desk = KitDesk(bench)
        forms.append(_fill(bench, answers, known, desk))
        shown = MappingProxyType(with_defaults(answers, forms[-1]))
        step = bench.kind.activation.advance(shown, desk)
        bench.shelf.seen += desk.shelf.seen
        _learn(answers, desk.learned)
        if not _answered(step, answers, known):
            return Walk(step, shown, forms)
    raise InvalidValue(f"the activation comes to no end within {_LOOKS} looks")


def _fill(
    bench: Bench, answers: dict[str, str | Secret], known: Mapping[str, str | Secret], desk: KitDesk
) -> Mapping[str, tuple[Field, ...]]:
    """Answers every field that the rehearsal has something for; an answer may open further fields."""
    while True:
        form = bench.kind.activation.form(MappingProxyType(dict(answers)), desk)
        fields = [each for part in form.values() for each in part]
        fresh = {each.key: each for each in fields if each.key in known and each.key not in answers}
        if not fresh:
            return form
        for key, each in fresh.items():
            answers[key] = _read(each, known[key])


def _read(asked: Field, given: str | Secret) -> str | Secret:
    value = asked.read(given.reveal() if isinstance(given, Secret) else given)
    return Secret(value) if asked.is_secret else value


def with_defaults(
    answers: Mapping[str, str | Secret], form: Mapping[str, tuple[Field, ...]]
) -> dict[str, str | Secret]:
    """As the host shows answers to a flow."""
    defaults = {each.key: each.default for part in form.values() for each in part if each.default is not None}
    return {**defaults, **answers}


def _learn(answers: dict[str, str | Secret], learned: Mapping[str, str | Secret | None]) -> None:
    for key, value in learned.items():
        if value is None:
            answers.pop(key, None)
        else:
            answers[key] = value


def _answered(step: Step, answers: dict[str, str | Secret], known: Mapping[str, str | Secret]) -> bool:
    """Whether there is something new to try this step with; if so, it stands in `answers` now."""
    if isinstance(step, Visit) and step.answer in known and step.answer not in answers:
        answers[step.answer] = known[step.answer]
        return True
    if not isinstance(step, Ask) or step.problems:
        return False
    found = {each.key: _first(each) for each in step.fields if each.required and each.key not in answers}
    fresh = {key: value for key, value in found.items() if value is not None}
    answers.update(fresh)
    return bool(fresh)


def _first(asked: Field) -> str | None:
    """The default, the first choice that can be chosen, an empty tick; None where a person has to say."""
    if asked.default is not None:
        return asked.default
    if asked.kind is FieldKind.TICK:
        return "false"
    return next((choice.value for choice in asked.choices if choice.unavailable is None), None)


def where(step: Step) -> str:
    """A step in a few words."""
    match step:
        case Activate():
            return "Activate"
        case Ask():
            what = "; ".join(f"{key}: {text.en}" for key, text in step.problems.items())
            missing = ", ".join(each.key for each in step.fields if each.required)
            return f"Ask at {step.step!r} ({what or f'for {missing}'})"
        case Stop():
            return f"Stop at {step.step!r} ({step.reason.en})"
        case _:
            return f"{type(step).__name__} at {step.step!r}"
