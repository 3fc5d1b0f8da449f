"""Calls to GLS with the account's login.

What may be asked again is repeated while a short fault may last. What buys or cancels goes out once; only a
401, which did nothing, lets it go out a second time with a fresh token.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import stamina

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.complaints import complaints
from adapters.carriers.gls.manifest import SERVICE
from adapters.carriers.gls.tokens import login
from core.errors import BrokenReply, Throttled, Unreachable
from ports import Client, Connection, Response, send

#: Seconds to wait in place when GLS asks for it; longer pauses are the caller's affair.
PATIENCE: Final = 10.0
_ATTEMPTS: Final = 4

GLS_JSON: Final = "application/glsVersion1+json"
JSON: Final = "application/json"
PORTAL_SHIPIT: Final = "/shipit-farm/v1/backend/rs"
CLASSIC_SHIPIT: Final = "/backend/rs"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, without its login. `private` is what its answer may repeat and no error may."""

    method: str
    path: str
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = JSON
    private: Collection[str] = field(default=(), repr=False)


def _again(error: Exception) -> bool | float:
    """Whether to repeat, or after how many seconds. Without a time it is the day's quota that is used up."""
    if isinstance(error, Throttled):
        return error.retry_after if error.retry_after is not None and error.retry_after <= PATIENCE else False
    return isinstance(error, (Unreachable, BrokenReply))


class GlsCalls:
    """One account's way to GLS. Building it sends nothing."""

    def __init__(self, http: Client, auth: httpx.Auth, shipit: str) -> None:
        self._http = http
        self._auth = auth
        self._shipit = shipit

    def shipit(
        self, resource: str, body: Mapping[str, Any] | None = None, *, private: Collection[str] = ()
    ) -> Call:
        """A call of ShipIT, where this account has it. `resource` as "shipments/validate"."""
        return Call("POST", f"{self._shipit}/{resource}", body, media=GLS_JSON, private=private)

    def once(self, call: Call) -> Response:
        """raises  AccessDenied, Throttled, Refused, Unreachable, OutcomeUnknown"""
        return self._send(call, repeatable=False)

    def ask(self, call: Call) -> Response:
        """For what has no effect, or the same effect twice.

        raises  AccessDenied, Throttled, Refused, Unreachable, BrokenReply
        """
        for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 3):
            with attempt:
                return self._send(call, repeatable=True)
        raise AssertionError("the loop above returns or raises")

    def _send(self, call: Call, *, repeatable: bool) -> Response:
        headers = {"Accept": call.media, **call.headers}
        if call.method == "POST":
            headers["Content-Type"] = call.media
        content = None
        if call.body is not None:
            # In ASCII, so that no side can mistake the encoding, which GLS's media type does not name.
            content = json.dumps(call.body, ensure_ascii=True, allow_nan=False).encode("ascii")
        request = self._http.build_request(
            call.method, call.path, params=call.params or None, headers=headers, content=content
        )
        return send(
            self._http,
            request,
            service=SERVICE,
            auth=self._auth,
            repeatable=repeatable,
            explain=lambda answer: complaints(answer, call.private),
        )


def open_calls(connection: Connection, account: Account) -> GlsCalls:
    http = connection.client(account.server)
    prefix = CLASSIC_SHIPIT if account.is_classic else PORTAL_SHIPIT
    return GlsCalls(http, login(connection, account, http), prefix)
