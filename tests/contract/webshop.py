"""The real host between two stand-ins: OTTO's, and the web shop's of `examples/webshop-market`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Final

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from app_center.activation import ActivationDesk
from app_center.bootstrap import AppCenter, open_app_center
from app_center.concerns import run_concern
from app_center.config import Config
from app_center.loader import BUILTINS, GROUP, load
from core.activation import Activate
from core.articles import Count
from core.orders import Sku
from ports.memory import AccountMemory, PassRecord
from standins import serving
from tests.fakes.clock import HandClock
from webshop_market.standin import KEY, Shop, ShopServer
from webshop_market.standin.command import serving as serving_shop

ENTRY: Final = EntryPoint("webshop", "webshop_market.plugin", GROUP)
OTTO_ANSWERS: Final = {
    "mode": "own_app",
    "environment": "sandbox",
    "client_id": DEMO_CLIENT,
    "client_secret": DEMO_SECRET,
    "portal_account": "OTTO",
    "sender_name": "Musterhandel GmbH",
    "sender_street": "Lagerweg",
    "sender_house_number": "7",
    "sender_postal_code": "21035",
    "sender_city": "Hamburg",
    "fallback_email": "versand@example.com",
}


@dataclass(frozen=True, slots=True)
class TwoMarkets:
    """One account with both apps active."""

    center: AppCenter
    memory: AccountMemory
    otto: OttoStandin
    shop: Shop
    clock: HandClock

    def count(self, **on_hand: int) -> None:
        """The warehouse, with the names of articles in lower case: art_0=5."""
        counts = [Count(sku_of(name), on_hand=pieces) for name, pieces in on_hand.items()]
        self.memory.warehouse.count(counts, self.clock.now())

    def run(self, app: str, concern: str) -> PassRecord:
        self.clock.forward(timedelta(seconds=60))
        record = run_concern(self.center, self.memory, self.center.kind(app), concern, lambda _: None)
        assert record.failure is None, record.failure
        return record

    def settle(self) -> None:
        """What the ticks of a running host would do: orders of both, then quantities of both."""
        for concern in ("orders", "stock"):
            for app in ("otto", "webshop"):
                self.run(app, concern)

    def shown(self, name: str) -> tuple[int | None, int]:
        """What OTTO and the shop show."""
        sku = sku_of(name)
        return self.otto.goods.board.units().get(sku), self.shop.stock()[sku]


def sku_of(name: str) -> Sku:
    return Sku(f"ART-{int(name.removeprefix('art_')):06d}")


@contextmanager
def two_markets(home: Path, articles: int = 3) -> Iterator[TwoMarkets]:
    clock = HandClock()
    otto = OttoStandin.with_assortment(articles, units=None, clock=clock.now)
    skus = [sku_of(f"art_{number}") for number in range(articles)]
    shop = Shop.with_articles(*skus, clock=clock.now)
    with serving(otto) as otto_address, serving_shop(ShopServer(shop)) as shop_address:
        config = Config(home=home, base_urls={"otto": otto_address, "webshop": shop_address})
        with open_app_center(config, clock) as opened:
            center = replace(opened, registry=load(BUILTINS, [ENTRY]))
            memory = center.memory.of(center.memory.accounts.add("shop").id)
            activate(center, memory, "otto", OTTO_ANSWERS)
            activate(center, memory, "webshop", {"api_key": KEY})
            yield TwoMarkets(center, memory, otto, shop, clock)


def activate(center: AppCenter, memory: AccountMemory, app: str, answers: Mapping[str, str]) -> None:
    step = ActivationDesk(center, memory, center.kind(app)).answer(answers)
    assert isinstance(step, Activate), step
