"""Dispatch: a parcel station in the evening. How many calls a notice costs, how long a pass takes beside what
OTTO allows, what notices that wait cost, how much memory.

    python -m benchmarks.dispatch [--notices 5000]

Counts and ratios of one run. Everything is real but the network: our database, OTTO's adapter, OTTO's
stand-in in this process. Return numbers come out of a range.
"""

import argparse
import json
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
import structlog
from cryptography.fernet import Fernet

from adapters.otto.marketplace import Otto
from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from benchmarks.quantities import OTTO, Clock, Held, Tokens
from core.apps import AppKey
from core.dispatch import CarrierCode, Notice, NoticeId, NoticeKind, Origin, Parcel, PositionRef, TrackingKey
from core.orders import Order, PositionState
from core.return_numbers import number_range
from core.return_sources import NoSource, ReturnTerms
from core.secret import Secret
from ports.connection import Connection
from ports.memory import AccountMemory
from standins import Weather, transport
from sync.claims import settle_claims
from sync.dispatch import Report, dispatch_due
from sync.dispatch_notes import record
from sync.dispatch_view import Bench
from sync.orders import Terms, import_orders
from sync.return_numbers import Maker

HOME: Final = Origin("20095", "Hamburg", "DE")
#: What OTTO allows an account in a second.
A_SECOND: Final = 20
RESULTS: Final = Path(__file__).parent / "results" / "dispatch.json"


class NoLabels:
    """The range has numbers for all: no carrier is asked."""

    def cannot(self, _: AppKey) -> NoSource | None:
        return None

    def buy(self, *_: object) -> Any:
        raise AssertionError("no carrier is asked")


class Station:
    """An account with so many parcels packed, each of an order of its own."""

    def __init__(self, folder: Path, notices: int) -> None:
        self.clock = Clock()
        memory = open_memory(f"sqlite:///{folder}/bench.db", Keys([Fernet.generate_key().decode()]))
        self.account: AccountMemory = memory.of(memory.accounts.add("bench").id)
        self.standin = OttoStandin.with_orders(0)
        for _ in range(notices):
            self.standin.place_visible(skus=["A"], payment="PAYPAL")
        settings = {
            "mode": "own_app",
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "scopes": "orders shipments",
        }
        client = httpx.Client(transport=transport(self.standin), base_url="http://otto.test")
        secrets = {"client_secret": Secret(DEMO_SECRET)}
        self.otto = Otto(Connection(settings, secrets, lambda _: client, Tokens(), self.clock))
        portal = self.account.portal_accounts.find_or_add("OTTO").id
        terms = Terms(portal, paid_by_marketplace=True)
        import_orders(self.otto.orders, self.account.orders(OTTO), self.clock, terms)
        numbers = number_range(CarrierCode("DHL"), "10000000000", "10000099999", self.clock.now())
        self.account.return_numbers.add_range(numbers)

    def pack(self) -> int:
        """What may be sent, each in a parcel of its own."""
        orders = [each.order for each in self.account.orders(OTTO).orders() if each.order is not None]
        packed = [order for order in orders if order.state is PositionState.PROCESSABLE]
        for at, order in enumerate(packed):
            record(self.account.dispatches(OTTO), self._notice(at, order))
        return len(packed)

    def _notice(self, at: int, order: Order) -> Notice:
        parcel = Parcel(TrackingKey(CarrierCode("HERMES"), f"H{at:019d}"), self.clock.now())
        refs = tuple(PositionRef(order.sales_order_id, each.position_item_id) for each in order.positions)
        return Notice(NoticeId(0), NoticeKind.ONE, (parcel,), refs, self.clock.now())

    def run(self, origin: Origin | None) -> Report:
        desk = self.otto.dispatch
        assert desk is not None
        carriers = {carrier.code: carrier for carrier in desk.carriers}
        terms = ReturnTerms(AppKey("dhl"))
        maker = Maker(OTTO, self.account, carriers, terms, NoLabels(), self.clock, Held())
        return dispatch_due(Bench(OTTO, self.account, desk, self.clock, Held(), origin, maker))

    def claims(self) -> int:
        return settle_claims(OTTO, self.account.orders(OTTO), self.account.warehouse, self.clock)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def measured(notices: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        station = Station(Path(folder), notices)
        packing = timed(station.pack)
        count = len(station.account.dispatches(OTTO).open())
        passes: dict[str, Any] = {"packed_and_written_down": _figures(count, packing, 0)}

        def run(name: str, origin: Origin | None) -> None:
            before = station.standin.ledger.count()
            spent = timed(lambda: station.run(origin))
            passes[name] = _figures(count, spent, station.standin.ledger.count() - before)

        run("held_for_the_first_time", None)
        run("held_as_before", None)
        # Every hundredth answer is lost on the way.
        lost = ["answer_lost" if at % 100 == 0 else "fine" for at in range(count)]
        station.standin.weather = Weather.listed(*lost, only="/v1/shipments")
        run("sent", HOME)
        station.standin.weather = Weather()
        passes["stock_consumed"] = _figures(count, timed(station.claims), 0)
        run("lost_answers_looked_up", HOME)
        run("nothing_left", HOME)
        reported = station.standin.books.times_reported()
        assert set(reported.values()) == {1}
        assert len(reported) == count
        return {
            "notices": count,
            "seconds_that_the_budget_takes": round(count / A_SECOND, 1),
            "passes": passes,
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def _figures(count: int, spent: tuple[float, float], calls: int) -> dict[str, float]:
    cpu, wall = spent
    return {
        "calls": calls,
        "calls_a_notice": round(calls / count, 3),
        "processor_ms_a_notice": round(cpu / count * 1000, 2),
        "wall_ms_a_notice": round(wall / count * 1000, 2),
        "processor_beside_the_budget": round(cpu / (count / A_SECOND), 3),
    }


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    parser = argparse.ArgumentParser()
    parser.add_argument("--notices", type=int, default=5000)
    asked = parser.parse_args()
    result = {
        "machine": {"python": platform.python_version(), "processors": os.cpu_count()},
        **measured(asked.notices),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
