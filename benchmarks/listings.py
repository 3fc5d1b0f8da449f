"""Listings: how dear a check is, how many calls a pass makes, what a file of 50,000 rows takes.

    python -m benchmarks.listings [--rows 50000]

Counts and ratios of one run. Everything is real but the network: our database, OTTO's adapter, OTTO's
stand-in in this process.
"""

import argparse
import csv
import json
import os
import platform
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import structlog
from cryptography.fernet import Fernet

from adapters.otto.listings.codes import advise
from adapters.otto.listings.rules import otto_rules
from adapters.otto.marketplace import Otto
from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from app_center.listing_files import Imported, import_file
from app_center.listings import Explainer
from benchmarks.quantities import OTTO, Clock, Held, Tokens, taken
from core.listing.cells import read
from core.listing.check import Surroundings, check
from core.listing.checks.identity import check_digit
from core.listing.values import Listing
from core.orders import Sku
from core.secret import Secret
from ports.connection import Connection
from ports.listings import ListingKind
from ports.memory import AccountMemory
from standins import transport
from sync.catalogue import read_catalogue
from sync.listing_drafts import list_drafts, save_draft
from sync.listing_judge import Judge
from sync.listings import Report, Work, sync_listings

RESULTS: Final = Path(__file__).parent / "results" / "listings.json"
KIND: Final = ListingKind(otto_rules, advise)
_SHIRT: Final = {
    "category": "T-Shirt",
    "brand_id": "B4MOEWE0",
    "product_line": "Kutter",
    "description": "<p>Ein Hemd für alle Tage, auch für windige.</p>",
    "bullet_1": "Reine Baumwolle",
    "bullet_2": "Bei 40 °C waschbar",
    "price": "19.95",
    "msrp": "24.95",
    "vat": "FULL",
    "media": "https://bilder.example.com/vorn.jpg | https://bilder.example.com/hinten.jpg",
    "max_order_quantity": "5",
    "max_order_days": "7",
    "contact_1_name": "Muster GmbH",
    "contact_1_address": "Lagerweg 7, 21035, Hamburg, Deutschland",
    "contact_1_region": "DE",
    "contact_1_email": "sicherheit@example.com",
    "contact_1_roles": "DISTRIBUTOR",
    "attribute:Farbe": "blau",
    "attribute:Größe": "M",
    "attribute:Materialzusammensetzung": "100% Baumwolle",
}


def shirts(count: int) -> Iterator[dict[str, str]]:
    for number in range(count):
        digits = f"{400000000000 + number}"
        own = {"sku": f"S-{number:06}", "reference": f"R-{number:06}", "ean": digits + check_digit(digits)}
        yield own | _SHIRT


def written(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["sku", "reference", "ean", *_SHIRT], delimiter=";")
        rows.writeheader()
        rows.writerows(shirts(count))
    return path


