"""The pages over an app-center of their own, asked in-process by visitors without JavaScript."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from app_center.bootstrap import AppCenter, open_app_center
from app_center.config import Config
from app_center.log import configure_log
from app_center.web.app import create_app
from app_center.web.passwords import hashed
from app_center.web.signin import SignIn
from app_center.web.tokens import digest_of
from core.apps import AccountId
from core.users import Role
from ports import Clock
from ports.memory import AccountMemory

PASSWORD: Final = "correct horse battery staple"
#: Hashing is slow on purpose; everybody here has the same password.
HASH: Final = hashed(PASSWORD)

_TOKEN: Final = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@dataclass(slots=True)
class Page:
    """What a visitor was answered. `go` is where he is sent."""

    status: int
    text: str
    go: str | None
    headers: Mapping[str, str]
    set_cookies: list[str]

    @property
    def words(self) -> str:
        """What is to be read, without the markup."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


@dataclass(slots=True)
class Visitor:
    """One browser: keeps its cookies, and sends a form with the token of the page that it saw last."""

    client: TestClient
    token: str = field(default="")

    def get(self, path: str, **headers: str) -> Page:
        return self._seen(self.client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()}))

    def send(self, path: str, fields: Mapping[str, str] | None = None, **headers: str) -> Page:
        data = {"form_token": self.token, **(fields or {})}
        sent = {k.replace("_", "-"): v for k, v in headers.items()}
        return self._seen(self.client.post(path, data=data, headers=sent))

    def log_in(self, email: str, password: str = PASSWORD) -> Page:
        self.get("/login")
        answer = self.send("/login", {"email": email, "password": password})
        if answer.go is not None:
            self.get("/accounts")
        return answer

    def _seen(self, response: "object") -> Page:
        assert hasattr(response, "text")
        found = _TOKEN.search(response.text)
        if found:
            self.token = found[1]
        headers = response.headers  # type: ignore[attr-defined]
        return Page(
            response.status_code,  # type: ignore[attr-defined]
            response.text,
            headers.get("location") or headers.get("hx-redirect"),
            headers,
            headers.get_list("set-cookie"),
        )


@dataclass(frozen=True, slots=True)
class Pages:
    center: AppCenter
    app: FastAPI

    def visitor(self, email: str | None = None) -> Visitor:
        client = TestClient(self.app, follow_redirects=False, base_url=self.center.config.public_url)
        visitor = Visitor(client)
        if email is not None:
            assert visitor.log_in(email).status == 303
        return visitor

    def account(self, name: str) -> AccountMemory:
        return self.center.memory.of(self.center.memory.accounts.add(name).id)

    def user(self, email: str, account: AccountId | None = None, role: Role | None = None) -> str:
        """Somebody with this role in the account, or an operator; the answer is the e-mail again."""
        token = SignIn(self.center).invite(email, account, role)
        name, now = email.partition("@")[0], self.center.clock.now()
        users = self.center.memory.users
        users.accept(digest_of(token), email=email, name=name, password_hash=HASH, now=now)
        return email


@contextmanager
def opened(
    home: Path,
    database_url: str,
    *further: APIRouter,
    clock: Clock | None = None,
    public_url: str = "http://127.0.0.1:8000",
    base_urls: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Pages]:
    configure_log("error")
    config = Config(
        home=home,
        database_url=SecretStr(database_url),
        vault_key=SecretStr(Fernet.generate_key().decode()),
        public_url=public_url,
        base_urls=dict(base_urls or {}),
        **(settings or {}),  # type: ignore[arg-type]
    )
    with open_app_center(config, clock) as center:
        yield Pages(center, create_app(center, *further))
