"""A worker that is frozen in the very moment before it sends wakes beside its successor, in front of the real
servers' stand-ins: nothing of it goes out, and nothing of it is stored. With the fence switched off, each of
these does the harm that it is there to prevent."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import stamina
from cryptography.fernet import Fernet

from adapters.otto.standin import OttoStandin
from app_center import outgoing
from app_center.bootstrap import AppCenter, open_app_center
from app_center.concerns import work_on
from app_center.config import Config
from app_center.dispatches import Said, draft
from app_center.worker import Worker
from core.apps import AppKey
from core.articles import Count
from core.errors import LeaseLost
from core.orders import Sku
from standins import serving
from sync.dispatch_notes import record
from sync.turns import Done
from tests.contract.command_line import CommandLine
from tests.contract.test_command_line_dispatch import PARCEL, SENDER, activate, come_in
from tests.contract.test_command_line_labels import ANSWERS, STANDINS
from tests.contract.test_command_line_labels import SENDER as CARRIER_SENDER

SHOP = ("--account", "shop")
OTTO = AppKey("otto")
#: Longer than any lease and any call.
FROZEN = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


class OurClock:
    """Goes on as it does, and jumps while everybody but the successor is frozen."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, by: timedelta) -> None:
        self._ahead += by


@dataclass(frozen=True, slots=True)
class Addressed(CommandLine):
    """With the servers of several apps, and a database of this test."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    key: str = field(default_factory=lambda: Fernet.generate_key().decode(), repr=False)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "APP_CENTER_HOME": str(self.home),
            "APP_CENTER_BASE_URLS": json.dumps(dict(self.addresses)),
            "APP_CENTER_DATABASE_URL": self.url,
            "APP_CENTER_VAULT_KEY": self.key,
        }


@dataclass(frozen=True, slots=True)
class Scene:
    """An account whose app is worked on by two processes."""

    otto: OttoStandin
    carrier: Any
    line: Addressed
    clock: OurClock

    @contextmanager
    def process(self) -> Iterator[Callable[[str], Done | None]]:
        """What does one pass of a concern, under a name of its own."""
        environment = self.line.environment
        config = Config(
            home=self.line.home,
            database_url=environment["APP_CENTER_DATABASE_URL"],  # type: ignore[arg-type]
            vault_key=environment["APP_CENTER_VAULT_KEY"],  # type: ignore[arg-type]
            base_urls=json.loads(environment["APP_CENTER_BASE_URLS"]),
        )
        with open_app_center(config, clock=self.clock) as center:
            worker = Worker(center.memory.agenda, self.clock, timedelta(seconds=30))

            def run(concern: str) -> Done | None:
                kind, memory = center.kind("otto"), center.account("shop")
                done = work_on(center, worker, memory, kind, concern, lambda _: None, asked=True)
                return done if isinstance(done, Done) else None

            yield run

    def an_order_is_sent(self) -> None:
        """The parcel is written down, and not reported yet."""
        order = self.otto.place_visible(skus=["A"])
        come_in(self.line)
        with self.center() as center:
            memory = center.account("shop")
            said = Said(orders=[order], positions=(), carrier="HERMES", tracking=[PARCEL])
            record(memory.dispatches(OTTO), draft(said, memory.orders(OTTO), center.clock.now()))

    @contextmanager
    def center(self) -> Iterator[AppCenter]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.line.environment.items():
                patch.setenv(name, value)
            with open_app_center() as center:
                yield center


@pytest.fixture
def scene(sqlite_url: str, tmp_path: Path) -> Iterator[Scene]:
    otto, carrier = OttoStandin.with_assortment(1, seed=3, units=10), STANDINS["hermes"]()
    with ExitStack() as stack:
        servers = {"otto": otto, "hermes": carrier}
        addresses = {name: stack.enter_context(serving(server)) for name, server in servers.items()}
        home = tmp_path / "home"
        home.mkdir()
        line = Addressed(home, addresses["otto"], addresses=addresses, url=sqlite_url)
        assert line.run("account", "add", "shop").status == 0
        (home / "hermes.json").write_text(json.dumps({**CARRIER_SENDER, **ANSWERS["hermes"]}))
        said = line.run("activate", "hermes", *SHOP, "--answers", str(home / "hermes.json"))
        assert said.status == 0, said.err
        activate(line, *SENDER, "--set", "return_carrier=hermes")
        yield Scene(otto, carrier, line, OurClock())


@pytest.fixture(params=["held by the fence", "fence off"])
def fence(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether there is one. Without it, the last look before a request leaves is not taken."""
    if request.param == "fence off":
        monkeypatch.setattr(outgoing._Gate, "look", lambda *_: None)
    return bool(request.param == "held by the fence")


def freeze(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    concern: str,
    path: str,
    meanwhile: Callable[[], object] = lambda: None,
) -> bool:
    """A worker freezes as it is about to send to `path`; its successor does the pass; the worker wakes.
    Whether it noticed."""
    usual = outgoing._Held.handle_request
    frozen: list[str] = []

    def held_up(self: Any, request: httpx.Request) -> httpx.Response:
        if not frozen and request.method != "GET" and path in request.url.path:
            frozen.append(request.url.path)
            scene.clock.forward(FROZEN)
            meanwhile()
            with scene.process() as successor:
                assert successor(concern) is not None
        return usual(self, request)

    monkeypatch.setattr(outgoing._Held, "handle_request", held_up)
    noticed = False
    with scene.process() as sleeper:
        try:
            sleeper(concern)
        except LeaseLost:
            noticed = True
    assert frozen
    return noticed


def test_no_stale_quantity_goes_out(scene: Scene, fence: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    (article,) = scene.otto.goods.assortment.all()

    def count(pieces: int) -> None:
        with scene.center() as center:
            center.account("shop").warehouse.count([Count(Sku(article.sku), pieces)], scene.clock.now())

    file = scene.line.home / "stock.csv"
    file.write_text(f"sku,ean,title,on_hand,buffer\n{article.sku},,,7,\n", encoding="utf-8")
    assert scene.line.run("stock", "import", str(file), *SHOP).status == 0
    count(5)
    assert freeze(scene, monkeypatch, "stock", "/quantities", lambda: count(2))
    shown = scene.otto.goods.board.find(article.sku)
    assert shown is not None
    assert shown.units == (2 if fence else 5)


def test_no_parcel_is_reported_twice(scene: Scene, fence: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.an_order_is_sent()
    assert freeze(scene, monkeypatch, "dispatch", "/shipments")
    calls = scene.otto.ledger.count("POST", "/v1/shipments")
    assert calls == (1 if fence else 2)
    assert set(scene.otto.books.times_reported().values()) == {1}
    (notice,) = scene.line.run("dispatches", *SHOP, "--json").rows
    assert notice["state"] == "accepted"


def test_no_label_is_paid_that_nobody_knows_of(
    scene: Scene, fence: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The successor does not buy it either: it cannot know that nothing left, so a person is asked."""
    scene.an_order_is_sent()
    assert freeze(scene, monkeypatch, "dispatch", "/labels")
    assert len(scene.carrier.bought()) == (0 if fence else 1)
    assert [row["state"] for row in scene.line.run("labels", *SHOP, "--json").rows] == ["outcome_unknown"]
    (notice,) = scene.line.run("dispatches", *SHOP, "--json").rows
    assert notice["state"] == "held"
    assert scene.otto.books.reports == []
