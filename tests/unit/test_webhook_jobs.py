"""Webhooks are delivered by the job engine, as soon as something happens."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from adapters.storage.memory import DatabaseAccountMemory
from adapters.storage.outbox import DELIVERY, WEBHOOKS
from app_center.bootstrap import AppCenter, open_app_center
from app_center.config import Config
from app_center.foreman import Foreman
from app_center.webhooks import RHYTHM, add_endpoint, deliver
from app_center.worker import Worker
from core.apps import AppKey, AppState
from core.schedule import Job, Urgency
from ports.jobs import Queue, Tick
from ports.memory import AppRecord
from tests.webhook_host import WebhookHost, a_webhook_host

OTTO = AppKey("otto")


@dataclass
class Notes:
    """An engine that only notes what it is to do."""

    jobs: list[Job] = field(default_factory=list)

    def start(self, run: Callable[[Job], None], ticks: Sequence[Tick]) -> None:
        return

    def defer(self, job: Job, urgency: Urgency) -> bool:
        self.jobs.append(job)
        return True

    def room(self) -> int:
        return 10

    def queue(self) -> Queue:
        return Queue(tuple(self.jobs), ())

    def stop(self, grace: timedelta) -> bool:
        return True


@pytest.fixture
def center(tmp_path: Path, sqlite_url: str) -> Iterator[AppCenter]:
    key = SecretStr(Fernet.generate_key().decode())
    config = Config(home=tmp_path, database_url=SecretStr(sqlite_url), vault_key=key, webhooks_inside=True)
    with open_app_center(config) as center:
        yield center


@pytest.fixture
def shop(center: AppCenter) -> DatabaseAccountMemory:
    return center.memory.of(center.memory.accounts.add("shop").id)


@pytest.fixture
def host() -> Iterator[WebhookHost]:
    with a_webhook_host() as host:
        yield host


def told(host: WebhookHost) -> list[str]:
    return [json.loads(body)["data"]["state"] for _, body in host.heard]


def test_what_happens_is_told_by_whoever_works(
    center: AppCenter, shop: DatabaseAccountMemory, host: WebhookHost
) -> None:
    queue = Notes()
    job = Job(shop.account.id, WEBHOOKS, DELIVERY)
    add_endpoint(center, shop, host.url, [])
    with Worker(center.memory.agenda, center.clock, timedelta(seconds=30)) as worker:
        foreman = Foreman(center, queue, worker)
        foreman.look()
        assert queue.jobs == [job]
        foreman.run(job)
        assert host.heard == []
        shop.apps.write(AppRecord(OTTO, AppState.ACTIVE))
        shop.apps.write(replace(shop.apps.get(OTTO), state=AppState.NEEDS_ACCESS))
        foreman.look()
        assert queue.jobs == [job, job]
        foreman.run(job)
    assert told(host) == ["active", "needs_access"]


def test_somebody_else_who_delivers_is_left_to_it(
    center: AppCenter, shop: DatabaseAccountMemory, host: WebhookHost
) -> None:
    add_endpoint(center, shop, host.url, [])
    shop.apps.write(AppRecord(OTTO, AppState.ACTIVE))
    with Worker(center.memory.agenda, center.clock, timedelta(seconds=30)) as worker:
        now = center.clock.now()
        shop.work(WEBHOOKS).begin(DELIVERY, RHYTHM, "other:1", now, now + timedelta(minutes=1), asked=True)
        assert deliver(center, worker, shop.account.id, asked=True) is None
    assert host.heard == []


def test_a_host_that_is_away_hears_it_later_and_the_other_now(
    center: AppCenter, shop: DatabaseAccountMemory, host: WebhookHost
) -> None:
    away = add_endpoint(center, shop, "http://127.0.0.1:9/", []).endpoint
    add_endpoint(center, shop, host.url, [])
    shop.apps.write(AppRecord(OTTO, AppState.ACTIVE))
    with Worker(center.memory.agenda, center.clock, timedelta(seconds=30)) as worker:
        report = deliver(center, worker, shop.account.id, asked=True)
    assert report is not None
    assert (report.delivered, report.failed) == (1, 1)
    assert told(host) == ["active"]
    (waiting,) = shop.webhooks.deliveries(away.id)
    assert waiting.reason is not None
    assert "not reached" in waiting.reason.en
    assert waiting.due_at is not None
