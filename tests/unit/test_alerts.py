"""The operator hears once what needs a person, until its cause has gone; over real local servers."""

import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from app_center.alerts import Alerts, ways
from app_center.bootstrap import AppCenter, open_app_center
from app_center.concerns import concerns_of
from app_center.config import Config
from app_center.foreman import wake_all
from core.apps import AccountId, AppKey, AppState
from core.errors import AccessDenied
from core.schedule import Ending, Outcome
from core.text import Text
from ports.memory import Taken
from tests.fakes.clock import HandClock

OTTO = AppKey("otto")


class Webhook(HTTPServer):
    def __init__(self) -> None:
        self.got: list[dict[str, str]] = []
        self.status = 204
        super().__init__(("127.0.0.1", 0), _Taking)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Taking(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status < 400:
            self.server.got.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        return


class Postbox(socketserver.TCPServer):
    """As much of SMTP as a sender speaks."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.mails: list[str] = []
        super().__init__(("127.0.0.1", 0), _Receiving)


class _Receiving(socketserver.StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    mail += part
                self.server.mails.append(mail.decode())
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def center(tmp_path: Path, webhook: Webhook, postbox: Postbox, clock: HandClock) -> Iterator[AppCenter]:
    config = Config(
        home=tmp_path,
        alert_webhook=SecretStr(webhook.address),
        alert_smtp=SecretStr(f"smtp://127.0.0.1:{postbox.server_address[1]}"),
        alert_to="operator@example.com",
    )
    with open_app_center(config, clock=clock) as opened:
        yield opened


def fail(center: AppCenter, account: str, clock: HandClock) -> None:
    """One pass of orders that fails now, and the pause after it."""
    book, rhythm = (
        center.memory.of(AccountId(account)).work(OTTO),
        concerns_of(center.kind("otto"))["orders"].rhythm,
    )
    lease = book.begin("orders", rhythm, "here", clock.now(), clock.now() + timedelta(minutes=1), asked=True)
    assert not isinstance(lease, Taken | None)
    failure = Text(en="not reachable", de="nicht erreichbar")
    standing = book.end(lease, "orders", rhythm, Outcome(Ending.FAILED, failure=failure), clock.now())
    assert standing.due is not None
    clock.forward(standing.due - clock.now())


def put(center: AppCenter, state: AppState) -> str:
    known = center.memory.accounts.find("Secret Name Ltd")
    account = known or center.memory.accounts.add("Secret Name Ltd")
    apps = center.memory.of(account.id).apps
    apps.write(replace(apps.get(OTTO), state=state, reason=Text(en="x", de="x")))
    return account.id


def test_each_alert_comes_once_until_its_cause_has_gone(
    center: AppCenter, webhook: Webhook, postbox: Postbox
) -> None:
    alerts = Alerts(center, ways(center.config))
    alerts.look()
    assert webhook.got == []
    account = put(center, AppState.NEEDS_ACCESS)
    for _ in range(3):
        alerts.look()
    (told,) = webhook.got
    assert (told["account"], told["app"], told["cause"]) == (account, "otto", "needs access")
    (mail,) = postbox.mails
    assert "needs access" in mail
    assert "Secret Name" not in mail + json.dumps(told)
    put(center, AppState.ACTIVE)
    Alerts(center, ways(center.config)).look()
    put(center, AppState.NEEDS_ACCESS)
    Alerts(center, ways(center.config)).look()
    assert len(webhook.got) == len(postbox.mails) == 2


def test_an_alert_that_reached_nobody_is_tried_again(
    center: AppCenter, webhook: Webhook, postbox: Postbox
) -> None:
    postbox.shutdown()
    postbox.server_close()
    webhook.status = 500
    put(center, AppState.NEEDS_ACCESS)
    alerts = Alerts(center, ways(center.config))
    alerts.look()
    webhook.status = 204
    alerts.look()
    alerts.look()
    assert len(webhook.got) == 1


def test_a_concern_that_is_late_by_some_intervals_is_told(
    center: AppCenter, webhook: Webhook, clock: HandClock
) -> None:
    account = put(center, AppState.ACTIVE)
    wake_all(center, center.memory.of(AccountId(account)), center.kind("otto"), "activated")
    alerts = Alerts(center, ways(center.config))
    clock.forward(timedelta(minutes=4))
    alerts.look()
    assert webhook.got == []
    clock.forward(timedelta(minutes=2))
    alerts.look()
    causes = {told["cause"] for told in webhook.got}
    assert "late: orders" in causes
    assert "late: alignment" not in causes


def test_what_fails_from_the_first_day_on_is_told_with_the_reason(
    center: AppCenter, webhook: Webhook, clock: HandClock
) -> None:
    account = put(center, AppState.ACTIVE)
    alerts, began = Alerts(center, ways(center.config)), clock.now()
    while clock.now() - began <= timedelta(minutes=5):
        assert webhook.got == []
        fail(center, account, clock)
        alerts.look()
    (told,) = webhook.got
    assert told["cause"] == "late: orders"
    assert "not reachable" in told["text"]


def test_what_starts_again_after_days_is_not_late(
    center: AppCenter, webhook: Webhook, clock: HandClock
) -> None:
    account = put(center, AppState.ACTIVE)
    book, rhythm = (
        center.memory.of(AccountId(account)).work(OTTO),
        concerns_of(center.kind("otto"))["orders"].rhythm,
    )
    lease = book.begin("orders", rhythm, "here", clock.now(), clock.now() + timedelta(minutes=1), asked=True)
    assert not isinstance(lease, Taken | None)
    book.end(lease, "orders", rhythm, Outcome.of(AccessDenied("OTTO")), clock.now())
    clock.forward(timedelta(days=3))
    wake_all(center, center.memory.of(AccountId(account)), center.kind("otto"), "activated")
    Alerts(center, ways(center.config)).look()
    assert webhook.got == []


def test_an_answer_that_is_no_http_does_not_stop_the_others(
    center: AppCenter, postbox: Postbox, webhook: Webhook
) -> None:
    webhook.status = 99_999
    put(center, AppState.NEEDS_ACCESS)
    Alerts(center, ways(center.config)).look()
    assert len(postbox.mails) == 1
