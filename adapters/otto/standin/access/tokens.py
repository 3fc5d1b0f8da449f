"""Who may do what: clients, consents, installations, tokens. OAuth 2 as OTTO's guides describe it."""

import base64
import json
import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from core.secret import Secret

TOKEN_SECONDS: Final = 1800
_CODE_LIFE: Final = timedelta(minutes=10)

#: What a seller's own app may ask for, and what a seller consents to for a service partner's app.
BUSINESS_SCOPES: Final = frozenset(
    {
        "advertising-services",
        "availability",
        "orders",
        "price-reduction",
        "products",
        "receipts",
        "returns",
        "returns-warehouse-read",
        "returns-warehouse-write",
        "shipments",
        "shipping-profiles",
    }
)
PARTNER_SCOPES: Final = frozenset({"developer", "installation", "partnerId"})
CONSENT_SCOPES: Final = frozenset({"installation", "partnerId"})

DEMO_CLIENT: Final = "demo-client"
DEMO_SECRET: Final = "demo-secret"
DEMO_PARTNER_CLIENT: Final = "demo-partner-client"
DEMO_PARTNER_SECRET: Final = "demo-partner-secret"
DEMO_APP: Final = "demo-app"
DEMO_INSTALLATION: Final = "11111111-2222-4333-8444-555555555555"


class OAuthError(Exception):
    """An answer of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


class Denied(Exception):
    """401, 403 or 404 of an address that needs a token."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(slots=True)
class App:
    """A client. `scopes` is what it owns; `app_id` is set for a service partner's app alone."""

    client_id: str
    secret: Secret
    scopes: frozenset[str]
    app_id: str | None = None


@dataclass(slots=True)
class Installation:
    """A seller's consent to a service partner's app."""

    id: str
    app_id: str
    scopes: frozenset[str]
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token stands for."""

    scopes: frozenset[str]
    client_id: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _Code:
    client_id: str
    redirect_uri: str | None
    scopes: frozenset[str]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh token, for the answer."""

    token: Secret
    scopes: frozenset[str]


