"""Parcels are reported, and return labels bought for them, by workers that are killed, and frozen and woken
beside their successors: each parcel is reported once, each label is paid once, and nothing is forgotten."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from adapters.carriers.hermes.standin import HermesStandin
from adapters.otto.standin import OttoStandin
from app_center.bootstrap import open_app_center
from app_center.concerns import run_concern
from app_center.dispatches import Said, draft
from core.apps import AppKey
from standins import Weather
from sync.dispatch_notes import record
from tests.chaos.town import ROUNDS, Town, chance, town, until
from tests.contract.test_command_line_dispatch import SENDER

SHOP = ("--account", "shop")
OTTO = AppKey("otto")
PARCELS = 3
SLOW = {"rate": 1.0, "delay": 0.15}


class Later:
    """A clock that is so far ahead that no call is on its way any more."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=10)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(0)


@pytest.fixture
def hermes() -> HermesStandin:
    return HermesStandin()


@contextmanager
def opened(
    folder: Path, patch: pytest.MonkeyPatch, otto: OttoStandin, hermes: HermesStandin, url: str, *command: str
) -> Iterator[Town]:
    settings = (*SENDER, "--set", "return_carrier=hermes")
    with town(folder, patch, otto, url, *command, carriers={"hermes": hermes}, settings=settings) as here:
        for name, value in here.line.environment.items():
            patch.setenv(name, value)
        yield here


def weather(otto: OttoStandin, hermes: HermesStandin, name: str = "fine", **settings: Any) -> None:
    otto.weather, hermes.weather = Weather(name, **settings), Weather(name, **settings)


def parcels_leave(here: Town, numbers: Iterator[int]) -> None:
    """Orders come in, and their parcels are written down; nothing is sent yet."""
    orders = [here.otto.place_visible(skus=["A"]) for _ in range(PARCELS)]
    said = here.line.run("sync", "otto", *SHOP, "--only", "orders")
    assert said.status == 0, said.err
    with open_app_center() as center:
        memory = center.account("shop")
        for order in orders:
            tracking = f"H{next(numbers):019d}"
            parcel = Said(orders=[order], positions=(), carrier="HERMES", tracking=[tracking])
            record(memory.dispatches(OTTO), draft(parcel, memory.orders(OTTO), center.clock.now()))
    here.ask("dispatch")


def books_agree(here: Town, hermes: HermesStandin) -> None:
    """When all calls are long over, everything that was begun has come to its end, once."""
    for worker in list(here.workers):
        here.kill(worker)
    with open_app_center(clock=Later()) as center:
        memory = center.account("shop")
        for _ in range(4):
            for app, concern in (("hermes", "labels"), ("otto", "dispatch")):
                found = run_concern(center, memory, center.kind(app), concern, lambda _: None)
                assert found.failure is None, found.failure
    otto = here.otto
    reported = otto.books.times_reported()
    assert set(reported.values()) <= {1}, "a parcel was reported twice"
    bought = [reference for _, reference, _ in hermes.bought()]
    assert len(bought) == len(set(bought)), "a label was paid twice"
    assert set(otto.books.return_numbers().values()) <= {1}, "a return number serves two parcels"
    labels = {row["reference"]: row for row in here.line.run("labels", *SHOP, "--json").rows}
    assert set(bought) <= set(labels), "a label was paid that nobody knows of"
    notices = here.line.run("dispatches", *SHOP, "--json").rows
    accepted = {position for row in notices if row["state"] == "accepted" for position in row["positions"]}
    assert accepted == set(reported), "what is believed sent and what is reported differ"
    for row in notices:
        # What is not reported waits for a person who looks after its label, and says so.
        assert row["state"] == "accepted" or "label" in row["reason"], row["reason"]
    open_labels = [row for row in labels.values() if row["state"] == "outcome_unknown"]
    assert len([row for row in notices if row["state"] != "accepted"]) == len(open_labels)
    states = [
        position["state"]
        for row in here.line.run("orders", *SHOP, "--json").rows
        for position in row["positions"]
    ]
    assert states.count("SENT") == len(accepted)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_workers_are_killed(
    kind: str,
    otto: OttoStandin,
    hermes: HermesStandin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    url, hands = f"sqlite:///{tmp_path}/app.db", 1
    command: tuple[str, ...] = ("serve", "--port", "0", "--workers", "2")
    if kind == "postgres":
        cluster = request.getfixturevalue("postgres")
        url, hands = cluster.url(cluster.new_database()), 2
        command = ("worker", "--workers", "2")
    luck, numbers = chance(), count(1)
    with opened(tmp_path, monkeypatch, otto, hermes, url, *command) as here:
        for _ in range(hands):
            here.hire()
        for _ in range(ROUNDS):
            weather(otto, hermes)
            parcels_leave(here, numbers)
            weather(otto, hermes, "slow", **SLOW)
            struck(here, luck)
        weather(otto, hermes)
        books_agree(here, hermes)


def struck(here: Town, luck: random.Random) -> None:
    """Whoever is at the parcels is killed, up to twice; somebody new comes."""
    for _ in range(2):
        here.ask("dispatch")
        ends = time.monotonic() + 5
        while (holder := here.holder("dispatch")) is None and time.monotonic() < ends:
            time.sleep(0.05)
        time.sleep(luck.random())
        here.kill(holder or here.workers[0])
        here.hire()


def test_a_frozen_worker_wakes_beside_its_successor(
    otto: OttoStandin,
    hermes: HermesStandin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    cluster = request.getfixturevalue("postgres")
    url = cluster.url(cluster.new_database())
    luck, numbers = chance(), count(1)
    with opened(tmp_path, monkeypatch, otto, hermes, url, "worker", "--workers", "2") as here:
        for _ in range(ROUNDS):
            parcels_leave(here, numbers)
            weather(otto, hermes, "slow", **SLOW)
            here.hire()
            until(lambda: here.holder("dispatch") is not None, "a worker is at the parcels")
            frozen = here.holder("dispatch")
            time.sleep(luck.random() * 1.5)
            assert frozen is not None
            frozen.send_signal(signal.SIGSTOP)
            weather(otto, hermes)
            time.sleep(2.5)  # it counts as dead
            successor = here.hire()
            here.ask("dispatch")
            until(lambda: _settled(here), "the successor has done what it can")
            frozen.send_signal(signal.SIGCONT)
            time.sleep(1.5)
            here.kill(frozen)
            here.kill(successor)
        books_agree(here, hermes)


def _settled(here: Town) -> bool:
    """Nothing is left but what nobody can decide before the lost call is long over."""
    rows = here.line.run("dispatches", *SHOP, "--json").rows
    waiting = [row for row in rows if row["state"] not in {"accepted", "unknown"}]
    return all("label" in (row["reason"] or "") for row in waiting)
