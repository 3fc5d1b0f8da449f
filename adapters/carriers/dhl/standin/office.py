"""Apps, portal users and the tokens given to them."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

DEMO_APP_KEY: Final = "demo-app-key"
DEMO_APP_SECRET: Final = "demo-app-secret"
DEMO_USER: Final = "demo-user"
DEMO_PASSWORD: Final = "demo-password"
USER_WITHOUT_RETURNS: Final = "demo-user-without-returns"
TOKEN_SECONDS: Final = 1799
PASSWORD_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class User:
    """Of the business customer portal. Without `changed_at` the password does not age."""

    name: str
    password: str
    may_ship: bool = True
    may_return: bool = True
    changed_at: datetime | None = None


class TokenOffice:
    """Who may come in. Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._apps = {DEMO_APP_KEY: DEMO_APP_SECRET}
        self._tracking_apps = {DEMO_APP_KEY}
        self._users = {
            DEMO_USER: User(DEMO_USER, DEMO_PASSWORD),
            USER_WITHOUT_RETURNS: User(USER_WITHOUT_RETURNS, DEMO_PASSWORD, may_return=False),
        }
        self._tokens: dict[str, tuple[str, datetime]] = {}

    def issue(self, app_key: str, app_secret: str, user: str, password: str) -> str | None:
        """A token, or None where one of the four is wrong or the password is too old."""
        with self._lock:
            known = self._users.get(user)
            if self._apps.get(app_key) != app_secret or known is None or known.password != password:
                return None
            age = timedelta() if known.changed_at is None else self._clock() - known.changed_at
            if age >= timedelta(days=PASSWORD_DAYS):
                return None
            token = secrets.token_urlsafe(18)
            self._tokens[token] = (user, self._clock() + timedelta(seconds=TOKEN_SECONDS))
            return token

    def wrong_part(self, app_key: str, app_secret: str) -> str:
        """OAuth's word for what is wrong."""
        with self._lock:
            return "invalid_grant" if self._apps.get(app_key) == app_secret else "invalid_client"

    def user_of(self, token: str) -> User | None:
        with self._lock:
            name, ends_at = self._tokens.get(token, ("", None))
            if ends_at is None or self._clock() >= ends_at:
                return None
            return self._users.get(name)

    def may_track(self, app_key: str) -> bool:
        with self._lock:
            return app_key in self._tracking_apps

    def revoke_tokens(self) -> None:
        with self._lock:
            self._tokens.clear()

    def change(
        self,
        user: str = DEMO_USER,
        *,
        password: str | None = None,
        changed_at: datetime | None = None,
        may_ship: bool | None = None,
        may_return: bool | None = None,
    ) -> None:
        """What somebody does in the portal. Only what is given changes; a new password ends the old tokens.

        raises  KeyError: no such user
        """
        with self._lock:
            known = self._users[user]
            self._users[user] = replace(
                known,
                password=known.password if password is None else password,
                changed_at=changed_at or known.changed_at,
                may_ship=known.may_ship if may_ship is None else may_ship,
                may_return=known.may_return if may_return is None else may_return,
            )
        if password is not None:
            self.revoke_tokens()

    def allow_tracking(self, *, allowed: bool) -> None:
        with self._lock:
            self._tracking_apps = {DEMO_APP_KEY} if allowed else set()
