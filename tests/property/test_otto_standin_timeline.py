"""The stand-in's verdicts stand in the order of their changes, whatever happens to the assortment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.otto.standin import OttoStandin
from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.categories import Brand
from adapters.otto.standin.assortment.timeline import Timeline
from standins import MovableClock

EVER = datetime.min.replace(tzinfo=UTC)
SKUS = st.integers(0, 3).map(lambda number: f"ART-00000{number}")
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 90)),
        st.tuples(st.just("switch"), SKUS, st.booleans()),
        st.tuples(st.just("judge"), SKUS, st.sampled_from([None, "REJECTED", "ONLINE"])),
        st.tuples(st.just("edit"), SKUS),
        st.tuples(st.just("block"), st.booleans()),
        st.tuples(st.just("rename"), st.sampled_from(["T-Shirt", "Shirt"])),
        st.tuples(st.just("delay"), st.integers(0, 60)),
        st.tuples(st.just("look")),
    ),
    max_size=12,
)


def done(standin: OttoStandin, clock: MovableClock, deed: tuple[str, *tuple[object, ...]]) -> None:
    portal, assortment = standin.portal, standin.goods.assortment
    match deed:
        case "wait", int(minutes):
            clock.move(minutes=minutes)
        case "switch", str(sku), bool(active):
            portal.switch(sku, active=active)
        case "judge", str(sku), status:
            portal.judge(sku, status)  # type: ignore[arg-type]
        case "edit", str(sku):
            portal.edit(sku, {"mpn": clock().isoformat()})
        case "block", bool(usable):
            portal.change_brand(Brand("B4MOEWE0", "Möwe", usable=usable))
        case "rename", str(name):
            other = {"T-Shirt": "Shirt", "Shirt": "T-Shirt"}[name]
            if name in standin.goods.directory.by_category:
                portal.rename_category(name, other)
        case "delay", int(minutes):
            assortment.verdict_delay = timedelta(minutes=minutes)


@settings(max_examples=60)
@given(DEEDS)
def test_what_is_kept_in_order_is_what_sorting_comes_to(deeds: list[tuple[str, *tuple[object, ...]]]) -> None:
    clock = MovableClock()
    standin = OttoStandin.with_assortment(4, clock=clock, verdict_delay=timedelta(minutes=30))
    goods = standin.goods
    timeline = Timeline(goods.assortment, goods.directory, goods.verdict)
    for deed in deeds:
        done(standin, clock, deed)
        if deed[0] == "look":
            agree(standin, timeline)
    agree(standin, timeline)


def agree(standin: OttoStandin, timeline: Timeline) -> None:
    goods = standin.goods
    judged = {variation.sku: goods.verdict(variation) for variation in goods.assortment.all()}
    assert timeline.since(EVER) == sorted((verdict.since, sku) for sku, verdict in judged.items())
    assert {sku: timeline.shown(sku) for sku in judged} == judged


def test_a_change_that_nobody_tells_of_would_be_noticed() -> None:
    """The property fails on a timeline that hears nothing."""
    clock = MovableClock()
    standin = OttoStandin.with_assortment(4, clock=clock)
    goods = standin.goods
    timeline = Timeline(goods.assortment, goods.directory, goods.verdict)
    agree(standin, timeline)
    clock.move(minutes=1)
    goods.assortment.__dict__["_tell"] = lambda variation: None
    assert isinstance(goods.assortment, Assortment)
    standin.portal.switch("ART-000001", active=False)
    stale = timeline.shown("ART-000001")
    assert timeline.since(EVER)
    assert stale == timeline.shown("ART-000001") != goods.verdict(goods.assortment.all()[1])
