"""From an article to an offer on OTTO's stand-in, step by step, over the real adapter."""

from datetime import time, timedelta

import pytest

from adapters.otto.standin.assortment.variation import Notice
from adapters.otto.standin.assortment.variation import Verdict as StandinVerdict
from core.errors import InvalidValue, Refused
from core.listing.cells import read, spell
from core.listing.checks.identity import check_digit
from core.listing.delivery import DeliveryKind, Profile, Weekday
from core.listing.facts import ListingState
from core.listing.verdict import VerdictState
from core.orders import Sku
from ports.memory.catalogue import Shelf
from sync.listing_drafts import candidates, plan_listing, take_over
from tests.listing_bench import ListingBench
from tests.order_desk import OTTO


@pytest.fixture
def bench() -> ListingBench:
    bench = ListingBench()
    bench.read_catalogue()
    return bench


def test_an_article_gets_on_sale_and_says_at_each_step_where_it_is(bench: ListingBench) -> None:
    states = []

    def look() -> None:
        states.append(bench.why("A").state)

    bench.save_lamp("A", price="")
    look()
    bench.save("A", price="49,90")
    look()
    bench.list("A")
    look()
    bench.run()
    look()
    bench.clock.forward(timedelta(seconds=5))
    bench.run()
    look()
    bench.clock.forward(timedelta(hours=26))
    bench.run()
    look()
    assert states == [
        ListingState.INCOMPLETE,
        ListingState.DRAFT,
        ListingState.QUEUED,
        ListingState.SENDING,
        ListingState.CHECKING,
        ListingState.ONLINE,
    ]
    assert spell(bench.held()[Sku("A")]) == bench.record("A").wanted


def test_while_otto_looks_at_the_pictures_it_says_since_when(bench: ListingBench) -> None:
    bench.standin.goods.assortment.verdict_delay = timedelta(days=9)
    bench.save_lamp("A")
    bench.list("A")
    bench.settle()
    bench.clock.forward(timedelta(hours=26))
    assert bench.why("A").why.de == "nicht im Verkauf: OTTO prüft die Bilder (seit 26 h)"


def test_a_picture_that_otto_names_is_counted(bench: ListingBench) -> None:
    bench.save_lamp("A")
    bench.list("A")
    bench.settle()
    assortment = bench.standin.goods.assortment
    notice = Notice("300007 - INCOMPLETE_MEDIA_ASSET_IMPORT", "https://bilder.example.com/2.jpg steht aus")
    assortment.force(assortment.all()[0], StandinVerdict("PENDING", bench.clock.now(), (), (notice,)))
    bench.run()
    bench.clock.forward(timedelta(hours=26))
    assert bench.why("A").why.de == "nicht im Verkauf: OTTO prüft Bild 2 (seit 26 h)"
    assert bench.why("A").why.en == "not on sale: OTTO checks picture 2 (for 26 h)"


def test_a_category_that_changes_is_seen_on_the_listings_that_it_touches(bench: ListingBench) -> None:
    bench.save_lamp("A")
    bench.list("A")
    bench.settle()
    assert bench.why("A").why.de == "im Verkauf; von hier wurde noch keine Menge gesendet"
    bench.standin.portal.change_attribute("Tischleuchte", "Schutzart", relevance="LEGAL")
    assert bench.read_catalogue()["groups_changed"] == 1
    found = bench.why("A")
    assert found.state is ListingState.ONLINE
    assert found.why.de == (
        "im Verkauf; gegen die heutigen Regeln: attribute:Schutzart: das Gesetz verlangt es in Leuchten"
    )
    bench.standin.portal.rename_category("Tischleuchte", "Schreibtischleuchte")
    bench.read_catalogue()
    found = bench.why("A")
    assert "die Kategorie „Tischleuchte“ umbenannt oder entfernt" in found.why.de
    assert "Schreibtischleuchte" in found.action.de


def test_nothing_is_sent_that_otto_has_already(bench: ListingBench) -> None:
    bench.save_lamp("A")
    bench.list("A")
    bench.settle()
    writes = len(bench.standin.goods.record.writes())
    bench.list("A")
    bench.settle()
    assert len(bench.standin.goods.record.writes()) == writes


def test_a_price_goes_on_its_own_way(bench: ListingBench) -> None:
    bench.save_lamp("A")
    bench.list("A")
    bench.settle()
    bench.save("A", price="39.90", sale_price="29.90", sale_start="2026-12-01", sale_end="2026-12-24")
    bench.list("A")
    bench.settle()
    assert [write.what for write in bench.standin.goods.record.writes()] == ["products", "prices"]
    assert bench.held()[Sku("A")] == read(bench.record("A").draft)[0]
    bench.save("A", sale_price="", sale_start="", sale_end="")
    bench.list("A")
    bench.settle()
    assert bench.held()[Sku("A")].offer.sale is None


