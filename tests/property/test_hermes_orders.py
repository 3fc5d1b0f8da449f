"""Whatever an order holds: it reaches Hermes unchanged or is refused at its field, and is paid for once."""

import json
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
import stamina
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.carriers.hermes.complaints import ISSUED, NOBODY, errors, result_codes, verdict
from adapters.carriers.hermes.events import state_of
from adapters.carriers.hermes.finding import REACH, Days
from adapters.carriers.hermes.labels import read_label
from adapters.carriers.hermes.parties import address_of, foreign, name_of
from adapters.carriers.hermes.tracking import read_tracking
from core.errors import AppError, BrokenReply, InvalidValue, OutcomeUnknown, Refused
from core.parcel import DocumentFormat, Label, LabelKind, LabelOrder, ParcelState, Party, Reference
from standins import Weather
from standins.weather import Kind
from tests.contract.hermes import BASE, CONSUMER, HermesBench, order, outcome

#: Letters, what Hermes does not print, blanks in odd places, and combining characters.
AWKWARD = st.text(
    st.sampled_from([*string.ascii_letters, *"äßŁÇ'-/.&+ ", *"€±🎁Ф–\u0308\t\x7f\xa0"]),
    min_size=1,
    max_size=60,
)
PLAIN = st.text(st.sampled_from([*"abcXYZäßŁ ", *"0123456789"]), min_size=1, max_size=60)


def _parties(words: st.SearchStrategy[str]) -> st.SearchStrategy[Party]:
    """Blank names and the like never get as far as an adapter."""
    some = words.filter(lambda word: bool(word.strip()))
    maybe = st.just("") | some
    return st.builds(
        replace,
        st.just(CONSUMER),
        name=some,
        company=maybe,
        street=some,
        house_number=maybe,
        city=some,
        addition=maybe,
        postal_code=st.sampled_from(["01067", "1010", "D02 AF30", "123456"]),
        country=st.sampled_from(["DE", "AT", "IE"]),
    )


@pytest.fixture(autouse=True, scope="module")
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


def _whole_name(name: dict[str, str]) -> str:
    return " ".join(name[part] for part in ("firstname", "lastname") if part in name)


def _whole_street(address: dict[str, str]) -> str:
    return " ".join(address[part] for part in ("street", "houseNumber") if part in address)


@given(_parties(AWKWARD), st.sampled_from(LabelKind))
@settings(max_examples=80, deadline=None)
def test_an_address_arrives_whole_or_is_refused_at_its_field(party: Party, kind: LabelKind) -> None:
    bench = HermesBench.of()
    came = outcome(lambda: bench.bought(kind, consumer=party, format=DocumentFormat.ZPL))
    if not isinstance(came, Label):
        assert isinstance(came, InvalidValue)
        assert not bench.wire.requests
        role, _, field = str(came.field).partition(".")
        assert role == "consumer"
        value = getattr(party, field)
        line = f"{party.street} {party.house_number}".strip(" ")
        length = len(line) if field in {"street", "house_number"} else len(value)
        assert foreign(value) or length > min(bench.hermes().limits(kind, party.country).lengths[field], 50)
        assert value not in came.text.en or len(value) < 3
        return
    end = "receiver" if kind is LabelKind.SHIPMENT else "sender"
    name, address = bench.wire.body()[f"{end}Name"], bench.wire.body()[f"{end}Address"]
    company = "" if party.company == party.name else party.company
    assert _whole_name(name) == f"{party.name} {company}".rstrip(" ") or not company
    assert party.name in _whole_name(name)
    assert company in _whole_name(name)
    assert _whole_street(address) == (
        f"{party.street} {party.house_number}" if party.house_number else party.street
    )
    assert (address["zipCode"], address["town"]) == (party.postal_code, party.city)
    assert address.get("addressAddition", "") == party.addition
    assert len(bench.standin.bought()) == 1


@given(_parties(PLAIN))
def test_no_character_of_a_name_or_street_is_lost(party: Party) -> None:
    name = name_of(party)
    assert _whole_name(dict(name)) in {party.name, f"{party.name} {party.company}"}
    assert all(name.values())
    address = outcome(lambda: address_of("consumer", party))
    if isinstance(address, AppError):
        assert isinstance(address, InvalidValue)
        assert address.field in {"consumer.street", "consumer.house_number"}
        assert len(party.street) + len(party.house_number) + bool(party.house_number) > 50
        return
    assert len(_whole_street(dict(address))) <= 50
    assert len(address.get("houseNumber", "")) <= 5


CODES = st.lists(
    st.sampled_from(
        ["e001", "e018", "e021", "e031", "e048", "e055", "e058", "e084", "e902", "e999", "w036", "OK"]
    ),
    max_size=4,
)
ANSWERS = st.fixed_dictionaries(
    {"listOfResultCodes": CODES.map(lambda codes: [{"code": code, "message": "?"} for code in codes])},
    optional={
        "shipmentID": st.sampled_from(["H1234567890123456789", "", None, 7]),
        "shipmentOrderID": st.sampled_from(["12345678901", "", None]),
        "labelImage": st.sampled_from(["JVBERi0xLjQK", "?", None, 7]),
    },
)


