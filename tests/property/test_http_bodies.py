"""Bodies: JSON is read exactly, and whatever is not as agreed is a broken reply that does not quote it."""

import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import BrokenReply, Conflict, InvalidValue, Refused, Throttled
from core.text import Text
from ports import json_of, parse_json, reading
from tests.fakes.exchange import SERVICE

MARK = "m4rk"
BEHIND = timezone(-timedelta(hours=1))

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | DECIMALS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def written(tree: Any) -> str:
    """JSON of `tree`, with the figures as they are."""
    match tree:
        case Decimal():
            return f"{tree:f}" if "." in f"{tree:f}" else f"{tree:f}.0"
        case list():
            return f"[{','.join(map(written, tree))}]"
        case dict():
            return f"{{{','.join(f'{json.dumps(key)}:{written(value)}' for key, value in tree.items())}}}"
        case _:
            return json.dumps(tree)


def leaves(tree: Any) -> Iterator[Any]:
    match tree:
        case list():
            for item in tree:
                yield from leaves(item)
        case dict():
            for item in tree.values():
                yield from leaves(item)
        case _:
            yield tree


@given(TREES, st.sampled_from(["", "utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_json_is_read_exactly_and_never_as_float(tree: Any, encoding: str) -> None:
    text = written(tree)
    read = parse_json(text.encode(encoding) if encoding else text)
    assert read == tree
    assert not [leaf for leaf in leaves(read) if isinstance(leaf, float)]


NO_JSON: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b"  \n",
    "a page": b"<html><body>502</body></html>",
    "NaN": b'{"a": NaN}',
    "Infinity": b"[Infinity]",
    "-Infinity": b"-Infinity",
    "half of it": b'{"a": [1, 2',
    "two of it": b"{} {}",
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "a huge integer": b"9" * 5_000,
    "a huge exponent": b"1e999999999",
    "a tiny exponent": b"[1.0e-999999999]",
    "a huger exponent": b"1e99999999999999999999",
    "no UTF-8": b'"\xff\xfe\xfd"',
    "half a character": b'"\xe2\x82"',
    "bare control characters": b'"\x00"',
    "a foreign escape": b'"\\x41"',
    "comments": b"{} // fine",
    "a comma too many": b"[1,]",
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
def test_what_is_no_json_is_a_broken_reply(body: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        parse_json(body)
    with pytest.raises(BrokenReply) as caught, reading(SERVICE):
        json_of(httpx.Response(200, content=body))
    assert caught.value.service == SERVICE
    assert len(caught.value.detail) < 100


@given(st.integers(-400, 400))
def test_a_figure_is_no_larger_than_other_readers_of_json_can_hold(exponent: int) -> None:
    text = f"-1.5e{exponent}"
    if abs(exponent) <= 308:
        assert parse_json(text) == Decimal(text)
    else:
        with pytest.raises(ValueError, match="measure"):
            parse_json(text)


@given(st.binary() | st.text().map(str.encode) | TREES.map(written).map(str.encode), st.integers(0, 60))
def test_whatever_arrives_is_json_or_a_broken_reply(body: bytes, cut: int) -> None:
    for content in (body, body[:-cut]):
        with suppress(BrokenReply), reading(SERVICE):
            json_of(httpx.Response(200, content=content))


def test_of_a_name_that_stands_twice_the_last_one_counts() -> None:
    assert parse_json('{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize("text", ['"\\ud83d"', '["\\udc00"]', '{"\\ud800": 1}'])
def test_halves_of_characters_are_left_to_those_who_know_the_field(text: str) -> None:
    found = json.dumps(parse_json(text))
    assert found == text


def told_by(error: BrokenReply) -> str:
    """By the error and its traceback; what it came from is suppressed there."""
    return "".join(traceback.format_exception(error)) + f"{error!r}{error.args}{vars(error)}{error.text!r}"


def quantities(body: Any) -> dict[str, int]:
    """As adapters read: straight on, without looking left or right."""
    return {row["sku"].strip(): int(row["quantity"]) for row in body["rows"]}


ROWS = st.fixed_dictionaries(
    {}, optional={"sku": st.just(MARK) | TREES, "quantity": st.integers() | st.just(MARK) | TREES}
)


@given(st.fixed_dictionaries({}, optional={"rows": st.lists(ROWS, max_size=3) | TREES}) | TREES)
@example({"rows": [{"sku": MARK, "quantity": MARK}]})
@example({"rows": [{"sku": [MARK], "quantity": 1}]})
def test_a_strange_answer_is_a_broken_reply_without_its_content(tree: Any) -> None:
    answer = httpx.Response(200, content=written(tree))
    told = ""
    try:
        with reading(SERVICE):
            quantities(json_of(answer))
    except BrokenReply as error:
        told = told_by(error)
    assert MARK not in told


EMPTY: Any = {}
TRIPS: dict[str, Callable[[], object]] = {
    "a missing name": lambda: EMPTY["sku"],
    "a short list": lambda: list(EMPTY)[3],
    "no integer": lambda: int(MARK),
    "an infinite figure": lambda: int(Decimal("Infinity")),
    "no figure": lambda: Decimal(MARK),
    "a division by nothing": lambda: 1 // len(EMPTY),
    "a missing attribute": lambda: EMPTY.rows,
    "another type": lambda: EMPTY + MARK,
    "nothing to find": lambda: next(iter(EMPTY)),
    "no UTF-8": lambda: str(b"\xff", "utf-8"),
    "half a character": lambda: bytes("\ud800", "utf-8"),
    "no time": lambda: datetime.fromisoformat(MARK),
    "a time after all times": lambda: datetime.max.replace(tzinfo=BEHIND).astimezone(UTC),
    "no JSON": lambda: json.loads(f'{{"{MARK}'),
    "no XML": lambda: ElementTree.fromstring(f"<{MARK}>"),
    "too deep": lambda: parse_json("[" * 100_000),
}


@pytest.mark.parametrize("trip", TRIPS.values(), ids=TRIPS.keys())
def test_whatever_taking_an_answer_apart_runs_into_is_a_broken_reply(trip: Callable[[], object]) -> None:
    with pytest.raises(BrokenReply) as caught, reading(SERVICE):
        trip()
    assert caught.value.__suppress_context__, "what it ran into may quote the answer"
    assert MARK not in told_by(caught.value)


def test_a_missing_name_is_told() -> None:
    with pytest.raises(BrokenReply, match="'rows' is missing"), reading(SERVICE):
        quantities({})
    with pytest.raises(BrokenReply) as caught, reading(SERVICE):
        raise KeyError
    assert caught.value.service == SERVICE


def test_where_the_json_ends_is_told() -> None:
    with pytest.raises(BrokenReply, match="from character 6 on"), reading(SERVICE):
        parse_json('{"a": x}')


def test_a_rule_that_the_answer_breaks_is_told() -> None:
    with pytest.raises(BrokenReply, match="the amount is too large"), reading(SERVICE):
        raise InvalidValue(Text(en="the amount is too large", de="der Betrag ist zu groß"))


@pytest.mark.parametrize(
    "other",
    [Refused("other"), Throttled("other"), Conflict(Text(en="a", de="b")), KeyboardInterrupt(), OSError("x")],
)
def test_what_is_not_about_the_answer_is_passed_on(other: BaseException) -> None:
    with pytest.raises(type(other)) as caught, reading(SERVICE):
        raise other
    assert caught.value is other
