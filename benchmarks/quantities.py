"""Quantities: how many calls, how dear the plan, how long from a sale to the acknowledgement elsewhere.

    python -m benchmarks.quantities [--articles 50000]

Counts and ratios of one run. Everything is real but the network: our database, OTTO's adapter, OTTO's
stand-in in this process.
"""

import argparse
import gc
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import structlog
from cryptography.fernet import Fernet

from adapters.otto.marketplace import Otto
from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from benchmarks.measure import Spread, run
from benchmarks.tables import Given, Row, Table
from core.apps import AppKey, AppState
from core.articles import Count
from core.claims import Claim, ClaimKey, ClaimState
from core.exposure import figures
from core.orders import PositionItemId, SalesOrderId, Sku
from core.secret import Secret
from core.stock import Line, plan
from ports.connection import Connection, Token
from ports.memory import AccountMemory, AppRecord
from standins import transport
from sync.alignment import align_quantities
from sync.stock import StockPass

OTTO: Final = AppKey("otto")
SHOP: Final = AppKey("shop")
RESULTS: Final = Path(__file__).parent / "results" / "quantities.json"


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Tokens:
    def __init__(self) -> None:
        self._kept: dict[str, Token] = {}

    def get(self, name: str) -> Token | None:
        return self._kept.get(name)

    def put(self, name: str, token: Token) -> None:
        self._kept[name] = token

    def drop(self, name: str) -> None:
        self._kept.pop(name, None)


class Held:
    fence = 1

    def hold(self) -> None:
        return


def planned(count: int) -> dict[str, Any]:
    """The plan beside a bare loop over tuples that works out the same."""
    chance = random.Random(1)
    lines = []
    for number in range(count):
        on_hand, reserved = chance.randint(0, 20), chance.randint(0, 3)
        wanted = max(0, min(on_hand - reserved - 1, 10))
        shown = wanted if chance.random() < 0.9 else chance.randint(0, 10)
        lines.append(Line(Sku(f"ART-{number:06}"), on_hand, reserved, 1, 10, shown))
    rows = [(line.sku, line.on_hand, line.reserved, line.buffer, line.maximum, line.shown) for line in lines]

    def bare() -> list[tuple[str, int]]:
        out = []
        for sku, on_hand, reserved, buffer, maximum, shown in rows:
            pieces = on_hand - reserved - buffer
            if pieces > maximum:
                pieces = maximum
            if pieces < 0:
                pieces = 0
            if pieces != shown:
                out.append((sku, pieces))
        return out

    assert sorted(bare()) == sorted(plan(lines, 999_999_999))
    ours, theirs = [], []
    for _ in range(15):
        ours.append(taken(lambda: plan(lines, 999_999_999)))
        theirs.append(taken(bare))
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {
        "articles": count,
        "plan_ms": round(statistics.median(ours) * 1000, 2),
        "bare_loop_ms": round(statistics.median(theirs) * 1000, 2),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_worst": round(max(ratios), 2),
    }


