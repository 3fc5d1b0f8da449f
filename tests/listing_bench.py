"""An account that lists at OTTO's stand-in: the real adapter and use cases, a memory without a database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from adapters.otto.listings.codes import advise
from adapters.otto.listings.rules import otto_rules
from adapters.otto.marketplace import Otto
from adapters.otto.standin import DEMO_SECRET, OttoStandin
from core.listing.cells import spell
from core.listing.facts import Explanation, Facts
from core.listing.record import ListingRecord
from core.listing.values import Listing
from core.listing.why import explain
from core.orders import Sku
from ports.listings import ListingKind
from ports.memory import AccountMemory, Memory
from standins import transport
from sync.catalogue import read_catalogue
from sync.listing_delivery import link_deliveries
from sync.listing_drafts import list_drafts, save_draft
from sync.listing_judge import Judge, versions_of
from sync.listings import Report, Work, sync_listings
from tests.contract.otto import OWN_APP
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens, connected
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import OTTO

KIND: Final = ListingKind(otto_rules, advise)

#: A lamp that keeps every rule of the stand-in's first category group.
LAMP: Final = {
    "reference": "L",
    "ean": "4006381333931",
    "category": "Tischleuchte",
    "brand_id": "B0LEUCHT",
    "bullet_1": "Warmes Licht",
    "price": "49.90",
    "vat": "FULL",
    "media": "https://bilder.example.com/1.jpg | https://bilder.example.com/2.jpg"
    " | ENERGY_EFFICIENCY_LABEL=https://bilder.example.com/e.jpg"
    " | PRODUCT_DATASHEET=https://bilder.example.com/d.pdf",
    "attribute:Farbe": "rot",
    "attribute:Energieeffizienzklasse": "A",
    "contact_1_name": "Muster GmbH",
    "contact_1_address": "Musterstraße 1, 12345, Musterstadt, Deutschland",
    "contact_1_region": "DE",
    "contact_1_email": "info@muster.example.com",
    "contact_1_roles": "DISTRIBUTOR",
}


class NoRival:
    """A lease that nobody takes."""

    fence = 1

    def hold(self) -> None:
        return


@dataclass
class ListingBench:
    clock: HandClock = field(default_factory=HandClock)
    standin: OttoStandin = field(init=False)
    memory: Memory = field(default_factory=InMemoryMemory)
    kind: ListingKind = KIND
    account: AccountMemory = field(init=False)

    def __post_init__(self) -> None:
        self.standin = OttoStandin(clock=self.clock.now)
        self.account = self.memory.of(self.memory.accounts.add("Anna").id)

    @property
    def otto(self) -> Otto:
        scopes = "orders products availability shipping-profiles"
        return Otto(
            connected(
                transport(self.standin),
                {**OWN_APP, "scopes": scopes},
                {"client_secret": DEMO_SECRET},
                self.clock,
                RememberedTokens(),
            )
        )

    @property
    def judge(self) -> Judge:
        return Judge(otto_rules(), self.account.listings(OTTO), self.account.catalogue(OTTO))

    def read_catalogue(self) -> Mapping[str, int]:
        book = self.account.catalogue(OTTO)
        return read_catalogue(self.otto.catalogue, book, self.clock, lambda _: None).counts()

    def save(self, sku: str, **cells: str) -> ListingRecord:
        return save_draft(self.account.listings(OTTO), Sku(sku), cells, self.clock.now())

    def save_lamp(self, sku: str, **cells: str) -> ListingRecord:
        return save_draft(self.account.listings(OTTO), Sku(sku), {**LAMP, **cells}, self.clock.now())

    def put(self, listing: Listing) -> ListingRecord:
        return save_draft(self.account.listings(OTTO), listing.sku, spell(listing), self.clock.now())

    def list(self, *skus: str) -> None:
        list_drafts(self.account.listings(OTTO), [Sku(sku) for sku in skus], self.clock.now())

    def run(self, told: Callable[[Report], None] = lambda _: None) -> Report:
        """One pass."""
        book, otto = self.account.listings(OTTO), self.otto
        report = sync_listings(Work(otto.listings, book, self.judge, self.kind, self.clock, NoRival(), told))
        link_deliveries(otto.delivery, book, self.kind, self.clock, NoRival())
        return report

    def settle(self) -> None:
        """Passes until nothing is under way any more."""
        for _ in range(6):
            self.run()
            self.clock.forward(timedelta(seconds=40))

    def record(self, sku: str) -> ListingRecord:
        return self.account.listings(OTTO).some([Sku(sku)])[Sku(sku)]

    def held(self) -> dict[Sku, Listing]:
        """All that OTTO has now."""
        page = self.otto.listings.held(None)
        found = list(page.listings)
        while page.next_page is not None:
            page = self.otto.listings.held(page.next_page)
            found += page.listings
        return {listing.sku: listing for listing in found}

    def why(self, sku: str) -> Explanation:
        book = self.account.listings(OTTO)
        record = book.some([Sku(sku)]).get(Sku(sku))
        judged = None if record is None else self.judge.judge(versions_of([record]))[Sku(sku)]
        facts = Facts(
            record=record,
            listing=judged.listing if judged else None,
            now=self.clock.now(),
            findings=judged.findings if judged else (),
            verdict=book.verdicts([Sku(sku)]).get(Sku(sku)),
            changed=judged.changes if judged else (),
        )
        return explain(facts, advise)
