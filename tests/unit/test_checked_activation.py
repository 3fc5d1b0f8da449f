"""The ready-made activation: these fields, then `Carrier.check`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import pytest

from core.activation import Activate, Answers, Ask, Choice, Field, FieldKind, Step, Wait
from core.errors import AccessDenied, AppError, BrokenReply, InvalidValue, Throttled, Unreachable
from core.secret import Secret
from core.text import Text
from ports import CheckedActivation, Connection, Desk, Feature, FeatureCheck, PlainCarrier
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens

USER: Final = Field("user", Text(en="User", de="Benutzer"))
KEY: Final = Field("key", Text(en="Key", de="Schlüssel"), FieldKind.SECRET)
SITE: Final = Field("site", Text(en="Site", de="Standort"), required=False, default="main")
PAPER: Final = Field(
    "paper", Text(en="Paper", de="Papier"), FieldKind.CHOICE, choices=(Choice("a6", Text(en="A6", de="A6")),)
)
GIVEN: Final[Answers] = {"user": "ada", "key": Secret("k"), "site": "main", "paper": "a6"}


def _says(*works: bool | None) -> Sequence[FeatureCheck]:
    return [
        FeatureCheck(feature, verdict, Text(en=f"{verdict}", de=f"{verdict}"))
        for feature, verdict in zip(Feature, works, strict=False)
    ]


@dataclass
class Checked(PlainCarrier):
    """Answers its check with this; an error is raised, an `InvalidValue` already by opening."""

    answer: Sequence[FeatureCheck] | AppError

    def __post_init__(self) -> None:
        if isinstance(self.answer, InvalidValue):
            raise self.answer

    def check(self) -> Sequence[FeatureCheck]:
        if isinstance(self.answer, AppError):
            raise self.answer
        return self.answer


class Bench:
    """A `Desk`, as far as this activation needs one."""

    connected: Mapping[str, Any] | None = None

    def connect(self, answers: Answers) -> Connection:
        self.connected = answers
        return Connection({}, {}, lambda _: cast("Any", None), RememberedTokens(), HandClock())


def _advance(answer: Sequence[FeatureCheck] | AppError, answers: Answers = GIVEN, **more: Any) -> Step:
    activation = CheckedActivation(lambda _: Checked(answer), (USER, KEY), (SITE, PAPER), **more)
    return activation.advance(answers, cast("Desk", Bench()))


@pytest.mark.parametrize(("missing", "step"), [("user", "access"), ("key", "access"), ("paper", "settings")])
def test_what_is_required_is_asked_for_before_anything_is_sent(missing: str, step: str) -> None:
    bench = Bench()
    activation = CheckedActivation(lambda _: Checked(_says(True)), (USER, KEY), (SITE, PAPER))
    answers = {key: value for key, value in GIVEN.items() if key != missing}
    asked = activation.advance(answers, cast("Desk", bench))
    assert isinstance(asked, Ask)
    assert (asked.step, bench.connected) == (step, None)


def test_what_works_is_activated_with_all_but_the_secrets() -> None:
    step = _advance(_says(True, False), {**GIVEN, "sender_name": "A", "sender_street": "B",
                                         "sender_postal_code": "1", "sender_city": "C"})  # fmt: skip
    assert isinstance(step, Activate)
    assert step.settings == {
        "user": "ada",
        "site": "main",
        "paper": "a6",
        "sender_name": "A",
        "sender_street": "B",
        "sender_postal_code": "1",
        "sender_city": "C",
    }
    assert [(right.key, right.granted) for right in step.rights] == [("ship", True), ("return", False)]


@pytest.mark.parametrize("works", [(None, None), (False, None), (False, True), ()])
def test_as_long_as_something_may_work_the_app_is_activated(works: tuple[bool | None, ...]) -> None:
    assert isinstance(_advance(_says(*works)), Activate)


def test_where_nothing_works_the_secrets_are_asked_for_again() -> None:
    step = _advance(_says(False, False))
    assert isinstance(step, Ask)
    assert step.problems == {"key": Text(en="False", de="False")}


def test_other_fields_can_be_to_blame() -> None:
    step = _advance(_says(False, False), blame=("user", "key"))
    assert isinstance(step, Ask)
    assert set(step.problems) == {"user", "key"}


def test_a_check_that_is_denied_access_asks_again_as_well() -> None:
    step = _advance(AccessDenied("Acme"))
    assert isinstance(step, Ask)
    assert set(step.problems) == {"key"}


@pytest.mark.parametrize("error", [Unreachable("Acme", "timeout"), BrokenReply("Acme", "no JSON")])
def test_failures_of_the_carrier_are_waited_out(error: AppError) -> None:
    assert _advance(error) == Wait("access", error.text)


def test_a_wait_is_as_long_as_the_carrier_asks_for() -> None:
    step = _advance(Throttled("Acme", 30))
    assert isinstance(step, Wait)
    assert step.retry_after == 30


@pytest.mark.parametrize(
    ("field", "step", "key"),
    [("site", "settings", "site"), ("user", "access", "user"), (None, "access", "user")],
)
def test_an_answer_that_opening_refuses_is_asked_for_again(field: str | None, step: str, key: str) -> None:
    asked = _advance(InvalidValue("no such place", field=field))
    assert isinstance(asked, Ask)
    assert (asked.step, dict(asked.problems)) == (step, {key: Text(en="no such place", de="no such place")})


def test_half_a_sender_is_asked_for_in_full() -> None:
    step = _advance(_says(True), {**GIVEN, "sender_name": "A"})
    assert isinstance(step, Ask)
    assert step.step == "settings"
    assert set(step.problems) == {"sender_street", "sender_postal_code", "sender_city"}


def test_the_form_is_all_that_can_be_answered() -> None:
    activation = CheckedActivation(lambda _: Checked(()), (USER, KEY), sender={"name": 30})
    form = activation.form({}, cast("Desk", Bench()))
    assert list(form) == [step.key for step in activation.steps]
    assert form["access"] == (USER, KEY)
    assert form["settings"][0].max_length == 30
