"""An app-center for a browser to visit: the pages on a port of this machine, OTTO's stand-in behind them."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from cryptography.fernet import Fernet
from pydantic import SecretStr

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from app_center.activation import ActivationDesk
from app_center.bootstrap import AppCenter, open_app_center
from app_center.concerns import run_concern
from app_center.config import Config
from app_center.web.app import create_app
from app_center.web.passwords import hashed
from app_center.web.signin import SignIn
from app_center.web.tokens import digest_of
from core.activation import Activate
from core.apps import AccountId, AppKey
from core.users import Role
from ports.memory import AccountMemory
from standins.server import serving

OTTO: Final = AppKey("otto")
PASSWORD: Final = "correct horse battery staple"
ANSWERS: Final = {
    "mode": "own_app",
    "environment": "sandbox",
    "client_id": DEMO_CLIENT,
    "client_secret": DEMO_SECRET,
    "portal_account": "OTTO Shop",
    "sender_name": "Demo GmbH",
    "sender_street": "Musterstraße",
    "sender_house_number": "1",
    "sender_postal_code": "20095",
    "sender_city": "Hamburg",
    "fallback_email": "versand@example.com",
}
#: Hashing is slow on purpose; everybody here has the same password.
_HASH: Final = hashed(PASSWORD)


@dataclass(frozen=True, slots=True)
class House:
    """`url` is where the pages are; `otto` is the stand-in that the app talks to."""

    center: AppCenter
    url: str
    otto: OttoStandin

    def account(self, name: str) -> AccountMemory:
        found = self.center.memory.accounts.find(name) or self.center.memory.accounts.add(name)
        return self.center.memory.of(found.id)

    def user(self, email: str, account: AccountId | None = None, role: Role | None = None) -> str:
        """Somebody with this role in it, or an operator; the answer is the e-mail again."""
        users, now = self.center.memory.users, self.center.clock.now()
        token = SignIn(self.center).invite(email, account, role)
        users.accept(
            digest_of(token), email=email, name=email.partition("@")[0], password_hash=_HASH, now=now
        )
        return email

    def activate(self, memory: AccountMemory) -> None:
        step = ActivationDesk(self.center, memory, self.center.kind(OTTO)).answer(ANSWERS)
        assert isinstance(step, Activate), step

    def sync(self, memory: AccountMemory) -> None:
        run_concern(self.center, memory, self.center.kind(OTTO), "orders", lambda _: None)


@contextmanager
def serving_pages(home: Path, database_url: str, orders: int = 40) -> Iterator[House]:
    otto = OttoStandin.with_orders(orders, seed=2)
    with serving(otto) as address, socket.create_server(("127.0.0.1", 0)) as door:
        config = Config(
            home=home,
            database_url=SecretStr(database_url),
            vault_key=SecretStr(Fernet.generate_key().decode()),
            base_urls={"otto": address},
            public_url=f"http://127.0.0.1:{door.getsockname()[1]}",
        )
        with open_app_center(config) as center, _running(center, door):
            yield House(center, config.public_url, otto)


@contextmanager
def _running(center: AppCenter, door: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(center),
            log_level="error",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join(10)
