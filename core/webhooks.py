"""Webhooks: what hosts are told, how it is signed, and when it is tried again.

Signed in the manner of Standard Webhooks (standardwebhooks.com, read 2026-11): HMAC-SHA256 over id, timestamp
and body.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final, NewType
from urllib.parse import urlsplit

from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text

EndpointId = NewType("EndpointId", str)

_MARK: Final = "whsec_"
LONGEST_URL: Final = 2000
#: The pauses after failed tries: about a day together. After the last one it is parked.
PAUSES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800)
)


class EventKind(StrEnum):
    """What happened. The event names the object; what it looks like now is asked for."""

    ORDER_CREATED = "order.created"
    ORDER_CHANGED = "order.changed"
    QUANTITY_ACKNOWLEDGED = "quantity.acknowledged"
    QUANTITY_REFUSED = "quantity.refused"
    DISPATCH_CHANGED = "dispatch.changed"
    APP_CHANGED = "app.changed"
    TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Event:
    """`subject` is the object that it is about: events about one are delivered in their order.

    data  ids, states and figures; never personal data
    """

    kind: EventKind
    subject: str
    data: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a host wants to be told, and of what; no kinds: of everything."""

    id: EndpointId
    url: str
    kinds: frozenset[EventKind]
    made_at: datetime

    def wants(self, kind: EventKind) -> bool:
        return not self.kinds or kind in self.kinds or kind is EventKind.TEST


class DeliveryState(StrEnum):
    """PARKED: tried for a day; it stays until somebody sends it again or removes the endpoint."""

    PENDING = "pending"
    DELIVERED = "delivered"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one endpoint. `number` grows within the account.

    due_at  when it is tried next; of a pending one
    reason  why the last try failed
    """

    number: int
    endpoint: EndpointId
    event: Event
    happened_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    tries: int = 0
    due_at: datetime | None = None
    settled_at: datetime | None = None
    reason: Text | None = None


def delivered(delivery: Delivery, now: datetime) -> Delivery:
    return replace(
        delivery,
        state=DeliveryState.DELIVERED,
        tries=delivery.tries + 1,
        due_at=None,
        settled_at=now,
        reason=None,
    )


def failed(delivery: Delivery, reason: Text, now: datetime, retry_after: float | None = None) -> Delivery:
    """Tried again after a growing pause, which the other side may make longer; parked after the last."""
    after = replace(delivery, tries=delivery.tries + 1, reason=reason)
    if delivery.tries >= len(PAUSES):
        return replace(after, state=DeliveryState.PARKED, due_at=None, settled_at=now)
    asked = timedelta(seconds=min(max(retry_after or 0.0, 0.0), PAUSES[-1].total_seconds()))
    return replace(after, due_at=now + max(PAUSES[delivery.tries], asked))


def again(delivery: Delivery, now: datetime) -> Delivery:
    """Somebody wants a parked one to be tried anew."""
    return replace(delivery, state=DeliveryState.PENDING, tries=0, due_at=now, settled_at=None)


def signature(secret: Secret, identity: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`. `timestamp` is in seconds since 1970."""
    key = base64.b64decode(secret.reveal().removeprefix(_MARK))
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


def written_secret(key: bytes) -> Secret:
    """As it is shown to the host, once."""
    return Secret(_MARK + base64.b64encode(key).decode())


def is_secret(text: str) -> bool:
    try:
        return text.startswith(_MARK) and len(base64.b64decode(text.removeprefix(_MARK), validate=True)) >= 24
    except binascii.Error:
        return False


def read_kinds(words: Iterable[str]) -> frozenset[EventKind]:
    """raises  InvalidValue (field `event`): there is no such event"""
    known = [kind.value for kind in EventKind if kind is not EventKind.TEST]
    for word in words:
        if word not in known:
            names = ", ".join(known)
            raise InvalidValue(
                Text(
                    en=f"there is no event {word!r}; there are: {names}",
                    de=f"es gibt kein Ereignis „{word}“, nur: {names}",
                ),
                field="event",
            )
    return frozenset(EventKind(word) for word in words)


def read_url(given: str, *, inside: bool) -> str:
    """
    inside  the operator allows plain http and addresses of his own network

    raises  InvalidValue (field `url`)
    """
    url = given.strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or not host:
        raise _wrong(
            "this is no address; it looks like https://host.example/path",
            "das ist keine Adresse; sie sieht aus wie https://host.example/pfad",
        )
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        raise _wrong("the address begins with https://", "die Adresse beginnt mit https://")
    if parts.username is not None or parts.password is not None or parts.fragment or port == 0:
        raise _wrong(
            "the address has no user, no password and no part behind #",
            "die Adresse enthält weder Benutzer noch Passwort und keinen Teil hinter #",
        )
    return url


def _wrong(english: str, german: str) -> InvalidValue:
    return InvalidValue(Text(en=english, de=german), field="url")
