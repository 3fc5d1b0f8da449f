"""The way out: HTTP clients for apps, each held to its servers, to the account's request budget, and to the
lease of the pass that it works for."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Final

import httpx

from app_center.budget import Budget, LocalPaces, opened_budget
from core.apps import AccountId, AppKey
from core.errors import InvalidValue
from core.schedule import Urgency
from core.text import Text
from ports.hooks import Manifest
from ports.http import retry_after
from ports.lease import Lease
from ports.memory import Paces
from ports.servers import server_address

#: Creating a label may take a carrier most of a minute, and giving up early buys it twice.
TIMEOUT: Final = httpx.Timeout(connect=5.0, read=60.0, write=30.0, pool=30.0)
_USER_AGENT: Final = "otto-app/0.1"
_HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LIMITS: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)


@dataclass(frozen=True, slots=True)
class Errand:
    """What a client is for: how urgent it is, and the lease of its pass, where it is one."""

    urgency: Urgency = Urgency.NORMAL
    lease: Lease | None = None


#: What a person waits for.
BY_HAND: Final = Errand(Urgency.URGENT)


class Outgoing:
    """Opens clients. They share connections by address, and an account's budget at an app, until `close`.

    paces  who shares the budgets: by default this process alone
    """

    def __init__(self, base_urls: Mapping[str, str], paces: Paces | None = None) -> None:
        self._base_urls = base_urls
        self._paces = paces or LocalPaces()
        self._alone = LocalPaces()
        self._budgets: dict[tuple[AccountId, AppKey], Budget | None] = {}
        self._lines: dict[str, httpx.HTTPTransport] = {}
        self._lock = Lock()

    def client(
        self,
        account: AccountId,
        manifest: Manifest,
        server: str,
        settings: Mapping[str, str] = MappingProxyType({}),
        errand: Errand = BY_HAND,
    ) -> httpx.Client:
        """The client for one of the manifest's servers, or for where the operator sends them all.

        settings  for addresses that hold one of them (`ports.servers`)

        raises  InvalidValue: the manifest names no such server, or a setting does not fit into its address
        """
        override = self._base_urls.get(manifest.key)
        address = override or server_address(manifest.servers, server, settings)
        if address is None:
            raise InvalidValue(
                Text(
                    en=f"{manifest.name} has no server {server!r}",
                    de=f"{manifest.name} hat keinen Server „{server}“",
                )
            )
        with self._lock:
            line = self._line(address)
            gate = _Gate(self._budget(account, manifest), self._apart(manifest), manifest.apart, errand)
        return httpx.Client(
            base_url=address,
            transport=_Held(httpx.URL(address).host, line, gate),
            timeout=TIMEOUT,
            follow_redirects=False,
            headers={"User-Agent": _USER_AGENT},
        )

    def _line(self, address: str) -> httpx.HTTPTransport:
        """Connections are shared by all accounts: they carry no credentials, and cost much to set up."""
        if address not in self._lines:
            self._lines[address] = httpx.HTTPTransport(limits=_LIMITS)
        return self._lines[address]

    def _budget(self, account: AccountId, manifest: Manifest) -> Budget | None:
        key = (account, manifest.key)
        if key not in self._budgets:
            self._budgets[key] = opened_budget(self._paces, account, manifest)
        return self._budgets[key]

    def _apart(self, manifest: Manifest) -> Budget | None:
        """Of this process: the other side counts these requests by address, not by account."""
        key = (AccountId(""), manifest.key)
        if key not in self._budgets and manifest.apart:
            self._budgets[key] = Budget(self._alone, *key, manifest.name, manifest.apart_budget, batch=1)
        return self._budgets.get(key)

    def paces(self) -> Mapping[AppKey, float]:
        """The share of the full pace that is left after 429s, by app: that of the slowest account here."""
        with self._lock:
            budgets = [
                (key, budget) for key, budget in self._budgets.items() if budget is not None and key[0]
            ]
        slowest: dict[AppKey, float] = {}
        for (_, app), budget in budgets:
            slowest[app] = min(slowest.get(app, 1.0), budget.share())
        return slowest

    def close(self) -> None:
        with self._lock:
            for line in self._lines.values():
                line.close()
            self._lines.clear()


@dataclass(frozen=True, slots=True)
class _Gate:
    """What a request passes before it leaves."""

    budget: Budget | None
    apart: Budget | None
    apart_ends: tuple[str, ...]
    errand: Errand

    def of(self, request: httpx.Request) -> Budget | None:
        if self.apart is not None and request.url.path.endswith(self.apart_ends):
            return self.apart
        return self.budget

    def look(self, request: httpx.Request) -> None:
        """raises  LeaseLost: it would change something, and a successor decides what"""
        if self.errand.lease is not None and request.method not in _HARMLESS:
            self.errand.lease.hold()


class _Held(httpx.BaseTransport):
    """Waits for the budget before each request, and lets none out to another host, or after its lease."""

    def __init__(self, host: str, line: httpx.HTTPTransport, gate: _Gate) -> None:
        self._host = host
        self._line = line
        self._gate = gate

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != self._host:
            raise InvalidValue(
                Text(
                    en="an app tried to call a host that its manifest does not name",
                    de="eine App wollte einen Server aufrufen, den ihr Manifest nicht nennt",
                )
            )
        budget = self._gate.of(request)
        if budget is not None:
            budget.wait(self._gate.errand.urgency)
        # Last of all: waiting may have taken long.
        self._gate.look(request)
        response = self._line.handle_request(request)
        if budget is not None and response.status_code == 429:
            budget.throttled(retry_after(response))
        return response

    def close(self) -> None:
        """The line stays open for the others."""
