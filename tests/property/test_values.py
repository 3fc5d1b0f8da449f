"""Values that carry people, secrets and times: what they refuse, and what they keep to themselves."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activation import Activate, Ask, Field, Visit
from core.errors import InvalidValue
from core.intake import newest_of
from core.money import Money
from core.orders import (
    Charge,
    Order,
    Position,
    PositionItemId,
    PositionState,
    SalesOrderId,
    Sku,
    UnreadableOrder,
    state_of,
)
from core.people import Address
from core.secret import Secret
from core.text import Text
from ports import Connection, Token
from tests.fakes.clock import NOON, HandClock

MARK = "m4rk"
LABEL = Text(en="Sender", de="Absender")
BLANK = st.text(" \t\n\u00a0", max_size=3)
NAIVE = NOON.replace(tzinfo=None)
MINUTES = st.integers(0, 3).map(lambda minutes: NOON + timedelta(minutes=minutes))
TIMES = [field.name for field in fields(Position) if field.name.endswith("_at")]


def position(number: int = 1) -> Position:
    return Position(PositionItemId(str(number)), Sku("A"), PositionState.SENT, Money(100, "EUR"))


def order(key: str, changed_at: datetime | None, number: str = "") -> Order:
    return Order(SalesOrderId(key), number, NOON, (position(),), changed_at=changed_at)


# Texts


@given(BLANK, st.text(min_size=1).filter(str.strip))
def test_a_text_is_never_without_a_language(blank: str, words: str) -> None:
    for en, de in [(blank, words), (words, blank), (blank, blank)]:
        with pytest.raises(ValueError, match="both languages"):
            Text(en=en, de=de)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_a_text_is_read_in_either_language(en: str, de: str) -> None:
    text = Text(en=en, de=de)
    assert (text.into("en"), text.into("de"), str(text)) == (en, de, en)


# People


@pytest.mark.parametrize("part", [field.name for field in fields(Address) if field.name != "country"])
def test_no_part_of_an_address_but_the_country_shows_itself(part: str) -> None:
    address = replace(Address(country="DE"), **{part: MARK})
    whole = replace(order("so", None), delivery_address=address, invoice_address=address)
    assert getattr(address, part) == MARK
    for shown in (repr(address), str(address), f"{address}", repr(whole), repr([whole])):
        assert MARK not in shown
        assert "DE" in shown


def test_what_was_sent_of_an_unreadable_order_does_not_show_itself() -> None:
    kept = UnreadableOrder(LABEL, MARK)
    assert kept.raw == MARK
    assert MARK not in f"{kept!r}{kept}"


# Times


@pytest.mark.parametrize("name", TIMES)
def test_no_time_of_a_position_is_without_a_zone(name: str) -> None:
    at_noon: dict[str, Any] = {name: NOON}
    assert getattr(replace(position(), **at_noon), name) == NOON
    without_zone: dict[str, Any] = {name: NAIVE}
    with pytest.raises(InvalidValue, match="zone"):
        replace(position(), **without_zone)


def test_no_time_of_an_order_is_without_a_zone() -> None:
    with pytest.raises(InvalidValue, match="zone"):
        Order(SalesOrderId("so"), "n", NAIVE, ())
    with pytest.raises(InvalidValue, match="zone"):
        order("so", NAIVE)
    with pytest.raises(InvalidValue, match="zone"):
        UnreadableOrder(LABEL, "{}", changed_at=NAIVE)


# Versions of orders

VERSIONS = st.lists(st.tuples(st.sampled_from("AB"), MINUTES))


@given(VERSIONS)
def test_of_each_order_the_newest_version_is_kept_and_of_equal_ones_the_later(
    versions: list[tuple[str, datetime]],
) -> None:
    read = [order(key, changed, number=str(at)) for at, (key, changed) in enumerate(versions)]
    newest = newest_of(read)
    assert set(newest) == {version.sales_order_id for version in read}
    for key, kept in newest.items():
        rivals = [version for version in read if version.sales_order_id == key]
        last = max(version.changed_at or NOON for version in rivals)
        assert kept is [version for version in rivals if version.changed_at == last][-1]


@given(VERSIONS, VERSIONS)
def test_reading_in_two_goes_keeps_the_same_versions(
    first: list[tuple[str, datetime]], second: list[tuple[str, datetime]]
) -> None:
    one, two = ([order(*version) for version in go] for go in (first, second))
    assert newest_of([*newest_of(one).values(), *two]) == newest_of([*one, *two])


def test_among_versions_without_a_change_time_the_later_reading_counts() -> None:
    one, two = order("so", None, "1"), order("so", None, "2")
    assert newest_of([one, two]) == {"so": two}


@given(MINUTES, st.integers(-14, 14))
def test_the_zone_of_a_change_time_does_not_matter(changed: datetime, hours: int) -> None:
    there = changed.astimezone(timezone(timedelta(hours=hours)))
    one, two = order("so", changed, "1"), order("so", there, "2")
    assert newest_of([one, two]) == {"so": two}
    assert newest_of([two, one]) == {"so": one}


@given(st.lists(st.sampled_from(PositionState), max_size=4))
def test_an_order_says_of_itself_what_follows_from_its_pieces(states: list[PositionState]) -> None:
    pieces = tuple(replace(position(number), state=state) for number, state in enumerate(states))
    whole = Order(SalesOrderId("so"), "n", NOON, pieces)
    assert whole.state is state_of(states)
    assert whole.paid in {True, False, None}


def test_values_cannot_be_changed() -> None:
    for value, name in [
        (Money(1, "EUR"), "cents"),
        (order("so", None), "positions"),
        (Charge("delivery", Money(1, "EUR")), "amount"),
        (Address(), "city"),
        (LABEL, "en"),
    ]:
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)


# Steps of an activation


def test_a_visit_shows_neither_its_address_nor_its_state() -> None:
    visit = Visit("consent", f"https://id.example.com/?state={MARK}", Secret(MARK), "code", LABEL)
    assert MARK not in f"{visit!r}{visit}"


def test_settings_in_force_do_not_show_themselves() -> None:
    assert MARK not in repr(Activate({"fallback_email": f"{MARK}@example.com"}))


def test_nobody_can_slip_a_problem_into_the_questions_of_others() -> None:
    asked = Ask("data", (Field("sender", LABEL),))
    with pytest.raises(TypeError):
        asked.problems["sender"] = LABEL  # type: ignore[index]
    assert Ask("data", ()).problems == {}


# Connections


class EmptyShelf:
    def get(self, name: str) -> Token | None:
        return None

    def put(self, name: str, token: Token) -> None: ...

    def drop(self, name: str) -> None: ...


@pytest.mark.parametrize("show", [repr, str, lambda value: f"{value}", lambda value: f"{[value]}"])
def test_a_connection_shows_neither_settings_nor_secrets(show: Callable[[object], str]) -> None:
    connection = Connection(
        settings={"sender": f"{MARK} street"},
        secrets={"password": Secret(MARK)},
        client=lambda _: httpx.Client(),
        tokens=EmptyShelf(),
        clock=HandClock(),
    )
    assert MARK not in show(connection)


def test_a_token_shows_its_end_and_nothing_else() -> None:
    token = Token(Secret(MARK), datetime(2026, 1, 1, tzinfo=UTC))
    assert "2026" in repr(token)
    assert MARK not in repr(token)
