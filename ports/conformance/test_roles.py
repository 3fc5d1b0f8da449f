"""Who is who on the label, and where he lives."""

import re
from dataclasses import replace
from typing import Final

import pytest

from core.parcel import Label, LabelOrder
from ports.carrier import Capability
from ports.conformance.bench import Bench, kind_of, outcome
from ports.conformance.bodies import arrives, leaves_of, same, texts_of
from ports.conformance.findings import Findings
from ports.conformance.people import CONSUMER, MERCHANT, PLACE
from ports.conformance.promises import promise

_RECEIVES: Final = re.compile(
    r"receiver|recipient|consignee|consumer|destination|delivery|empf(ae|ä)nger|shipto|\bto\b"
)
_SENDS: Final = re.compile(r"sender|shipper|consignor|merchant|origin|absender|shipfrom|\bfrom\b")
#: Where a consumer may live whose postal code has five digits, as in Germany.
_ABROAD: Final = ("FR", "ES", "IT", "FI", "EE")


@promise(42)
def test_nobody_changes_places_on_the_way_out(bench: Bench) -> None:
    """By the names under which the two stand in what is sent. Names that say nothing prove nothing; a return
    is not looked at, for some carriers turn it round themselves."""
    bench.needs(Capability.SHIP)
    order = bench.order(Capability.SHIP)
    before = len(bench.wire.sent)
    assert isinstance(bench.open().buy(order), Label)
    leaves = [leaf for each in bench.wire.since(before) for leaf in leaves_of(each.request)]
    with Findings() as findings:
        for role, name, wrong, right in (
            ("the consumer", order.consumer.name, _SENDS, _RECEIVES),
            ("the merchant", order.merchant.name, _RECEIVES, _SENDS),
        ):
            for path, text in leaves:
                where = _words(path)
                if same(name) in same(text) and wrong.search(where) and not right.search(where):
                    findings.say(role, f"stands under {'.'.join(path)}")


def _words(path: tuple[str, ...]) -> str:
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])|_|-", " ", name) for name in path).lower()


@promise(25)
def test_the_country_is_told(bench: Bench, way: Capability) -> None:
    """Two orders that differ in the country alone do not look the same to the carrier."""
    bench.needs(way)
    served = bench.open().info.countries.get(kind_of(way))
    abroad = next((country for country in _ABROAD if served is None or country in served), None)
    if abroad is None or CONSUMER.country not in (served or {CONSUMER.country}):
        pytest.skip("one country only")
    seen = []
    for country in (CONSUMER.country, abroad):
        order = bench.order(way, consumer=replace(CONSUMER, country=country))
        before = len(bench.wire.sent)
        if not isinstance(outcome(bench.open().buy, order), Label):
            pytest.skip("the carrier says no to the other country")
        seen.append(_told(bench, before, order))
    if not arrives(CONSUMER.city, seen[0]):
        pytest.skip("the carrier knows the address already")
    assert seen[0] != seen[1], f"{CONSUMER.country} and {abroad} look the same"


@promise(46)
def test_the_merchant_is_told(bench: Bench, way: Capability) -> None:
    """A return may go to an address that the carrier knows by a name. What it is told, it prints."""
    bench.needs(way)
    order, before = bench.order(way), len(bench.wire.sent)
    assert isinstance(outcome(bench.open().buy, order), Label)
    texts = [text for each in bench.wire.since(before) for text in texts_of(each.request)]
    parts = [name for name in PLACE if getattr(MERCHANT, name)]
    lost = [name for name in parts if not arrives(getattr(MERCHANT, name), texts)]
    if way is Capability.SHIP or len(lost) < len(parts):
        assert not lost, f"does not arrive: {', '.join(lost)}"


def _told(bench: Bench, before: int, order: LabelOrder) -> list[str]:
    """All texts but the reference, which is another one each time."""
    texts = [text for each in bench.wire.since(before) for text in texts_of(each.request)]
    return [text for text in texts if order.reference not in text]
