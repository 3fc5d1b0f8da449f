"""The token service: who may have a token, and whether one is still good."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from werkzeug.wrappers import Response

from standins import as_json

DEMO_CLIENT: Final = "demo-client"
DEMO_CLIENT_SECRET: Final = "demo-client-secret"
DEMO_USER: Final = "demo-user"
DEMO_PASSWORD: Final = "demo-password"

LIFETIME: Final = timedelta(hours=1)
_GRANTS: Final = frozenset({"authorization_code", "refresh_token", "password"})


class TokenOffice:
    """One client and one customer. `revoke_all` makes every token unknown at once."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._access: dict[str, datetime] = {}
        self._refresh: set[str] = set()
        self.given = 0

    def answer(self, form: Mapping[str, str]) -> Response:
        grant = form.get("grant_type", "")
        if not grant or not form.get("client_id"):
            return _refused(400, "invalid_request", "grant type or client missing")
        if grant not in _GRANTS:
            return _refused(400, "unsupported_grant_type", "grant type not supported")
        if (form["client_id"], form.get("client_secret")) != (DEMO_CLIENT, DEMO_CLIENT_SECRET):
            return _refused(401, "invalid_client", "client not known")
        if not self._granted(grant, form):
            return _refused(400, "invalid_grant", "not granted")
        return self._token()

    def _granted(self, grant: str, form: Mapping[str, str]) -> bool:
        if grant == "password":
            return (form.get("username"), form.get("password")) == (DEMO_USER, DEMO_PASSWORD)
        return grant == "refresh_token" and form.get("refresh_token") in self._refresh

    def _token(self) -> Response:
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._access[access] = self._now() + LIFETIME
        self._refresh.add(refresh)
        self.given += 1
        return as_json(
            {
                "access_token": access,
                # The vendor declares it as text.
                "expires_in": str(int(LIFETIME.total_seconds())),
                "refresh_token": refresh,
                "scope": "full",
                "token_type": "Bearer",
            }
        )

    def fault(self, authorization: str) -> str | None:
        """What is wrong with this header: "e902" unknown, "e903" expired; None where it is good."""
        ends_at = self._access.get(authorization.removeprefix("Bearer "))
        if not authorization.startswith("Bearer ") or ends_at is None:
            return "e902"
        return "e903" if self._now() >= ends_at else None

    def revoke_all(self) -> None:
        self._access.clear()


def _refused(status: int, code: str, words: str) -> Response:
    return as_json({"error": code, "error_description": words}, status)
