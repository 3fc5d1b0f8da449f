"""Access tokens of one account at DHL: fetched once, used until shortly before they end. One token serves
Shipping and Returns. Facts: NOTES.md, "token"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from adapters.carriers.dhl.manifest import AUTH, SERVICE
from core.errors import AccessDenied, BrokenReply
from core.secret import Secret
from core.text import Text
from ports import (
    Client,
    Clock,
    Response,
    Token,
    Tokens,
    TokenShelf,
    oauth_error,
    oauth_token,
    send,
)

#: The name under which the access token is kept.
ACCESS: Final = "access"
_LIFETIME_S: Final = 1799
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


def open_tokens(http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock) -> Tokens:
    """Its errors: WrongCredentials, AccessDenied, Throttled, Unreachable, BrokenReply."""
    return Tokens(shelf, clock, lambda: _fetch(http, credentials, clock), ACCESS)


def _fetch(http: Client, own: Credentials, clock: Clock) -> Token:
    request = http.build_request(
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
    answer = send(http, request, service=SERVICE, repeatable=True, accept={400, 401})
    if not answer.is_success:
        raise _refusal(answer)
    return oauth_token(answer, clock.now(), service=SERVICE, lifetime_s=_LIFETIME_S)


def _refusal(answer: Response) -> AccessDenied | BrokenReply:
    """The error body is not documented; where it is OAuth's, it tells which pair is wrong."""
    status, code = answer.status_code, oauth_error(answer)
    if status == 400 and code in _DEFECTS:
        return BrokenReply(SERVICE, f"the token was refused ({code})", status=status)
    if code in {"invalid_client", "unauthorized_client"}:
        return WrongCredentials(_APP, status)
    if code == "invalid_grant":
        return WrongCredentials(_USER, status)
    return WrongCredentials((*_USER, *_APP), status)
