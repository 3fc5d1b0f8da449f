"""What the inside asks of a marketplace that wants to know when parcels leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.dispatch import DeclaredCarrier, Origin, Parcel, PositionRef, Shipment, TrackingKey


class DispatchDesk(Protocol):
    """The dispatch notices of one account at a marketplace.

    Each of the three reports is a write that is not to be repeated blindly: afterwards `find` shows whether
    it arrived. They have these errors in common:

    raises  Refused: a clear no, among others because a tracking key or a position is reported already
            OutcomeUnknown: it may have arrived
            AccessDenied, Throttled, Unreachable: nothing arrived
    """

    @property
    def carriers(self) -> Sequence[DeclaredCarrier]:
        """That the marketplace takes, for the way out and for the way back. Sends nothing."""
        ...

    def report(self, parcel: Parcel, positions: Sequence[PositionRef], origin: Origin) -> str | None:
        """These positions left in this parcel. The answer is the marketplace's id of the shipment, if it
        tells."""
        ...

    def report_split(self, parcels: Sequence[Parcel], position: PositionRef, origin: Origin) -> str | None:
        """This position left in several parcels, two at least. All of them are reported, or none."""
        ...

    def add(self, parcel: Parcel, positions: Sequence[PositionRef]) -> None:
        """These positions are in a parcel that was reported without them."""
        ...

    def find(self, key: TrackingKey, positions: Sequence[PositionRef], since: datetime) -> Shipment | None:
        """The shipment under this tracking key; None: there is none.

        A key without a number names no shipment: then it is one of this carrier, without a number, reported
        on or after `since`, that has any of `positions`. Reading may be repeated.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
        """
        ...
