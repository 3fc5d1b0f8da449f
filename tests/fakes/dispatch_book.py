"""Dispatch notices and return numbers over a `Store`: the rules of `ports.memory.dispatch` in plain
Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.apps import AccountId, AppKey
from core.dispatch import CLOSED, Notice, NoticeId, NoticeState, PositionRef, ReturnKey, TrackingKey
from core.errors import Conflict
from core.return_numbers import NumberRange, ReturnNumber
from core.text import Text
from tests.fakes.committed import Committed, Store, limited, refuse_unstorable
from tests.fakes.sent_positions import with_marks


def changed_meanwhile() -> Conflict:
    return Conflict(Text(en="written meanwhile", de="inzwischen geschrieben"))


@dataclass(frozen=True, slots=True)
class InMemoryDispatchBook:
    _store: Store
    _account: AccountId
    _app: AppKey

    def add(self, notice: Notice) -> Notice:
        _look_at(notice)

        def change(was: Committed) -> tuple[Committed, Notice]:
            last = max((key[2] for key in was.notices if key[:2] == (self._account, self._app)), default=0)
            stored = replace(notice, id=NoticeId(last + 1), revision=1)
            place = (self._account, self._app, stored.id)
            return replace(was, notices={**was.notices, place: stored}), stored

        return self._store.write(change)

    def write(self, notice: Notice) -> Notice:
        _look_at(notice)
        place = (self._account, self._app, notice.id)
        written = replace(notice, revision=notice.revision + 1)

        def change(was: Committed) -> tuple[Committed, Notice]:
            known = was.notices.get(place)
            if known is None or known.revision != notice.revision:
                raise changed_meanwhile()
            after = replace(was, notices={**was.notices, place: written})
            if written.state is NoticeState.ACCEPTED:
                after = with_marks(after, self._account, self._app)
            return after, written

        return self._store.write(change)

    def get(self, notice: NoticeId) -> Notice | None:
        return self._store.read().notices.get((self._account, self._app, notice))

    def several(self, notices: Iterable[NoticeId]) -> Sequence[Notice]:
        wanted = set(notices)
        return [notice for notice in self._oldest_first() if notice.id in wanted]

    def all(self) -> Sequence[Notice]:
        return self._oldest_first()[::-1]

    def open(self) -> Sequence[Notice]:
        return [notice for notice in self._oldest_first() if notice.state not in CLOSED]

    def sharing(self, positions: Iterable[PositionRef], keys: Iterable[TrackingKey]) -> Sequence[Notice]:
        positions, keys = set(positions), {key for key in keys if key.number}
        return [
            notice
            for notice in self._oldest_first()
            if notice.state is not NoticeState.WITHDRAWN
            and (
                positions & set(notice.positions) or any(parcel.tracking in keys for parcel in notice.parcels)
            )
        ]

    def _oldest_first(self) -> list[Notice]:
        notices = self._store.read().notices
        mine = [notice for key, notice in notices.items() if key[:2] == (self._account, self._app)]
        return sorted(mine, key=lambda notice: notice.id)


def _look_at(notice: Notice) -> None:
    refuse_unstorable(notice)
    for ref in notice.positions:
        limited(*ref)
    for parcel in notice.parcels:
        limited(parcel.tracking.number or "", parcel.return_key.number if parcel.return_key else "")


@dataclass(frozen=True, slots=True)
class InMemoryReturnNumberBook:
    _store: Store
    _account: AccountId

    def issue(self, entry: ReturnNumber) -> ReturnNumber:
        refuse_unstorable(entry)
        return self._store.write(lambda was: self._issued(was, entry))

    def _issued(self, was: Committed, entry: ReturnNumber) -> tuple[Committed, ReturnNumber]:
        last = max((key[1] for key in was.return_numbers if key[0] == self._account), default=0)
        stored = replace(entry, id=last + 1, revision=1)
        return replace(was, return_numbers={**was.return_numbers, (self._account, stored.id): stored}), stored

    def write(self, entry: ReturnNumber) -> ReturnNumber:
        refuse_unstorable(entry)
        place = (self._account, entry.id)
        written = replace(entry, revision=entry.revision + 1)

        def change(was: Committed) -> tuple[Committed, ReturnNumber]:
            known = was.return_numbers.get(place)
            if known is None or known.revision != entry.revision:
                raise changed_meanwhile()
            return replace(was, return_numbers={**was.return_numbers, place: written}), written

        return self._store.write(change)

    def all(self) -> Sequence[ReturnNumber]:
        return self._oldest_first()[::-1]

    def under(self, keys: Iterable[ReturnKey]) -> Sequence[ReturnNumber]:
        wanted = set(keys)
        return [entry for entry in self._oldest_first() if entry.key in wanted]

    def elsewhere(self, keys: Iterable[ReturnKey], since: datetime) -> Mapping[ReturnKey, Sequence[datetime]]:
        wanted, here = set(keys), self._store.read()
        found: dict[ReturnKey, list[datetime]] = {}
        for (account, _), entry in here.return_numbers.items():
            if account == self._account or entry.key not in wanted or entry.issued_at <= since:
                continue
            notice = None
            if entry.app is not None and entry.notice is not None:
                notice = here.notices.get((account, entry.app, entry.notice))
            if notice is None or notice.state is not NoticeState.WITHDRAWN:
                found.setdefault(entry.key, []).append(entry.issued_at)
        return {key: sorted(moments) for key, moments in found.items()}

    def find(self, number: str) -> Sequence[ReturnNumber]:
        wanted = number.strip().upper()
        return [entry for entry in self.all() if entry.key.number.upper() == wanted]

    def made_for(self, reference: str) -> ReturnNumber | None:
        return next((entry for entry in self.all() if entry.made_for == reference), None)

    def of_parcel(self, parcel: TrackingKey) -> Sequence[ReturnNumber]:
        if parcel.number is None:
            return []
        return [entry for entry in self._oldest_first() if entry.parcel == parcel]

    def issued_since(self, since: datetime) -> Sequence[ReturnNumber]:
        return [entry for entry in self._oldest_first() if entry.issued_at >= since]

    def add_range(self, numbers: NumberRange) -> NumberRange:
        def change(was: Committed) -> tuple[Committed, NumberRange]:
            last = max((key[1] for key in was.number_ranges if key[0] == self._account), default=0)
            stored = replace(numbers, id=last + 1, revision=1)
            return replace(
                was, number_ranges={**was.number_ranges, (self._account, stored.id): stored}
            ), stored

        return self._store.write(change)

    def ranges(self) -> Sequence[NumberRange]:
        ranges = self._store.read().number_ranges
        return sorted((r for key, r in ranges.items() if key[0] == self._account), key=lambda r: r.id)

    def take(self, numbers: NumberRange, entry: ReturnNumber) -> ReturnNumber:
        refuse_unstorable(entry)

        def change(was: Committed) -> tuple[Committed, ReturnNumber]:
            return self._issued(self._moved(was, numbers)[0], entry)

        return self._store.write(change)

    def pass_by(self, numbers: NumberRange) -> NumberRange:
        return self._store.write(lambda was: self._moved(was, numbers))

    def _moved(self, was: Committed, numbers: NumberRange) -> tuple[Committed, NumberRange]:
        place = (self._account, numbers.id)
        if was.number_ranges[place].revision != numbers.revision:
            raise changed_meanwhile()
        moved = replace(numbers, next=numbers.following(), revision=numbers.revision + 1)
        return replace(was, number_ranges={**was.number_ranges, place: moved}), moved

    def _oldest_first(self) -> list[ReturnNumber]:
        entries = self._store.read().return_numbers
        return sorted((e for key, e in entries.items() if key[0] == self._account), key=lambda e: e.id)
