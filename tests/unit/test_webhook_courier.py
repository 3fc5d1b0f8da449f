"""Webhooks go where they may, signed as their receivers expect, and nowhere else."""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Final

import httpx
import pytest

from adapters.webhooks.courier import HttpCourier
from adapters.webhooks.guard import is_outside
from core.errors import InvalidValue, OutcomeUnknown, Refused, Throttled, Unreachable
from core.text import Text
from core.webhooks import (
    PAUSES,
    Delivery,
    DeliveryState,
    EndpointId,
    Event,
    EventKind,
    failed,
    is_secret,
    read_url,
    signature,
    written_secret,
)
from tests.orders import NOON

PUBLIC: Final = "93.184.216.34"


class Line(httpx.BaseTransport):
    """Notes what is called, and answers with this status."""

    def __init__(self, status: int = 204, headers: dict[str, str] | None = None) -> None:
        self.status, self.headers = status, headers or {}
        self.calls: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        return httpx.Response(self.status, headers=self.headers, content=b"x" * 1000)


def courier(line: Line, *addresses: str, inside: bool = False) -> HttpCourier:
    return HttpCourier(inside=inside, resolve=lambda host, port: addresses, line=line)


def test_the_address_that_was_looked_at_is_the_one_that_is_called() -> None:
    line = Line()
    courier(line, PUBLIC).bring("https://host.example/hook?a=1", {"webhook-id": "msg_1"}, b"{}")
    (call,) = line.calls
    assert str(call.url) == f"https://{PUBLIC}/hook?a=1"
    assert call.headers["host"] == "host.example"
    assert call.extensions["sni_hostname"] == "host.example"
    assert call.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *(
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "::127.0.0.1",
        ),
        "no address",
    ],
)
def test_nothing_is_sent_into_the_operators_own_network(address: str) -> None:
    line = Line()
    assert not is_outside(address)
    for addresses in ([address], [PUBLIC, address]):
        with pytest.raises(Unreachable, match="not allowed"):
            courier(line, *addresses).bring("https://host.example/", {}, b"")
    assert line.calls == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_the_public_internet_is_fine(address: str) -> None:
    assert is_outside(address)


def test_plain_http_and_inner_addresses_are_for_the_operator_to_allow() -> None:
    line = Line()
    with pytest.raises(Unreachable, match="https"):
        courier(line, PUBLIC).bring("http://host.example/", {}, b"")
    courier(line, "10.0.0.1", inside=True).bring("http://host.example/", {}, b"")
    assert [str(call.url) for call in line.calls] == ["http://10.0.0.1/"]


def test_a_redirect_is_not_followed() -> None:
    line = Line(302, {"location": "http://169.254.169.254/"})
    with pytest.raises(OutcomeUnknown):
        courier(line, PUBLIC).bring("https://host.example/", {}, b"")
    assert len(line.calls) == 1


@pytest.mark.parametrize(("status", "error"), [(410, Refused), (429, Throttled), (500, OutcomeUnknown)])
def test_what_the_host_answers_is_what_happens_next(status: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        courier(Line(status), PUBLIC).bring("https://host.example/", {}, b"")


def test_a_name_that_leads_nowhere_is_not_reached() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(Unreachable, match="no such host"):
        HttpCourier(resolve=nowhere, line=Line()).bring("https://host.example/", {}, b"")


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """With the example of its specification."""
    key = b"0123456789abcdef0123456789abcdef"
    secret = written_secret(key)
    expected = hmac.new(key, b'msg_1.1700000000.{"a":1}', sha256).digest()
    given = signature(secret, "msg_1", 1700000000, b'{"a":1}')
    assert given == f"v1,{base64.b64encode(expected).decode()}"
    assert is_secret(secret.reveal())
    assert not is_secret("whsec_x")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "host",
            "http://host.example/",
            "ftp://host.example",
            "https://",
            "https://a b",
            "https://h:99999/",
        ),
        *("https://u:p@host.example/", "https://host.example/#x", "https://hös.example/", "https://h/\n"),
    ],
)
def test_what_is_no_address_for_webhooks_is_said_at_the_field(url: str) -> None:
    with pytest.raises(InvalidValue) as wrong:
        read_url(f"{url}x" if url.endswith("\n") else url, inside=False)
    assert wrong.value.field == "url"


def test_it_is_tried_for_a_day_with_growing_pauses_and_then_parked() -> None:
    event = Event(EventKind.TEST, "test", {})
    delivery, now = Delivery(1, EndpointId("wh_1"), event, NOON), NOON
    reason = Text(en="no", de="nein")
    for pause in PAUSES:
        delivery = failed(delivery, reason, now)
        assert delivery.state is DeliveryState.PENDING
        assert delivery.due_at == now + pause
        now = delivery.due_at
    assert timedelta(hours=20) < now - NOON <= timedelta(days=1)
    parked = failed(delivery, reason, now)
    assert (parked.state, parked.reason, parked.due_at) == (DeliveryState.PARKED, reason, None)


def test_a_pause_that_the_host_asks_for_is_kept() -> None:
    event = Event(EventKind.TEST, "test", {})
    asked = failed(Delivery(1, EndpointId("wh_1"), event, NOON), Text(en="no", de="nein"), NOON, 900)
    assert asked.due_at == NOON + timedelta(seconds=900)
