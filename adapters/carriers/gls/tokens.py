"""The ways to log in at GLS: OAuth2 tokens in the developer portal, Basic on a classic host."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

import httpx

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.manifest import SERVICE
from core.errors import AccessDenied
from core.secret import Secret
from core.text import Text
from ports import Client, Connection, Response, Token, TokenShelf, json_of, reading, send
from ports.system import Clock

#: A token is not used in its last seconds: the answer to a long request must still find it valid.
MARGIN: Final = timedelta(seconds=90)
#: GLS: "up to four hours".
LIFETIME: Final = 14_400
TOKEN_PATH: Final = "/oauth2/v2/token"  # noqa: S105 - an address
_ACCESS: Final = "access"


class WrongCredentials(AccessDenied):
    """GLS does not know the id, or the secret does not belong to it."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(
            SERVICE,
            Text(
                en="GLS does not accept this client id and client secret",
                de="GLS akzeptiert diese Client-ID mit diesem Client-Secret nicht",
            ),
            status=status,
        )


@dataclass(frozen=True, slots=True)
class Credentials:
    """An app of GLS's developer portal."""

    client_id: str
    client_secret: Secret = field(repr=False)

    @classmethod
    def of(cls, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> Self:
        return cls(settings["client_id"], secrets["client_secret"])


class Tokens:
    """The access token, from the shelf or fresh. Safe to share between threads: the worst that two of them
    do is to fetch twice."""

    def __init__(self, http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock) -> None:
        self._http = http
        self._credentials = credentials
        self._shelf = shelf
        self._clock = clock

    def current(self) -> Token:
        """raises  WrongCredentials, Throttled, Unreachable, BrokenReply"""
        token = self._shelf.get(_ACCESS)
        if token is not None and self._clock.now() < token.ends_at - MARGIN:
            return token
        return self._keep(self._fetch())

    def renew(self, refused: Token) -> Token:
        """After a 401: a fresh one, unless somebody else has fetched it already. Errors as `current`."""
        token = self._shelf.get(_ACCESS)
        if token is not None and token.value != refused.value:
            return token
        self._shelf.drop(_ACCESS)
        return self._keep(self._fetch())

    def _keep(self, token: Token) -> Token:
        self._shelf.put(_ACCESS, token)
        return token

    def _fetch(self) -> Token:
        request = self._http.build_request(
            "POST",
            TOKEN_PATH,
            data={"grant_type": "client_credentials"},
            headers={"Accept": "application/json"},
        )
        answer = send(
            self._http,
            request,
            service=SERVICE,
            auth=httpx.BasicAuth(self._credentials.client_id, self._credentials.client_secret.reveal()),
            repeatable=True,
            accept={400, 401, 403},  # GLS answers wrong credentials with 400 as well
        )
        if not answer.is_success:
            raise WrongCredentials(answer.status_code)
        return self._read(answer)

    def _read(self, answer: Response) -> Token:
        with reading(SERVICE):
            body = json_of(answer)
            value, lifetime = body["access_token"], int(body.get("expires_in") or LIFETIME)
            if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
                raise TypeError("access_token")
            ends_at = self._clock.now() + timedelta(seconds=min(max(lifetime, 0), LIFETIME))
            return Token(Secret(value), ends_at)


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


def login(connection: Connection, account: Account, http: Client) -> httpx.Auth:
    """What puts the credentials on a request. Making it sends nothing."""
    if account.is_classic:
        return httpx.BasicAuth(connection.settings["user"], connection.secrets["password"].reveal())
    credentials = Credentials.of(connection.settings, connection.secrets)
    return Bearer(Tokens(http, credentials, connection.tokens, connection.clock))
