"""The dispatch notices of an account at a marketplace, and the ledger of its return numbers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.dispatch import Notice, NoticeId, PositionRef, ReturnKey, TrackingKey
from core.return_numbers import NumberRange, ReturnNumber


class DispatchBook(Protocol):
    """The dispatch notices of one app of this account, by their numbers from 1 on."""

    def add(self, notice: Notice) -> Notice:
        """Store a new one; the answer carries its id and revision 1."""
        ...

    def write(self, notice: Notice) -> Notice:
        """Store it if the stored revision is still `notice.revision`; the answer carries the next one.

        One that is accepted now turns its positions to SENT in the order book of the same app, in the same
        transaction, and there they stay: no page that says PROCESSABLE turns them back.

        raises  Conflict: somebody else wrote first; nothing was stored
        """
        ...

    def get(self, notice: NoticeId) -> Notice | None: ...

    def several(self, notices: Iterable[NoticeId]) -> Sequence[Notice]:
        """Those of them that there are, oldest first."""
        ...

    def all(self) -> Sequence[Notice]:
        """Newest first."""
        ...

    def open(self) -> Sequence[Notice]:
        """Those that are neither accepted nor withdrawn, oldest first."""
        ...

    def sharing(self, positions: Iterable[PositionRef], keys: Iterable[TrackingKey]) -> Sequence[Notice]:
        """Those that name any of these positions, or any of these keys that have a number; oldest first.
        Withdrawn ones are left out."""
        ...


class ReturnNumberBook(Protocol):
    """The return numbers of this account, over all of its apps."""

    def issue(self, entry: ReturnNumber) -> ReturnNumber:
        """Store a new one; the answer carries its id and revision 1."""
        ...

    def write(self, entry: ReturnNumber) -> ReturnNumber:
        """Store it if the stored revision is still `entry.revision`.

        raises  Conflict: somebody else wrote first
        """
        ...

    def all(self) -> Sequence[ReturnNumber]:
        """Newest first."""
        ...

    def under(self, keys: Iterable[ReturnKey]) -> Sequence[ReturnNumber]:
        """Every issue of these numbers, oldest first."""
        ...

    def elsewhere(self, keys: Iterable[ReturnKey], since: datetime) -> Mapping[ReturnKey, Sequence[datetime]]:
        """When other accounts of this installation issued any of these numbers after `since`, but for those
        of withdrawn notices. A carrier's number is one parcel's, whoever's it is: this is the only look over
        the wall, and nothing but the moment is told."""
        ...

    def find(self, number: str) -> Sequence[ReturnNumber]:
        """Every issue of this number by any carrier, newest first; letter case does not count."""
        ...

    def made_for(self, reference: str) -> ReturnNumber | None:
        """What was made for this, newest."""
        ...

    def of_parcel(self, parcel: TrackingKey) -> Sequence[ReturnNumber]:
        """What was issued for the parcel of the way out with this number, oldest first; nothing without
        one."""
        ...

    def add_range(self, numbers: NumberRange) -> NumberRange: ...

    def ranges(self) -> Sequence[NumberRange]:
        """In the order in which they were added."""
        ...

    def take(self, numbers: NumberRange, entry: ReturnNumber) -> ReturnNumber:
        """Issue `entry`, whose number is the next one of the range, and move the range on, in one
        transaction.

        raises  Conflict: somebody else took it first
        """
        ...

    def pass_by(self, numbers: NumberRange) -> NumberRange:
        """The range without its next number, which somebody used beside it.

        raises  Conflict: somebody else moved it first
        """
        ...

    def issued_since(self, since: datetime) -> Sequence[ReturnNumber]:
        """Oldest first."""
        ...
