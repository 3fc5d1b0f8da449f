"""A server that says no, or not now: each status has its error, and nothing is bought."""

from collections.abc import Iterable, Iterator

from core.errors import AccessDenied, Complaint, Refused, Throttled, Unreachable
from core.parcel import Label
from ports.carrier import Capability
from ports.conformance.bench import Bench, outcome
from ports.conformance.faults import CLEAR_NO, DENIED, FORBIDDEN, NO_CONNECTION, THROTTLING, Fault
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise
from ports.conformance.wire import Instead

Outcomes = Iterator[tuple[Fault, object]]


def _bought_under(
    bench: Bench, way: Capability, faults: Iterable[Fault], findings: Findings, *, once: bool = False
) -> Outcomes:
    """What `buy` answers when the request that buys meets each of these faults. Nothing may be bought unless
    a label comes of it."""
    bench.needs(way)
    place, _ = bench.buying(way)
    for fault in faults:
        order, carrier, plan = bench.order(way), bench.open(fresh=True), Instead(fault, place, once=once)
        with bench.wire.under(plan):
            result = outcome(carrier.buy, order)
        bought = bool(bench.purchases(order))
        findings.unless(plan.hits > 0, fault, "could not be put in front of the purchase")
        findings.unless(isinstance(result, Label) or not bought, fault, f"{named(result)}, and it was bought")
        many = f"the purchase was sent {plan.hits} times with credentials that were refused"
        findings.unless(fault is not DENIED or plan.hits <= 2, fault, many)
        yield fault, result


@promise(12)
def test_a_connection_that_did_not_come_about(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for fault, result in _bought_under(bench, way, NO_CONNECTION, findings):
            findings.unless(isinstance(result, Unreachable), fault, named(result))


@promise(13)
def test_being_told_to_wait(bench: Bench, way: Capability) -> None:
    seconds = {fault: seconds for seconds, fault in THROTTLING.items()}
    with Findings() as findings:
        for fault, result in _bought_under(bench, way, seconds, findings):
            if not isinstance(result, Throttled):
                findings.say(fault, named(result))
            elif result.retry_after != seconds[fault]:
                findings.say(fault, f"`retry_after` is {result.retry_after} and not {seconds[fault]}")


@promise(14)
def test_credentials_that_are_refused(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for fault, result in _bought_under(bench, way, [DENIED], findings):
            findings.unless(isinstance(result, AccessDenied), fault, named(result))


@promise(14)
def test_a_token_that_has_ended_early(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for fault, result in _bought_under(bench, way, [DENIED], findings, once=True):
            findings.unless(isinstance(result, (AccessDenied, Label)), f"{fault} once", named(result))


@promise(14)
def test_a_right_that_is_missing(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for fault, result in _bought_under(bench, way, [FORBIDDEN], findings):
            findings.unless(isinstance(result, (AccessDenied, Refused)), fault, named(result))


@promise(15)
def test_a_clear_no(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for fault, result in _bought_under(bench, way, CLEAR_NO, findings):
            if not isinstance(result, Refused):
                findings.say(fault, named(result))
                continue
            told = all(isinstance(each, Complaint) and each.text.strip() for each in result.complaints)
            findings.unless(told, fault, "a complaint without words")


@promise(35)
def test_wrong_secrets_buy_nothing(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    order = bench.order(way)
    result = outcome(bench.open_with_wrong_secrets().buy, order)
    assert isinstance(result, AccessDenied), named(result)
    assert not bench.purchases(order)
