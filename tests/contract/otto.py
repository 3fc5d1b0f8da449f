"""OTTO's adapter in front of OTTO's stand-in, with the contract between them where it is at hand."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

import httpx

from adapters.otto.marketplace import Otto
from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from ports import Connection, OrderPage
from standins import transport
from tests.contract.openapi import CheckedTransport, Contract
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens, connected
from tests.specs import SPECS

OWN_APP = {"mode": "own_app", "environment": "sandbox", "client_id": DEMO_CLIENT, "scopes": "orders"}


@dataclass(slots=True)
class OttoBench:
    """An account at OTTO, ready to read."""

    standin: OttoStandin
    clock: HandClock
    tokens: RememberedTokens = field(default_factory=RememberedTokens)

    @classmethod
    def with_orders(cls, count: int, seed: int = 1) -> Self:
        clock = HandClock()
        return cls(OttoStandin.with_orders(count, seed, clock=clock.now), clock)

    def transport(self, *, checked: bool = True) -> httpx.BaseTransport:
        """`checked` holds every exchange against the contract, where it lies beside this checkout."""
        inner = transport(self.standin)
        path = SPECS / "otto" / "openapi.yaml"
        return CheckedTransport(inner, Contract.load(path)) if checked and path.exists() else inner

    def connection(self, *, checked: bool = True, **settings: str) -> Connection:
        return connected(
            self.transport(checked=checked),
            {**OWN_APP, **settings},
            {"client_secret": DEMO_SECRET},
            self.clock,
            self.tokens,
        )

    def otto(self, *, checked: bool = True) -> Otto:
        return Otto(self.connection(checked=checked))

    def every_page(self, *, checked: bool = True) -> list[OrderPage]:
        """A listing of everything from its first to its last page."""
        orders = self.otto(checked=checked).orders
        pages = [orders.changed_orders(None, None)]
        while pages[-1].next_page is not None:
            pages.append(orders.changed_orders(None, pages[-1].next_page))
        return pages

    def later(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))
