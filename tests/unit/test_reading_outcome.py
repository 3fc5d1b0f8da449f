"""The answer to what buys: once its status said yes, nothing unreadable in it is a no."""

import httpx
import pytest

from core.errors import InvalidValue, OutcomeUnknown, Refused
from ports import json_of, reading_outcome


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"number": 1}', b"\xff", b"[" * 100_000])
def test_whatever_cannot_be_read_leaves_the_outcome_unknown(content: bytes) -> None:
    answer = httpx.Response(201, content=content)
    with pytest.raises(OutcomeUnknown) as raised, reading_outcome("Acme", answer):
        _number_of(answer)
    assert raised.value.status == 201
    assert raised.value.__cause__ is None


def _number_of(answer: httpx.Response) -> str:
    number = json_of(answer)["number"]
    if not isinstance(number, str):
        raise InvalidValue("number")
    return number


def test_a_clear_no_stays_one() -> None:
    answer = httpx.Response(200)
    with pytest.raises(Refused), reading_outcome("Acme", answer):
        raise Refused("Acme")
