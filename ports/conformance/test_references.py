"""Our reference comes back as it was given: whole, with its signs, and each way of a parcel by itself."""

from collections.abc import Iterator

import pytest

from core.errors import InvalidValue, Refused
from core.limits import Limits
from core.parcel import Label, LabelOrder, Reference
from ports.carrier import Capability
from ports.conformance.bench import Bench, kind_of, outcome
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise


def _awkward(limits: Limits) -> Iterator[tuple[str, Reference]]:
    """References that fit, and what is awkward about each."""
    longest = min(limits.reference_max, 60)
    for last in "yz":
        yield "as long as it may be", Reference("q" * (longest - 1) + last)
    cases = {
        "small letters": "rma-one",
        "an ampersand and an equals sign": "A&b=c",
        "a hash and a question mark": "A#1?2",
        "a slash": "2026/47/1",
        "a percent sign and a plus": "5%25+1",
        "a blank": "order 47",
        "an umlaut": "Rück-1",
        "quotes": "A'\"1",
    }
    for what, reference in cases.items():
        if len(reference) <= limits.reference_max:
            yield what, Reference(reference.ljust(limits.reference_min, "0"))


def _bought(bench: Bench, way: Capability, findings: Findings) -> Iterator[tuple[str, LabelOrder, Label]]:
    """The labels of all awkward references that the carrier takes."""
    bench.needs(way)
    for what, reference in _awkward(bench.limits(way)):
        order, before = bench.order(way, reference=reference), len(bench.wire.sent)
        result = outcome(bench.open().buy, order)
        if isinstance(result, Label):
            yield what, order, result
        elif isinstance(result, InvalidValue):
            fine = result.field == "reference" and len(bench.wire.sent) == before
            findings.unless(fine, what, f"{named(result)}, or something was sent before it")
        else:
            findings.unless(isinstance(result, Refused), what, named(result))


@promise(6)
def test_a_reference_arrives_whole(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for what, order, label in _bought(bench, way, findings):
            fine = list(bench.purchases(order)) == [label.number] and label.reference == order.reference
            findings.unless(fine, what, "stands in the ledger under another reference")


@promise(17)
def test_a_reference_is_found_whole(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_find(kind))
    with Findings() as findings:
        bought = list(_bought(bench, way, findings))
        for what, order, label in bought:
            found = outcome(bench.open().find, kind, order.reference, bench.since)
            fine = isinstance(found, Label) and found.number == label.number
            findings.unless(fine, what, f"`find` answers {named(found)}, of another parcel or of none")


@promise(17)
def test_the_two_ways_of_one_reference_are_told_apart(bench: Bench) -> None:
    """The host keeps a shipment and its return under the same reference."""
    ways = bench.ways()
    if Capability.SHIP not in ways or len(ways) == 1:
        pytest.skip("there are no two ways")
    pairs = [(Capability.SHIP, ways[-1]), (ways[-1], Capability.SHIP)]
    with Findings() as findings:
        for first, second in pairs:
            reference = bench.reference(bench.limits(second))
            bought = bench.open().buy(bench.order(first, reference=reference))
            findings.unless(isinstance(bought, Label), first.value, named(bought))
            kind = kind_of(second)
            if Capability.to_find(kind) in bench.open().info.capabilities:
                found = outcome(bench.open().find, kind, reference, bench.since)
                case = f"a {kind.value} under the reference of a {kind_of(first).value}"
                findings.unless(not isinstance(found, Label), case, "the other one is found")
