"""A shop at its packing desk: OTTO's stand-in, a carrier's, and people in front of the pages."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from adapters.carriers.hermes.standin import HermesStandin
from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin, State
from app_center.activation import ActivationDesk
from app_center.bootstrap import AppCenter
from app_center.concerns import run_concern
from core.activation import Activate
from core.apps import AppKey
from core.users import Role
from ports.memory import AccountMemory
from standins.server import serving
from tests.web_app import Pages, Visitor, opened

OTTO: Final = AppKey("otto")
HERMES: Final = AppKey("hermes")
#: Numbers with good check digits.
PARCEL: Final = "H1234567890123456789"
OTHER_PARCEL: Final = "H1234567890123456780"
RETURN: Final = "577546565072"

SENDER: Final = {
    "sender_name": "Laden",
    "sender_street": "Weg",
    "sender_house_number": "1",
    "sender_postal_code": "20095",
    "sender_city": "Hamburg",
}
AT_OTTO: Final = {
    "mode": "own_app",
    "environment": "sandbox",
    "client_id": DEMO_CLIENT,
    "client_secret": DEMO_SECRET,
    "portal_account": "OTTO Shop",
}
AT_HERMES: Final = {
    "environment": "sandbox",
    "client_id": "demo-client",
    "client_secret": "demo-client-secret",
    "user": "demo-user",
    "password": "demo-password",
}


@dataclass(frozen=True, slots=True)
class Shop:
    """`memory` is the account's; `staff` works in it."""

    pages: Pages
    memory: AccountMemory
    otto: OttoStandin
    hermes: HermesStandin
    staff: Visitor

    @property
    def base(self) -> str:
        return f"/a/{self.memory.account.id}"

    def order(self, *skus: str) -> tuple[str, list[str]]:
        """One that is paid, and has come in: its id and its positions'."""
        order = self.otto.place_visible(skus=list(skus))
        self.sync("orders")
        return order, list(self.otto.item_ids(order, State.PROCESSABLE))

    def sync(self, concern: str) -> None:
        record = run_concern(
            self.pages.center, self.memory, self.pages.center.kind(OTTO), concern, lambda _: None
        )
        assert record.failure is None, record.failure

    def settings(self, **more: str) -> None:
        activate(self.pages.center, self.memory, OTTO, {**AT_OTTO, **SENDER, **more})

    def with_hermes(self) -> None:
        activate(self.pages.center, self.memory, HERMES, {**AT_HERMES, **SENDER})

    def parcel(self, order: str, **more: str) -> str:
        return f"{self.base}/dispatch/orders/otto/{order}"

    def send(self, order: str, *items: str, tracking: str = PARCEL, **more: str) -> Any:
        """The form of the order, with one piece of each group that begins with these items."""
        fields = {
            **{f"pieces.{item}": "1" for item in items},
            "tracking": tracking,
            "return_number": RETURN,
            "do": "send",
            **more,
        }
        self.staff.get(self.parcel(order))
        return self.staff.send(self.parcel(order), fields)


def activate(center: AppCenter, memory: AccountMemory, app: AppKey, answers: Mapping[str, str]) -> None:
    step = ActivationDesk(center, memory, center.kind(app)).answer(answers)
    assert isinstance(step, Activate), step


@contextmanager
def a_shop(home: Path, template: Path, **settings: str) -> Iterator[Shop]:
    """With OTTO active and the sender address set. `template` is a database file with all tables."""
    file = home / "app.db"
    shutil.copy(template, file)
    otto = OttoStandin.with_orders(0, reduction_delay=timedelta(0), cancellation_delay=timedelta(0))
    hermes = HermesStandin()
    with (
        serving(otto) as otto_at,
        serving(hermes) as hermes_at,
        opened(home, f"sqlite:///{file}", base_urls={"otto": otto_at, "hermes": hermes_at}) as pages,
    ):
        memory = pages.account("shop")
        staff = pages.visitor(pages.user("staff@example.com", memory.account.id, Role.STAFF))
        shop = Shop(pages, memory, otto, hermes, staff)
        shop.settings(**settings)
        yield shop