class Bench:
    """An account that lists at OTTO's stand-in."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        memory = open_memory(f"sqlite:///{folder}/bench.db", Keys([Fernet.generate_key().decode()]))
        self.account: AccountMemory = memory.of(memory.accounts.add("bench").id)
        self.standin = OttoStandin(task_delay=timedelta(), verdict_delay=timedelta())
        settings = {
            "mode": "own_app",
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "scopes": "orders products availability shipping-profiles",
        }
        client = httpx.Client(transport=transport(self.standin), base_url="http://otto.test")
        secrets = {"client_secret": Secret(DEMO_SECRET)}
        self.otto = Otto(Connection(settings, secrets, lambda _: client, Tokens(), self.clock))
        self.book, self.catalogue = self.account.listings(OTTO), self.account.catalogue(OTTO)
        read_catalogue(self.otto.catalogue, self.catalogue, self.clock, lambda _: None)
        self.judge = Judge(otto_rules(), self.book, self.catalogue)

    def surroundings(self, listing: Listing) -> Surroundings:
        category, brand = listing.product.category, listing.product.brand_id
        stored = self.catalogue.groups({category})[category]
        return Surroundings(known=True, group=stored.group, brand=self.catalogue.brands({brand})[brand])

    def run(self) -> tuple[Report, Counter[str]]:
        """A pass, and its calls."""
        before = len(self.standin.ledger.entries())
        work = Work(self.otto.listings, self.book, self.judge, KIND, self.clock, Held(), lambda _: None)
        report = sync_listings(work)
        calls = self.standin.ledger.entries()[before:]
        return report, Counter(f"{call.method} {_without_ids(call.path)}" for call in calls)


def _without_ids(path: str) -> str:
    parts = ("*" if len(part) == 36 and part.count("-") == 4 else part for part in path.split("/"))
    return "/".join(parts)


def checked(bench: Bench, count: int) -> dict[str, Any]:
    """The check beside a bare loop that touches every cell of the same listings once."""
    versions = list(shirts(count))
    listings = [read(cells)[0] for cells in versions]
    beside, rules = bench.surroundings(listings[0]), otto_rules()
    assert not any(check(listing, rules, beside) for listing in listings[:10])

    def ours() -> None:
        for listing in listings:
            check(listing, rules, beside)

    def with_reading() -> None:
        for cells in versions:
            check(read(cells)[0], rules, beside)

    def bare() -> None:
        for cells in versions:
            for cell in cells.values():
                if cell != cell.strip() or not 0 < len(cell) < 2000:
                    raise AssertionError(cell)

    turns = (("ours", ours), ("reading", with_reading), ("bare", bare))
    figures = {name: [taken(work) for _ in range(3)] for name, work in turns}
    middle = {name: statistics.median(values) for name, values in figures.items()}
    return {
        "listings": count,
        "checks_a_second": round(count / middle["ours"]),
        "read_and_checked_a_second": round(count / middle["reading"]),
        "bare_loops_a_second": round(count / middle["bare"]),
        "ratio_to_bare_loop": round(middle["ours"] / middle["bare"], 1),
    }


def passes(bench: Bench, counts: tuple[int, ...]) -> list[dict[str, Any]]:
    """From drafts to OTTO: the calls of each pass; one more pass finds nothing to send."""
    found = []
    everything = list(shirts(sum(counts)))
    for count in counts:
        part = [everything.pop() for _ in range(count)]
        for cells in part:
            save_draft(bench.book, Sku(cells["sku"]), cells, bench.clock.now())
        list_drafts(bench.book, [Sku(cells["sku"]) for cells in part], bench.clock.now())
        begun = time.perf_counter()
        first, calls = bench.run()
        seconds = time.perf_counter() - begun
        time.sleep(0.01)  # past the moment that OTTO asks to be left alone until
        second, _ = bench.run()
        assert first.sent == second.accepted == count
        assert calls["POST /v5/products"] == -(-count // KIND.batch)
        third, again = bench.run()
        assert third.sent == 0
        assert not any(call.startswith("POST") for call in again)
        found.append({"listings": count, "upserts": calls["POST /v5/products"], "seconds": round(seconds, 2)})
    return found


def files(rows: int) -> dict[str, Any]:
    """Peaks are of this process: the second, ten times larger file shows what grows with the rows."""
    found: dict[str, Any] = {}
    for count in (rows // 10, rows):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder))
            file = written(Path(folder) / "articles.csv", count)
            told: list[Imported] = []
            begun = time.perf_counter()
            done = import_file(
                file, bench.book, bench.clock.now(), dry_run=False, on_bad=print, told=told.append
            )
            assert (done.changed, done.bad) == (count, 0)
            first = time.perf_counter() - begun
            peak = peak_mb()
            begun = time.perf_counter()
            again = import_file(
                file, bench.book, bench.clock.now(), dry_run=False, on_bad=print, told=told.append
            )
            assert (again.changed, again.unchanged) == (0, count)
            found[f"import_of_{count}"] = {
                "megabytes": round(file.stat().st_size / 1e6, 1),
                "seconds": round(first, 1),
                "rows_a_second": round(count / first),
                "seconds_again_unchanged": round(time.perf_counter() - begun, 1),
                "times_told": len(told),
                "peak_memory_mb": peak,
            }
            found[f"reasons_for_{count}"] = explained(bench, count)
    return found


def explained(bench: Bench, count: int) -> dict[str, Any]:
    """Why every listing is where it is, as `app-center listings` says it."""
    explainer = Explainer(bench.judge, KIND, None, bench.clock)
    begun = time.perf_counter()
    part, seen = [], 0
    for record in bench.book.all():
        part.append(record)
        if len(part) == 500:
            seen += sum(1 for _ in explainer.explain(part, {}, {}))
            part = []
    seen += sum(1 for _ in explainer.explain(part, {}, {}))
    seconds = time.perf_counter() - begun
    assert seen == count
    return {"seconds": round(seconds, 1), "a_second": round(count / seconds), "peak_memory_mb": peak_mb()}


def verdicts(count: int) -> dict[str, Any]:
    """All verdicts of an assortment, read for the first time."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.standin.goods.list_generated(count, 5)
        begun = time.perf_counter()
        report, calls = bench.run()
        seconds = time.perf_counter() - begun
        assert report.verdicts == count
        pages = calls["GET /v5/products/marketplace-status"]
        return {"verdicts": count, "pages": pages, "seconds": round(seconds, 1)}


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    asked = parser.parse_args()
    result: dict[str, Any] = {
        "machine": {"python": platform.python_version(), "processors": os.cpu_count()},
        "files": files(asked.rows),
        "verdicts": verdicts(asked.rows),
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        result["check"] = checked(bench, 10_000)
        result["passes"] = passes(bench, (1, 500, 501, 2000))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
