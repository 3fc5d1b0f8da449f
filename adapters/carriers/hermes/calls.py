"""Calls to Hermes with the account's token. Reads are repeated while a short fault may last; what could buy a
label is sent once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import httpx
import stamina

from adapters.carriers.hermes.complaints import NOBODY, TOKEN_CODES, About, complaints, unusable, verdict
from adapters.carriers.hermes.manifest import SERVICE, USER_AGENT
from adapters.carriers.hermes.tokens import Credentials, open_tokens
from core.errors import AccessDenied, BrokenReply, Refused, Throttled, Unreachable
from core.text import Text
from ports import (
    Client,
    Connection,
    Request,
    Response,
    Token,
    Tokens,
    json_of,
    reading,
    reading_outcome,
    send,
)

_BASE: Final = "/services/hsi"
#: Seconds that a read waits in place when Hermes asks it to; longer pauses end it.
PATIENCE: Final = 20.0
#: Seconds for the answer to what buys: a label that is merely slow must not become an unknown one.
BUYING_TIMEOUT: Final = httpx.Timeout(60.0, connect=10.0)
_ATTEMPTS: Final = 4
#: No order has it: reading it proves the access and nothing else.
_PROBE: Final = (("shipmentOrderID", "00000000000"),)

Query = Sequence[tuple[str, str]]


def _again(error: Exception) -> bool | float:
    """Whether to repeat a read, or after how many seconds."""
    if isinstance(error, Throttled):
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= PATIENCE else False
    return isinstance(error, (Unreachable, BrokenReply))


class HermesCalls:
    """One account's way to Hermes. Building it sends nothing."""

    def __init__(self, http: Client, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens

    def prove(self) -> None:
        """Show, with a token of its own, that the access data are right, and read something harmless. Any
        answer but 401 and 403 is good enough: the order that is asked for does not exist.

        raises  WrongCredentials and its kinds, AccessDenied, Throttled, Unreachable, BrokenReply
        """
        for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 2):
            with attempt:
                self._tokens.anew()
                try:
                    self._send(partial(self._reading, "/shipmentorders", _PROBE), repeatable=True)
                except Refused:
                    return

    def read(self, path: str, query: Query = ()) -> Any:
        """The JSON object behind `path` below the interface.

        raises  AccessDenied, Throttled, Refused, Unreachable, BrokenReply
        """
        for attempt in stamina.retry_context(on=_again, attempts=_ATTEMPTS, timeout=PATIENCE * 2):
            with attempt:
                try:
                    answer = self._send(partial(self._reading, path, query), repeatable=True)
                except Refused as error:
                    raise verdict(error.complaints, buying=False, status=error.status) from None
                with reading(SERVICE):
                    return _object(answer)
        raise AssertionError("the loop above returns or raises")

    def track(self, query: Query) -> Any:
        """The JSON object that the tracking answers with.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply
        """
        try:
            return self.read("/shipmentinfo", query)
        except Refused as error:
            raise unusable(error, "the tracking") from None

    def buy(self, path: str, body: Mapping[str, Any], accept: str, about: About) -> Any:
        """The JSON object in the answer to what buys a label. Sent once; once more only after Hermes refused
        the token, which bought nothing.

        raises  AccessDenied, Throttled, Refused, Unreachable: nothing was bought
                OutcomeUnknown
        """
        write = partial(self._writing, path, body, accept)
        try:
            answer = self._send(write, repeatable=False, about=about)
        except Refused as error:
            raise verdict(error.complaints, buying=True, status=error.status) from None
        with reading_outcome(SERVICE, answer):
            return _object(answer)

    def issue(self, order_id: str, accept: str) -> Any:
        """The label of an order that has none yet. Hermes issues it once (e018), so asking again is harmless.

        raises  Refused: also where it has been issued before
                AccessDenied, Throttled, Unreachable, BrokenReply
        """
        write = partial(self._writing, f"/shipmentorders/{order_id}/labels", None, accept)
        try:
            answer = self._send(write, repeatable=True)
        except Refused as error:
            raise verdict(error.complaints, buying=False, status=error.status) from None
        with reading(SERVICE):
            return _object(answer)

    def _send(
        self, build: Callable[[Token], Request], *, repeatable: bool, about: About = NOBODY
    ) -> Response:
        token = self._tokens.current()
        try:
            return self._once(build(token), repeatable, about)
        except (AccessDenied, Refused) as error:
            if not _about_the_token(error):
                raise
        try:
            return self._once(build(self._tokens.renew(token)), repeatable, about)
        except (AccessDenied, Refused) as error:
            if not _about_the_token(error):
                raise
            raise AccessDenied(SERVICE, _TOKEN_REFUSED, status=error.status) from None

    def _once(self, request: Request, repeatable: bool, about: About) -> Response:
        return send(
            self._http,
            request,
            service=SERVICE,
            repeatable=repeatable,
            explain=partial(complaints, about=about),
        )

    def _reading(self, path: str, query: Query, token: Token) -> Request:
        return self._http.build_request(
            "GET", _BASE + path, params=list(query), headers=_headers(token, "application/json")
        )

    def _writing(self, path: str, body: Mapping[str, Any] | None, accept: str, token: Token) -> Request:
        return self._http.build_request(
            "POST", _BASE + path, json=body, headers=_headers(token, accept), timeout=BUYING_TIMEOUT
        )


_TOKEN_REFUSED: Final = Text(
    en="Hermes gives tokens for these access data and then refuses them; please ask your contact at Hermes",
    de="Hermes gibt zu diesen Zugangsdaten Tokens aus und lehnt sie dann ab; bitte den Ansprechpartner bei "
    "Hermes fragen",
)


def _headers(token: Token, accept: str) -> Mapping[str, str]:
    return {
        "Authorization": f"Bearer {token.value.reveal()}",
        "Accept": accept,
        "Accept-Language": "DE",
        "User-Agent": USER_AGENT,
    }


def _about_the_token(error: AccessDenied | Refused) -> bool:
    """401 is; the tracking says it with 400 and a code of its own."""
    if isinstance(error, Refused):
        return any((complaint.code or "").lower() in TOKEN_CODES for complaint in error.complaints)
    return error.status == 401


def _object(answer: Response) -> Any:
    body = json_of(answer)
    if not isinstance(body, dict):
        raise TypeError("not an object")
    return body


def open_calls(connection: Connection) -> HermesCalls:
    environment = connection.settings["environment"]
    tokens = open_tokens(
        connection.client(f"{environment}_auth"),
        Credentials.of(connection.settings, connection.secrets),
        connection.tokens,
        connection.clock,
        environment,
    )
    return HermesCalls(connection.client(environment), tokens)
