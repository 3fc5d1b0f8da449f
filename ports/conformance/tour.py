"""Everything that can be asked of an account, in one go: for promises about all that is sent and said."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from core.parcel import Label, LabelKind, LabelOrder
from ports.carrier import Capability, Carrier
from ports.conformance.bench import Bench, kind_of, outcome
from ports.conformance.faults import ECHOES, ONE_OF_EACH, Fault
from ports.conformance.wire import AfterPurchase, Always, Plan

#: A number that no carrier has given out.
NOBODYS = "00340000000000000000"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask about a label that was bought, or about the account. It buys nothing."""

    name: str
    needs: Capability | None
    ask: Callable[[Carrier, LabelOrder, Label], object]

    def __str__(self) -> str:
        return self.name

    @property
    def is_general(self) -> bool:
        """Whether it is the same for every kind of label."""
        return self.needs in {None, Capability.TRACK}

    @property
    def changes(self) -> bool:
        """Whether it changes something at the carrier, so that its outcome can be unknown."""
        return self.needs in [Capability.to_cancel(kind) for kind in LabelKind]


def questions(bench: Bench, order: LabelOrder) -> list[Question]:
    """All that can be asked after a purchase. `needs` is what has to be offered for it."""
    kind = order.kind
    return [
        Question("check", None, lambda carrier, *_: carrier.check()),
        Question(
            f"find of a {kind.value}",
            Capability.to_find(kind),
            lambda carrier, order, _: carrier.find(kind, order.reference, bench.since),
        ),
        Question(
            f"fetch of a {kind.value}",
            Capability.to_fetch(kind),
            lambda carrier, order, label: carrier.fetch(kind, label.handle, order.format),
        ),
        Question("validate", Capability.VALIDATE, lambda carrier, order, _: carrier.validate(order)),
        Question("track", Capability.TRACK, lambda carrier, _, label: carrier.track([label.number])),
        Question(
            f"cancel of a {kind.value}",
            Capability.to_cancel(kind),
            lambda carrier, _, label: carrier.cancel(kind, label.handle),
        ),
    ]


def offered_questions(bench: Bench, order: LabelOrder) -> list[Question]:
    capabilities = bench.open().info.capabilities
    return [each for each in questions(bench, order) if each.needs is None or each.needs in capabilities]


def tour(bench: Bench, ways: Sequence[Capability], plan: Plan | None = None) -> Iterator[object]:
    """What comes of every method, errors included; the last ones also where nothing was bought."""
    carrier = bench.open(fresh=True)
    yield carrier
    yield carrier.info
    for way in ways:
        order = bench.order(way)
        yield carrier.limits(kind_of(way), order.consumer.country)
        with bench.wire.under(plan) if plan is not None else nullcontext():
            label = outcome(carrier.buy, order)
            yield label
            known = label if isinstance(label, Label) else nobodys_label(order)
            for question in questions(bench, order):
                yield outcome(question.ask, carrier, order, known)


def nobodys_label(order: LabelOrder) -> Label:
    """One that no carrier has given out."""
    return Label(order.kind, order.reference, NOBODYS, NOBODYS)


def plans() -> Iterator[tuple[Fault | None, Plan | None]]:
    """Fine weather, and what makes a carrier talk: lost answers, and refusals that repeat what was sent."""
    yield None, None
    for fault in (*ONE_OF_EACH, *ECHOES):
        yield fault, AfterPurchase(fault)
    for fault in ECHOES:
        yield fault, Always(fault)


def grand_tour(bench: Bench) -> Iterator[tuple[str, object]]:
    """Every method in every plan, and with wrong secrets: what was done, and what came of it."""
    ways = bench.ways()
    for fault, plan in plans():
        for result in tour(bench, ways, plan):
            yield str(fault or "fine weather"), result
    carrier = bench.open_with_wrong_secrets()
    yield "wrong secrets", outcome(carrier.check)
    for way in ways:
        order = bench.order(way)
        yield "wrong secrets", outcome(carrier.buy, order)
