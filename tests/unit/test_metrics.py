"""What Prometheus reads of a running installation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app_center.bootstrap import AppCenter, open_app_center
from app_center.config import Config
from app_center.foreman import wake_all
from app_center.metrics import Metrics
from app_center.web.app import create_app
from app_center.web.health import router
from core.apps import AppKey, AppState
from core.errors import StorageUnavailable
from core.text import Text
from ports.memory import PassRecord
from tests.fakes.clock import NOON, HandClock

OTTO = AppKey("otto")


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
    account.apps.write(replace(account.apps.get(OTTO), state=AppState.ACTIVE))
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
    assert found["app_center_passes_total", "otto", "orders", "good"] == 1
    assert found["app_center_passes_total", "otto", "orders", "failed"] == 1
    assert found["app_center_pass_seconds_sum", "otto", "orders"] == 4
    assert "Secret Name" not in metrics.text().decode()


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
