"""The adapter's dispatch, cancellation, returns, receipts and price reductions in front of the stand-in,
every exchange held against the contract where it is at hand."""

from datetime import timedelta
from typing import Final

import httpx
import pytest
import stamina

from adapters.otto.carriers import CARRIERS, FORWARDERS, PARCEL
from adapters.otto.marketplace import Otto
from adapters.otto.standin import OttoStandin, State
from core.dispatch import CarrierCode, Origin, Parcel, PositionRef, ReturnKey, TrackingKey
from core.errors import BrokenReply, OutcomeUnknown, Refused
from core.money import Money
from core.orders import PositionItemId, SalesOrderId
from core.price_reductions import ShownState
from core.receipts import ReceiptKind
from core.returns import Condition, Decision, ParcelStage, ReturnStatus, Verdict
from ports import DispatchDesk
from standins import Weather
from tests.contract.otto import OttoBench
from tests.fakes.connections import connected
from tests.specs import SPECS, needs_specs

SCOPES: Final = "orders shipments returns receipts price-reduction"
HOME: Final = Origin("20095", "Hamburg", "DE")
HERMES: Final = CarrierCode("HERMES")


@pytest.fixture(autouse=True)
def _no_waiting() -> None:
    stamina.set_testing(True, attempts=1)


@pytest.fixture
def bench() -> OttoBench:
    return OttoBench.with_orders(0)


@pytest.fixture
def otto(bench: OttoBench) -> Otto:
    return Otto(bench.connection(scopes=SCOPES))


@pytest.fixture
def desk(otto: Otto) -> DispatchDesk:
    assert otto.dispatch is not None
    return otto.dispatch


def placed(standin: OttoStandin, *skus: str) -> list[PositionRef]:
    order = standin.place_visible(skus=list(skus))
    items = standin.item_ids(order, State.PROCESSABLE)
    return [PositionRef(SalesOrderId(order), PositionItemId(item)) for item in items]


def parcel(
    bench: OttoBench, number: str | None = "H1", *, carrier: str = "HERMES", back: str | None = "R1"
) -> Parcel:
    key = None if back is None else ReturnKey(CarrierCode("DHL"), back)
    return Parcel(TrackingKey(CarrierCode(carrier), number), bench.clock.now(), key)


