"""Keys and webhooks on the command line, and a webhook all the way to a real server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.contract.command_line import CommandLine
from tests.webhook_host import WebhookHost, a_webhook_host

SHOP: Final = ("--account", "shop")


@pytest.fixture
def host() -> Iterator[WebhookHost]:
    with a_webhook_host() as host:
        yield host


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("APP_CENTER_WEBHOOKS_INSIDE", "true")
    line = CommandLine(tmp_path / "home", "http://127.0.0.1:9")
    assert line.run("account", "add", "shop").status == 0
    return line


def test_a_key_is_made_listed_and_revoked(line: CommandLine) -> None:
    made = line.run(
        "api-key", "create", *SHOP, "--name", "ERP", "--scope", "orders:read", "--scope", "stock:write"
    )
    key = made.out.strip()
    assert key.startswith("ack_")
    (row,) = line.run("api-key", "list", *SHOP, "--json").rows
    assert row["scopes"] == ["orders:read", "stock:write"]
    assert row["id"] in key
    assert key not in json.dumps(row)
    assert line.run("api-key", "revoke", row["id"], *SHOP).status == 0
    assert line.run("api-key", "list", *SHOP, "--json").rows[0]["revoked_at"] is not None
    wrong = line.run("api-key", "create", *SHOP, "--name", "ERP", "--scope", "everything")
    assert wrong.status == 1
    assert "orders:read" in wrong.err
    assert line.run("api-key", "revoke", "nobody", *SHOP).status == 1


def test_a_webhook_is_tested_on_a_real_server(line: CommandLine, host: WebhookHost) -> None:
    secret = line.run("webhook", "add", host.url, *SHOP).out.strip()
    assert secret.startswith("whsec_")
    (row,) = line.run("webhook", "list", *SHOP, "--json").rows
    assert line.run("webhook", "test", row["id"], *SHOP).status == 0
    ((headers, body),) = host.heard
    assert json.loads(body)["type"] == "webhook.test"
    assert headers["webhook-id"].startswith("msg_")
    assert headers["webhook-signature"].startswith("v1,")
    host.status = 500
    bad = line.run("webhook", "test", row["id"], *SHOP)
    assert bad.status == 1
    assert "500" in bad.err
    first, second = line.run("webhook", "deliveries", row["id"], *SHOP, "--json").rows
    assert (first["state"], second["state"]) == ("pending", "delivered")
    assert "500" in first["reason"]
    assert line.run("webhook", "again", str(first["number"]), *SHOP).status == 1
    assert line.run("webhook", "remove", row["id"], *SHOP).status == 0
    assert line.run("webhook", "list", *SHOP, "--json").rows == []
