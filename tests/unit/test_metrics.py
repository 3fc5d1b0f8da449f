"""What Prometheus reads of a running installation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app_center.bootstrap import AppCenter, open_app_center
from app_center.budget import Budget
from app_center.concerns import concerns_of
from app_center.config import Config
from app_center.foreman import wake_all
from app_center.metrics import Metrics
from app_center.web.app import create_app
from app_center.web.health import router
from core.activation import Right
from core.apps import AppKey, AppState
from core.errors import StorageUnavailable
from core.text import Text
from ports.memory import PassRecord
from tests.fakes.clock import NOON, HandClock

OTTO = AppKey("otto")
SAID = Text(en="x", de="x")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def center(tmp_path: Path, clock: HandClock) -> Iterator[AppCenter]:
    with open_app_center(Config(home=tmp_path), clock=clock) as opened:
        yield opened


def read(metrics: Metrics) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def test_states_lag_and_passes_are_there(center: AppCenter, clock: HandClock) -> None:
    account = center.memory.of(center.memory.accounts.add("Secret Name Ltd").id)
    rights = (Right("orders", True, SAID), Right("returns", False, SAID))
    account.apps.write(replace(account.apps.get(OTTO), state=AppState.ACTIVE, rights=rights))
    wake_all(center, account, center.kind("otto"), "activated")
    clock.forward(timedelta(seconds=90))
    metrics = Metrics(center)
    good = PassRecord("orders", NOON, NOON + timedelta(seconds=2))
    metrics.count("otto", good)
    metrics.count("otto", replace(good, failure=Text(en="x", de="x")))
    found = read(metrics)
    assert found["app_center_app_states", "otto", "active"] == 1
    assert found["app_center_lag_seconds", "otto", "orders"] == 90
    assert found["app_center_jobs", "otto", "orders", "idle"] == 1
    assert found["app_center_queue_depth", "otto", "orders"] == 1
    assert found["app_center_held_notices", "otto"] == 0
    assert found["app_center_rights", "otto", "granted"] == 1
    assert found["app_center_rights", "otto", "missing"] == 1
    assert found["app_center_passes_total", "otto", "orders", "good"] == 1
    assert found["app_center_passes_total", "otto", "orders", "failed"] == 1
    assert found["app_center_pass_seconds_sum", "otto", "orders"] == 4
    assert "Secret Name" not in metrics.text().decode()


def test_what_is_worked_on_is_neither_waiting_nor_late(center: AppCenter, clock: HandClock) -> None:
    account = center.memory.of(center.memory.accounts.add("Anna").id)
    account.apps.write(replace(account.apps.get(OTTO), state=AppState.ACTIVE))
    wake_all(center, account, center.kind("otto"), "activated")
    rhythm = concerns_of(center.kind("otto"))["orders"].rhythm
    until = clock.now() + timedelta(minutes=9)
    account.work(OTTO).begin("orders", rhythm, "here", clock.now(), until, asked=True)
    clock.forward(timedelta(seconds=90))
    found = read(Metrics(center))
    assert found["app_center_jobs", "otto", "orders", "running"] == 1
    assert found["app_center_queue_depth", "otto", "orders"] == 0
    assert found["app_center_lag_seconds", "otto", "orders"] == 0
    assert found["app_center_queue_depth", "otto", "stock"] == 1


def test_a_pace_that_another_process_learned_is_shown(postgres_url: str, tmp_path: Path) -> None:
    config = Config(home=tmp_path, database_url=SecretStr(postgres_url), vault_key=a_key())
    with open_app_center(config) as center, open_app_center(config) as elsewhere:
        account = center.memory.accounts.add("Anna").id
        assert ("app_center_budget_share", "otto") not in read(Metrics(center))
        paces = elsewhere.memory.paces
        assert paces is not None
        Budget(paces, account, OTTO, "OTTO", center.kind("otto").manifest.budget).throttled(0.0)
        assert 0.4 < read(Metrics(center))["app_center_budget_share", "otto"] < 0.9


def a_key() -> SecretStr:
    return SecretStr(Fernet.generate_key().decode())


def test_the_addresses_for_machines(center: AppCenter, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(center, router)
    app.state.metrics = Metrics(center)
    browser = TestClient(app)
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").json() == {"status": "ready"}
    assert "app_center_jobs" in browser.get("/metrics").text

    def gone() -> None:
        raise StorageUnavailable(Text(en="gone", de="weg"))

    monkeypatch.setattr(type(center.memory), "ping", lambda _: gone())
    assert browser.get("/readyz").status_code == 503
    assert browser.get("/healthz").status_code == 200
