"""Labels are bought once, whatever goes wrong, and the server's ledger is the judge."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import pytest

from core.errors import InvalidValue, OutcomeUnknown
from core.parcel import HEAVIEST_G, DocumentFormat, DocumentRole, Label, LabelKind
from ports.carrier import Capability
from ports.conformance.bench import Bench, kind_of, outcome
from ports.conformance.bodies import figures_of
from ports.conformance.faults import DECLINING, DENIED, DOUBTFUL, ONE_OF_EACH, THROTTLING
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise
from ports.conformance.wire import AfterPurchase, Instead, Plan

#: Weights that a figure in kilograms or a rounding would not survive, in grams.
_WEIGHTS: Final = (1, 999, 1_001, 1_005, 4_350, 8_290)

_ROLES: Final = {
    LabelKind.SHIPMENT: {DocumentRole.LABEL},
    LabelKind.RETURN: {DocumentRole.RETURN_LABEL, DocumentRole.QR},
}


@promise(6)
def test_a_label_is_bought_under_its_reference(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    order, label = bench.bought(way)
    assert label.kind is order.kind
    assert label.reference == order.reference
    assert label.number.strip(), "a label without a number"
    assert label.handle.strip(), "a label without a handle"
    assert list(bench.purchases(order)) == [label.number], "number and ledger differ"


@promise(6)
def test_every_order_gets_a_label_of_its_own(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    labels = [bench.bought(way)[1] for _ in range(3)]
    assert len({label.number for label in labels}) == 3
    assert len({label.reference for label in labels}) == 3


@promise(6)
def test_an_enclosed_return_is_bought_with_one_shipment(bench: Bench) -> None:
    bench.needs(Capability.SHIP, Capability.ENCLOSED_RETURN)
    order, label = bench.bought(Capability.SHIP, enclosed_return=True)
    assert list(bench.purchases(order)) == [label.number]


@promise(7)
def test_documents_are_what_they_are_called(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    kind = kind_of(way)
    own = bench.open().info
    with Findings() as findings:
        for wanted in sorted(own.formats[kind]):
            _, label = bench.bought(way, format=wanted)
            for document in label.documents:
                bytes_are = DocumentFormat.of(document.data)
                findings.unless(
                    bytes_are is document.format, wanted, f"called {document.format.value}, is {bytes_are}"
                )
            roles = {document.role for document in label.documents if document.format is wanted}
            expected = " or ".join(sorted(role.value for role in _ROLES[kind]))
            findings.unless(
                bool(roles & _ROLES[kind]), wanted, f"no {expected} in the format that was ordered"
            )


@promise(7)
def test_an_enclosed_return_comes_with_its_label(bench: Bench) -> None:
    bench.needs(Capability.SHIP, Capability.ENCLOSED_RETURN)
    _, label = bench.bought(Capability.SHIP, enclosed_return=True)
    assert label.return_number or any(
        document.role in {DocumentRole.RETURN_LABEL, DocumentRole.QR} for document in label.documents
    ), "neither a return number nor a return label"


@promise(8)
def test_a_weight_arrives_to_the_gram(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    heaviest = min(bench.limits(way).heaviest_g, HEAVIEST_G)
    seen: dict[int, list[Decimal]] = {}
    with Findings() as findings:
        for weight_g in (*(weight for weight in _WEIGHTS if weight <= heaviest), heaviest):
            order = bench.order(way, weight_g=weight_g)
            before = len(bench.wire.sent)
            result = outcome(bench.open().buy, order)
            sent = bench.wire.since(before)
            if isinstance(result, InvalidValue):
                findings.unless(result.field == "weight_g", weight_g, named(result))
                findings.unless(not sent, weight_g, "refused after something was sent")
                continue
            figures = [figure for each in sent for figure in figures_of(each.request)]
            seen[weight_g] = figures
            exact = (Decimal(weight_g), Decimal(weight_g) / 1000)
            crooked = [f for f in figures for e in exact if f != e and abs(f - e) < e / 10_000]
            findings.unless(not crooked, f"{weight_g} g", f"goes out as {', '.join(map(str, crooked))}")
        lost = [g for g, figures in seen.items() if not {Decimal(g), Decimal(g) / 1000} & set(figures)]
        # A carrier that is told no weight at all sends the same figures for every weight.
        if len(lost) < len(seen) or len({tuple(figures) for figures in seen.values()}) > 1:
            for weight_g in lost:
                findings.say(f"{weight_g} g", "does not arrive, neither in grams nor in kilograms")


#: What came of `buy` in one case: its name, the outcome, and how many purchases the ledger has then.
Run = tuple[str, object, int]
Runs = dict[tuple[str, Capability], list[Run]]


def _cases(place: int, count: int) -> Iterator[tuple[str, Plan]]:
    """All that can go wrong in a `buy` of `count` requests, of which the one at `place` buys."""
    for fault in DOUBTFUL:
        yield f"{fault}, after the purchase", AfterPurchase(fault)
    for fault in (*DOUBTFUL, *DECLINING):
        yield f"{fault}, instead of the purchase", Instead(fault, place)
        yield f"{fault}, once instead of the purchase", Instead(fault, place, once=True)
    for at in range(count):
        for fault in (*ONE_OF_EACH, DENIED, THROTTLING[7.0]):
            if at != place:
                yield f"{fault}, at request {at + 1}", Instead(fault, at)
                yield f"{fault}, once at request {at + 1}", Instead(fault, at, once=True)


@pytest.fixture(scope="module")
def runs() -> Runs:
    """By carrier and way. Both checks below judge the same runs."""
    return {}


def _all_runs(bench: Bench, way: Capability, runs: Runs) -> list[Run]:
    bench.needs(way)
    key = (bench.kind.manifest.key, way)
    if key not in runs:
        runs[key] = [_run(bench, way, name, plan) for name, plan in _cases(*bench.buying(way))]
    return runs[key]


def _run(bench: Bench, way: Capability, name: str, plan: Plan) -> Run:
    order, carrier = bench.order(way), bench.open(fresh=True)
    with bench.wire.under(plan):
        try:
            result: object = outcome(carrier.buy, order)
        except Exception as error:  # promise 19 is about these; here the ledger counts
            result = error
    return name, result, len(bench.purchases(order))


@promise(9)
def test_one_call_buys_at_most_one_label(bench: Bench, way: Capability, runs: Runs) -> None:
    with Findings() as findings:
        for name, _, purchases in _all_runs(bench, way, runs):
            findings.unless(purchases <= 1, name, f"the ledger has {purchases} purchases")


@promise(10)
def test_only_an_unknown_outcome_leaves_a_purchase_behind(bench: Bench, way: Capability, runs: Runs) -> None:
    with Findings() as findings:
        for name, result, purchases in _all_runs(bench, way, runs):
            told = isinstance(result, (Label, OutcomeUnknown))
            findings.unless(told or not purchases, name, f"{named(result)}, and the ledger has a purchase")
            wrongly = isinstance(result, Label) and not purchases
            findings.unless(not wrongly, name, "a label, and nothing in the ledger")