def taken(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    begun = time.process_time()
    work()
    ended = time.process_time()
    gc.enable()
    return ended - begun


class Bench:
    """An account with so many articles, listed at OTTO's stand-in and in a shop whose board is the same."""

    def __init__(self, folder: Path, articles: int) -> None:
        self.clock = Clock()
        keys = Keys([Fernet.generate_key().decode()])
        memory = open_memory(f"sqlite:///{folder}/bench.db", keys)
        self.account: AccountMemory = memory.of(memory.accounts.add("bench").id)
        self.portal = self.account.portal_accounts.find_or_add("OTTO").id
        self.standins = {app: OttoStandin.with_assortment(articles, seed=1, units=0) for app in (OTTO, SHOP)}
        self.boards = {app: self._open(standin) for app, standin in self.standins.items()}
        self.skus = [Sku(each.sku) for each in self.standins[OTTO].goods.assortment.all()]
        for app in self.boards:
            self.account.apps.write(AppRecord(app, AppState.ACTIVE))

    def _open(self, standin: OttoStandin) -> Otto:
        settings = {
            "mode": "own_app",
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "scopes": "orders products availability",
        }
        client = httpx.Client(transport=transport(standin), base_url="http://otto.test")
        secrets = {"client_secret": Secret(DEMO_SECRET)}
        return Otto(Connection(settings, secrets, lambda _: client, Tokens(), self.clock))

    def count(self, on_hand: int, skus: list[Sku]) -> float:
        begun = time.perf_counter()
        for start in range(0, len(skus), 1000):
            chunk = [Count(sku, on_hand) for sku in skus[start : start + 1000]]
            self.account.warehouse.count(chunk, self.clock.now())
        return time.perf_counter() - begun

    def run(self, app: AppKey) -> tuple[int, int, float]:
        """Calls, acknowledged, seconds."""
        begun = time.perf_counter()
        book = self.account.quantities(app)
        work = StockPass(
            board=self.boards[app].quantities,
            book=book,
            stray=book,
            warehouse=self.account.warehouse,
            portal_account=self.portal,
            lease=Held(),
            clock=self.clock,
        )
        report = work.run()
        return report.calls, report.acknowledged, time.perf_counter() - begun

    def sell(self, number: int) -> None:
        """A buyer in the shop; from here the seconds count."""
        key = ClaimKey(SHOP, SalesOrderId(f"so-{number}"), PositionItemId(f"p-{number}"))
        sku = self.skus[number * 37 % len(self.skus)]
        claim = Claim(key, sku, ClaimState.RESERVED, self.clock.now())
        self.account.warehouse.claim([claim], self.clock.now())


def measured(articles: int, sales: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), articles)
        counting = bench.count(9, bench.skus)
        calls = []
        for app in (OTTO, SHOP):
            made, acknowledged, seconds = bench.run(app)
            calls.append({"changed": acknowledged, "calls": made, "seconds": round(seconds, 2)})
        for changed in (1, 200, 201, 999):
            bench.count(20 + changed, bench.skus[:changed])
            made, acknowledged, seconds = bench.run(OTTO)
            calls.append({"changed": acknowledged, "calls": made, "seconds": round(seconds, 3)})
            assert made == -(-changed // 200)
            assert acknowledged == changed
        bench.run(SHOP)
        begun = time.perf_counter()
        aligned = align_quantities(bench.boards[OTTO].quantities, bench.account.quantities(OTTO), bench.clock)
        alignment = time.perf_counter() - begun
        lengths = []
        for number in range(sales):
            bench.sell(number)
            begun = bench.clock.now()
            assert bench.run(OTTO)[:2] == (1, 1)
            lengths.append((bench.clock.now() - begun).total_seconds())
        half, most, longest = figures(lengths)
        bare = bare_calls(bench, sales)
        # OTTO allows 20 requests a second.
        allowed = aligned.pages / 20
        return {
            "count_seconds": round(counting, 2),
            "calls": calls,
            "alignment": {
                "read": aligned.read,
                "requests": aligned.pages,
                "seconds_here": round(alignment, 2),
                "seconds_that_the_budget_takes": round(allowed, 2),
                "ratio": round(alignment / allowed, 2),
            },
            "sale_to_acknowledged_elsewhere": {
                "sales": sales,
                "p50_ms": round(half * 1000, 1),
                "p99_ms": round(most * 1000, 1),
                "longest_ms": round(longest * 1000, 1),
            },
            "bare_call": {"p50_ms": round(bare[0] * 1000, 2), "p99_ms": round(bare[1] * 1000, 2)},
        }


def imported(articles: int) -> list[dict[str, Any]]:
    """A table with one row, and one with all articles: what the second costs more is the import's own."""
    figures = []
    for rows in (1, articles):
        took = run([sys.executable, "-m", "benchmarks.stock_import", str(rows)])
        seconds = {name: round(took.told[name], 2) for name in ("wall", "cpu")}
        figures.append({"rows": rows, **seconds, "peak_mb": round(took.peak_mb, 1)})
    return figures


def bare_calls(bench: Bench, calls: int) -> tuple[float, float, float]:
    """One quantity that is just sent, with nothing planned and nothing stored: p50, p99, longest."""
    client = httpx.Client(transport=transport(bench.standins[OTTO]), base_url="http://otto.test")
    form = {"grant_type": "client_credentials", "client_id": DEMO_CLIENT, "client_secret": DEMO_SECRET}
    token = client.post("/v1/token", data={**form, "scope": "availability"}).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    lengths = []
    for number in range(calls):
        begun = time.perf_counter()
        body = [{"sku": bench.skus[number], "quantity": 3}]
        assert client.post("/v1/availability/quantities", json=body).status_code == 200
        lengths.append(time.perf_counter() - begun)
    return figures(lengths)


def measure(given: Given) -> Iterator[Table]:
    """The plan beside a bare loop, and a sale until it is acknowledged elsewhere beside a bare call."""
    articles, sales = (5_000, 50) if given.quick else (50_000, 200)
    run([sys.executable, "-m", "benchmarks.quantities", "--articles", str(articles), "--sales", str(sales)])
    found = json.loads(RESULTS.read_text())
    one, sale, bare = found["plan"], found["sale_to_acknowledged_elsewhere"], found["bare_call"]
    rows = [
        Row("bare loop", {"CPU ms": Spread.of([one["bare_loop_ms"]])}),
        Row("ours", {"CPU ms": Spread.of([one["plan_ms"]])}),
    ]
    yield Table(f"Plan of {articles:,} listings", "bare loop", "CPU ms", rows)
    rows = [
        Row("bare call", {name: Spread.of([bare[f"{name}_ms"]]) for name in ("p50", "p99")}),
        Row("ours", {name: Spread.of([sale[f"{name}_ms"]]) for name in ("p50", "p99")}),
    ]
    title = f"Sale until acknowledged elsewhere, of {articles:,} articles (ms)"
    yield Table(title, "bare call", "p50", rows)
    with_one, with_all = found["import"]
    rows = [
        Row(
            f"{each['rows']:,} rows",
            {"CPU s": Spread.of([each["cpu"]]), "peak MB": Spread.of([each["peak_mb"]])},
        )
        for each in (with_one, with_all)
    ]
    yield Table("Import of a table of stock", rows[0].name, "peak MB", rows)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--sales", type=int, default=200)
    asked = parser.parse_args()
    result = {
        "machine": {"python": platform.python_version(), "processors": os.cpu_count()},
        "plan": planned(asked.articles),
        "import": imported(asked.articles),
        **measured(asked.articles, asked.sales),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
