"""Receipts as an area. They need no control: they come of what happens to orders."""

from collections.abc import Mapping, Sequence

from adapters.otto.standin.area import Route
from adapters.otto.standin.receipts.desk import ReceiptDesk
from standins.application import Control


class Receipts:
    def __init__(self, desk: ReceiptDesk) -> None:
        self.desk = desk

    def routes(self) -> Sequence[Route]:
        desk = self.desk
        return (
            Route("GET", "/v3/receipts", "receipts", desk.list),
            Route("GET", "/v3/receipts/<number>", "receipts", desk.single),
            Route("GET", "/v3/receipts/<number>.pdf", "receipts", desk.pdf),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}
