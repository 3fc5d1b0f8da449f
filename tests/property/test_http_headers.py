"""The headers that `ports.http` reads, and those that must not trip it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import Throttled
from ports import retry_after, server_time
from tests.fakes.clock import NOON
from tests.fakes.exchange import answered, exchange, failure

DAY = 86_400.0


@given(st.lists(st.binary(max_size=8), max_size=3))
@example(["Müller".encode("latin-1")])
def test_headers_in_any_encoding_are_no_obstacle(values: list[bytes]) -> None:
    headers = [(b"X-Name", value) for value in values]
    reply = exchange(lambda _: answered(200, b"{}", headers=headers))
    assert [value for name, value in reply.headers.raw if name == b"X-Name"] == values
    assert reply.content == b"{}"


def answer_with(**headers: str | bytes) -> httpx.Response:
    return httpx.Response(
        429,
        headers=[
            (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in headers.items()
        ],
    )


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("-5", 0.0),
        ("86401", DAY),
        ("1" + "0" * 30, DAY),
        ("", None),
        ("soon", None),
        ("NaN", None),
        ("inf", None),
        ("-inf", None),
        ("1e400", None),
        ("9" * 5000, None),
        ("Mon, 02 Mar 2026 12:00:30 GMT", 30.0),
        ("Mon, 02 Mar 2026 13:00:30 +0100", 30.0),
        ("Monday, 02-Mar-26 12:00:30 GMT", 30.0),
        ("Mon Mar  2 12:00:30 2026", None),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2099 12:00:00 GMT", DAY),
        ("Mon, 99 Mar 2026 12:00:00 GMT", None),
        ("Mon, 02 Mar 2026 12:00:00 +99999999999999", None),
        ("Fri, 31 Dec 9999 23:59:59 -1400", DAY),
    ],
)
def test_the_time_to_wait_is_read_in_every_form(value: str, seconds: float | None) -> None:
    answer = answer_with(Retry_After=value, Date=format_datetime(NOON, usegmt=True))
    assert retry_after(answer) == seconds
    for method in ("GET", "POST"):
        error = failure(lambda _: answer, method)
        assert isinstance(error, Throttled)
        assert error.retry_after == seconds


def test_without_the_header_nobody_says_how_long_to_wait() -> None:
    assert retry_after(httpx.Response(429)) is None


@given(st.integers(-2000, 2000), st.integers(-(10**6), 10**6))
def test_a_date_to_wait_for_is_measured_by_the_servers_own_clock(minutes_off: int, seconds: int) -> None:
    there = NOON + timedelta(minutes=minutes_off)
    until = format_datetime(there + timedelta(seconds=seconds), usegmt=True)
    answer = answer_with(Retry_After=until, Date=format_datetime(there, usegmt=True))
    assert retry_after(answer) == min(max(seconds, 0), DAY)


def test_a_date_to_wait_for_without_a_server_clock_is_measured_by_ours() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    seconds = retry_after(answer_with(Retry_After=until))
    assert seconds is not None
    assert 0 < seconds <= 3600


ODD_DATES = st.tuples(
    st.sampled_from(["Mon, ", "", "Mon ", "\u00e4, "]),
    st.sampled_from(["02", "31", "0", "99", "9" * 20]),
    st.sampled_from([" Mar ", " Dec ", "-Feb-", " 3 ", " "]),
    st.sampled_from(["2026", "26", "9999", "0001", "1", "-1", "9" * 20]),
    st.sampled_from([" 12:00:00", " 23:59:59", " 24:00:61", " 12", ""]),
    st.sampled_from([" GMT", " -0000", " +1400", " -1400", " +9999", " -99999999999999", " CET", ""]),
).map("".join)
ODD = ODD_DATES | st.text(max_size=30) | st.text("0123456789+-.,:eE_ infatGMT", max_size=12)


@given(ODD, ODD)
@example("Mon, 02 Mar 2026 12:00:00 -99999999999999", "Fri, 31 Dec 9999 23:59:59 -1400")
def test_whatever_stands_there_the_time_to_wait_is_usable(wait: str, date: str) -> None:
    seconds = retry_after(answer_with(Retry_After=wait, Date=date))
    assert seconds is None or 0 <= seconds <= DAY


@given(ODD)
@example("Fri, 31 Dec 9999 23:59:59 -1400")
def test_whatever_stands_there_the_servers_clock_is_utc_or_unknown(date: str) -> None:
    moment = server_time(answer_with(Date=date))
    assert moment is None or moment.tzinfo is UTC


@given(st.integers(0, 10**11))
def test_the_servers_clock_is_read_to_the_second(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert server_time(answer_with(Date=format_datetime(moment, usegmt=True))) == moment


def test_a_clock_without_a_zone_or_none_at_all_is_unknown() -> None:
    assert server_time(httpx.Response(200)) is None
    assert server_time(answer_with(Date="Mon, 02 Mar 2026 12:00:00 -0000")) is None
