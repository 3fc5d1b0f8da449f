"""What happens after a label at Hermes: looking it up, following it, and what the account may do."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import stamina

from adapters.carriers.hermes.standin import Contract, Leaves, Trouble
from core.errors import BrokenReply, OutcomeUnknown, Throttled, Unreachable
from core.parcel import DocumentFormat, DocumentRole, Label, LabelKind, ParcelState, Reference
from ports import Capability, NotOffered
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.hermes import BASE, HermesBench

RETURN = LabelKind.RETURN
SHIPMENT = LabelKind.SHIPMENT
REFERENCE = Reference("A-1")


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture
def bench() -> HermesBench:
    return HermesBench.of()


def _found(bench: HermesBench, since: date | None = None, kind: LabelKind = SHIPMENT) -> Label:
    label = bench.hermes().find(kind, REFERENCE, since or bench.today)
    assert isinstance(label, Label)
    return label


def _lost(bench: HermesBench, trouble: Trouble | None = None, kind: LabelKind = SHIPMENT) -> None:
    """A purchase whose answer did not come through."""
    if trouble is None:
        bench.standin.weather = Weather.listed(Spell(Kind.ANSWER_LOST), only=BASE)
    else:
        bench.standin.book.troubles.append(trouble)
    with pytest.raises(OutcomeUnknown):
        bench.bought(kind)


def test_a_lost_label_is_found_with_its_number_but_without_paper(bench: HermesBench) -> None:
    _lost(bench)
    label = _found(bench)
    assert bench.standin.bought() == [(SHIPMENT, REFERENCE, label.number)]
    assert label.documents == ()
    assert [notice.code for notice in label.notices] == ["found_without_document"]
    assert label.handle == label.carrier_ids["shipmentOrderID"]


def test_an_order_that_got_no_label_gets_it_now(bench: HermesBench) -> None:
    _lost(bench, Trouble("e058", leaves=Leaves.ORDER))
    assert bench.standin.bought() == []
    label = _found(bench)
    assert [(d.role, d.format) for d in label.documents] == [(DocumentRole.LABEL, DocumentFormat.PDF)]
    assert bench.standin.bought() == [(SHIPMENT, REFERENCE, label.number)]
    again = _found(bench)
    assert again.number == label.number
    assert len(bench.standin.bought()) == 1


def test_a_label_is_preferred_to_an_order_without_one(bench: HermesBench) -> None:
    _lost(bench, Trouble("e058", leaves=Leaves.ORDER))
    number = bench.bought().number
    bench.later(minutes=1)
    _lost(bench, Trouble("e058", leaves=Leaves.ORDER))
    assert _found(bench).number == number
    assert len(bench.standin.bought()) == 1


def test_a_lost_answer_while_looking_is_settled_by_looking_again(bench: HermesBench) -> None:
    _lost(bench, Trouble("e058", leaves=Leaves.ORDER))
    bench.standin.weather = Weather.listed("fine", Spell(Kind.ANSWER_LOST), only=BASE)
    with pytest.raises(Unreachable):
        _found(bench)
    assert _found(bench).number == bench.standin.bought()[0][2]
    assert len(bench.standin.bought()) == 1


def test_a_label_issued_between_list_and_call_is_the_one(bench: HermesBench) -> None:
    number, handle = bench.bought().number, "70000000002"
    entry = {"shipmentOrderID": handle, "actualOrderState": "CREATED", "clientReference": REFERENCE}
    bench.wire.answer_next(_page([{**entry, "shipmentID": number}]))
    assert _found(bench).number == number
    bench.wire.answer_next(_page([entry]))
    with pytest.raises(Unreachable):
        _found(bench)


def test_an_order_that_can_get_no_label_is_no_label(bench: HermesBench) -> None:
    _lost(bench, Trouble("e058", leaves=Leaves.ORDER))
    for order in bench.standin.book.orders.values():
        order.state = "FAILED" if order.reference else order.state
    assert bench.hermes().find(SHIPMENT, REFERENCE, bench.today) is None
    bench.wire.answer_next(
        _page([{"shipmentOrderID": "70000000002", "actualOrderState": "CREATED", "clientReference": "A-1"}])
    )
    assert bench.hermes().find(SHIPMENT, REFERENCE, bench.today) is None


def test_only_the_same_reference_is_found(bench: HermesBench) -> None:
    bench.bought(reference="A-10")
    bench.bought(RETURN, reference="A-1")
    assert bench.hermes().find(SHIPMENT, REFERENCE, bench.today) is None


def test_a_label_of_late_evening_is_found_on_its_german_day(bench: HermesBench) -> None:
    bench.clock.forward(datetime(2026, 3, 2, 23, 30, tzinfo=UTC) - bench.clock.now())
    _lost(bench)
    assert _found(bench).number
    bench.later(hours=2)
    assert _found(bench, since=date(2026, 3, 2)).number


def test_a_list_that_is_too_long_is_read_in_parts(bench: HermesBench) -> None:
    bench.standin.book.contract = Contract(most_listed=2)
    for day in range(6):
        bench.bought(reference=f"B-{day}")
        bench.later(days=1)
    _lost(bench)
    assert _found(bench, since=bench.today - timedelta(days=10)).number
    bench.bought(reference="B-6")
    bench.standin.book.troubles.append(Trouble("e058", leaves=Leaves.ORDER))
    with pytest.raises(OutcomeUnknown):
        bench.bought(reference="B-7")
    assert _found(bench).number
    assert any("shipmentOrderState" in str(request.url) for request in bench.wire.sent())


def test_a_day_that_cannot_be_listed_is_no_reason_to_buy_again(bench: HermesBench) -> None:
    bench.standin.book.contract = Contract(most_listed=0)
    bench.bought()
    with pytest.raises(BrokenReply, match="e036"):
        _found(bench)


def test_what_is_older_than_the_list_is_not_called_absent(bench: HermesBench) -> None:
    long_ago = bench.today - timedelta(days=90)
    answer = bench.hermes().find(SHIPMENT, REFERENCE, long_ago)
    assert isinstance(answer, NotOffered)
    bench.bought()
    assert _found(bench, since=long_ago).number


def _page(entries: Sequence[dict[str, Any]], codes: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "listOfResultCodes": [{"code": code, "message": "?"} for code in codes],
        "listOfClients": [{"clientID": "1", "listOfSenders": [{"listOfShipmentOrders": list(entries)}]}],
    }


@pytest.mark.parametrize(
    "page",
    [
        _page([{"clientReference": REFERENCE, "actualOrderState": "PLACED"}]),
        _page([{"clientReference": REFERENCE, "actualOrderState": "SOMETHING", "shipmentOrderID": "1"}]),
        _page([{"clientReference": REFERENCE, "actualOrderState": "CREATED"}]),
        _page([{"clientReference": REFERENCE, "actualOrderState": "CREATED", "shipmentOrderID": "../x"}]),
        _page([], ["e042"]),
        {"listOfClients": ["?"]},
        [],
        "<html>",
    ],
)
def test_a_list_that_cannot_be_read_is_no_reason_to_buy_again(bench: HermesBench, page: Any) -> None:
    bench.hermes().check()
    for _ in range(3):
        bench.wire.answer_next(page)
    with pytest.raises(BrokenReply):
        bench.hermes().find(SHIPMENT, REFERENCE, bench.today)


def test_a_fault_inside_the_list_is_no_empty_list(bench: HermesBench) -> None:
    bench.wire.answer_next(_page([], ["e999"]))
    with pytest.raises(Unreachable):
        bench.hermes().find(SHIPMENT, REFERENCE, bench.today)


def test_a_return_is_found_where_the_tracking_knows_the_account() -> None:
    bench = HermesBench.of(client_id_tracking="4711")
    assert Capability.FIND_RETURN in bench.hermes().info.capabilities
    assert isinstance(bench.hermes().find(RETURN, REFERENCE, bench.today), NotOffered)
    _lost(bench, kind=RETURN)
    label = _found(bench, kind=RETURN)
    assert bench.standin.bought() == [(RETURN, REFERENCE, label.number)]
    assert label.tracking_url is not None
    later = bench.today + timedelta(days=3)
    assert isinstance(bench.hermes().find(RETURN, REFERENCE, later), NotOffered)


def test_a_parcel_of_the_way_out_is_not_taken_for_the_return() -> None:
    bench = HermesBench.of(client_id_tracking="4711")
    out = bench.bought()
    assert isinstance(bench.hermes().find(RETURN, out.reference, bench.today), NotOffered)
    _lost(bench, kind=RETURN)
    label = _found(bench, kind=RETURN)
    assert label.number != out.number
    assert (RETURN, REFERENCE, label.number) in bench.standin.bought()


def test_a_return_without_a_reference_of_ours_cannot_be_found() -> None:
    bench = HermesBench.of(client_id_tracking="4711", return_way="outbound")
    assert Capability.FIND_RETURN not in bench.hermes().info.capabilities
    assert isinstance(bench.hermes().find(RETURN, REFERENCE, bench.today), NotOffered)
    assert not bench.wire.requests


def test_a_parcel_is_followed_to_the_door(bench: HermesBench) -> None:
    number = bench.bought().number
    seen = []
    for hours in (0, 4, 6, 13, 4):
        bench.later(hours=hours)
        answer = bench.hermes().track([number])
        assert not isinstance(answer, NotOffered)
        seen.append(answer[number].state)
    assert seen == [
        ParcelState.ANNOUNCED,
        ParcelState.ON_THE_WAY,
        ParcelState.ON_THE_WAY,
        ParcelState.OUT_FOR_DELIVERY,
        ParcelState.DELIVERED,
    ]


def test_a_return_is_followed_to_the_merchant(bench: HermesBench) -> None:
    number = bench.bought(RETURN).number
    bench.later(days=4)
    answer = bench.hermes().track([number])
    assert not isinstance(answer, NotOffered)
    assert (answer[number].state, answer[number].code) == (ParcelState.RETURNED, "7500")
    assert answer[number].at == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_unknown_numbers_are_left_out_and_many_are_asked_in_parts(bench: HermesBench) -> None:
    numbers = [f"H{n:019d}" for n in range(250)] + ["T1000987654321040"] * 2
    answer = bench.hermes().track(numbers)
    assert not isinstance(answer, NotOffered)
    assert {number: t.state for number, t in answer.items()} == {"T1000987654321040": ParcelState.DELIVERED}
    asked = [len(request.url.params.get_list("shipmentID")) for request in bench.wire.sent()]
    assert asked == [100, 100, 51]


def test_nobody_is_asked_about_nothing(bench: HermesBench) -> None:
    assert bench.hermes().track([]) == {}
    assert not bench.wire.requests


def test_a_passing_fault_does_not_disturb_reading(bench: HermesBench) -> None:
    bench.standin.weather = Weather.listed("html_502", "reset_before", only=BASE)
    assert bench.hermes().track(["T1000987654321040"])
    bench.standin.weather = Weather.listed("html_502", "html_502", "html_502", only=BASE)
    with pytest.raises(Unreachable):
        bench.hermes().track(["T1000987654321040"])


def test_a_long_pause_is_not_waited_for_in_place(bench: HermesBench) -> None:
    storm = Spell(Kind.STORM_429, retry_after="seconds", seconds=30)
    bench.standin.weather = Weather.listed(storm, only=BASE)
    with pytest.raises(Throttled) as caught:
        bench.hermes().track(["T1000987654321040"])
    assert caught.value.retry_after == 30
    assert len(bench.wire.sent()) == 1