@given(ANSWERS)
def test_a_number_is_never_lost_and_a_doubt_never_denied(answer: dict[str, Any]) -> None:
    """Not bought is said only where there is neither number nor order, and no fault inside Hermes."""
    number = answer.get("shipmentID") or None
    codes = {entry["code"] for entry in answer["listOfResultCodes"]}
    try:
        label = read_label(order(), answer, NOBODY)
    except OutcomeUnknown:
        return
    except AppError:
        assert not isinstance(number, str)
        assert not answer.get("shipmentOrderID")
        assert not codes & {"e018", "e058", "e999"}
        assert any(code.startswith("e") for code in codes)
        return
    assert label.number == number
    assert label.documents or any(notice.code == "document_missing" for notice in label.notices)
    assert {code for code in codes if code[0] in "ew"} <= {notice.code for notice in label.notices}


@given(CODES)
def test_asking_is_never_an_unknown_outcome_and_buying_is_where_there_is_doubt(codes: list[str]) -> None:
    body = {"listOfResultCodes": [{"code": code, "message": "?"} for code in codes]}
    found = errors(result_codes(body))
    assert not isinstance(verdict(found, buying=False), OutcomeUnknown)
    doubt = bool({"e058", "e999", ISSUED} & set(codes))
    assert isinstance(verdict(found, buying=True), OutcomeUnknown) == doubt


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["listOfResultCodes", "shipmentID", "shipmentinfo", "listOfClients", "status", "code"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(JUNK, st.sampled_from([200, 400, 403, 500]))
@settings(max_examples=60, deadline=None)
def test_whatever_hermes_answers_only_known_errors_come_out(junk: Any, status: int) -> None:
    bench = HermesBench.of(checked=False)
    hermes = bench.hermes()
    calls: list[Callable[[], object]] = [
        lambda: hermes.buy(bench.order()),
        lambda: hermes.track(["1"]),
        lambda: hermes.find(LabelKind.SHIPMENT, Reference("A"), bench.today),
        hermes.check,
    ]
    for place, call in enumerate(calls):
        bench.wire.planned = [httpx.Response(status, text=json.dumps(junk))] * 2
        came = outcome(call)
        buying = place == 0
        assert not (buying and isinstance(came, BrokenReply))
        assert buying or not isinstance(came, OutcomeUnknown)
        assert buying or not isinstance(came, Refused)


WEATHER = st.lists(
    st.sampled_from(["fine", "answer_lost", "reset_before", "html_502", "truncated", "storm_429"]), max_size=6
)


@given(WEATHER)
@settings(max_examples=60, deadline=None)
def test_whoever_looks_before_buying_again_pays_once(spells: list[str]) -> None:
    bench = HermesBench.of(checked=False)
    bench.standin.weather = Weather.listed(*map(Kind, spells), only=BASE)
    wanted, hermes = bench.order(format=DocumentFormat.ZPL), bench.hermes()
    label = _got(bench, wanted)
    assert [number for _, _, number in bench.standin.bought()] == [label.number]
    bench.standin.weather = Weather()
    again = hermes.find(wanted.kind, wanted.reference, bench.today)
    assert isinstance(again, Label)
    assert again.number == label.number


def _got(bench: HermesBench, wanted: LabelOrder) -> Label:
    """As a careful caller does it: buy, and after an unknown outcome look first."""
    hermes, unknown = bench.hermes(), False
    for _ in range(20):
        try:
            if unknown:
                found = hermes.find(wanted.kind, wanted.reference, bench.today)
                if isinstance(found, Label):
                    return found
                unknown = False
            bought = hermes.buy(wanted)
            assert isinstance(bought, Label)
            return bought
        except OutcomeUnknown:
            unknown = True
        except AppError:
            continue
    raise AssertionError("no end of bad weather")


MOMENTS = [f"2026-01-0{day}T{hour:02}:00:00+01:00" for day in range(1, 5) for hour in (0, 12)]


@given(
    st.permutations(MOMENTS), st.lists(st.sampled_from(["0000", "2000", "3000", "3500", "9321"]), min_size=8)
)
def test_the_order_in_which_events_are_listed_does_not_matter(moments: list[str], codes: list[str]) -> None:
    code_at = dict(zip(MOMENTS, codes, strict=False))
    number = "H1234567890123456789"

    def told(listed: list[str]) -> Any:
        status = [{"timestamp": at, "code": code_at[at]} for at in listed]
        return read_tracking([number], {"shipmentinfo": [{"shipmentID": number, "status": status}]})

    assert told(list(moments)) == told(MOMENTS)


@given(st.text(string.digits + "-x", max_size=12))
def test_a_code_of_no_known_form_is_unknown(code: str) -> None:
    if re.fullmatch("[0-9]{4}|[0-9]{9}|[0-9]{1,3}(-[0-9]{1,3}){2}", code) is None:
        assert state_of(code) is ParcelState.UNKNOWN
    else:
        state_of(code)


@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
def test_halves_cover_their_days_exactly_once(first: date, length: int) -> None:
    days = Days(first, first + timedelta(days=length))
    pending, seen = [days], list[date]()
    while pending:
        one = pending.pop()
        halves = one.halves()
        if halves is None:
            seen.append(one.first)
        else:
            pending += halves
    assert sorted(seen) == [first + timedelta(days=n) for n in range(length + 1)]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_days_that_are_asked_for_never_reach_further_than_hermes_lists(since: date) -> None:
    now = HermesBench.of().clock.now()
    days = Days.since(since, now)
    assert days.first <= days.last
    assert days.last - days.first <= REACH
    assert days.first < since or days.first == days.last - REACH or since > days.last
