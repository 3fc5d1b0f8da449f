"""Hosts are told what happened: at least once each, in order for each object."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

import structlog

from core.apps import AccountId
from core.errors import (
    AccessDenied,
    BrokenReply,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.secret import Secret
from core.text import Text
from core.webhooks import Delivery, DeliveryState, Endpoint, delivered, failed, signature
from ports.lease import Lease
from ports.system import Clock
from ports.webhooks import Courier, WebhookBook

log = structlog.get_logger()

#: Deliveries that are looked up at once.
BATCH: Final = 50
#: After so many failures in a row an endpoint waits for the next pass: others shall not wait for it.
PATIENCE: Final = 3


@dataclass(frozen=True, slots=True)
class Report:
    delivered: int = 0
    failed: int = 0
    parked: int = 0


@dataclass(slots=True)
class Round:
    """One pass over the endpoints of an account."""

    account: AccountId
    book: WebhookBook
    courier: Courier
    lease: Lease
    clock: Clock
    report: Report = Report()

    def run(self) -> Report:
        """raises  LeaseLost: a successor delivers"""
        for endpoint in self.book.endpoints():
            secret = self.book.secret(endpoint.id)
            if secret is not None:
                self._serve(endpoint, secret)
        return self.report

    def _serve(self, endpoint: Endpoint, secret: Secret) -> None:
        patience = PATIENCE
        while batch := self.book.due(endpoint.id, self.clock.now(), BATCH):
            for delivery in batch:
                self.lease.hold()
                after = self._try(endpoint, secret, delivery)
                self.book.write(after)
                self._count(after)
                patience = PATIENCE if after.state is DeliveryState.DELIVERED else patience - 1
                if patience == 0:
                    return

    def _try(self, endpoint: Endpoint, secret: Secret, delivery: Delivery) -> Delivery:
        now = self.clock.now()
        body = body_of(self.account, delivery)
        headers = headers_of(secret, delivery, int(now.timestamp()), body)
        try:
            self.courier.bring(endpoint.url, headers, body)
        except RemoteError as error:
            asked = error.retry_after if isinstance(error, Throttled) else None
            return failed(delivery, why(error), self.clock.now(), asked)
        return delivered(delivery, self.clock.now())

    def _count(self, after: Delivery) -> None:
        report = self.report
        match after.state:
            case DeliveryState.DELIVERED:
                self.report = replace(report, delivered=report.delivered + 1)
            case DeliveryState.PENDING:
                self.report = replace(report, failed=report.failed + 1)
            case DeliveryState.PARKED:
                self.report = replace(report, parked=report.parked + 1)
                log.warning("webhook.parked", account=self.account, delivery=after.number)


def body_of(account: AccountId, delivery: Delivery) -> bytes:
    """The same for every try."""
    happened = delivery.happened_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    message = {
        "type": delivery.event.kind.value,
        "timestamp": happened,
        "data": {"account": account, **delivery.event.data},
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(secret: Secret, delivery: Delivery, timestamp: int, body: bytes) -> Mapping[str, str]:
    """`webhook-id` is the same for every try, so that a host knows what it has had already."""
    identity = f"msg_{delivery.endpoint.removeprefix('wh_')}_{delivery.number}"
    return {
        "content-type": "application/json",
        "user-agent": "otto-app-webhooks",
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, identity, timestamp, body),
    }


def why(error: RemoteError) -> Text:
    status = "" if error.status is None else f" ({error.status})"
    match error:
        case Refused() | AccessDenied() | Throttled():
            return Text(en=f"the host said no{status}", de=f"der Empfänger lehnt ab{status}")
        case Unreachable(cause=cause):
            return Text(en=f"not reached: {cause}", de=f"nicht erreicht: {cause}")
        case OutcomeUnknown(cause=cause):
            return Text(
                en=f"no usable answer: {cause}{status}", de=f"keine verwertbare Antwort: {cause}{status}"
            )
        case BrokenReply():
            return Text(en=f"no usable answer{status}", de=f"keine verwertbare Antwort{status}")
        case _:
            return error.text
