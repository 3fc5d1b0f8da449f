"""The errors: one tree, told in both languages, and nothing in them that was not put into the sentence."""

import inspect
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.errors
from core.errors import (
    AccessDenied,
    AppError,
    BrokenReply,
    Complaint,
    Conflict,
    InvalidValue,
    LeaseLost,
    OutcomeUnknown,
    Refused,
    RemoteError,
    StorageUnavailable,
    Throttled,
    Unreachable,
)
from core.secret import Secret
from core.text import Text

SAID = Text(en="the sender is missing", de="der Absender fehlt")
COMPLAINTS = (Complaint("does not fit", code="E7", field="consumer.street"), Complaint("is too late"))
REMOTE: list[RemoteError] = [
    RemoteError("otto", SAID),
    Refused("otto", COMPLAINTS, status=400),
    Refused("otto", status=409),
    Refused("otto"),
    Refused("otto", (Complaint(" "),)),
    Refused("otto", text=SAID),
    AccessDenied("otto", status=401),
    AccessDenied("otto", SAID),
    Throttled("otto"),
    Throttled("otto", 1.5, status=429),
    Unreachable("otto", "connect error"),
    OutcomeUnknown("otto", "read timeout"),
    BrokenReply("otto", "'sku' is missing"),
]
ALL: list[AppError] = [
    AppError(SAID),
    InvalidValue(SAID, field="sender"),
    Conflict(SAID),
    StorageUnavailable(SAID),
    LeaseLost(SAID),
    *REMOTE,
]
TREE = re.compile(r"^(?P<branch>[│├└─ ]*)(?P<name>[A-Z][A-Za-z]+)\b", re.MULTILINE)


def classes() -> list[type[AppError]]:
    found = [item for _, item in inspect.getmembers(core.errors, inspect.isclass)]
    return [item for item in found if issubclass(item, AppError)]


def described() -> Iterator[tuple[str, str | None]]:
    """Each class of the tree in the module's docstring, and the one that it hangs under."""
    _, _, tree = (core.errors.__doc__ or "").partition("\n\n")
    above: list[str] = []
    for line in TREE.finditer(tree):
        depth = len(line["branch"]) // 4
        above[depth:] = [line["name"]]
        yield line["name"], above[depth - 1] if depth else None


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    expected = {item.__name__: item.__bases__[0].__name__ for item in classes()}
    assert dict(described()) == expected | {"AppError": None}
    assert len(list(described())) == len(classes())


def test_no_class_of_error_is_left_out_here() -> None:
    assert {type(error) for error in ALL} == set(classes())


@pytest.mark.parametrize("error", ALL, ids=repr)
def test_every_error_speaks_both_languages(error: AppError) -> None:
    assert error.text.en.strip()
    assert error.text.de.strip()
    assert error.text.en != error.text.de
    assert "None" not in error.text.en + error.text.de


@pytest.mark.parametrize("error", ALL, ids=repr)
def test_an_error_shows_its_sentence_and_nothing_else(error: AppError) -> None:
    assert str(error) == error.text.en
    assert error.args == (error.text.en,)
    assert repr(error) == f"{type(error).__name__}({error.text.en!r})"


@pytest.mark.parametrize("error", [error for error in REMOTE if error.text is not SAID], ids=repr)
def test_a_remote_error_names_the_service(error: RemoteError) -> None:
    assert error.service == "otto"
    assert "otto" in error.text.en
    assert "otto" in error.text.de


@pytest.mark.parametrize("field", [None, "consumer.street"])
def test_an_invalid_value_names_its_input(field: str | None) -> None:
    assert InvalidValue("wrong", field=field).field == field
    assert InvalidValue("wrong").text == Text(en="wrong", de="wrong")


def test_a_refusal_gives_every_reason() -> None:
    error = Refused("otto", COMPLAINTS, status=400)
    for language in (error.text.en, error.text.de):
        assert "consumer.street: does not fit (E7); is too late" in language
    assert error.complaints == COMPLAINTS


def test_a_refusal_without_reasons_says_so() -> None:
    for complaints in ((), (Complaint(""),)):
        error = Refused("otto", complaints, status=409)
        assert error.text.en == "otto refused: no reason given (status 409)"
        assert error.text.de == "otto hat abgelehnt: ohne Angabe von Gründen (Status 409)"


@given(st.none() | st.floats(min_value=0, max_value=86_400))
def test_the_time_to_wait_is_kept_and_told(seconds: float | None) -> None:
    error = Throttled("otto", seconds)
    assert error.retry_after == seconds
    assert (" s)" in error.text.en) == (" s)" in error.text.de) == (seconds is not None)


@given(st.integers(100, 599))
def test_the_status_is_kept(status: int) -> None:
    for error in (
        Refused("otto", status=status),
        AccessDenied("otto", status=status),
        Throttled("otto", status=status),
        Unreachable("otto", "reset", status=status),
        OutcomeUnknown("otto", "reset", status=status),
        BrokenReply("otto", "no JSON", status=status),
    ):
        assert error.status == status


@given(st.text(st.characters(categories=["L", "N"]), min_size=20))
def test_a_secret_that_gets_into_a_sentence_stays_one(value: str) -> None:
    secret = Secret(value)
    for error in (
        InvalidValue(f"{secret} is wrong"),
        Refused("otto", (Complaint(f"{secret!r}"),)),
        Unreachable("otto", f"{secret}"),
        BrokenReply("otto", f"{[secret]}"),
    ):
        assert value not in f"{error} {error!r} {error.args} {error.text.de} {vars(error)}"