class TokenOffice:
    """Safe to share between threads. One seller (`partner_id`), any number of apps."""

    def __init__(self, clock: Callable[[], datetime], issuer: str, seed: int = 0) -> None:
        self.clock = clock
        self.issuer = issuer
        self.partner_id = "1000000"
        self.apps: dict[str, App] = {}
        self.installations: dict[str, Installation] = {}
        self._grants: dict[str, Grant] = {}
        self._codes: dict[str, _Code] = {}
        self._random = random.Random(seed)
        self._lock = threading.RLock()
        self._rotations = 0
        self.register(App(DEMO_CLIENT, Secret(DEMO_SECRET), BUSINESS_SCOPES))
        self.register(App(DEMO_PARTNER_CLIENT, Secret(DEMO_PARTNER_SECRET), PARTNER_SCOPES, DEMO_APP))
        self.install(Installation(DEMO_INSTALLATION, DEMO_APP, BUSINESS_SCOPES))

    def register(self, app: App) -> None:
        with self._lock:
            self.apps[app.client_id] = app

    def install(self, installation: Installation) -> None:
        with self._lock:
            self.installations[installation.id] = installation

    def own_scopes(self, scopes: Iterable[str], client_id: str = DEMO_CLIENT) -> None:
        """What the app owns from now on. Tokens that are out keep what they have."""
        with self._lock:
            self.apps[client_id].scopes = frozenset(scopes)

    def rotate_secret(self, client_id: str = DEMO_CLIENT) -> Secret:
        """A new secret; the old one is wrong from now on."""
        with self._lock:
            self._rotations += 1
            self.apps[client_id].secret = Secret(f"demo-secret-{self._rotations}")
            return self.apps[client_id].secret

    def revoke_consent(self, installation_id: str = DEMO_INSTALLATION, *, revoked: bool = True) -> None:
        """The seller takes the consent back (or gives it again). Tokens that are out live on."""
        with self._lock:
            self.installations[installation_id].revoked = revoked

    def revoke_tokens(self) -> None:
        """Every token that is out is worth nothing from now on, although it has not expired."""
        with self._lock:
            self._grants.clear()

    def client(self, client_id: str | None, secret: str | None) -> App:
        """raises  OAuthError: wrong id or secret"""
        with self._lock:
            app = self.apps.get(client_id or "")
            if app is None or secret is None or app.secret != Secret(secret):
                raise OAuthError("invalid_client", "Client authentication failed.", 401)
            return app

    def for_client(self, app: App, scopes: frozenset[str]) -> Issued:
        """A token for the app itself. Without a scope asked for, it carries none.

        raises  OAuthError: a scope that the app does not own
        """
        with self._lock:
            if foreign := scopes - app.scopes:
                raise OAuthError(
                    "invalid_scope",
                    f"The requested scope is invalid: the client may not ask for {min(foreign)!r}.",
                )
            return self._issue(app, scopes)

    def consent(self, app: App, redirect_uri: str | None, scopes: frozenset[str]) -> str:
        """The seller says yes: a code for the browser to carry back."""
        with self._lock:
            code = f"demo-code-{self._random.getrandbits(96):024x}"
            self._codes[code] = _Code(app.client_id, redirect_uri, scopes, self.clock() + _CODE_LIFE)
            return code

    def for_code(self, app: App, code: str | None, redirect_uri: str | None) -> Issued:
        """The token for a code, once.

        raises  OAuthError: unknown, used, expired, of another client, or with another redirect_uri
        """
        with self._lock:
            known = self._codes.pop(code or "", None)
            if (
                known is None
                or known.client_id != app.client_id
                or known.redirect_uri != redirect_uri
                or known.ends_at <= self.clock()
            ):
                raise OAuthError("invalid_grant", "The authorization grant is invalid, expired or used.")
            return self._issue(app, known.scopes)

    def installation_of(self, app_id: str, grant: Grant) -> Installation:
        """raises  Denied"""
        with self._lock:
            self._own_app(app_id, grant)
            for installation in self.installations.values():
                if installation.app_id == app_id and not installation.revoked:
                    return installation
            raise Denied(404)

    def for_installation(
        self, app_id: str, installation_id: str, grant: Grant, scopes: frozenset[str]
    ) -> Issued:
        """Token B: what the seller consented to, or the part of it that is asked for.

        raises  Denied: another app's, unknown, revoked, or more than was consented to
        """
        with self._lock:
            app = self._own_app(app_id, grant)
            installation = self.installations.get(installation_id)
            if installation is None or installation.app_id != app_id:
                raise Denied(404)
            if installation.revoked or not scopes <= installation.scopes:
                raise Denied(403)
            return self._issue(app, scopes or installation.scopes)

    def _own_app(self, app_id: str, grant: Grant) -> App:
        app = next((app for app in self.apps.values() if app.app_id == app_id), None)
        if app is None:
            raise Denied(404)
        if app.client_id != grant.client_id:
            raise Denied(403)
        return app

    def grant_of(self, token: str | None) -> Grant | None:
        """What the token stands for; None where it is unknown, revoked or expired."""
        with self._lock:
            grant = self._grants.get(token or "")
            return grant if grant is not None and grant.ends_at > self.clock() else None

    def _issue(self, app: App, scopes: frozenset[str]) -> Issued:
        now = self.clock()
        claims = {
            "jti": str(UUID(int=self._random.getrandbits(128), version=4)),
            "exp": int(now.timestamp()) + TOKEN_SECONDS,
            "iat": int(now.timestamp()),
            "iss": self.issuer,
            "typ": "Bearer",
            "azp": app.client_id,
            "scope": " ".join(sorted(scopes)),
            "partner_id": self.partner_id,
        }
        signature = self._random.getrandbits(256).to_bytes(32, "big")
        token = ".".join(map(_part, (_json({"alg": "none", "typ": "JWT"}), _json(claims), signature)))
        self._grants[token] = Grant(scopes, app.client_id, now + timedelta(seconds=TOKEN_SECONDS))
        return Issued(Secret(token), scopes)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
