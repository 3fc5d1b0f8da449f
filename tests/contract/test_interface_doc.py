"""The handbook for hosts says what is so, and its sample verifies what is really sent."""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from app_center.api import problems
from app_center.api.access import TABLE
from core.apps import AccountId
from core.interface_keys import Resource
from core.webhooks import PAUSES, Delivery, EndpointId, Event, EventKind, written_secret
from sync.webhooks import body_of, headers_of
from tests.specs import ROOT

DOC: Final = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
SECRET: Final = written_secret(b"s" * 32)


@pytest.fixture(scope="module")
def is_genuine() -> Callable[..., bool]:
    (sample,) = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(sample, "docs/interface.md", "exec"), names)
    found: Callable[..., bool] = names["is_genuine"]
    return found


def sent() -> tuple[dict[str, str], bytes]:
    event = Event(EventKind.ORDER_CREATED, "order/otto/1", {"app": "otto", "sales_order_id": "ö-1"})
    delivery = Delivery(7, EndpointId("wh_1"), event, datetime(2026, 11, 25, tzinfo=UTC))
    body = body_of(AccountId("a"), delivery)
    return dict(headers_of(SECRET, delivery, int(time.time()), body)), body


def test_the_sample_takes_what_is_genuine_and_nothing_else(is_genuine: Callable[..., bool]) -> None:
    headers, body = sent()
    secret = SECRET.reveal()
    assert is_genuine(secret, headers, body)
    assert is_genuine(secret, {**headers, "webhook-signature": f"v1,x {headers['webhook-signature']}"}, body)
    assert not is_genuine(secret, headers, body + b" ")
    assert not is_genuine(written_secret(b"t" * 32).reveal(), headers, body)
    assert not is_genuine(secret, {**headers, "webhook-id": "msg_2"}, body)
    assert not is_genuine(secret, {**headers, "webhook-timestamp": str(int(time.time()) - 3600)}, body)


def test_a_message_looks_as_it_is_shown() -> None:
    message = json.loads(sent()[1])
    assert message == {
        "type": "order.created",
        "timestamp": "2026-11-25T00:00:00.000Z",
        "data": {"account": "a", "app": "otto", "sales_order_id": "ö-1"},
    }


def test_every_resource_event_pause_and_problem_is_told() -> None:
    for resource in Resource:
        assert f"| `{resource}` |" in DOC
    assert {scope.resource for scope in TABLE.values()} == set(Resource)
    for event in EventKind:
        assert f"`{event.value}`" in DOC
    kinds = [each for each in vars(problems).values() if isinstance(each, problems.Kind)]
    assert len(kinds) > 10
    for kind in kinds:
        assert f"`{kind.name}`" in DOC, kind.name
        assert str(kind.status) in DOC
    units = {"s": 1, "min": 60, "h": 3600}
    told = re.search(r"tried again after (.*?); then", DOC, re.DOTALL)
    assert told is not None
    pauses = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)", told[1])]
    assert pauses == [int(pause.total_seconds()) for pause in PAUSES]
