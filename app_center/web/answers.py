"""A step of an activation as a form: what stands in each field, and what a posted form answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.activation import Field, FieldKind, StepTitle
from core.text import Text
from ports.memory import AppRecord

#: Before the key of a field in the names of a form, so that a plug-in's key meets none of ours.
PREFIX: Final = "answer."

_REQUIRED: Final = Text(en="is required", de="ist erforderlich")


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it is shown. `kept` is a secret that is stored and not shown."""

    field: Field
    value: str
    problem: Text | None = None
    kept: bool = False

    @property
    def name(self) -> str:
        return PREFIX + self.field.key

    @property
    def is_ticked(self) -> bool:
        return self.value == "true"

    @property
    def must(self) -> bool:
        return self.field.required and not self.kept and self.field.kind is not FieldKind.TICK


@dataclass(frozen=True, slots=True)
class Stage:
    """A step as the list of steps shows it: done, here, stuck or ahead."""

    title: StepTitle
    standing: str


def lines(
    fields: Sequence[Field],
    answers: Mapping[str, str],
    kept: Collection[str],
    problems: Mapping[str, Text] | None = None,
) -> list[Line]:
    """The fields with what is answered, else with their default."""
    wrong = problems or {}
    return [
        Line(
            field,
            "" if field.is_secret else answers.get(field.key, field.default or ""),
            wrong.get(field.key),
            field.is_secret and field.key in kept,
        )
        for field in fields
    ]


def given(fields: Sequence[Field], posted: Mapping[str, str], kept: Collection[str]) -> dict[str, str]:
    """What a posted form answers. A box that is not ticked is not posted at all; a stored secret whose line
    was left blank stays."""
    answers = {}
    for field in fields:
        value = posted.get(PREFIX + field.key)
        if field.kind is FieldKind.TICK:
            answers[field.key] = "true" if value else "false"
        elif value is not None and not (field.is_secret and field.key in kept and not value.strip()):
            answers[field.key] = value
    return answers


def missing(fields: Sequence[Field], answers: Mapping[str, str], kept: Collection[str]) -> dict[str, Text]:
    """The required fields that nobody has filled in."""
    return {
        field.key: _REQUIRED
        for field in fields
        if field.required
        and field.default is None
        and field.kind is not FieldKind.TICK
        and field.key not in kept
        and not answers.get(field.key, "").strip()
    }


def shown_step(form: Mapping[str, Sequence[Field]], record: AppRecord, wanted: str | None) -> str | None:
    """The step whose form is shown: the one asked for, else where the activation stands; None where that has
    nothing to fill in."""
    if wanted in form:
        return wanted
    if record.step is None:
        return next(iter(form), None)
    return record.step if record.step in form else None


def stages(steps: Sequence[StepTitle], here: str | None, *, stuck: bool, through: bool) -> list[Stage]:
    """
    here     the step where the activation stands; None before the first
    stuck    it does not go on by itself there
    through  the app is active: all steps are done
    """
    keys = [step.key for step in steps]
    at = keys.index(here) if here in keys else 0
    told = []
    for number, step in enumerate(steps):
        if through or number < at:
            told.append(Stage(step, "done"))
        elif number == at:
            told.append(Stage(step, "stuck" if stuck else "here"))
        else:
            told.append(Stage(step, "ahead"))
    return told
