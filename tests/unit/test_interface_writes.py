"""Writes over the interface: the same one once only, errors at their place, in the language asked for."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.interface_keys import KEPT
from app_center.api.route import LARGEST
from tests.fakes.clock import HandClock
from tests.interface_host import Host, House, a_house


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    with a_house(tmp_path, clock=clock) as house:
        yield house


@pytest.fixture
def host(house: House) -> Host:
    return house.host(house.account("shop"))


def counted(host: Host, pieces: int, key: str | None = None, sku: str = "LAMP") -> object:
    return host.put(
        f"{host.here}/articles/{sku}", {"on_hand": pieces}, {"Idempotency-Key": key} if key else None
    )


def test_the_same_write_again_is_the_same_answer_and_nothing_happens(host: Host) -> None:
    path = f"{host.here}/articles/LAMP"
    first = host.put(path, {"on_hand": 5}, {"Idempotency-Key": "k-1"})
    assert first.status_code == 200
    assert "Idempotency-Replayed" not in first.headers
    host.put(path, {"on_hand": 7})
    again = host.put(path, {"on_hand": 5}, {"Idempotency-Key": '"k-1"'})
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert again.headers["content-type"] == first.headers["content-type"]
    assert host.get(path).json()["stock"]["on_hand"] == 7


def test_the_same_key_for_something_else_is_an_error(host: Host) -> None:
    path = f"{host.here}/articles/LAMP"
    host.put(path, {"on_hand": 5}, {"Idempotency-Key": "k"})
    for other_path, body in ((path, {"on_hand": 6}), (f"{path}2", {"on_hand": 5})):
        other = host.put(other_path, body, {"Idempotency-Key": "k"})
        assert other.status_code == 422
        assert other.json()["type"].endswith("idempotency-key-reused")
    assert host.get(path).json()["stock"]["on_hand"] == 5


def test_a_key_is_of_its_account(house: House, host: Host) -> None:
    other = house.host(house.account("other"))
    for each in (host, other):
        assert (
            each.put(f"{each.here}/articles/A", {"on_hand": 1}, {"Idempotency-Key": "k"}).status_code == 200
        )
    assert other.get(f"{other.here}/articles/A").status_code == 200


def test_what_was_turned_away_may_be_mended_under_the_same_key(host: Host) -> None:
    path = f"{host.here}/articles/LAMP"
    assert host.put(path, {"on_hand": -1}, {"Idempotency-Key": "k"}).status_code == 422
    assert host.put(path, {"ean": "1"}, {"Idempotency-Key": "k"}).status_code == 422
    assert host.put(path, {"on_hand": 1}, {"Idempotency-Key": "k"}).status_code == 200


def test_of_many_at_once_one_is_done(house: House, host: Host) -> None:
    """The others hear that it is under way, or the same answer."""
    house.account("busy")
    host.put(f"{host.here}/articles/LAMP", {"on_hand": 1})
    before = host.get(f"{host.here}/articles/LAMP").json()["stock"]["revision"]
    answers: list[int] = []

    def write() -> None:
        answer = host.post(
            f"{host.here}/stock", {"counts": [{"sku": "LAMP", "on_hand": 3}]}, {"Idempotency-Key": "k"}
        )
        answers.append(answer.status_code)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 200 in answers
    assert set(answers) <= {200, 409}
    assert host.get(f"{host.here}/articles/LAMP").json()["stock"]["revision"] == before + 1


def test_a_write_whose_process_died_is_not_done_again(house: House, host: Host, clock: HandClock) -> None:
    memory = house.center.memory.of(host.account)  # type: ignore[arg-type]
    path, body = f"{host.here}/stock", {"counts": [{"sku": "LAMP", "on_hand": 3}]}
    host.put(f"{host.here}/articles/LAMP", {"on_hand": 1})
    assert host.post(path, body, {"Idempotency-Key": "k"}).status_code == 200
    memory.writes.begin("k2", _fingerprint_of(memory, "k"), clock.now())
    under_way = host.post(path, body, {"Idempotency-Key": "k2"})
    assert (under_way.status_code, under_way.headers["Retry-After"]) == (409, "2")
    clock.forward(timedelta(minutes=5))
    dead = host.post(path, body, {"Idempotency-Key": "k2"})
    assert dead.json()["type"].endswith("outcome-unknown")


def _fingerprint_of(memory: object, key: str) -> str:
    from adapters.storage.memory import DatabaseAccountMemory

    assert isinstance(memory, DatabaseAccountMemory)
    from tests.orders import NOON

    known = memory.writes.begin(key, "", NOON)
    assert known is not None
    return known.fingerprint


def test_a_key_is_kept_for_two_days(host: Host, clock: HandClock) -> None:
    path = f"{host.here}/articles/LAMP"
    host.put(path, {"on_hand": 5}, {"Idempotency-Key": "k"})
    clock.forward(KEPT - timedelta(minutes=1))
    assert host.put(path, {"on_hand": 5}, {"Idempotency-Key": "k"}).headers["Idempotency-Replayed"]
    clock.forward(timedelta(minutes=2))
    again = host.put(path, {"on_hand": 6}, {"Idempotency-Key": "k"})
    assert again.status_code == 200
    assert "Idempotency-Replayed" not in again.headers


def test_every_error_is_said_at_its_field_in_the_language_asked_for(host: Host) -> None:
    path = f"{host.here}/articles/LAMP"
    wrong = host.put(path, {"on_hand": "many", "colour": "red"}, {"Accept-Language": "de-DE,en;q=0.5"})
    assert wrong.status_code == 422
    assert wrong.headers["content-type"] == "application/problem+json"
    assert wrong.headers["Content-Language"] == "de"
    body = wrong.json()
    assert (body["status"], body["title"]) == (422, "Nicht gültig")
    assert {each["field"]: each["detail"] for each in body["errors"]} == {
        "on_hand": "ist eine ganze Zahl",
        "colour": "ist hier unbekannt",
    }
    ean = host.put(path, {"ean": "4006381333932"}, {"Accept-Language": "en"}).json()
    assert ean["errors"][0]["field"] == "ean"
    assert "wrong digit" in ean["errors"][0]["detail"]
    assert host.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "language"),
    [("", "en"), ("de", "de"), ("fr", "en"), ("en;q=0.1, de;q=0.2", "de"), ("*", "en"), ("de;q=x", "en")],
)
def test_the_language_is_the_better_one_of_the_two(host: Host, asked: str, language: str) -> None:
    assert host.get("/nowhere", {"Accept-Language": asked}).headers["Content-Language"] == language


def test_a_body_is_bounded_and_is_json(host: Host) -> None:
    path, is_json = f"{host.here}/stock", {"Content-Type": "application/json"}
    large = host._asked("POST", path, headers=is_json, content=b" " * (LARGEST + 1))
    assert large.status_code == 413
    stream = host._asked("POST", path, headers=is_json, content=iter([b"{}"]))
    assert stream.status_code == 411
    broken = host._asked("POST", path, headers=is_json, content=b"{")
    assert broken.status_code == 422
    assert broken.json()["errors"][0]["detail"] == "is no JSON"


def test_our_own_mistake_has_a_number_and_says_nothing_else(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a name and an address")

    monkeypatch.setattr("adapters.storage.warehouse.DatabaseWarehouse.page", broken)
    answer = host.get(f"{host.here}/articles")
    assert answer.status_code == 500
    assert "address" not in answer.text
