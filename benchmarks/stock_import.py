"""One program of `benchmarks.quantities`: a table of so many articles into an empty SQLite database.

python -m benchmarks.stock_import ROWS
"""

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import structlog
from cryptography.fernet import Fernet

from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from app_center.tables import lines_of
from core.listing.checks.identity import check_digit
from sync.stock_import import import_stock


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    rows = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "stock.csv"
        with table.open("w", encoding="utf-8") as file:
            file.write("sku,ean,title,on_hand,buffer\n")
            for number in range(rows):
                body = f"4{number:011}"
                ean = body + check_digit(body)
                file.write(f"ART-{number:06},{ean},Article number {number},{number % 50},1\n")
        memory = open_memory(f"sqlite:///{folder}/bench.db", Keys([Fernet.generate_key().decode()]))
        account = memory.of(memory.accounts.add("bench").id)
        wall, cpu = time.perf_counter(), time.process_time()
        with lines_of(table) as lines:
            done = import_stock(lines, account.warehouse, Clock(), on_bad=print)
        assert done.changed == rows, done
        told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
