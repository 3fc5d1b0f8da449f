"""Labels by our adapter: python ours.py CONFIG.json"""

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from benchmarks.measure import own_cpu
from core.parcel import Label, LabelKind, LabelOrder, Party, Reference
from core.secret import Secret
from ports import Connection, Token

MERCHANT = Party(
    "Odilia Murmelbach",
    "Lagerdamm",
    "4",
    "36251",
    "Bad Hersfeld",
    "DE",
    company="Murmelbach Feinkost",
    email="versand@murmelbach.example",
)


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Shelf:
    def __init__(self) -> None:
        self._kept: dict[str, Token] = {}

    def get(self, name: str) -> Token | None:
        return self._kept.get(name)

    def put(self, name: str, token: Token) -> None:
        self._kept[name] = token

    def drop(self, name: str) -> None:
        self._kept.pop(name, None)


def order(number: int) -> LabelOrder:
    consumer = Party(f"Thusnelda Quappenstein {number}", "Zwirbelgasse", "77", "01067", "Dresden", "DE")
    on = datetime.now(UTC).date()
    return LabelOrder(LabelKind.SHIPMENT, Reference(f"BENCH{number:06}"), MERCHANT, consumer, 1500, on)


def main(config: dict[str, Any]) -> None:
    (kind,) = import_module(f"adapters.carriers.{config['carrier']}.plugin").app_center_carriers()
    http = httpx.Client(base_url=config["server"], timeout=60)
    secrets = {name: Secret(value) for name, value in config["secrets"].items()}
    carrier = kind.open(Connection(config["settings"], secrets, lambda _: http, Shelf(), Clock()))
    cpu = own_cpu()
    bought = 0
    for number in range(config["count"]):
        label = carrier.buy(order(number))
        assert isinstance(label, Label)
        assert label.documents
        bought += 1
    sys.stdout.write(json.dumps({"bought": bought, "cpu": own_cpu() - cpu}) + "\n")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
