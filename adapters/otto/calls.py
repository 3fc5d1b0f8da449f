"""Calls to OTTO's interface with the account's token. Reads are repeated while a short fault may last."""

from collections.abc import Iterable
from typing import Final

import stamina

from adapters.otto.complaints import complaints
from adapters.otto.manifest import SCOPES, SERVICE
from adapters.otto.tokens import Bearer, Credentials, RightMissing, Tokens
from core.errors import AccessDenied, BrokenReply, Throttled, Unreachable
from ports import Client, Connection, Response, send

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

    def read(self, target: str, right: str | None = None) -> Response:
        """GET `target` (path and query). `right` is what it needs; a 403 then names it.

        raises  AccessDenied, Throttled, Refused, Unreachable, BrokenReply
        """
        for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 3):
            with attempt:
                return self._read(target, right)
        raise AssertionError("the loop above returns or raises")

    def _read(self, target: str, right: str | None) -> Response:
        request = self._http.build_request("GET", target, headers={"Accept": "application/json"})
        try:
            return send(self._http, request, service=SERVICE, auth=self._auth, explain=complaints)
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
    tokens = Tokens(
        http,
        Credentials.of(connection.settings, connection.secrets),
        connection.tokens,
        connection.clock,
        wanted if scopes is None else scopes,
    )
    return OttoCalls(http, tokens)
