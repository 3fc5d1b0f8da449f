"""Calls to DHL's interfaces. Reads and dry runs are repeated while a short fault may last; whatever buys or
cancels goes out once."""

from collections.abc import Callable, Container, Mapping
from typing import Any, Final, TypeVar

import stamina

from adapters.carriers.dhl.complaints import tracking_complaints
from adapters.carriers.dhl.manifest import SERVICE, TRACKING
from adapters.carriers.dhl.tokens import Credentials, open_tokens
from core.errors import BrokenReply, Complaint, Throttled, Unreachable
from core.secret import Secret
from ports import Bearer, Client, Connection, Request, Response, Tokens, send

#: Seconds that a caller waits in place when DHL asks it to; longer pauses are handed on.
PATIENCE: Final = 20.0
_ATTEMPTS: Final = 4

Answer = TypeVar("Answer")
Query = Mapping[str, str]
Explain = Callable[[Response], tuple[Complaint, ...]]


def _again(error: Exception) -> bool | float:
    """Whether to repeat, or after how many seconds."""
    if isinstance(error, Throttled):
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= PATIENCE else False
    return isinstance(error, (Unreachable, BrokenReply))


class DhlCalls:
    """One account's way to DHL. Building it sends nothing. Safe to share between threads."""

    def __init__(self, http: Client, tokens: Tokens, app_key: Secret) -> None:
        self._http = http
        self._tokens = tokens
        self._auth = Bearer(tokens)
        self._app_key = app_key

    def authenticate(self) -> None:
        """Have a token, or learn why not.

        raises  WrongCredentials, AccessDenied, Throttled, Unreachable, BrokenReply
        """
        _patiently(self._tokens.current)

    def read(self, path: str, query: Query, explain: Explain, accept: Container[int] = ()) -> Response:
        """GET.

        raises  AccessDenied, Throttled, Refused, Unreachable, BrokenReply
        """
        return _patiently(
            lambda: self._sent(self._request("GET", path, query), explain, accept, repeatable=True)
        )

    def try_out(self, path: str, query: Query, body: Any, explain: Explain) -> Response:
        """POST something that changes nothing. Errors as `read`."""
        return _patiently(
            lambda: self._sent(self._request("POST", path, query, body), explain, (), repeatable=True)
        )

    def write(
        self,
        method: str,
        path: str,
        query: Query,
        body: Any,
        explain: Explain,
        accept: Container[int] = (),
    ) -> Response:
        """Sent once; again only after a 401, which did nothing.

        raises  Refused: a clear no; nothing happened
                OutcomeUnknown: it may have happened
                AccessDenied, Throttled, Unreachable: nothing happened
        """
        return self._sent(self._request(method, path, query, body), explain, accept, repeatable=False)

    def track(self, query: Query) -> Response:
        """GET of the tracking interface, which asks for the API key instead of a token; 404 is an answer.

        raises  AccessDenied, Throttled, Refused, Unreachable, BrokenReply
        """
        headers = {"Accept": "application/json", "DHL-API-Key": self._app_key.reveal()}
        return _patiently(
            lambda: send(
                self._http,
                self._http.build_request("GET", f"{TRACKING}/shipments", params=query, headers=headers),
                service=SERVICE,
                explain=tracking_complaints,
                accept={404},
            )
        )

    def _request(self, method: str, path: str, query: Query, body: Any = None) -> Request:
        # The texts are shown to German sellers as they come; without the header some come in English.
        headers = {"Accept": "application/json", "Accept-Language": "de-DE"}
        return self._http.build_request(method, path, params=query, json=body, headers=headers)

    def _sent(
        self, request: Request, explain: Explain, accept: Container[int], *, repeatable: bool
    ) -> Response:
        return send(
            self._http,
            request,
            service=SERVICE,
            auth=self._auth,
            repeatable=repeatable,
            explain=explain,
            accept=accept,
        )


def _patiently(call: Callable[[], Answer]) -> Answer:
    for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 3):
        with attempt:
            return call()
    raise AssertionError("the loop above returns or raises")


def open_calls(connection: Connection) -> DhlCalls:
    http = connection.client(connection.settings["environment"])
    credentials = Credentials.of(connection.settings, connection.secrets)
    tokens = open_tokens(http, credentials, connection.tokens, connection.clock)
    return DhlCalls(http, tokens, credentials.app_key)
