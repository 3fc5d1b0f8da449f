"""Access tokens of one account at Hermes: fetched once, used until shortly before they end.

Each fetch is a new password grant. Hermes also gives a refresh token; to keep a second secret would save
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from adapters.carriers.hermes.manifest import SERVICE, USER_AGENT
from core.errors import AccessDenied, BrokenReply
from core.secret import Secret
from core.text import Text
from ports import Client, Clock, Response, Token, Tokens, TokenShelf, oauth_error, oauth_token, send

PATH: Final = "/authorization-facade/oauth2/access_token"
_LIFETIME_S: Final = 3600
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


def open_tokens(
    http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock, environment: str
) -> Tokens:
    """Its errors: WrongCredentials and its kinds, AccessDenied, Throttled, Unreachable, BrokenReply."""

    def fetch() -> Token:
        answer = _asked(http, credentials)
        return oauth_token(answer, clock.now(), service=SERVICE, lifetime_s=_LIFETIME_S)

    return Tokens(shelf, clock, fetch, f"access-{environment}")


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
    status, code = answer.status_code, oauth_error(answer)
    if code in _ABOUT_CLIENT:
        raise WrongClient(status)
    if code in _ABOUT_USER:
        raise WrongUser(status)
    if code is not None and status == 400:
        # invalid_request and its like are about how we ask, and nothing that a seller could mend.
        raise BrokenReply(SERVICE, f"the token was refused ({code})", status=status)
    raise WrongCredentials(status)
