"""An address arrives as it was given, or is refused at its field. Nothing is cut, stripped or replaced."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.parcel import HEAVIEST_G, LabelOrder, Party, Reference
from ports.carrier import Capability
from ports.conformance.bench import Bench, outcome
from ports.conformance.bodies import arrives, texts_of
from ports.conformance.findings import Findings, derandomized, named
from ports.conformance.people import AWKWARD, CONSUMER, PLACE
from ports.conformance.promises import promise

#: Fields that some carriers print as one line, so the refusal of one may name the other.
_TOGETHER = {"street": {"street", "house_number"}, "house_number": {"street", "house_number"}}


@promise(25)
def test_awkward_addresses(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    with Findings() as findings:
        for awkward in AWKWARD:
            wrong = _lost(bench, way, awkward.consumer, awkward.field)
            findings.unless(not wrong, awkward.what, wrong)


#: Everything that people write and that no parser is bound to refuse.
_WRITTEN = st.text(
    st.characters(categories=("Lu", "Ll", "Lt", "Lo", "Nd", "Pd", "Ps", "Pe", "Po", "Sm", "Sc", "So")),
    min_size=1,
    max_size=18,
)


@promise(25)
def test_whatever_people_write(bench: Bench, way: Capability) -> None:
    bench.needs(way)

    @derandomized
    @given(
        field=st.sampled_from(("name", "company", "addition", "street", "city")),
        words=st.lists(_WRITTEN, min_size=1, max_size=2),
    )
    def arrives_or_is_refused(field: str, words: list[str]) -> None:
        wrong = _lost(bench, way, replace(CONSUMER, **{field: " ".join(words)}), field)
        assert not wrong, wrong

    arrives_or_is_refused()


def _lost(bench: Bench, way: Capability, consumer: Party, field: str) -> str:
    """What of the address does not arrive; "" where all does, or where it was refused as it should be."""
    order = bench.order(way, consumer=consumer)
    before = len(bench.wire.sent)
    result = outcome(bench.open().buy, order)
    sent = bench.wire.since(before)
    if isinstance(result, InvalidValue):
        if sent:
            return "is refused after something was sent"
        fine = {f"consumer.{name}" for name in _TOGETHER.get(field, {field})}
        return "" if result.field in fine else f"{named(result)} instead of {min(fine)!r}"
    texts = [text for each in sent for text in texts_of(each.request)]
    if way is Capability.RETURN_OUTBOUND and not arrives(CONSUMER.city, texts):
        return ""  # made from the parcel of the way out: the carrier knows the address already
    lost = [name for name in PLACE if getattr(consumer, name) and not arrives(getattr(consumer, name), texts)]
    return f"does not arrive: {', '.join(lost)} ({named(result)})" if lost else ""


@promise(26)
def test_fields_that_are_too_long(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    limits = bench.limits(way)
    with Findings() as findings:
        for field, most in limits.lengths.items():
            value = _long(field, most + 1)
            _refused(
                bench,
                way,
                lambda order, f=field, v=value: replace(order, consumer=replace(order.consumer, **{f: v})),  # type: ignore[misc]
                f"consumer.{field}",
                findings,
            )


def _long(field: str, length: int) -> str:
    """So many characters that nobody has a reason to take for a mistake of another kind."""
    if field == "email":
        return f"{'a' * (length - len('@example.org'))}@example.org"
    if field == "phone":
        return "+49" + "1" * (length - 3)
    return (
        "1" * length if field in {"postal_code", "house_number"} else ("Langen " * length)[: length - 1] + "n"
    )


@promise(26)
def test_fields_that_are_needed(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    limits = bench.limits(way)
    with Findings() as findings:
        for field in sorted(limits.required):
            _refused(
                bench,
                way,
                lambda order, f=field: replace(order, consumer=replace(order.consumer, **{f: ""})),  # type: ignore[misc]
                f"consumer.{field}",
                findings,
            )


@promise(26)
def test_references_that_do_not_fit(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    limits = bench.limits(way)
    lengths = [limits.reference_max + 1, *([limits.reference_min - 1] if limits.reference_min > 1 else [])]
    with Findings() as findings:
        for length in lengths:
            _refused(
                bench,
                way,
                lambda order, n=length: replace(order, reference=Reference("R" * n)),  # type: ignore[misc]
                "reference",
                findings,
            )


@promise(26)
def test_parcels_that_are_too_heavy(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    weight_g = bench.limits(way).heaviest_g + 1
    if weight_g <= HEAVIEST_G:
        with Findings() as findings:
            _refused(bench, way, lambda order: replace(order, weight_g=weight_g), "weight_g", findings)


def _refused(
    bench: Bench,
    way: Capability,
    change: Callable[[LabelOrder], LabelOrder],
    field: str,
    findings: Findings,
) -> None:
    order = change(bench.order(way))
    before = len(bench.wire.sent)
    result = outcome(bench.open().buy, order)
    fine = isinstance(result, InvalidValue) and result.field == field
    findings.unless(fine, f"{field} beyond the limits", f"{named(result)} instead of InvalidValue there")
    findings.unless(len(bench.wire.sent) == before, f"{field} beyond the limits", "something was sent")
