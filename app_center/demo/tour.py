"""The demonstration: everything real but OTTO, whose stand-in runs beside us on this machine."""

import os
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from app_center.activation import ActivationDesk
from app_center.bootstrap import AppCenter, open_app_center
from app_center.concerns import run_concern
from app_center.config import Config
from app_center.dispatches import Said, draft
from app_center.log import configure_log
from core.activation import Activate
from core.apps import AppKey
from core.orders import PositionState
from ports.memory import AccountMemory, OrderQuery
from standins import Weather
from standins.server import serving
from sync.dispatch import shown_state
from sync.dispatch_notes import record

ACCOUNT: Final = "demo"
_OTTO: Final = AppKey("otto")
#: Enough for a few pages and every state.
ORDERS: Final = 600
#: Of DHL's form, made up.
_PARCELS: Final = ("00340434161094042557", "00340434161094042564")
_RETURN_NUMBER: Final = "00340434161094042571"


def run() -> None:
    """Activate, read orders, let things happen at OTTO, send parcels; then say where to look."""
    console = Console(highlight=False)
    home = Path(os.environ.get("APP_CENTER_HOME") or tempfile.mkdtemp(prefix="app-center-demo-"))
    otto = OttoStandin.with_orders(ORDERS, seed=2)
    with serving(otto) as address:
        console.print(f"[bold]A stand-in of OTTO[/] runs at {address} with {ORDERS} orders.")
        config = Config(home=home, base_urls={"otto": address})
        configure_log("error")
        with open_app_center(config) as center:
            memory = _account(center)
            _activate(console, center, memory)
            _pass(console, center, memory, "The first pass brings everything in")
            _let_things_happen(console, otto)
            _pass(console, center, memory, "The next pass brings what is new and what changed")
            otto.weather = Weather("rough", rate=0.4, seed=3, delay=0.5)
            console.print("\nNow the network has bad weather: lost answers, 429, HTML instead of JSON ...")
            otto.place_visible()
            _pass(console, center, memory, "A pass in bad weather")
            otto.weather = Weather()
            _pass(console, center, memory, "And one in good weather settles the rest")
            _send_two_parcels(console, center, memory)
    console.print("\n[bold]Look around[/] (the stand-in is gone, the orders are here):")
    for command in (f"orders --account {ACCOUNT}", f"status --account {ACCOUNT}", "apps"):
        console.print(f"  APP_CENTER_HOME={home} .venv/bin/app-center {command}", soft_wrap=True)
    console.print(
        "[bold]In the browser[/], a shop in the middle of its day:\n  .venv/bin/app-center demo --serve"
    )


def _account(center: AppCenter) -> AccountMemory:
    known = center.memory.accounts.find(ACCOUNT) or center.memory.accounts.add(ACCOUNT)
    return center.memory.of(known.id)


def _activate(console: Console, center: AppCenter, memory: AccountMemory) -> None:
    console.print(f"\n[bold]Activating the OTTO app[/] for the account “{ACCOUNT}”, step by step:")
    desk = ActivationDesk(center, memory, center.kind(_OTTO))
    for title in desk.steps:
        console.print(f"  · {title.title.en}")
    step = desk.answer(
        {
            "mode": "own_app",
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "client_secret": DEMO_SECRET,
            "portal_account": "OTTO Demo",
            "sender_name": "Demo GmbH",
            "sender_street": "Musterstraße",
            "sender_house_number": "1",
            "sender_postal_code": "20095",
            "sender_city": "Hamburg",
            "fallback_email": "versand@example.com",
        }
    )
    if not isinstance(step, Activate):
        raise SystemExit(f"the activation stopped: {step}")
    proven = ", ".join(right.key for right in step.rights if right.granted)
    console.print(f"  active; proven rights: {proven}")


def _pass(console: Console, center: AppCenter, memory: AccountMemory, title: str) -> None:
    result = run_concern(center, memory, center.kind(_OTTO), "orders", lambda _: None)
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in result.counts.items())
    console.print(f"\n[bold]{title}[/]: {result.failure.en if result.failure else counts}")
    states = ", ".join(f"{state.value} {count}" for state, count in memory.orders(_OTTO).counts().items())
    console.print(f"  in the database now: {states}")
    for unreadable in memory.orders(_OTTO).set_aside():
        console.print(f"  set aside {unreadable.order_number or '?'}: {unreadable.reason.en}")


def _send_two_parcels(console: Console, center: AppCenter, memory: AccountMemory) -> None:
    """One goes out. The other lacks its return number, and is held before OTTO could refuse it."""
    console.print("\nTwo parcels are packed; on one the return number is forgotten:")
    book, orders = memory.dispatches(_OTTO), memory.orders(_OTTO)
    ready = orders.find(OrderQuery(frozenset({PositionState.PROCESSABLE})), after=None, limit=20).orders
    keys = [stored.order.sales_order_id for stored in ready if stored.order is not None][-2:]
    for key, tracking, number in zip(keys, _PARCELS, (_RETURN_NUMBER, None), strict=True):
        said = Said([key], (), "DHL", (tracking,), (number,) if number else (), "DHL" if number else None)
        record(book, draft(said, orders, center.clock.now()))
    run_concern(center, memory, center.kind(_OTTO), "dispatch", lambda _: None)
    for notice in book.all():
        reason = f": {notice.reason.sentence.en}" if notice.reason else ""
        console.print(f"  dispatch notice {notice.id} {shown_state(notice)}{reason}")


def _let_things_happen(console: Console, otto: OttoStandin) -> None:
    console.print(
        "\nMeanwhile at OTTO: two buyers order, one pays, one cancels, and one order comes out broken."
    )
    otto.place_visible(skus=["FancyFlower-m-pi", "FancyFlower-m-pi", "SmartCM1000-schwarz-1"])
    otto.pay(otto.place_visible(payment="PREPAYMENT"))
    otto.cancel_by_customer(otto.place_visible())
    broken = {**otto.orders_now()[0], "salesOrderId": "broken-1", "orderDate": "the day before"}
    del broken["lastModifiedDate"]
    otto.inject(broken)
