"""A host that works with an account over the interface, in process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from adapters.storage.memory import DatabaseAccountMemory
from app_center.api.app import PLACE
from app_center.bootstrap import AppCenter
from app_center.interface_keys import make_key
from tests.web_app import Pages, opened

ALL: Final = ("write",)


@dataclass(slots=True)
class Host:
    """`key` is sent with every request; paths begin at the interface."""

    client: TestClient
    key: str
    account: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def here(self) -> str:
        return f"/accounts/{self.account}"

    def get(self, path: str, headers: Mapping[str, str] | None = None, **params: Any) -> Response:
        return self._asked("GET", path, params=params, headers=headers)

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Response:
        return self._asked("POST", path, json=body, headers=headers)

    def put(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Response:
        return self._asked("PUT", path, json=body, headers=headers)

    def all(self, path: str, limit: int = 2, **params: Any) -> list[dict[str, Any]]:
        """Page by page to the end."""
        found, cursor = [], None
        while True:
            page = self.get(path, limit=limit, **params, **({"cursor": cursor} if cursor else {})).json()
            found += page["data"]
            assert len(page["data"]) <= limit
            cursor = page["next"]
            if cursor is None:
                return found

    def _asked(self, method: str, path: str, *, headers: Mapping[str, str] | None, **more: Any) -> Response:
        sent = {"Authorization": f"Bearer {self.key}", **self.headers, **(headers or {})}
        answer: Response = self.client.request(method, PLACE + path, headers=sent, **more)
        return answer


@dataclass(frozen=True, slots=True)
class House:
    """An installation with its interface."""

    pages: Pages

    @property
    def center(self) -> AppCenter:
        return self.pages.center

    @property
    def app(self) -> FastAPI:
        return self.pages.app

    def account(self, name: str) -> DatabaseAccountMemory:
        return self.center.memory.of(self.center.memory.accounts.add(name).id)

    def host(self, memory: DatabaseAccountMemory, *scopes: str) -> Host:
        made = make_key(memory, "ERP", scopes or ALL, self.center.clock)
        client = TestClient(self.app, base_url="http://127.0.0.1:8000")
        return Host(client, made.text.reveal(), memory.account.id)


@contextmanager
def a_house(folder: Path, url: str | None = None, **more: Any) -> Iterator[House]:
    with opened(folder, url or f"sqlite:///{folder}/app.db", **more) as pages:
        yield House(pages)
