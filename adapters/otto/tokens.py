"""Access tokens of one account at OTTO: fetched once, used until shortly before they end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import quote

from adapters.otto.manifest import SERVICE
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
_LIFETIME_S: Final = 1800


class WrongCredentials(AccessDenied):
    """OTTO does not know the id, or the secret does not belong to it."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(
            SERVICE,
            Text(
                en="OTTO does not accept this client id and client secret",
                de="OTTO akzeptiert diese Client-ID mit diesem Client-Secret nicht",
            ),
            status=status,
        )


class ScopeMissing(AccessDenied):
    """The app at OTTO does not own a right that was asked for; OTTO does not say which."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(
            SERVICE,
            Text(
                en="the app at OTTO lacks a right that is needed",
                de="der App bei OTTO fehlt ein benötigtes Recht",
            ),
            status=status,
        )


class RightMissing(AccessDenied):
    """The token is good, but this right is not in it (any more)."""

    def __init__(self, right: str) -> None:
        super().__init__(
            SERVICE,
            Text(
                en=f"OTTO does not give the app the right: {right}",
                de=f"OTTO gibt der App dieses Recht nicht: {right}",
            ),
            status=403,
        )


class ConsentMissing(AccessDenied):
    """The seller's consent to the service partner's app is not there (any more)."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(
            SERVICE,
            Text(
                en="OTTO knows no consent for this installation id; it may have been revoked",
                de="OTTO kennt zu dieser Installations-ID keine Zustimmung; vielleicht wurde sie widerrufen",
            ),
            status=status,
        )


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a seller has from OTTO. `app_id` and `installation_id` belong to the service-partner way only."""

    client_id: str
    client_secret: Secret = field(repr=False)
    app_id: str | None = None
    installation_id: str | None = None

    @classmethod
    def of(cls, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> Self:
        partner = settings.get("mode") == "partner_app"
        return cls(
            settings["client_id"],
            secrets["client_secret"],
            settings.get("app_id") if partner else None,
            settings.get("installation_id") if partner else None,
        )


def open_tokens(
    http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock, scopes: Iterable[str]
) -> Tokens:
    """The token for these scopes. Its errors: WrongCredentials, ScopeMissing, ConsentMissing, Throttled,
    Unreachable, BrokenReply."""
    wanted = " ".join(scopes)
    return Tokens(shelf, clock, lambda: _fetch(http, credentials, clock, wanted), ACCESS)


def _fetch(http: Client, own: Credentials, clock: Clock, scopes: str) -> Token:
    if own.app_id is None:
        return _read(fetch_token(http, own, {"grant_type": "client_credentials", "scope": scopes}), clock)
    developer = _read(
        fetch_token(http, own, {"grant_type": "client_credentials", "scope": "developer"}), clock
    )
    request = http.build_request(
        "POST",
        f"/v1/apps/{_segment(own.app_id)}/installations/{_segment(own.installation_id)}/accessToken",
        data={"scope": scopes},
        headers={"Authorization": f"Bearer {developer.value.reveal()}", "Accept": "application/json"},
    )
    answer = send(http, request, service=SERVICE, repeatable=True, accept={400, 401, 403, 404})
    if not answer.is_success:
        if oauth_error(answer) == "invalid_scope":
            raise ScopeMissing(answer.status_code)
        raise ConsentMissing(answer.status_code)
    return _read(answer, clock)


def _read(answer: Response, clock: Clock) -> Token:
    return oauth_token(answer, clock.now(), service=SERVICE, lifetime_s=_LIFETIME_S)


def fetch_token(http: Client, credentials: Credentials, form: Mapping[str, str]) -> Response:
    """One call of the token endpoint.

    raises  WrongCredentials, ScopeMissing, Throttled, Unreachable, BrokenReply
    """
    request = http.build_request(
        "POST",
        "/v1/token" if form["grant_type"] == "client_credentials" else "/oauth2/token",
        data={
            **form,
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret.reveal(),
        },
        headers={"Accept": "application/json"},
    )
    answer = send(http, request, service=SERVICE, repeatable=True, accept={400, 401, 403})
    if answer.is_success:
        return answer
    code = oauth_error(answer)
    if code == "invalid_scope":
        raise ScopeMissing(answer.status_code)
    if code in {"invalid_client", "unauthorized_client", "invalid_grant"} or answer.status_code == 401:
        raise WrongCredentials(answer.status_code)
    if answer.status_code == 400:
        raise BrokenReply(SERVICE, f"the token was refused ({code or 'no reason'})", status=400)
    raise AccessDenied(SERVICE, status=answer.status_code)


def _segment(value: str | None) -> str:
    return quote(value or "", safe="")
