"""After the purchase: found again, fetched again, cancelled, tried without buying, tracked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
import stamina

from core.errors import AccessDenied, BrokenReply, OutcomeUnknown, Refused, Throttled, Unreachable
from core.parcel import Cancellation, DocumentFormat, Label, LabelKind, ParcelState, Reference
from ports import Capability, NotOffered
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.gls import ACCOUNTS, BY_ORDER, CLASSIC, CONSUMER, PORTAL, GlsBench

BOTH = [
    *((account, LabelKind.SHIPMENT) for account in sorted(ACCOUNTS)),
    ("portal", LabelKind.RETURN),
    ("classic", LabelKind.RETURN),
]


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.mark.parametrize(("account", "kind"), BOTH)
def test_a_label_whose_answer_was_lost_is_found_with_its_paper(account: str, kind: LabelKind) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    bench.gls().check()
    bench.standin.weather = Weather.listed(Spell(Kind.ANSWER_LOST))
    with pytest.raises(OutcomeUnknown):
        bench.bought(kind)
    found = bench.gls().find(kind, Reference("A-1"), bench.today - timedelta(days=1))
    assert isinstance(found, Label)
    assert bench.standin.bought() == [(kind, "A-1", found.number)]
    assert len(found.documents) == 1
    assert bench.gls().cancel(kind, found.handle) is Cancellation.DONE


@pytest.mark.parametrize(("account", "kind"), BOTH)
def test_what_was_never_bought_or_was_cancelled_is_not_found(account: str, kind: LabelKind) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    gls = bench.gls()
    assert gls.find(kind, Reference("A-1"), bench.today) is None
    label = bench.bought(kind)
    assert gls.find(kind, Reference("A-2"), bench.today) is None
    assert gls.find(kind, Reference("A"), bench.today) is None
    gls.cancel(kind, label.handle)
    assert gls.find(kind, Reference("A-1"), bench.today) is None


@pytest.mark.parametrize("account", ["portal", "classic"])
def test_the_two_ways_of_one_reference_are_told_apart(account: str) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    gls = bench.gls()
    out = bench.bought(LabelKind.SHIPMENT)
    assert isinstance(gls.find(LabelKind.RETURN, out.reference, bench.today), NotOffered)
    back = bench.bought(LabelKind.RETURN)
    for label in (out, back):
        found = gls.find(label.kind, label.reference, bench.today)
        assert isinstance(found, Label)
        assert found.number == label.number


def test_an_order_number_is_not_another_labels_reference() -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought(order_number="O-77")
    answer = bench.gls().find(LabelKind.SHIPMENT, Reference("O-77"), bench.today)
    assert isinstance(answer, NotOffered)


def test_a_parcel_of_before_is_not_found() -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought()
    bench.later(days=10)
    assert bench.gls().find(LabelKind.SHIPMENT, Reference("A-1"), bench.today - timedelta(days=5)) is None
    assert bench.gls().find(LabelKind.SHIPMENT, Reference("A-1"), bench.today - timedelta(days=10))


def test_a_parcel_whose_paper_is_gone_is_found_by_number_alone() -> None:
    bench = GlsBench.of(PORTAL)
    label = bench.bought()
    gls = bench.gls()
    bench.wire.planned = [None, httpx.Response(400, headers={"error": "E", "message": "gone"})]
    found = gls.find(LabelKind.SHIPMENT, Reference("A-1"), bench.today)
    assert isinstance(found, Label)
    assert (found.number, found.handle, found.documents) == (label.number, label.handle, ())
    assert [notice.code for notice in found.notices] == ["NO_DOCUMENT"]


def test_a_search_that_is_refused_is_not_taken_for_nothing_found() -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.planned = [httpx.Response(400, headers={"error": "E", "message": "no"})]
    with pytest.raises(Refused):
        bench.gls().find(LabelKind.SHIPMENT, Reference("A-1"), bench.today)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"UnitItems": 7}', b'{"UnitItems": [7]}', b"<html>"])
def test_a_search_that_cannot_be_read_is_not_taken_for_nothing_found(body: bytes) -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.planned = [httpx.Response(200, content=body)] * 9
    with pytest.raises(BrokenReply):
        bench.gls().find(LabelKind.SHIPMENT, Reference("A-1"), bench.today)


@pytest.mark.parametrize("kind", LabelKind)
@pytest.mark.parametrize("account", sorted(ACCOUNTS))
def test_the_same_paper_is_fetched_again_in_every_format(account: str, kind: LabelKind) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    label = bench.bought(kind)
    gls = bench.gls()
    assert gls.fetch(kind, label.handle, DocumentFormat.PDF) == label.documents
    for wanted in DocumentFormat:
        papers = gls.fetch(kind, label.handle, wanted)
        assert not isinstance(papers, NotOffered)
        assert [(paper.role, paper.format) for paper in papers] == [(label.documents[0].role, wanted)]


@pytest.mark.parametrize("account", sorted(ACCOUNTS))
def test_a_paper_that_is_gone_is_no_failure(account: str) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    gls = bench.gls()
    assert gls.fetch(LabelKind.SHIPMENT, "ZHO9AXAC", DocumentFormat.PDF) == ()
    assert gls.fetch(LabelKind.SHIPMENT, "601079500000", DocumentFormat.PDF) == ()
    assert gls.fetch(LabelKind.RETURN, "ZHO9AXAC", DocumentFormat.PDF) == ()
    label = bench.bought()
    gls.cancel(LabelKind.SHIPMENT, label.handle)
    assert gls.fetch(LabelKind.SHIPMENT, label.handle, DocumentFormat.PDF) == ()


def test_a_return_order_that_is_gone_has_no_paper() -> None:
    gone = "d137d614-ccc0-4d09-b956-9fc7483e7993"
    assert GlsBench.of(BY_ORDER).gls().fetch(LabelKind.RETURN, gone, DocumentFormat.PDF) == ()


@pytest.mark.parametrize(("account", "kind"), BOTH)
def test_a_label_is_cancelled_until_its_first_scan(account: str, kind: LabelKind) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    first, second = bench.bought(kind, "A-1"), bench.bought(kind, "A-2")
    gls = bench.gls()
    assert gls.cancel(kind, first.handle) is Cancellation.DONE
    assert gls.cancel(kind, first.handle) is Cancellation.DONE
    bench.standin.depot.move(next(bench.standin.depot.known_as(number=second.number)), "INTRANSIT")
    assert gls.cancel(kind, second.handle) is Cancellation.TOO_LATE
    assert gls.cancel(kind, "ZHO9AXAC") is Cancellation.NOT_KNOWN
    assert gls.cancel(kind, "a/../b?c") is Cancellation.NOT_KNOWN


def test_a_lost_cancellation_may_be_sent_again() -> None:
    bench = GlsBench.of(PORTAL)
    label = bench.bought()
    bench.standin.weather = Weather.listed(Spell(Kind.ANSWER_LOST))
    with pytest.raises(OutcomeUnknown):
        bench.gls().cancel(LabelKind.SHIPMENT, label.handle)
    assert len(bench.wire.sent("/cancel/")) == 1
    assert bench.gls().cancel(LabelKind.SHIPMENT, label.handle) is Cancellation.DONE


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(200, json={"TrackID": "A", "result": "ERROR"}), Refused),
        (httpx.Response(200, content=b"{"), OutcomeUnknown),
        (httpx.Response(200, json=[]), OutcomeUnknown),
        (httpx.Response(403), AccessDenied),
    ],
)
def test_other_answers_to_a_cancellation_keep_their_meaning(
    answer: httpx.Response, expected: type[Exception]
) -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.planned = [answer]
    with pytest.raises(expected):
        bench.gls().cancel(LabelKind.SHIPMENT, "ZHO9AXAC")


def test_return_orders_are_neither_cancelled_nor_found_nor_tried() -> None:
    bench = GlsBench.of(BY_ORDER)
    label = bench.bought(LabelKind.RETURN)
    sent = len(bench.wire.requests)
    gls = bench.gls()
    assert gls.cancel(LabelKind.RETURN, label.handle) is Cancellation.NOT_OFFERED
    assert gls.find(LabelKind.RETURN, Reference("A-1"), bench.today) == NotOffered(Capability.FIND_RETURN)
    tried = gls.validate(bench.order(LabelKind.RETURN))
    assert isinstance(tried, NotOffered)
    assert tried.capability is Capability.VALIDATE
    assert len(bench.wire.requests) == sent


def test_a_return_order_stays_within_reach_after_the_way_of_returns_has_changed() -> None:
    bench = GlsBench.of(BY_ORDER)
    label = bench.bought(LabelKind.RETURN)
    bench.settings = PORTAL
    gls = bench.gls()
    assert gls.fetch(LabelKind.RETURN, label.handle, DocumentFormat.PDF) == label.documents
    assert gls.cancel(LabelKind.RETURN, label.handle) is Cancellation.NOT_OFFERED


@pytest.mark.parametrize(("account", "kind"), BOTH)
def test_a_dry_run_buys_nothing_and_tells_what_is_wrong(account: str, kind: LabelKind) -> None:
    bench = GlsBench.of(ACCOUNTS[account])
    gls = bench.gls()
    assert gls.validate(bench.order(kind)) == ()
    wrong = bench.order(kind, consumer=replace(CONSUMER, postal_code="1"))
    notices = gls.validate(wrong)
    assert not isinstance(notices, NotOffered)
    assert [(notice.code, notice.field) for notice in notices] == [
        ("ADDRESS_VALID_ZIPCODE", "consumer.postal_code")
    ]
    assert bench.standin.bought() == []


def test_a_dry_run_that_is_refused_tells_the_reasons_too() -> None:
    bench = GlsBench.of(PORTAL, contact_id="of-another")
    (notice,) = bench.gls().validate(bench.order())  # type: ignore[misc]
    assert (notice.code, notice.field) == ("INVALID_FIELD_VALUE", "contact_id")


def test_parcels_are_tracked_by_number_in_batches_of_ten() -> None:
    bench = GlsBench.of(PORTAL)
    labels = [bench.bought(LabelKind.SHIPMENT, f"A-{place}") for place in range(11)]
    bench.standin.depot.move(next(bench.standin.depot.known_as(number=labels[0].number)), "DELIVERED")
    before = len(bench.wire.requests)
    found = bench.gls().track([*(label.number for label in labels), "40000000000"])
    assert not isinstance(found, NotOffered)
    assert len(bench.wire.requests) == before + 2
    assert set(found) == {label.number for label in labels}
    assert found[labels[0].number].state is ParcelState.DELIVERED
    assert found[labels[1].number].state is ParcelState.ANNOUNCED
    assert found[labels[0].number].at == bench.clock.now()


def test_every_test_parcel_of_gls_has_its_state() -> None:
    numbers = [f"QAS_{place:07d}" for place in range(1, 13)]
    found = GlsBench.of(PORTAL).gls().track(numbers)
    assert not isinstance(found, NotOffered)
    assert [found[number].state for number in numbers] == [
        ParcelState.ANNOUNCED,
        ParcelState.ANNOUNCED,
        ParcelState.PROBLEM,
        ParcelState.ANNOUNCED,
        ParcelState.ON_THE_WAY,
        ParcelState.OUT_FOR_DELIVERY,
        ParcelState.PICKUP,
        ParcelState.DELIVERED,
        ParcelState.ON_THE_WAY,
        ParcelState.PROBLEM,
        ParcelState.CANCELLED,
        ParcelState.UNKNOWN,
    ]


def test_no_number_asks_nothing() -> None:
    bench = GlsBench.of(PORTAL)
    assert bench.gls().track([]) == {}
    assert bench.wire.requests == []


@pytest.mark.parametrize("settings", [CLASSIC, {**PORTAL, "tracking": "false"}])
def test_tracking_without_track_and_trace_sends_nothing(settings: dict[str, str]) -> None:
    bench = GlsBench.of(settings)
    assert bench.gls().track(["601079500844"]) == NotOffered(Capability.TRACK)
    assert bench.wire.requests == []


@pytest.mark.parametrize("fault", [Kind.ANSWER_LOST, Kind.HTML_502, Kind.RESET_BEFORE])
def test_questions_are_asked_again_after_a_short_fault(fault: Kind) -> None:
    bench = GlsBench.of(PORTAL)
    label = bench.bought()
    gls = bench.gls()
    bench.standin.weather = Weather.listed(Spell(fault))
    assert gls.track([label.number])
    bench.standin.weather = Weather.listed(Spell(fault))
    assert gls.find(LabelKind.SHIPMENT, label.reference, bench.today)
    bench.standin.weather = Weather.listed(Spell(fault))
    assert gls.validate(bench.order()) == ()


def test_a_long_fault_and_a_used_up_quota_are_told() -> None:
    bench = GlsBench.of(PORTAL)
    gls = bench.gls()
    gls.check()
    bench.standin.weather = Weather.listed(*[Spell(Kind.HTML_502)] * 9)
    with pytest.raises(Unreachable):
        gls.track(["601079500844"])
    bench.standin.weather = Weather.listed(Spell(Kind.STORM_429, retry_after="none"))
    before = len(bench.wire.requests)
    with pytest.raises(Throttled):
        gls.track(["601079500844"])
    assert len(bench.wire.requests) == before + 1
