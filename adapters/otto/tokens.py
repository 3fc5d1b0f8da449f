"""Access tokens of one account at OTTO: fetched once, used until shortly before they end."""

import re
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self
from urllib.parse import quote

import httpx

from adapters.otto.manifest import SERVICE
from core.errors import AccessDenied, BrokenReply
from core.secret import Secret
from core.text import Text
from ports import Client, Response, Token, TokenShelf, json_of, reading, send
from ports.system import Clock

#: A token is not used in its last seconds: the answer to a long request must still find it valid.
MARGIN: Final = timedelta(seconds=60)
#: The name under which the access token is kept.
ACCESS: Final = "access"
_CODE: Final = re.compile(r"[a-z_]{3,40}\Z")


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


class Tokens:
    """The access token for `scopes`, from the shelf or fresh. Safe to share between threads: the worst that
    two of them do is to fetch twice."""

    def __init__(
        self, http: Client, credentials: Credentials, shelf: TokenShelf, clock: Clock, scopes: Iterable[str]
    ) -> None:
        self._http = http
        self._credentials = credentials
        self._shelf = shelf
        self._clock = clock
        self._scopes = " ".join(scopes)

    def current(self) -> Token:
        """raises  WrongCredentials, ScopeMissing, ConsentMissing, Throttled, Unreachable, BrokenReply"""
        token = self._shelf.get(ACCESS)
        if token is not None and self._clock.now() < token.ends_at - MARGIN:
            return token
        return self._keep(self._fetch())

    def renew(self, refused: Token) -> Token:
        """After a 401: a fresh one, unless somebody else has fetched it already. Errors as `current`."""
        token = self._shelf.get(ACCESS)
        if token is not None and token.value != refused.value:
            return token
        self._shelf.drop(ACCESS)
        return self._keep(self._fetch())

    def _keep(self, token: Token) -> Token:
        self._shelf.put(ACCESS, token)
        return token

    def _fetch(self) -> Token:
        own = self._credentials
        if own.app_id is None:
            answer = fetch_token(self._http, own, {"grant_type": "client_credentials", "scope": self._scopes})
            return self._read(answer)
        developer = self._read(
            fetch_token(self._http, own, {"grant_type": "client_credentials", "scope": "developer"})
        )
        request = self._http.build_request(
            "POST",
            f"/v1/apps/{_segment(own.app_id)}/installations/{_segment(own.installation_id)}/accessToken",
            data={"scope": self._scopes},
            headers={"Authorization": f"Bearer {developer.value.reveal()}", "Accept": "application/json"},
        )
        answer = send(self._http, request, service=SERVICE, repeatable=True, accept={400, 401, 403, 404})
        if not answer.is_success:
            if _error_code(answer) == "invalid_scope":
                raise ScopeMissing(answer.status_code)
            raise ConsentMissing(answer.status_code)
        return self._read(answer)

    def _read(self, answer: Response) -> Token:
        with reading(SERVICE):
            body = json_of(answer)
            value, lifetime = body["access_token"], int(body.get("expires_in") or 1800)
            if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
                raise TypeError("access_token")
            return Token(Secret(value), self._clock.now() + timedelta(seconds=min(max(lifetime, 0), 86_400)))


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
    code = _error_code(answer)
    if code == "invalid_scope":
        raise ScopeMissing(answer.status_code)
    if code in {"invalid_client", "unauthorized_client", "invalid_grant"} or answer.status_code == 401:
        raise WrongCredentials(answer.status_code)
    if answer.status_code == 400:
        raise BrokenReply(SERVICE, f"the token was refused ({code or 'no reason'})", status=400)
    raise AccessDenied(SERVICE, status=answer.status_code)


def _segment(value: str | None) -> str:
    return quote(value or "", safe="")


def _error_code(answer: Response) -> str | None:
    """OAuth's `error`, and nothing else of the body: its free text could repeat what was sent."""
    try:
        code = json_of(answer)["error"]
    except (ValueError, TypeError, KeyError, RecursionError):
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
