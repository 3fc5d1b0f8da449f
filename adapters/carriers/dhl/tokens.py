"""Access tokens of one account at DHL: fetched once, used until shortly before they end. One token serves
Shipping and Returns. Facts: NOTES.md, "token"."""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

import httpx

from adapters.carriers.dhl.manifest import AUTH, SERVICE
from core.errors import AccessDenied, BrokenReply
from core.secret import Secret
from core.text import Text
from ports import Client, Response, Token, TokenShelf, json_of, reading, send
from ports.system import Clock

#: A token is not used in its last seconds: the answer to a long request must still find it valid.
MARGIN: Final = timedelta(seconds=60)
#: The name under which the access token is kept.
ACCESS: Final = "access"
_LIFETIME_S: Final = 1799
_CODE: Final = re.compile(r"[a-z_]{3,40}\Z")
#: Errors of OAuth that say that the request is malformed: a defect here, not wrong credentials.
_DEFECTS: Final = frozenset({"invalid_request", "unsupported_grant_type"})

_APP: Final = ("app_key", "app_secret")
_USER: Final = ("user", "password")


class WrongCredentials(AccessDenied):
    """DHL gives no token for these access data. `fields` are the settings that may be wrong."""

    def __init__(self, fields: tuple[str, ...], status: int | None = None) -> None:
        super().__init__(SERVICE, _WRONG.get(fields, _WRONG_SOMEWHERE), status=status)
        self.fields = fields


_WRONG: Final[Mapping[tuple[str, ...], Text]] = {
    _APP: Text(
        en="DHL does not accept this API key with this API secret",
        de="DHL akzeptiert diesen API-Key mit diesem API-Secret nicht",
    ),
    _USER: Text(
        en="DHL does not accept this user with this password; the password may have expired",
        de="DHL akzeptiert diesen Benutzer mit diesem Passwort nicht; vielleicht ist das Passwort abgelaufen",
    ),
}
_WRONG_SOMEWHERE: Final = Text(
    en="DHL does not accept these access data: user and password (it may have expired), or API key and "
    "secret",
    de="DHL akzeptiert diese Zugangsdaten nicht: Benutzer und Passwort (vielleicht abgelaufen) oder API-Key "
    "und -Secret",
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """An app of the developer portal, and a user of the business customer portal."""

    app_key: Secret = field(repr=False)
    app_secret: Secret = field(repr=False)
    user: str = field(repr=False)
    password: Secret = field(repr=False)

    @classmethod
    def of(cls, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> Self:
        return cls(secrets["app_key"], secrets["app_secret"], settings["user"], secrets["password"])


class Tokens:
    """The access token, from the shelf or fresh. Safe to share between threads: the worst that two of them do
    is to fetch twice."""

    def __init__(self, http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock) -> None:
        self._http = http
        self._credentials = credentials
        self._shelf = shelf
        self._clock = clock

    def current(self) -> Token:
        """raises  WrongCredentials, AccessDenied, Throttled, Unreachable, BrokenReply"""
        token = self._shelf.get(ACCESS)
        if token is not None and self._clock.now() < token.ends_at - MARGIN:
            return token
        return self._fetch()

    def renew(self, refused: Token) -> Token:
        """After a 401: a fresh one, unless somebody else has fetched it already. Errors as `current`."""
        token = self._shelf.get(ACCESS)
        if token is not None and token.value != refused.value:
            return token
        self._shelf.drop(ACCESS)
        return self._fetch()

    def _fetch(self) -> Token:
        own = self._credentials
        request = self._http.build_request(
            "POST",
            f"{AUTH}/token",
            data={
                "grant_type": "password",
                "username": own.user,
                "password": own.password.reveal(),
                "client_id": own.app_key.reveal(),
                "client_secret": own.app_secret.reveal(),
            },
            headers={"Accept": "application/json"},
        )
        answer = send(self._http, request, service=SERVICE, repeatable=True, accept={400, 401})
        if not answer.is_success:
            raise _refusal(answer)
        token = self._read(answer)
        self._shelf.put(ACCESS, token)
        return token

    def _read(self, answer: Response) -> Token:
        with reading(SERVICE):
            body = json_of(answer)
            value, lifetime = body["access_token"], int(body.get("expires_in") or _LIFETIME_S)
            if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
                raise TypeError("access_token")
            return Token(Secret(value), self._clock.now() + timedelta(seconds=min(max(lifetime, 0), 86_400)))


def _refusal(answer: Response) -> AccessDenied | BrokenReply:
    """The error body is not documented; where it is OAuth's, it tells which pair is wrong."""
    status, code = answer.status_code, _error_code(answer)
    if status == 400 and code in _DEFECTS:
        return BrokenReply(SERVICE, f"the token was refused ({code})", status=status)
    if code in {"invalid_client", "unauthorized_client"}:
        return WrongCredentials(_APP, status)
    if code == "invalid_grant":
        return WrongCredentials(_USER, status)
    return WrongCredentials((*_USER, *_APP), status)


def _error_code(answer: Response) -> str | None:
    """OAuth's `error`, and nothing else of the body: its free text could repeat what was sent."""
    try:
        code = json_of(answer)["error"]
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return None
    return code if isinstance(code, str) and _CODE.match(code) else None


class Bearer(httpx.Auth):
    """Puts the token on a request. After a 401, which did nothing, it is renewed once and sent once more."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        token = self._tokens.current()
        request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
        answer = yield request
        if answer.status_code == 401:
            token = self._tokens.renew(token)
            request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
            yield request
