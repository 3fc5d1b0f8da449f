"""Telling hosts what happened: what is to be told, and who carries it there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.secret import Secret
from core.webhooks import Delivery, Endpoint, EndpointId, Event


class Courier(Protocol):
    """Brings one message to an address."""

    def bring(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Returns when the other side has taken it (2xx).

        raises  Refused, AccessDenied: it said no; Throttled; Unreachable, also for an address that is not
                allowed; OutcomeUnknown: it may have it
        """
        ...


class WebhookBook(Protocol):
    """The endpoints of this account, and what is to be delivered to them.

    Events are stored by whoever changes the object, in the same transaction.
    """

    def add(self, url: str, kinds: Sequence[str], secret: Secret, now: datetime) -> Endpoint:
        """raises  InvalidValue (field `url`): there are too many already"""
        ...

    def endpoints(self) -> Sequence[Endpoint]:
        """Oldest first."""
        ...

    def secret(self, endpoint: EndpointId) -> Secret | None: ...

    def remove(self, endpoint: EndpointId) -> bool:
        """With its secret and all that was to be delivered to it. False: there is none."""
        ...

    def tell(self, endpoint: EndpointId, event: Event, now: datetime) -> Delivery:
        """One event for this endpoint alone.

        raises  InvalidValue (field `webhook`): there is none
        """
        ...

    def due(self, endpoint: EndpointId, now: datetime, limit: int) -> Sequence[Delivery]:
        """Pending ones whose time has come, oldest first. One is left out while an earlier one about the
        same object waits."""
        ...

    def write(self, delivery: Delivery) -> None:
        """What became of a try."""
        ...

    def deliveries(self, endpoint: EndpointId, limit: int = 100) -> Sequence[Delivery]:
        """Newest first."""
        ...

    def get(self, number: int) -> Delivery | None: ...