@needs_specs
def test_the_carriers_are_those_of_the_contract() -> None:
    import yaml

    document = yaml.safe_load((SPECS / "otto" / "openapi.yaml").read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    assert {carrier.code for carrier in CARRIERS} == set(schemas["Carrier__Shipments-V1"]["enum"])
    assert set(PARCEL) == set(schemas["Carrier__Shipments-V1"]["x-parcel-carriers"])
    assert {c.code for c in CARRIERS if c.returns} == set(schemas["ReturnCarrier__Shipments-V1"]["enum"])
    assert not set(PARCEL) & set(FORWARDERS)


def test_what_was_reported_is_found_again(bench: OttoBench, desk: DispatchDesk) -> None:
    refs = placed(bench.standin, "A", "B")
    key = parcel(bench).tracking
    assert desk.find(key, refs, bench.clock.now()) is None
    shipment = desk.report(parcel(bench), refs[:1], HOME)
    found = desk.find(key, refs, bench.clock.now())
    assert found is not None
    assert (found.id, found.positions) == (shipment, frozenset(refs[:1]))
    assert found.returns[refs[0]] == ReturnKey(CarrierCode("DHL"), "R1")
    desk.add(parcel(bench), refs[1:])
    again = desk.find(key, refs, bench.clock.now())
    assert again is not None
    assert again.positions == frozenset(refs)
    for twice in (parcel(bench), parcel(bench, "H2", back="R2")):
        with pytest.raises(Refused) as refusal:
            desk.report(twice, refs, HOME)
        assert refusal.value.status == 409


def test_one_position_in_several_parcels_is_found_under_each(bench: OttoBench, desk: DispatchDesk) -> None:
    (ref,) = placed(bench.standin, "A")
    parcels = [parcel(bench, f"H{at}", back=f"R{at}") for at in (1, 2)]
    desk.report_split(parcels, ref, HOME)
    for each in parcels:
        found = desk.find(each.tracking, [ref], bench.clock.now())
        assert found is not None
        assert ref in found.positions


def test_freight_without_a_number_is_found_by_its_positions(bench: OttoBench, desk: DispatchDesk) -> None:
    first, second = (placed(bench.standin, "A")[0] for _ in range(2))
    freight = parcel(bench, None, carrier="OTHER_FORWARDER", back=None)
    desk.report(freight, [first], HOME)
    since = bench.clock.now()
    found = desk.find(freight.tracking, [first], since)
    assert found is not None
    assert found.positions == frozenset([first])
    assert desk.find(freight.tracking, [second], since) is None


def test_a_lost_answer_is_an_unknown_outcome_and_never_repeated(bench: OttoBench, desk: DispatchDesk) -> None:
    (ref,) = placed(bench.standin, "A")
    desk.find(parcel(bench).tracking, [ref], bench.clock.now())  # so that the token is there
    bench.standin.weather = Weather.listed("answer_lost")
    with pytest.raises(OutcomeUnknown):
        desk.report(parcel(bench), [ref], HOME)
    assert dict(bench.standin.books.times_reported()) == {ref.position_item_id: 1}


def test_a_gateway_that_knows_no_route_is_not_taken_for_not_there(bench: OttoBench) -> None:
    class NoRoute(httpx.BaseTransport):
        inner = bench.transport(checked=False)

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.startswith("/v1/shipments"):
                return httpx.Response(404, json={"message": "no Route matched with those values"})
            return self.inner.handle_request(request)

    good = bench.connection(checked=False, scopes=SCOPES)
    connection = connected(NoRoute(), dict(good.settings), {"client_secret": "x"}, bench.clock, bench.tokens)
    bench.tokens = good.tokens  # type: ignore[assignment]
    Otto(good).orders.changed_orders(None, None)
    desk = Otto(connection).dispatch
    assert desk is not None
    with pytest.raises((BrokenReply, Refused)) as failure:
        desk.find(TrackingKey(HERMES, "H1"), [], bench.clock.now())
    assert isinstance(failure.value, BrokenReply)


def test_a_cancellation_takes_effect_later(bench: OttoBench, otto: Otto) -> None:
    first, second = placed(bench.standin, "A", "B")
    otto.cancellations.cancel(first.sales_order_id, [first.position_item_id])
    bench.later(minutes=1)
    assert bench.standin.item_ids(first.sales_order_id, State.PROCESSABLE) == [second.position_item_id]
    otto.cancellations.cancel(first.sales_order_id, ())
    bench.later(minutes=1)
    with pytest.raises(Refused):
        otto.cancellations.cancel(first.sales_order_id, ())


def test_returns_are_read_and_decided_entry_by_entry(bench: OttoBench, otto: Otto) -> None:
    desk, returns = otto.dispatch, otto.returns
    assert desk is not None
    assert returns is not None
    refs = placed(bench.standin, "A", "B")
    desk.report(parcel(bench, back="R1"), refs, HOME)
    bench.standin.fulfilment.returns.announce(refs[0].sales_order_id)
    page = returns.returns(ReturnStatus.ANNOUNCED, None)
    assert {shown.position for shown in page.returns} == set(refs)
    assert {key.number for shown in page.returns for key in shown.keys} == {"R1"}
    parcels = returns.parcels(bench.clock.now() - timedelta(days=1), None)
    assert [(p.number, p.stage) for p in parcels.parcels] == [("R1", ParcelStage.ANNOUNCED)]
    accept = Decision(Verdict.ACCEPT, Condition.A, "RETURN_RECEIVED")
    assert returns.decide({refs[0]: accept}) == {refs[0]: None}
    answers = returns.decide({refs[0]: accept, refs[1]: accept})
    assert answers[refs[1]] is None
    assert answers[refs[0]] is not None
    assert returns.reasons_to_accept
    assert {shown.position for shown in returns.returns(ReturnStatus.ACCEPTED, None).returns} == set(refs)


def test_receipts_and_price_reductions(bench: OttoBench, otto: Otto) -> None:
    desk, receipts, reductions = otto.dispatch, otto.receipts, otto.price_reductions
    assert desk is not None
    assert receipts is not None
    assert reductions is not None
    refs = placed(bench.standin, "A")
    assert reductions.reductions(refs[0]) == []
    with pytest.raises(Refused):
        reductions.reduce(refs[0], Money(105, "EUR"))
    desk.report(parcel(bench), refs, HOME)
    reductions.reduce(refs[0], Money(105, "EUR"))
    (shown,) = reductions.reductions(refs[0])
    assert (shown.amount, shown.state) == (Money(105, "EUR"), ShownState.INITIATED)
    bench.later(minutes=1)
    (later,) = reductions.reductions(refs[0])
    assert (later.id, later.state) == (shown.id, ShownState.PROCESSED)
    found = receipts.receipts(bench.clock.now().date(), None).receipts
    assert {receipt.kind for receipt in found} == {ReceiptKind.PURCHASE, ReceiptKind.PARTIAL_REFUND}
    assert all(receipt.total is not None for receipt in found)
    assert receipts.pdf(found[0].number).startswith(b"%PDF-")
    assert receipts.receipts(bench.clock.now().date() + timedelta(days=1), None).receipts == ()


def test_what_there_is_no_right_to_is_not_offered(bench: OttoBench) -> None:
    otto = Otto(bench.connection(scopes="orders"))
    assert (otto.dispatch, otto.returns, otto.receipts, otto.price_reductions) == (None, None, None, None)
