"""Who may ask the interface: the right key, for its own account, within its scopes, and not too often."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from app_center.api.access import TABLE
from core.errors import InvalidValue
from core.interface_keys import SCOPES, KeyId, Resource, Scope, Way, read_scopes
from tests.fakes.clock import HandClock
from tests.interface_host import Host, House, a_house

NAMES: Final = sorted(TABLE)
URN: Final = "urn:otto-app:problem:"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("house"), clock=HandClock()) as house:
        house.account("shop")
        house.account("other")
        yield house


def of(house: House, name: str, *scopes: str) -> Host:
    found = house.center.memory.accounts.find(name)
    assert found is not None
    house.center.clock.forward(timedelta(minutes=1))  # type: ignore[attr-defined]
    return house.host(house.center.memory.of(found.id), *scopes)


def filled(host: Host, name: str, account: str | None = None) -> tuple[str, str]:
    method, _, path = name.partition(" ")
    places = {
        "account": account or host.account,
        "app": "otto",
        "kind": "shipment",
        "number": "0",
        "dispatch": "1",
    }
    if "labels" in path:
        places["app"] = "dhl"
    return method, re.sub(r"\{(\w+)(:path)?\}", lambda found: places.get(found[1], "x"), path)


def asked(host: Host, name: str, account: str | None = None) -> tuple[int, str]:
    method, path = filled(host, name, account)
    answer = host.get(path) if method == "GET" else host._asked(method, path, headers=None, json={})
    kind = (
        answer.json().get("type", "")
        if answer.headers["content-type"].startswith("application/problem")
        else ""
    )
    return answer.status_code, kind.removeprefix(URN)


@pytest.mark.parametrize("name", NAMES)
def test_without_a_good_key_nothing_is_told(house: House, name: str) -> None:
    host = of(house, "shop")
    good = host.key
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    for key in ("", "x", "ack_", "ack_x_y", wrong, good.partition("_")[2]):
        host.key = key
        assert asked(host, name) == (401, "unauthenticated")


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_good_for_its_scopes_only(house: House, name: str) -> None:
    others = [str(scope) for scope in SCOPES if not scope.covers(TABLE[name])]
    assert asked(of(house, "shop", *others), name) == (403, "forbidden")
    assert asked(of(house, "shop", str(TABLE[name])), name)[0] not in {401, 403}


@pytest.mark.parametrize("name", [name for name in NAMES if "{account}" in name])
def test_another_account_is_as_if_it_did_not_exist(house: House, name: str) -> None:
    host = of(house, "shop")
    other = house.center.memory.accounts.find("other")
    assert other is not None
    assert asked(host, name, other.id) == asked(host, name, "nobody") == (404, "not-found")


def test_writing_is_also_reading_and_nothing_else() -> None:
    write, read = Scope(Resource.STOCK, Way.WRITE), Scope(Resource.STOCK, Way.READ)
    assert write.covers(read)
    assert not read.covers(write)
    assert not write.covers(Scope(Resource.ORDERS, Way.READ))
    assert read_scopes(["read"]) == {scope for scope in SCOPES if scope.way is Way.READ}
    for wrong in (["stock"], ["accounts:write"], []):
        with pytest.raises(InvalidValue):
            read_scopes(wrong)


def test_a_key_is_stored_as_a_digest_and_ends_when_it_is_revoked(house: House) -> None:
    host = of(house, "shop")
    memory = house.center.memory.of(host.account)  # type: ignore[arg-type]
    (key, *_) = [each for each in memory.keys.all() if host.key.split("_")[1] == each.id]
    secret = host.key.split("_", 2)[2]
    assert secret not in repr(key)
    assert key.digest not in host.key
    assert host.get("/accounts").status_code == 200
    memory.keys.revoke(KeyId(key.id), house.center.clock.now())
    assert host.get("/accounts").status_code == 401
    with pytest.raises(InvalidValue):
        house.account("third").keys.revoke(KeyId(key.id), house.center.clock.now())


def test_when_a_key_was_used_is_known(house: House) -> None:
    host = of(house, "shop")
    host.get("/accounts")
    memory = house.center.memory.of(host.account)  # type: ignore[arg-type]
    (key,) = [each for each in memory.keys.all() if each.id in host.key]
    assert key.used_at == house.center.clock.now()


def test_a_key_may_ask_so_often_in_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_CENTER_API_REQUESTS_A_MINUTE", "3")
    clock = HandClock()
    with a_house(tmp_path, clock=clock) as house:
        host, second = (house.host(house.account(name)) for name in ("shop", "other"))
        answers = [host.get("/accounts") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == [
            "r=2",
            "r=1",
            "r=0",
            "r=0",
        ]
        assert answers[3].headers["RateLimit-Policy"] == '"minute";q=3;w=60'
        assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
        assert second.get("/accounts").status_code == 200
        clock.forward(timedelta(minutes=1))
        assert host.get("/accounts").status_code == 200


def test_what_is_not_there_is_a_problem_too(house: House) -> None:
    host = of(house, "shop")
    assert asked(host, "GET /nowhere") == (404, "not-found")
    wrong = host._asked("DELETE", "/accounts", headers=None)
    assert wrong.status_code == 405
    assert wrong.headers["content-type"] == "application/problem+json"
    assert host.get(f"{host.here}/apps/nobody/orders").status_code == 404
    assert host.get(f"{host.here}/apps/dhl/orders").status_code == 404
