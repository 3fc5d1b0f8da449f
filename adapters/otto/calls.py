"""Calls to OTTO's interface with the account's token. Reads are repeated while a short fault may last, writes
never."""

import json
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import stamina

from adapters.otto.complaints import complaints
from adapters.otto.manifest import SCOPES, SERVICE
from adapters.otto.tokens import Credentials, RightMissing, open_tokens
from core.errors import AccessDenied, BrokenReply, Throttled, Unreachable
from ports import Bearer, Client, Connection, Request, Response, Tokens, send

#: Seconds that a pass waits in place when OTTO asks it to; longer pauses end the pass.
PATIENCE: Final = 20.0
_ATTEMPTS: Final = 6


def _again(error: Exception) -> bool | float:
    """Whether to repeat a read, or after how many seconds."""
    if isinstance(error, Throttled):
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= PATIENCE else False
    return isinstance(error, (Unreachable, BrokenReply))


class OttoCalls:
    """One account's way to OTTO. Building it sends nothing."""

    def __init__(self, http: Client, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens
        self._auth = Bearer(tokens)

    def authenticate(self) -> None:
        """Have a token, or learn why not. Repeats as `read` does.

        raises  WrongCredentials, ScopeMissing, ConsentMissing, Throttled, Unreachable, BrokenReply
        """
        for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 3):
            with attempt:
                self._tokens.current()

    def read(
        self,
        target: str,
        right: str | None = None,
        media: str = "application/json",
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        accept: Container[int] = (),
    ) -> Response:
        """GET `target` (path and query). `right` is what it needs; a 403 then names it. `media` is wanted.
        `accept`: statuses beyond 2xx that are answers.

        raises  AccessDenied, Throttled, Refused, Unreachable, BrokenReply
        """
        for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 3):
            with attempt:
                return self._read(target, right, {"Accept": media, **headers}, accept)
        raise AssertionError("the loop above returns or raises")

    def write(
        self,
        method: str,
        target: str,
        body: object = None,
        *,
        right: str | None = None,
        repeatable: bool = False,
        headers: Mapping[str, str] = MappingProxyType({}),
        accept: Container[int] = (),
    ) -> Response:
        """Send `body` as JSON (bytes are JSON already), once. `repeatable`: sending twice equals sending
        once; a lost answer is then Unreachable instead of OutcomeUnknown. `accept`: statuses beyond 2xx that
        are answers.

        raises  AccessDenied, Throttled, Refused, Unreachable, OutcomeUnknown; repeatable ones BrokenReply
        """
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        names = {"Accept": "application/json", **headers}
        if content is not None:
            names["Content-Type"] = "application/json"
        request = self._http.build_request(method, target, content=content, headers=names)
        return self._send(request, right, repeatable=repeatable, accept=accept)

    def _read(
        self, target: str, right: str | None, headers: Mapping[str, str], accept: Container[int]
    ) -> Response:
        return self._send(self._http.build_request("GET", target, headers=headers), right, accept=accept)

    def _send(
        self,
        request: Request,
        right: str | None,
        *,
        repeatable: bool | None = None,
        accept: Container[int] = (),
    ) -> Response:
        try:
            return send(
                self._http,
                request,
                service=SERVICE,
                auth=self._auth,
                repeatable=repeatable,
                explain=complaints,
                accept=accept,
            )
        except AccessDenied as error:
            if error.status == 403 and right is not None:
                raise RightMissing(right) from None
            raise


def open_calls(connection: Connection, scopes: Iterable[str] | None = None) -> OttoCalls:
    """Calls with the rights that the activation proved, or with `scopes`."""
    http = connection.client(connection.settings["environment"])
    wanted = connection.settings.get("scopes", "").split() or [
        scope.key for scope in SCOPES if scope.required
    ]
    tokens = open_tokens(
        http,
        Credentials.of(connection.settings, connection.secrets),
        connection.tokens,
        connection.clock,
        wanted if scopes is None else scopes,
    )
    return OttoCalls(http, tokens)
