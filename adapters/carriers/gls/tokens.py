"""The ways to log in at GLS: OAuth2 tokens in the developer portal, Basic on a classic host."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.manifest import SERVICE
from core.errors import AccessDenied
from core.secret import Secret
from core.text import Text
from ports import Auth, BasicAuth, Bearer, Client, Clock, Connection, Token, Tokens, oauth_token, send

#: GLS: "up to four hours".
LIFETIME_S: Final = 14_400
TOKEN_PATH: Final = "/oauth2/v2/token"  # noqa: S105 - an address


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


def _fetch(http: Client, credentials: Credentials, clock: Clock) -> Token:
    """raises  WrongCredentials, Throttled, Unreachable, BrokenReply"""
    request = http.build_request(
        "POST",
        TOKEN_PATH,
        data={"grant_type": "client_credentials"},
        headers={"Accept": "application/json"},
    )
    answer = send(
        http,
        request,
        service=SERVICE,
        auth=BasicAuth(credentials.client_id, credentials.client_secret.reveal()),
        repeatable=True,
        accept={400, 401, 403},  # GLS answers wrong credentials with 400 as well
    )
    if not answer.is_success:
        raise WrongCredentials(answer.status_code)
    return oauth_token(answer, clock.now(), service=SERVICE, lifetime_s=LIFETIME_S)


def login(connection: Connection, account: Account, http: Client) -> Auth:
    """What puts the credentials on a request. Making it sends nothing."""
    if account.is_classic:
        return BasicAuth(connection.settings["user"], connection.secrets["password"].reveal())
    credentials = Credentials.of(connection.settings, connection.secrets)
    clock = connection.clock
    return Bearer(Tokens(connection.tokens, clock, lambda: _fetch(http, credentials, clock)))
