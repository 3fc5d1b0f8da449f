"""Webhooks of an account: endpoints, and the turn that delivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes
from typing import Final

import structlog

from adapters.storage.memory import DatabaseAccountMemory
from adapters.storage.outbox import DELIVERY, WEBHOOKS
from adapters.webhooks.courier import HttpCourier
from app_center.bootstrap import AppCenter
from app_center.worker import Worker
from core.apps import AccountId
from core.errors import AppError, InvalidValue, LeaseLost
from core.schedule import Ending, Job, Outcome, Rhythm
from core.secret import Secret
from core.text import Text
from core.webhooks import (
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointId,
    Event,
    EventKind,
    again,
    read_kinds,
    read_url,
    written_secret,
)
from ports.memory import Taken
from ports.webhooks import Courier
from sync.webhooks import Report, Round

log = structlog.get_logger()

#: What happens makes it due at once; the interval is for what is to be tried again.
RHYTHM: Final = Rhythm(timedelta(seconds=15), timedelta(seconds=5), timedelta(hours=1))
#: How long it is known what was delivered, and what was parked.
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """`secret` is shown this once."""

    endpoint: Endpoint
    secret: Secret


def add_endpoint(
    center: AppCenter, memory: DatabaseAccountMemory, url: str, events: Sequence[str]
) -> NewEndpoint:
    """raises  InvalidValue (field `url` or `event`)"""
    kinds = read_kinds(events)
    address = read_url(url, inside=center.config.webhooks_inside)
    secret = written_secret(token_bytes(32))
    now = center.clock.now()
    endpoint = memory.webhooks.add(address, [kind.value for kind in kinds], secret, now)
    memory.work(WEBHOOKS).wake(DELIVERY, RHYTHM, now, "new", by_person=True)
    return NewEndpoint(endpoint, secret)


def the_endpoint(memory: DatabaseAccountMemory, identity: str) -> Endpoint:
    """raises  InvalidValue (field `webhook`)"""
    found = next((each for each in memory.webhooks.endpoints() if each.id == identity), None)
    if found is None:
        raise InvalidValue(
            Text(en=f"there is no webhook {identity}", de=f"es gibt keinen Webhook {identity}"),
            field="webhook",
        )
    return found


def try_endpoint(
    center: AppCenter, memory: DatabaseAccountMemory, identity: EndpointId, courier: Courier | None = None
) -> Delivery:
    """Tell this endpoint something now; the answer says how it went.

    raises  InvalidValue (field `webhook`): there is none
    """
    told = memory.webhooks.tell(identity, Event(EventKind.TEST, "test", {"test": True}), center.clock.now())
    with Worker(center.memory.agenda, center.clock, center.config.patience) as worker:
        deliver(center, worker, memory.account.id, courier, asked=True)
    return memory.webhooks.get(told.number) or told


def send_again(center: AppCenter, memory: DatabaseAccountMemory, number: int) -> Delivery:
    """raises  InvalidValue (field `delivery`): there is none, or it is not parked"""
    found = memory.webhooks.get(number)
    if found is None or found.state is not DeliveryState.PARKED:
        raise InvalidValue(
            Text(en=f"no delivery {number} is parked", de=f"keine Zustellung {number} ist zurückgestellt"),
            field="delivery",
        )
    now = center.clock.now()
    after = again(found, now)
    memory.webhooks.write(after)
    memory.work(WEBHOOKS).wake(DELIVERY, RHYTHM, now, "asked", by_person=True)
    return after


def deliver(
    center: AppCenter,
    worker: Worker,
    account: AccountId,
    courier: Courier | None = None,
    *,
    asked: bool = False,
) -> Report | None:
    """One turn. None: it is not due, or somebody else is at it."""
    memory, now, hand = center.memory.of(account), center.clock.now(), worker.hand
    book = memory.work(WEBHOOKS)
    until = now + hand.patience
    lease = book.begin(DELIVERY, RHYTHM, hand.name, now, until, asked=asked)
    if isinstance(lease, Taken) and hand.gone(lease.holder):
        lease = book.begin(DELIVERY, RHYTHM, hand.name, now, until, asked=asked, dead=lease.holder)
    if lease is None or isinstance(lease, Taken):
        return None
    carrier = courier or HttpCourier(inside=center.config.webhooks_inside)
    with worker.under_way(Job(account, WEBHOOKS, DELIVERY)):
        try:
            webhooks = memory.under(lease).webhooks
            report = Round(account, webhooks, carrier, lease, center.clock).run()
        except LeaseLost:
            raise
        except Exception as error:
            outcome = Outcome.of(error) if isinstance(error, AppError) else Outcome(Ending.FAILED)
            book.end(lease, DELIVERY, RHYTHM, outcome, center.clock.now())
            raise
        finally:
            if isinstance(carrier, HttpCourier):
                carrier.close()
        book.end(lease, DELIVERY, RHYTHM, Outcome(), center.clock.now())
    if report != Report():
        log.info("webhooks.pass_finished", account=account, delivered=report.delivered, failed=report.failed)
    return report


def sweep(center: AppCenter) -> None:
    """What was settled long ago goes."""
    gone = center.memory.forget_deliveries(center.clock.now() - KEPT)
    if gone:
        log.info("webhooks.swept", deliveries=gone)
