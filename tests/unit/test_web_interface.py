"""The page of the interface for hosts: keys and webhooks, each secret shown once."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from core.users import Role
from tests.web_app import Pages, Visitor, opened


@pytest.fixture
def pages(tmp_path: Path, sqlite_url: str) -> Iterator[Pages]:
    with opened(tmp_path, sqlite_url) as pages:
        yield pages


@pytest.fixture
def place(pages: Pages) -> str:
    return f"/a/{pages.account('shop').account.id}/interface"


@pytest.fixture
def admin(pages: Pages, place: str) -> Visitor:
    account = pages.center.memory.accounts.find("shop")
    assert account is not None
    visitor = pages.visitor(pages.user("admin@example.com", account.id, Role.ADMIN))
    visitor.get(place)
    return visitor


def secret_of(text: str) -> str:
    found = re.search(r'<code class="code">([^<]+)</code>', text)
    assert found is not None
    return unescape(found[1])


def test_a_key_is_shown_once_opens_the_interface_and_is_revoked(
    pages: Pages, admin: Visitor, place: str
) -> None:
    key = secret_of(admin.send(f"{place}/keys", {"name": "ERP", "ticked": "orders:read"}).text)
    page = admin.get(place)
    assert "built-in" not in page.words
    assert "ERP" in page.words
    assert "orders:read" in page.words
    assert key not in page.text
    bearer = {"Authorization": f"Bearer {key}"}
    account = place.split("/")[2]
    orders = f"/api/v1/accounts/{account}/apps/otto/orders"
    assert admin.client.get(orders, headers=bearer).status_code == 200
    assert admin.client.get(f"/api/v1/accounts/{account}/articles", headers=bearer).status_code == 403
    assert admin.send(f"{place}/keys/{key.split('_')[1]}").go == place
    assert "widerrufen" in admin.get(place).words
    assert admin.client.get(orders, headers=bearer).status_code == 401


def test_what_is_wrong_about_a_key_or_a_webhook_is_said_at_its_field(admin: Visitor, place: str) -> None:
    assert "mindestens ein Recht" in admin.send(f"{place}/keys", {"name": "ERP"}).words
    nameless = admin.send(f"{place}/keys", {"name": " ", "ticked": "orders:read"})
    assert nameless.status == 422
    plain = admin.send(f"{place}/webhooks", {"url": "http://host.example/"})
    assert plain.status == 422
    assert "https://" in plain.words


def test_a_webhook_is_added_tested_and_removed(pages: Pages, admin: Visitor, place: str) -> None:
    answer = admin.send(f"{place}/webhooks", {"url": "https://localhost/hook", "ticked": "order.created"})
    assert secret_of(answer.text).startswith("whsec_")
    page = admin.get(place)
    assert "https://localhost/hook" in page.words
    (endpoint,) = pages.center.memory.of(pages.center.memory.accounts.all()[0].id).webhooks.endpoints()
    tested = admin.send(f"{place}/webhooks/{endpoint.id}", {"what": "test"})
    assert "Der Test wurde nicht angenommen" in tested.words
    assert "address not allowed" in tested.words
    assert admin.send(f"{place}/webhooks/{endpoint.id}", {"what": "remove"}).go == place
    assert "localhost" not in admin.get(place).words
    assert admin.send(f"{place}/webhooks/{endpoint.id}", {"what": "test"}).status == 404
