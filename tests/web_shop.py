"""An account in the pages that sells at OTTO's stand-in: articles, drafts, and people of each role."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.otto.standin import OttoStandin
from app_center.activation import ActivationDesk
from app_center.concerns import run_concern
from app_center.listing_passes import read_all
from core.activation import Activate
from core.articles import Count
from core.orders import Sku
from core.users import Role
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory
from standins.server import serving
from sync.listing_drafts import list_drafts, save_draft
from tests.browser.house import ANSWERS, OTTO
from tests.fakes.clock import HandClock
from tests.listing_bench import LAMP
from tests.web_app import Pages, Visitor, opened

#: A lamp that may be listed as it is.
FINE: Final[Mapping[str, str]] = {**LAMP, "delivery_profile": "Standard"}


@dataclass(frozen=True, slots=True)
class Shop:
    pages: Pages
    memory: AccountMemory
    otto: OttoStandin
    clock: HandClock

    @property
    def kind(self) -> MarketplaceKind:
        kind = self.pages.center.kind(OTTO)
        assert isinstance(kind, MarketplaceKind)
        return kind

    @property
    def base(self) -> str:
        return f"/a/{self.memory.account.id}/articles"

    def visitor(self, role: Role = Role.STAFF) -> Visitor:
        email = f"{role.value}@example.com"
        if not self.pages.center.memory.users.find(email):
            self.pages.user(email, self.memory.account.id, role)
        visitor = self.pages.visitor(email)
        visitor.get(f"{self.base}/files")
        return visitor

    def stock(self, sku: str, on_hand: int, **told: str) -> None:
        self.memory.warehouse.count([Count(Sku(sku), on_hand, **told)], self.clock.now())  # type: ignore[arg-type]

    def draft(self, sku: str, **cells: str) -> None:
        save_draft(self.memory.listings(OTTO), Sku(sku), {**FINE, **cells}, self.clock.now())

    def list(self, *skus: str) -> None:
        list_drafts(self.memory.listings(OTTO), [Sku(sku) for sku in skus], self.clock.now())

    def run(self, concern: str) -> Mapping[str, int]:
        record = run_concern(self.pages.center, self.memory, self.kind, concern, lambda _: None)
        assert record.failure is None, record.failure
        return record.counts

    def read_catalogue(self) -> None:
        read_all(self.pages.center, self.memory, self.kind, lambda _: None)


@contextmanager
def a_shop(home: Path, url: str) -> Iterator[Shop]:
    clock = HandClock()
    otto = OttoStandin(clock=clock.now)
    with serving(otto) as address, opened(home, url, clock=clock, base_urls={"otto": address}) as pages:
        shop = Shop(pages, pages.account("shop"), otto, clock)
        desk = ActivationDesk(pages.center, shop.memory, shop.kind)
        assert isinstance(desk.answer(ANSWERS), Activate)
        yield shop
