"""What an account sells or could sell, page by page, in every memory."""

from dataclasses import replace

import pytest

from core.articles import Count
from core.errors import Complaint
from core.listing.record import Way, begun, found_foreign, handed_over, listed, refused, saved, taken
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku
from ports.memory import AccountMemory, Aspect, AssortmentQuery, Memory
from tests.order_desk import OTTO
from tests.orders import MINUTE, NOON

CELLS = {"ean": "4006381333931", "reference": "Lampen", "price": "9.99", "delivery_profile": "Paket"}
ONLINE, REJECTED = VerdictState.ONLINE, VerdictState.REJECTED


@pytest.fixture
def shop(memory: Memory) -> AccountMemory:
    """One article for each thing that may be known of one."""
    shop = memory.of(memory.accounts.add("shop").id)
    other = memory.of(memory.accounts.add("other").id)
    other.warehouse.count([Count(Sku("not-mine"), 1)], NOON)
    shop.warehouse.count(
        [Count(Sku("bare"), 3, title="Übertopf 50 % blau"), Count(Sku("on"), 2, ean="4006381333931")], NOON
    )
    channel = shop.portal_accounts.find_or_add("OTTO").id
    for sku in ("draft", "queued", "sent", "refused", "on", "off", "out", "bad", "theirs"):
        record = saved(None, Sku(sku), {"sku": sku, **CELLS}, NOON)
        if sku != "draft":
            record = listed(record, NOON)
        if sku not in {"draft", "queued", "theirs"}:
            record = begun(record, record.draft, Way.WHOLE, NOON)
            if sku == "refused":
                record = refused(record, NOON, (Complaint("no"),), NOON)
            else:
                record = handed_over(record, NOON, "task", NOON)
        if sku in {"on", "off", "out", "bad"}:
            record = replace(taken(record, "task", NOON), delivery="x")
        if sku == "theirs":
            record = found_foreign(record)
        shop.listings(OTTO).change({Sku(sku): lambda _, record=record: record})  # type: ignore[misc]
    states = {"on": ONLINE, "off": ONLINE, "out": ONLINE, "bad": REJECTED, "theirs": ONLINE, "there": ONLINE}
    shop.listings(OTTO).keep_verdicts([Verdict(Sku(sku), state) for sku, state in states.items()], None, NOON)
    shop.switches(OTTO).wish([Sku("off")], False, channel)
    shop.switches(OTTO).see({Sku("off"): False}, NOON)
    shop.quantities(OTTO).arrange([Sku("out")], channel, NOON, maximum=5)
    shop.quantities(OTTO).read({Sku("out"): 0}, NOON, NOON + MINUTE)
    return shop


def found(shop: AccountMemory, aspect: Aspect = Aspect.ALL, words: str = "", size: int = 50) -> list[str]:
    query = AssortmentQuery(aspect, tuple(words.lower().split()), frozenset({"Paket"}))
    skus: list[str] = []
    while page := shop.assortment(OTTO).find(query, Sku(skus[-1]) if skus else None, size):
        assert len(page) <= size
        skus += page
    return skus


def test_pages_have_everything_once_whatever_their_size(shop: AccountMemory) -> None:
    everything = ["bad", "bare", "draft", "off", "on", "out", "queued", "refused", "sent", "theirs", "there"]
    for size in (1, 2, 3, 50):
        assert found(shop, size=size) == everything
    assert shop.assortment(OTTO).count() == len(everything)


@pytest.mark.parametrize(
    ("aspect", "skus"),
    [
        (Aspect.UNLISTED, ["bare"]),
        (Aspect.DRAFT, ["draft"]),
        (Aspect.MOVING, ["queued", "sent"]),
        (Aspect.TROUBLE, ["bad", "queued", "refused", "sent"]),
        (Aspect.OFF, ["off"]),
        (Aspect.SOLD_OUT, ["out", "on"]),
        (Aspect.ONLINE, ["off", "on", "out", "theirs"]),
        (Aspect.FOREIGN, ["theirs", "there"]),
    ],
)
def test_an_aspect_misses_nothing_that_has_it(shop: AccountMemory, aspect: Aspect, skus: list[str]) -> None:
    assert set(skus) <= set(found(shop, aspect))
    assert found(shop, aspect, size=1) == found(shop, aspect)
    assert "bare" not in found(shop, aspect) or aspect is Aspect.UNLISTED


@pytest.mark.parametrize(
    ("words", "skus"),
    [
        ("übertopf", ["bare"]),
        ("ÜBERTOPF blau", ["bare"]),
        ("50 %", ["bare"]),
        ("lampen", ["bad", "draft", "off", "on", "out", "queued", "refused", "sent", "theirs"]),
        ("4006381333931 on", ["on"]),
        ("nothing", []),
        ("a\0b", []),
    ],
)
def test_every_word_stands_somewhere(shop: AccountMemory, words: str, skus: list[str]) -> None:
    assert found(shop, words=words) == skus


def test_some_displays_and_switches_are_those_of_all(shop: AccountMemory) -> None:
    skus = {Sku("out"), Sku("off"), Sku("nowhere")}
    quantities = {each.display.sku: each for each in shop.quantities(OTTO).records()}
    assert dict(shop.quantities(OTTO).some(skus)) == quantities
    switches = {switch.sku: switch for switch in shop.switches(OTTO).all()}
    assert dict(shop.switches(OTTO).some(skus)) == switches
