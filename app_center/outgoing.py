"""The way out: HTTP clients for apps, each held to its servers and to the account's request budget."""

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import Final

import httpx
from pyrate_limiter import Duration, Limiter
from pyrate_limiter import Rate as BucketRate

from core.apps import AccountId, AppKey
from core.errors import InvalidValue
from core.text import Text
from ports.hooks import Manifest, Rate
from ports.servers import server_address

#: Creating a label may take a carrier most of a minute, and giving up early buys it twice.
TIMEOUT: Final = httpx.Timeout(connect=5.0, read=60.0, write=30.0, pool=30.0)
_USER_AGENT: Final = "otto-app/0.1"


class Outgoing:
    """Opens clients, one per account, app and server, and keeps them until `close`."""

    def __init__(self, base_urls: Mapping[str, str]) -> None:
        self._base_urls = base_urls
        self._budgets: dict[tuple[AccountId, AppKey], Limiter] = {}
        self._clients: dict[tuple[AccountId, AppKey, str], httpx.Client] = {}
        self._lock = Lock()

    def client(
        self,
        account: AccountId,
        manifest: Manifest,
        server: str,
        settings: Mapping[str, str] = MappingProxyType({}),
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
        key = (account, manifest.key, address)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = httpx.Client(
                    base_url=address,
                    transport=_Held(httpx.URL(address).host, self._budget(account, manifest)),
                    timeout=TIMEOUT,
                    follow_redirects=False,
                    headers={"User-Agent": _USER_AGENT},
                )
            return self._clients[key]

    def _budget(self, account: AccountId, manifest: Manifest) -> Limiter | None:
        if not manifest.budget:
            return None
        key = (account, manifest.key)
        if key not in self._budgets:
            rates = sorted(manifest.budget, key=lambda rate: rate.seconds)
            self._budgets[key] = Limiter([_bucket_rate(rate) for rate in rates])
        return self._budgets[key]

    def close(self) -> None:
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()


def _bucket_rate(rate: Rate) -> BucketRate:
    return BucketRate(rate.requests, int(rate.seconds * Duration.SECOND))


class _Held(httpx.HTTPTransport):
    """Waits for the budget before each request, and lets none out to another host."""

    def __init__(self, host: str, budget: Limiter | None) -> None:
        super().__init__(limits=httpx.Limits(max_connections=20, max_keepalive_connections=5))
        self._host = host
        self._budget = budget

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != self._host:
            raise InvalidValue(
                Text(
                    en="an app tried to call a host that its manifest does not name",
                    de="eine App wollte einen Server aufrufen, den ihr Manifest nicht nennt",
                )
            )
        if self._budget is not None:
            self._budget.try_acquire("request")
        return super().handle_request(request)
