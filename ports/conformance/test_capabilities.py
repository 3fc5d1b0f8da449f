"""What is declared is offered, and nothing else is; what can be done with a label after its purchase."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from core.errors import InvalidValue, Refused
from core.parcel import Cancellation, DocumentFormat, Label, LabelKind, Reference, Tracking
from ports.carrier import Capability, Carrier, Feature, FeatureCheck, NotOffered
from ports.conformance.bench import WAYS, Bench, kind_of, outcome
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise
from ports.conformance.tour import NOBODYS

#: What has to be offered for a feature, each alone sufficient.
_SERVES = {
    Feature.SHIP: {Capability.SHIP},
    Feature.RETURN: {Capability.RETURN, Capability.RETURN_OUTBOUND},
}


def _calls(bench: Bench, carrier: Carrier) -> Mapping[Capability, Callable[[], object]]:
    """One call for each capability."""
    any_way = next((way for way in WAYS if way in carrier.info.capabilities), Capability.SHIP)
    outbound = bench.rehearsal.outbound() or NOBODYS
    orders = {
        Capability.SHIP: bench.order(Capability.SHIP),
        Capability.RETURN: bench.order(Capability.RETURN),
        Capability.RETURN_OUTBOUND: bench.order(Capability.RETURN_OUTBOUND, outbound=outbound),
        Capability.ENCLOSED_RETURN: bench.order(Capability.SHIP, enclosed_return=True),
    }
    calls: dict[Capability, Callable[[], object]] = {
        capability: lambda o=order: carrier.buy(o)  # type: ignore[misc]
        for capability, order in orders.items()
    }
    for kind in LabelKind:
        capability = Capability.to_find(kind)
        calls[capability] = lambda k=kind: carrier.find(k, Reference("K000000001"), bench.since)  # type: ignore[misc]
    for kind in LabelKind:
        capability = Capability.to_fetch(kind)
        calls[capability] = lambda k=kind: carrier.fetch(k, NOBODYS, DocumentFormat.PDF)  # type: ignore[misc]
    for kind in LabelKind:
        capability = Capability.to_cancel(kind)
        calls[capability] = lambda k=kind: carrier.cancel(k, NOBODYS)  # type: ignore[misc]
    calls[Capability.VALIDATE] = lambda: carrier.validate(bench.order(any_way))
    calls[Capability.TRACK] = lambda: carrier.track([NOBODYS])
    return calls


@promise(27)
def test_what_is_not_declared_is_not_offered(bench: Bench) -> None:
    carrier = bench.open()
    declared = carrier.info.capabilities
    with Findings() as findings:
        for capability, call in _calls(bench, carrier).items():
            if capability in declared:
                continue
            before = len(bench.wire.sent)
            answer = outcome(call)
            fine = answer is Cancellation.NOT_OFFERED or (
                isinstance(answer, NotOffered) and answer.capability not in declared
            )
            findings.unless(fine, capability.value, f"is not declared, and the answer is {named(answer)}")
            findings.unless(len(bench.wire.sent) == before, capability.value, "something was sent")


@promise(28)
def test_what_is_declared_is_offered(bench: Bench) -> None:
    carrier = bench.open()
    with Findings() as findings:
        for capability, call in _calls(bench, carrier).items():
            if capability not in carrier.info.capabilities:
                continue
            answer = outcome(call)
            refused = answer is Cancellation.NOT_OFFERED or isinstance(answer, NotOffered)
            findings.unless(not refused, capability.value, "is declared and not offered")
            buys = capability in {*WAYS, Capability.ENCLOSED_RETURN}
            findings.unless(
                not buys or isinstance(answer, Label), capability.value, f"leads to {named(answer)}"
            )


@promise(29)
def test_documents_can_be_fetched_again(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_fetch(kind))
    with Findings() as findings:
        for wanted in sorted(bench.open().info.formats[kind]):
            _, label = bench.bought(way, format=wanted)
            before = len(bench.rehearsal.bought())
            documents = bench.open().fetch(kind, label.handle, wanted)
            if isinstance(documents, NotOffered):
                findings.say(wanted, "NotOffered")
                continue
            findings.unless(
                any(document.format is wanted for document in documents), wanted, "no document in this format"
            )
            for document in documents:
                fine = DocumentFormat.of(document.data) is document.format
                findings.unless(fine, wanted, f"called {document.format.value} and is something else")
            findings.unless(len(bench.rehearsal.bought()) == before, wanted, "fetching bought something")


@promise(29)
def test_the_documents_of_this_label_are_asked_for(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_fetch(kind))
    asked = []
    for _ in range(2):
        order, label = bench.bought(way)
        carrier, before = bench.open(), len(bench.wire.sent)
        outcome(carrier.fetch, kind, label.handle, order.format)
        sent = [each.request for each in bench.wire.since(before)]
        asked.append([(each.method, str(each.url), each.content) for each in sent])
    assert asked[0] != asked[1], "two labels, and the same question"


@promise(29)
def test_documents_of_nobodys_label_are_not_to_be_had(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_fetch(kind))
    answer = outcome(bench.open().fetch, kind, NOBODYS, bench.order(way).format)
    assert isinstance(answer, Refused) or (not isinstance(answer, NotOffered) and not answer), named(answer)


@promise(30)
def test_cancelling_twice_does_no_harm(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_cancel(kind))
    _, label = bench.bought(way)
    carrier = bench.open()
    before = len(bench.wire.sent)
    first = outcome(carrier.cancel, kind, label.handle)
    assert len(bench.wire.sent) > before, "the carrier was not asked"
    assert first is Cancellation.DONE, f"the first answer is {first!r}"
    again = outcome(carrier.cancel, kind, label.handle)
    assert isinstance(again, (Cancellation, Refused)), f"the second answer is {named(again)}"


@promise(30)
def test_cancelling_nobodys_label_is_answered(bench: Bench, way: Capability) -> None:
    kind = kind_of(way)
    bench.needs(way, Capability.to_cancel(kind))
    answer = outcome(bench.open().cancel, kind, NOBODYS)
    assert answer is not Cancellation.DONE, "a label that nobody has is cancelled"
    assert isinstance(answer, (Cancellation, Refused)), named(answer)


@promise(31)
def test_a_dry_run_buys_nothing(bench: Bench, way: Capability) -> None:
    bench.needs(way, Capability.VALIDATE)
    order = bench.order(way)
    answer = outcome(bench.open().validate, order)
    assert not bench.rehearsal.bought(), "`validate` bought a label"
    if isinstance(answer, NotOffered):
        pytest.skip(f"validate is not offered for {way.value}")
    assert isinstance(answer, (list, tuple)), named(answer)
    assert isinstance(outcome(bench.open().buy, order), Label), "`validate` accepts it and `buy` does not"


@promise(31)
def test_a_dry_run_refuses_what_does_not_fit(bench: Bench, way: Capability) -> None:
    bench.needs(way, Capability.VALIDATE)
    longest = bench.limits(way).reference_max
    order = bench.order(way, reference=Reference("R" * (longest + 1)))
    answer = outcome(bench.open().validate, order)
    if isinstance(answer, NotOffered):
        pytest.skip(f"validate is not offered for {way.value}")
    assert isinstance(answer, InvalidValue), named(answer)
    assert answer.field == "reference"


@promise(32)
def test_tracking_leaves_unknown_numbers_out(bench: Bench) -> None:
    bench.needs(Capability.TRACK)
    carrier = bench.open()
    ways = bench.ways()
    numbers = [bench.bought(ways[0])[1].number] if ways else []
    unknown = [f"{NOBODYS[:-3]}{place:03}" for place in range(carrier.info.tracking_batch + 1)]
    found = carrier.track([*numbers, *unknown])
    assert not isinstance(found, NotOffered)
    assert set(found) <= set(numbers), "a number that nobody has is found"
    for number, tracking in found.items():
        assert isinstance(tracking, Tracking)
        assert tracking.number == number
        assert tracking.at is None or tracking.at.utcoffset() == timedelta(0), "`at` is aware UTC"
    assert carrier.track([]) == {}, "no numbers, no answers"
    last = carrier.track([*unknown, *numbers])
    assert not isinstance(last, NotOffered)
    assert set(last) == set(found), "behind many others a number is overlooked"
    twice = carrier.track([*numbers, *numbers])
    assert not isinstance(twice, NotOffered)
    assert set(twice) == set(found), "a number that stands there twice"


@promise(33)
def test_the_check_buys_nothing_and_answers_for_each_feature(bench: Bench) -> None:
    capabilities = bench.open().info.capabilities
    checks = bench.open(fresh=True).check()
    assert not bench.rehearsal.bought(), "`check` bought a label"
    features = [check.feature for check in checks]
    assert len(features) == len(set(features)), "a feature has two answers"
    for feature, needed in _SERVES.items():
        if needed & capabilities:
            answers = [check.works for check in checks if check.feature is feature]
            assert answers, f"no answer for {feature.value}"
            assert answers[0] is not False, f"{feature.value} does not work with the right secrets"


@promise(34)
def test_wrong_secrets_are_an_answer(bench: Bench) -> None:
    capabilities = bench.open().info.capabilities
    checks = outcome(bench.open_with_wrong_secrets().check)
    assert isinstance(checks, (list, tuple)), f"`check` gives {named(checks)}"
    assert all(isinstance(check, FeatureCheck) for check in checks)
    for feature, needed in _SERVES.items():
        if needed & capabilities:
            answers = [check.works for check in checks if check.feature is feature]
            assert answers == [False], f"{feature.value} with wrong secrets: works={answers}"
