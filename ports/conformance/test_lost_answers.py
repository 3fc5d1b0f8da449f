"""An answer that is lost or that nobody can read: it may have been bought, and whoever looks finds out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.errors import AppError, OutcomeUnknown
from core.parcel import Label, LabelOrder
from ports.carrier import Capability, Carrier
from ports.conformance.bench import Bench, kind_of, outcome
from ports.conformance.faults import EMPTY, LOST, NO_CONNECTION, THROTTLING, UNREADABLE, Fault
from ports.conformance.findings import Findings, derandomized, named
from ports.conformance.promises import promise
from ports.conformance.wire import AfterPurchase, Instead, InTurn


@promise(11)
def test_a_lost_answer_is_an_unknown_outcome(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    with Findings() as findings:
        for fault in (*LOST, *UNREADABLE, *EMPTY):
            order, carrier, plan = bench.order(way), bench.open(fresh=True), AfterPurchase(fault)
            with bench.wire.under(plan):
                result = outcome(carrier.buy, order)
            findings.unless(plan.hits > 0, fault, "`bought()` of the rehearsal did not grow")
            findings.unless(isinstance(result, OutcomeUnknown), fault, f"{named(result)}, and it was bought")


@promise(11)
def test_nobody_can_tell_a_lost_request_from_a_lost_answer(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    place, _ = bench.buying(way)
    with Findings() as findings:
        for fault in LOST:
            order, carrier = bench.order(way), bench.open(fresh=True)
            with bench.wire.under(Instead(fault, place)):
                result = outcome(carrier.buy, order)
            findings.unless(isinstance(result, OutcomeUnknown), fault, f"{named(result)}, and nobody knows")


@promise(17)
def test_a_lost_answer_is_settled_by_looking(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_find(kind))
    with Findings() as findings:
        for fault in (LOST[0], UNREADABLE[0], UNREADABLE[5]):
            order, carrier = bench.order(way), bench.open(fresh=True)
            with bench.wire.under(AfterPurchase(fault)):
                outcome(carrier.buy, order)
            found = carrier.find(kind, order.reference, bench.since)
            if not isinstance(found, Label):
                findings.say(fault, f"`find` answers {named(found)}")
                continue
            findings.unless([found.number] == list(bench.purchases(order)), fault, "it is another number")
            same = (found.kind, found.reference) == (kind, order.reference)
            findings.unless(same, fault, "kind or reference differ")


@promise(17)
def test_find_finds_exactly_this_reference(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_find(kind))
    bought = [bench.bought(way) for _ in range(3)]
    carrier = bench.open()
    with Findings() as findings:
        for order, label in bought:
            found = carrier.find(kind, order.reference, bench.since)
            fine = isinstance(found, Label) and found.number == label.number
            findings.unless(
                fine, f"reference {order.reference}", f"{named(found)}, of another parcel or of none"
            )
        nobodys = bench.order(way)
        found = carrier.find(kind, nobodys.reference, bench.since)
        findings.unless(found is None, "a reference that bought nothing", named(found))
        before = len(bench.rehearsal.bought())
        carrier.find(kind, nobodys.reference, bench.since)
        findings.unless(len(bench.rehearsal.bought()) == before, "find", "bought something")


#: What meets a request: the fault, and whether the server has worked on it before.
_TURNS = st.one_of(
    st.none(),
    st.tuples(st.sampled_from((*LOST, *UNREADABLE[:6])), st.just(True)),
    st.tuples(st.sampled_from((*LOST, *NO_CONNECTION, *THROTTLING.values())), st.just(False)),
)


@promise(16)
def test_looking_before_buying_again_buys_once(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_find(kind))

    @derandomized
    @given(turns=st.lists(_TURNS, max_size=10))
    def one_label_comes_of_it(turns: list[tuple[Fault, bool] | None]) -> None:
        order, carrier = bench.order(way), bench.open(fresh=True)
        with bench.wire.under(InTurn(turns)):
            label = _persistent(carrier, order, bench.since, 2 * len(turns) + 2)
        assert label is not None, "no label, though the weather has cleared up"
        assert list(bench.purchases(order)) == [label.number]

    one_label_comes_of_it()


def _persistent(carrier: Carrier, order: LabelOrder, since: date, times: int) -> Label | None:
    """Wants this label, and looks before buying again whenever it may have been bought."""
    unknown = False
    for _ in range(times):
        if unknown:
            result = outcome(carrier.find, order.kind, order.reference, since)
            unknown = result is not None
        else:
            result = outcome(carrier.buy, order)
            unknown = isinstance(result, OutcomeUnknown)
        if isinstance(result, Label):
            return result
        assert result is None or isinstance(result, AppError), f"`find` answers {named(result)}"
    return None
