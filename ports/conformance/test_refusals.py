"""A server that says no in its own way, in fine weather: a status of its own, or an error inside a good one.

The kit does not know how a carrier's server refuses, so it lets the stand-in do it: it orders labels to
places that there are not, and takes a piece out of the request on its way. What bought nothing was refused.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from xml.etree import ElementTree

import pytest

from core.errors import AccessDenied, InvalidValue, Refused
from core.parcel import LabelOrder
from ports.carrier import Capability, NotOffered
from ports.conformance.bench import Bench, outcome
from ports.conformance.bodies import gaps, xml_mutations
from ports.conformance.findings import Findings, named
from ports.conformance.people import NOWHERE
from ports.conformance.promises import promise
from ports.conformance.wire import Tampered
from ports.http import parse_json

#: What a clear no may be: about the order, or about the account.
_NO: Final = (Refused, AccessDenied)
_GAPS: Final = 40


def _refused(bench: Bench, way: Capability) -> Iterator[tuple[str, LabelOrder, object]]:
    """Orders that the server has declined, and what `buy` said. Ends the check where it declines none."""
    bench.needs(way)
    bench.bought(way)  # so that a token is there, and all that is sent is about the order
    declined = 0
    for what, consumer in NOWHERE:
        order, before = bench.order(way, consumer=consumer), len(bench.wire.sent)
        result = outcome(bench.open().buy, order)
        bought = bool(bench.purchases(order))
        asked = len(bench.wire.sent) > before and not isinstance(result, (InvalidValue, NotOffered))
        if asked and not bought:
            declined += 1
            yield what, order, result
    if not declined:
        pytest.skip("its stand-in sells labels to every place")


@promise(44)
def test_a_refusal_is_told_as_one(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for what, _, result in _refused(bench, way):
            findings.unless(isinstance(result, _NO), what, f"{named(result)} instead of Refused")


@promise(44)
def test_a_request_with_a_gap_is_refused(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    place, _ = bench.buying(way)
    before = len(bench.wire.sent)
    outcome(bench.open(fresh=True).buy, bench.order(way))
    bodies = list(_with_gaps(bench.wire.since(before)[place].request.content))
    refused = 0
    with Findings() as findings:
        for number, body in enumerate(bodies):
            plan = Tampered(body, place)
            with bench.wire.under(plan):
                try:
                    result: object = outcome(bench.open(fresh=True).buy, bench.order(way))
                except Exception as error:  # a small stand-in may stumble over a gap
                    if not plan.refused:
                        continue
                    result = error
            if plan.refused:
                refused += 1
                fine = isinstance(result, _NO)
                findings.unless(
                    fine, f"gap {number + 1} in the request", f"{named(result)} instead of Refused"
                )
    if not refused:
        pytest.skip("its stand-in refuses no request with a gap")


def _with_gaps(body: bytes) -> Iterator[bytes]:
    """The body, with one piece at a time taken out or emptied."""
    try:
        whole = parse_json(body)
    except (ValueError, RecursionError):
        with suppress(ElementTree.ParseError):
            yield from xml_mutations(body, _GAPS)
        return
    for changed in gaps(whole, _GAPS):
        yield json.dumps(changed, default=float).encode()


@promise(45)
def test_a_dry_run_finds_what_the_purchase_is_refused_for(bench: Bench, way: Capability) -> None:
    bench.needs(Capability.VALIDATE)
    with Findings() as findings:
        for what, order, _ in _refused(bench, way):
            answer = outcome(bench.open().validate, order)
            if isinstance(answer, NotOffered):
                pytest.skip(f"validate is not offered for {way.value}")
            fine = isinstance(answer, InvalidValue) or (isinstance(answer, (list, tuple)) and bool(answer))
            findings.unless(fine, what, f"`buy` is refused, and `validate` gives {_said(answer)}")


@promise(45)
def test_a_dry_run_asks_about_this_order(bench: Bench, way: Capability) -> None:
    bench.needs(way, Capability.VALIDATE)
    bench.bought(way)
    asked = []
    for _ in range(2):
        before = len(bench.wire.sent)
        if isinstance(outcome(bench.open().validate, bench.order(way)), NotOffered):
            pytest.skip(f"validate is not offered for {way.value}")
        sent = [each.request for each in bench.wire.since(before)]
        asked.append([(each.method, str(each.url), each.content) for each in sent])
    assert asked[0], "the carrier was not asked"
    assert asked[0] != asked[1], "two orders, and the same question"


def _said(answer: object) -> str:
    return "no finding" if isinstance(answer, (list, tuple)) else named(answer)
