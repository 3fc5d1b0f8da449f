"""Access tokens of one account at Hermes: fetched once, used until shortly before they end.

Each fetch is a new password grant. Hermes also gives a refresh token; to keep a second secret would save
nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

from adapters.carriers.hermes.manifest import SERVICE, USER_AGENT
from core.errors import AccessDenied, BrokenReply
from core.secret import Secret
from core.text import Text
from ports import Client, Clock, Response, Token, TokenShelf, json_of, reading, send

PATH: Final = "/authorization-facade/oauth2/access_token"
#: A token is not used in its last seconds: the answer to a long request must still find it valid.
MARGIN: Final = timedelta(seconds=60)
_LIFETIME_S: Final = 3600
_CODE: Final = re.compile(r"[a-z_]{3,40}\Z")
#: OAuth's `error` by what it is about. 401 invalid_token is said of the client as well. NOTES.md, "access".
_ABOUT_CLIENT: Final = frozenset({"invalid_client", "unauthorized_client", "invalid_token"})
_ABOUT_USER: Final = frozenset({"invalid_grant", "access_denied"})


class WrongCredentials(AccessDenied):
    """Hermes gives no token for these four values and does not say which one it is about."""

    def __init__(self, status: int | None = None, text: Text | None = None) -> None:
        super().__init__(
            SERVICE,
            text
            or Text(
                en="Hermes does not accept this access data",
                de="Hermes akzeptiert diese Zugangsdaten nicht",
            ),
            status=status,
        )


class WrongClient(WrongCredentials):
    """Hermes does not know the client id, or the client secret does not belong to it."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(
            status,
            Text(
                en="Hermes does not accept this client id with this client secret",
                de="Hermes akzeptiert diese Client-ID mit diesem Client-Secret nicht",
            ),
        )


class WrongUser(WrongCredentials):
    """Hermes does not know the user, or the password does not belong to it."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(
            status,
            Text(
                en="Hermes does not accept this user name with this password",
                de="Hermes akzeptiert diesen Benutzernamen mit diesem Passwort nicht",
            ),
        )


@dataclass(frozen=True, slots=True)
class Credentials:
    """The API partner's id and secret, and the business customer's user and password."""

    client_id: str
    client_secret: Secret = field(repr=False)
    user: str = field(repr=False)
    password: Secret = field(repr=False)

    @classmethod
    def of(cls, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> Self:
        return cls(settings["client_id"], secrets["client_secret"], settings["user"], secrets["password"])


class Tokens:
    """The access token, from the shelf or fresh. Safe to share between threads: the worst that two of them do
    is to fetch twice."""

    def __init__(
        self, http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock, environment: str
    ) -> None:
        self._http = http
        self._credentials = credentials
        self._shelf = shelf
        self._clock = clock
        self._key = f"access-{environment}"

    def current(self) -> Token:
        """raises  WrongCredentials and its kinds, AccessDenied, Throttled, Unreachable, BrokenReply"""
        token = self._shelf.get(self._key)
        if token is not None and self._clock.now() < token.ends_at - MARGIN:
            return token
        return self._fetched()

    def renew(self, refused: Token) -> Token:
        """After Hermes refused this one: a fresh one, unless somebody else has fetched it already.
        Errors as `current`."""
        token = self._shelf.get(self._key)
        if token is not None and token.value != refused.value:
            return token
        return self.anew()

    def anew(self) -> Token:
        """A fresh one, whatever is on the shelf. Errors as `current`."""
        self._shelf.drop(self._key)
        return self._fetched()

    def _fetched(self) -> Token:
        token = self._read(_asked(self._http, self._credentials))
        self._shelf.put(self._key, token)
        return token

    def _read(self, answer: Response) -> Token:
        with reading(SERVICE):
            body = json_of(answer)
            # `expires_in` is declared as text.
            value, lifetime = body["access_token"], int(body.get("expires_in") or _LIFETIME_S)
            if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
                raise TypeError("access_token")
            return Token(Secret(value), self._clock.now() + timedelta(seconds=min(max(lifetime, 0), 86_400)))


def _asked(http: Client, own: Credentials) -> Response:
    """One call of the token endpoint. It changes nothing, so it may be repeated."""
    request = http.build_request(
        "POST",
        PATH,
        data={
            "grant_type": "password",
            "client_id": own.client_id,
            "client_secret": own.client_secret.reveal(),
            "username": own.user,
            "password": own.password.reveal(),
        },
        headers={"Accept": "application/json", "User-Agent": USER_AGENT},
    )
    answer = send(http, request, service=SERVICE, repeatable=True, accept={400, 401, 403})
    if answer.is_success:
        return answer
    status, code = answer.status_code, _error_code(answer)
    if code in _ABOUT_CLIENT:
        raise WrongClient(status)
    if code in _ABOUT_USER:
        raise WrongUser(status)
    if code is not None and status == 400:
        # invalid_request and its like are about how we ask, and nothing that a seller could mend.
        raise BrokenReply(SERVICE, f"the token was refused ({code})", status=status)
    raise WrongCredentials(status)


def _error_code(answer: Response) -> str | None:
    """OAuth's `error`, and nothing else of the body: its free text could repeat what was sent."""
    try:
        code = json_of(answer)["error"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return code if isinstance(code, str) and _CODE.match(code) else None