def test_what_otto_refuses_is_said_at_its_place_and_stays_until_it_is_changed(bench: ListingBench) -> None:
    bench.save_lamp("A")
    bench.list("A")
    # Between our reading of the categories and the call a rule changed.
    bench.standin.goods.directory.change_attribute(
        "Tischleuchte", "Schutzart", {"relevance": "LEGAL"}, bench.clock.now()
    )
    bench.settle()
    writes = len(bench.standin.goods.record.writes())
    found = bench.why("A")
    assert (found.state, writes) == (ListingState.REFUSED, 1)
    assert "LEGAL_ATTRIBUTE_MISSING" in found.why.en
    bench.read_catalogue()
    bench.save("A", **{"attribute:Schutzart": "IP20"})
    bench.list("A")
    bench.settle()
    assert bench.record("A").settled


def test_brands_and_categories_are_read_again_only_when_they_changed(bench: ListingBench) -> None:
    assert bench.read_catalogue()["pages_read"] == 0
    bench.standin.goods.directory.rename_category("Tischleuchte", "Tischlampe", bench.clock.now())
    assert bench.read_catalogue() == {"pages_read": 1, "pages_unchanged": 1, "groups_changed": 1}
    assert set(bench.account.catalogue(OTTO).pages(Shelf.CATEGORIES)) == {0}
    bench.save_lamp("A")
    found = bench.why("A")
    assert found.state is ListingState.INCOMPLETE
    assert "umbenannt" in found.why.de
    assert "Tischlampe" in found.action.de


def test_what_stands_at_otto_already_is_left_alone_until_it_is_adopted(bench: ListingBench) -> None:
    other = ListingBench(bench.clock)
    other.standin = bench.standin
    other.read_catalogue()
    other.save_lamp("A")
    other.list("A")
    other.settle()
    before = bench.held()

    bench.save_lamp("A", price="1.00")
    bench.list("A")
    bench.settle()
    assert bench.held() == before
    assert bench.why("A").state is ListingState.FOREIGN

    book = bench.account.listings(OTTO)
    found = list(candidates(bench.otto.listings, bench.otto.delivery, book))
    assert [(each.column, each.here, each.there) for each in found[0].differences] == [
        ("price", "1.00", "49.90")
    ]
    assert take_over(book, found, {}, bench.clock.now()) == 1
    again = candidates(bench.otto.listings, bench.otto.delivery, book)
    assert take_over(book, again, {}, bench.clock.now()) == 0
    bench.settle()
    assert bench.held() == before
    bench.list("A")
    bench.settle()
    assert spell(bench.held()[Sku("A")])["price"] == "1.00"


def test_what_is_permanent_cannot_be_listed_otherwise_later(bench: ListingBench) -> None:
    bench.save_lamp("A")
    bench.list("A")
    bench.settle()
    bench.save("A", ean="4012345678901")
    plan = plan_listing(bench.account.listings(OTTO), bench.judge, None)
    assert [finding.field for finding in plan.blocked[Sku("A")]] == ["ean"]


def test_a_listing_is_delivered_by_the_profile_that_it_names(bench: ListingBench) -> None:
    profile = Profile("Paket", DeliveryKind.PARCEL, (Weekday.MONDAY,), time(14), 1, 2)
    bench.save_lamp("A", delivery_profile="Paket", processing_days="3")
    bench.list("A")
    bench.settle()
    assert bench.record("A").delivery is None
    created = bench.otto.delivery.create(profile)
    with pytest.raises(Refused):
        bench.otto.delivery.create(profile)
    bench.run()
    links = {link.sku: link for link in bench.otto.delivery.links(None).links}
    assert (links[Sku("A")].profile_id, links[Sku("A")].processing_days) == (created.id, 3)
    with pytest.raises(Refused) as refusal:
        bench.otto.delivery.delete(created.id)
    assert refusal.value.status == 412


def test_a_cell_that_cannot_be_read_is_refused_and_nothing_is_saved(bench: ListingBench) -> None:
    with pytest.raises(InvalidValue) as error:
        bench.save_lamp("A", price="12,345")
    assert error.value.field == "price"
    assert bench.account.listings(OTTO).count() == 0


def test_the_words_of_otto_say_what_its_code_means(bench: ListingBench) -> None:
    bench.save_lamp("A", ean="6250000000201")
    bench.list("A")
    bench.settle()
    assert bench.account.listings(OTTO).verdicts()[Sku("A")].state is VerdictState.RESTRICTED
    found = bench.why("A")
    assert found.state is ListingState.RESTRICTED
    assert found.action.de.startswith("den Artikel auf otto.de ansehen")


def test_many_go_out_in_batches_of_five_hundred(bench: ListingBench) -> None:
    for number in range(1001):
        head = f"{400638100000 + number}"
        bench.save_lamp(f"S{number}", ean=head + check_digit(head), reference=f"R{number}")
    plan = plan_listing(bench.account.listings(OTTO), bench.judge, None)
    assert len(plan.ready) == 1001
    bench.list(*plan.ready)
    bench.settle()
    assert [len(write.entries) for write in bench.standin.goods.record.writes()] == [500, 500, 1]
    assert len(bench.held()) == 1001
