"""What hosts are told and their writes, in both databases."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Final

import pytest

from adapters.storage.interface_keys import Answer, Begun
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseAccountMemory, DatabaseMemory, open_memory
from adapters.storage.outbox import DELIVERY, WEBHOOKS
from core.apps import AppKey, AppState
from core.articles import Count
from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeMove,
    Parcel,
    PositionRef,
    TrackingKey,
)
from core.display import Outcome, Settlement
from core.errors import Conflict, InvalidValue
from core.orders import PositionItemId, PositionState, SalesOrderId, Sku
from core.schedule import Outcome as Ended
from core.schedule import Rhythm
from core.text import Text
from core.webhooks import (
    DeliveryState,
    Endpoint,
    EndpointId,
    Event,
    EventKind,
    delivered,
    failed,
    written_secret,
)
from ports.memory import AppRecord
from tests.order_desk import OTTO, Desk
from tests.orders import MINUTE, NOON, an_order

SECRET: Final = written_secret(b"k" * 32)
HOURLY: Final = Rhythm(timedelta(hours=1), timedelta(seconds=1), timedelta(days=1))


@pytest.fixture
def memory(database_url: str, keys: Keys) -> Iterator[DatabaseMemory]:
    opened = open_memory(database_url, keys)
    yield opened
    opened.close()


@pytest.fixture
def shop(memory: DatabaseMemory) -> DatabaseAccountMemory:
    return memory.of(memory.accounts.add("shop").id)


def listening(shop: DatabaseAccountMemory, *kinds: EventKind) -> Endpoint:
    return shop.webhooks.add("https://host.example/", [kind.value for kind in kinds], SECRET, NOON)


def told(shop: DatabaseAccountMemory, endpoint: Endpoint) -> list[tuple[str, str]]:
    """What it is about and how it stands, oldest first."""
    found = shop.webhooks.deliveries(endpoint.id)[::-1]
    return [(each.event.kind.value, str(each.event.data.get("state", ""))) for each in found]


def test_orders_and_their_dispatch_are_told(shop: DatabaseAccountMemory) -> None:
    endpoint = listening(shop)
    desk = Desk(shop.orders(OTTO), shop, shop.portal_accounts.find_or_add("OTTO"))
    desk.keep(an_order(state=PositionState.ANNOUNCED))
    desk.keep(an_order(changed=1))
    desk.keep(an_order(changed=1))
    parcel = Parcel(TrackingKey(CarrierCode("DHL"), "1"), NOON)
    ref = PositionRef(SalesOrderId("order-1"), PositionItemId("order-1-1"))
    book = shop.dispatches(OTTO)
    notice = book.add(Notice(NoticeId(0), NoticeKind.ONE, (parcel,), (ref,), NOON))
    for move in (NoticeMove.CLEAR, NoticeMove.BEGIN, NoticeMove.ACCEPT):
        notice = book.write(replace(notice.moved(move, NOON + MINUTE), begun_at=NOON))
    assert told(shop, endpoint) == [
        ("order.created", "ANNOUNCED"),
        ("order.changed", "PROCESSABLE"),
        ("dispatch.changed", "held"),
        ("dispatch.changed", "ready"),
        ("dispatch.changed", "sending"),
        ("dispatch.changed", "accepted"),
        ("order.changed", "SENT"),
    ]


def test_quantities_are_told_when_it_is_known_what_became_of_them(shop: DatabaseAccountMemory) -> None:
    endpoint = listening(shop, EventKind.QUANTITY_ACKNOWLEDGED, EventKind.QUANTITY_REFUSED)
    portal = shop.portal_accounts.find_or_add("OTTO").id
    shop.warehouse.count([Count(Sku("A"), 3)], NOON)
    book = shop.quantities(OTTO)
    book.observe(shop.warehouse.changed(0, 9), portal, NOON)
    for outcome in (Outcome.UNKNOWN, Outcome.REFUSED, Outcome.ACKNOWLEDGED):
        (sending,) = book.begin([(line, 3) for line in book.due(NOON + 60 * MINUTE)], NOON)
        book.settle([Settlement(sending, outcome, Text(en="no", de="nein"))], NOON)
    found = shop.webhooks.deliveries(endpoint.id)[::-1]
    assert [each.event.kind for each in found] == [
        EventKind.QUANTITY_REFUSED,
        EventKind.QUANTITY_ACKNOWLEDGED,
    ]
    assert found[0].event.data == {"app": "otto", "sku": "A", "pieces": 3}


def test_an_app_that_changes_is_told_and_one_that_is_only_looked_at_is_not(
    shop: DatabaseAccountMemory,
) -> None:
    endpoint = listening(shop)
    record = shop.apps.write(AppRecord(OTTO, AppState.ACTIVE))
    record = shop.apps.write(replace(record, checked_at=NOON))
    shop.apps.write(replace(record, state=AppState.NEEDS_ACCESS))
    with pytest.raises(Conflict):
        shop.apps.write(replace(record, state=AppState.PAUSED))
    assert told(shop, endpoint) == [("app.changed", "active"), ("app.changed", "needs_access")]


def test_each_endpoint_hears_what_it_asked_for_and_nobody_what_was_before(
    memory: DatabaseMemory, shop: DatabaseAccountMemory
) -> None:
    other = memory.of(memory.accounts.add("other").id)
    shop.apps.write(AppRecord(OTTO, AppState.ACTIVE))
    all_, orders, elsewhere = listening(shop), listening(shop, EventKind.ORDER_CREATED), listening(other)
    shop.apps.write(replace(shop.apps.get(OTTO), state=AppState.PAUSED))
    assert [told(shop, all_), told(shop, orders), told(other, elsewhere)] == [
        [("app.changed", "paused")],
        [],
        [],
    ]
    assert other.webhooks.deliveries(all_.id) == []
    assert not other.webhooks.remove(all_.id)
    assert shop.webhooks.remove(all_.id)
    assert (shop.webhooks.deliveries(all_.id), shop.webhooks.secret(all_.id)) == ([], None)
    shop.apps.write(replace(shop.apps.get(OTTO), state=AppState.ACTIVE))


def test_what_happens_makes_the_delivery_due_at_once(shop: DatabaseAccountMemory) -> None:
    listening(shop)
    work = shop.work(WEBHOOKS)
    lease = work.begin(DELIVERY, HOURLY, "me", NOON, NOON + MINUTE, asked=True)
    far = NOON + timedelta(days=9999)
    standing = work.end(lease, DELIVERY, HOURLY, Ended(), far)  # type: ignore[arg-type]
    assert standing.due is not None
    assert standing.due > far
    shop.apps.write(AppRecord(OTTO, AppState.ACTIVE))
    after = work.standing(DELIVERY)
    assert after is not None
    assert after.due is not None
    assert after.due < far


def test_later_news_of_an_object_wait_for_the_earlier(shop: DatabaseAccountMemory) -> None:
    endpoint, book = listening(shop), shop.webhooks
    for subject in ("a", "b", "a"):
        book.tell(endpoint.id, Event(EventKind.TEST, subject, {}), NOON)
    first, second = book.due(endpoint.id, NOON, 9)
    assert (first.event.subject, second.event.subject) == ("a", "b")
    book.write(failed(first, Text(en="no", de="nein"), NOON))
    assert [each.number for each in book.due(endpoint.id, NOON, 9)] == [second.number]
    book.write(delivered(first, NOON))
    book.write(delivered(second, NOON))
    (third,) = book.due(endpoint.id, NOON, 9)
    assert third.event.subject == "a"
    with pytest.raises(InvalidValue):
        book.tell(EndpointId("nobody"), Event(EventKind.TEST, "a", {}), NOON)


def test_what_was_settled_long_ago_is_forgotten(memory: DatabaseMemory, shop: DatabaseAccountMemory) -> None:
    endpoint, book = listening(shop), shop.webhooks
    for number in range(3):
        book.tell(endpoint.id, Event(EventKind.TEST, str(number), {}), NOON)
    first, second, _ = book.due(endpoint.id, NOON, 9)
    book.write(delivered(first, NOON))
    book.write(delivered(second, NOON + 2 * MINUTE))
    assert memory.forget_deliveries(NOON + MINUTE) == 1
    states = [each.state for each in book.deliveries(endpoint.id)]
    assert states == [DeliveryState.PENDING, DeliveryState.DELIVERED]


def at_once(work: Callable[[int], None], count: int = 5) -> None:
    threads = [Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_who_change_at_once_everything_is_told(shop: DatabaseAccountMemory) -> None:
    endpoint = listening(shop)

    def change(number: int) -> None:
        for state in (AppState.ACTIVE, AppState.PAUSED):
            app = AppKey(f"app{number}")
            shop.apps.write(replace(shop.apps.get(app), state=state))

    at_once(change)
    found = shop.webhooks.deliveries(endpoint.id)
    assert [each.number for each in found] == list(range(10, 0, -1))
    assert len({(each.event.subject, each.event.data["state"]) for each in found}) == 10


def test_of_many_who_write_the_same_at_once_one_is_the_first(shop: DatabaseAccountMemory) -> None:
    heard: list[Begun | None] = []
    at_once(lambda _: heard.append(shop.writes.begin("k", "f", NOON)))
    assert heard.count(None) == 1
    shop.writes.settle("k", Answer(201, {"content-type": "application/json"}, b"\x00{}"))
    known = shop.writes.begin("k", "other", NOON)
    assert known is not None
    assert (known.fingerprint, known.answer) == (
        "f",
        Answer(201, {"content-type": "application/json"}, b"\x00{}"),
    )
    shop.writes.release("k")
    assert shop.writes.begin("k", "f", NOON) is not None
