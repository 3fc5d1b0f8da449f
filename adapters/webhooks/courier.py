"""A `ports.webhooks.Courier` over httpx."""

from collections.abc import Mapping
from typing import Final

import httpx

from adapters.webhooks.guard import Guarded, Resolve, resolved
from ports import send

SERVICE: Final = "webhook"
#: A host that needs longer takes the message first and works on it afterwards.
TIMEOUT: Final = httpx.Timeout(10.0)


class HttpCourier:
    """
    inside  whether addresses of the operator's own network are allowed
    """

    def __init__(
        self,
        *,
        inside: bool = False,
        resolve: Resolve = resolved,
        line: httpx.BaseTransport | None = None,
    ) -> None:
        way = line or httpx.HTTPTransport(
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=0)
        )
        transport = Guarded(way, resolve, inside=inside)
        self._client = httpx.Client(transport=transport, timeout=TIMEOUT, trust_env=False)

    def bring(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        request = self._client.build_request("POST", url, headers=dict(headers), content=body)
        send(self._client, request, service=SERVICE)

    def close(self) -> None:
        self._client.close()
