"""The return numbers of one account: `ports.memory.dispatch.ReturnNumberBook`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, select

from adapters.storage.canonical import limited
from adapters.storage.database import Database
from adapters.storage.numbered import insert_next, update_if
from adapters.storage.scope import chunks
from adapters.storage.tables import DISPATCH_NOTICE, NUMBER_RANGE, RETURN_NUMBER
from core.apps import AccountId, AppKey
from core.dispatch import CarrierCode, NoticeId, NoticeState, ReturnKey, TrackingKey
from core.parcel import Reference
from core.return_numbers import NumberRange, NumberSource, ReturnNumber


class DatabaseReturnNumberBook:
    def __init__(self, database: Database, account: AccountId) -> None:
        self._database = database
        self._account = account

    def issue(self, entry: ReturnNumber) -> ReturnNumber:
        _look_at(entry)
        stored = replace(entry, revision=1)
        with self._database.writing() as connection:
            number = insert_next(
                self._database, connection, RETURN_NUMBER, self._numbers(), self._row(stored)
            )
        return replace(stored, id=number)

    def write(self, entry: ReturnNumber) -> ReturnNumber:
        _look_at(entry)
        written = replace(entry, revision=entry.revision + 1)
        with self._database.writing() as connection:
            here = and_(self._numbers(), RETURN_NUMBER.c.id == entry.id)
            update_if(connection, RETURN_NUMBER, here, entry.revision, self._row(written))
        return written

    def all(self) -> Sequence[ReturnNumber]:
        return self._read()[::-1]

    def under(self, keys: Iterable[ReturnKey]) -> Sequence[ReturnNumber]:
        wanted = {(key.carrier, key.number) for key in keys}
        numbers = sorted({number for _, number in wanted})
        found = [
            entry for chunk in chunks(numbers) for entry in self._read(RETURN_NUMBER.c.number.in_(chunk))
        ]
        fitting = [entry for entry in found if (entry.key.carrier, entry.key.number) in wanted]
        return sorted(fitting, key=lambda entry: entry.id)

    def elsewhere(self, keys: Iterable[ReturnKey], since: datetime) -> Mapping[ReturnKey, Sequence[datetime]]:
        wanted = set(keys)
        its_notice = and_(
            DISPATCH_NOTICE.c.account_id == RETURN_NUMBER.c.account_id,
            DISPATCH_NOTICE.c.app == RETURN_NUMBER.c.app,
            DISPATCH_NOTICE.c.notice_id == RETURN_NUMBER.c.notice_id,
        )
        said = select(RETURN_NUMBER.c.carrier, RETURN_NUMBER.c.number, RETURN_NUMBER.c.issued_at)
        alive = func.coalesce(DISPATCH_NOTICE.c.state, "") != NoticeState.WITHDRAWN.value
        found: defaultdict[ReturnKey, list[datetime]] = defaultdict(list)
        with self._database.reading() as connection:
            for chunk in chunks(sorted({key.number for key in wanted})):
                query = said.outerjoin(DISPATCH_NOTICE, its_notice).where(
                    RETURN_NUMBER.c.account_id != self._account,
                    RETURN_NUMBER.c.number.in_(chunk),
                    RETURN_NUMBER.c.issued_at > since,
                    alive,
                )
                for carrier, number, issued_at in connection.execute(
                    query.order_by(RETURN_NUMBER.c.issued_at)
                ):
                    found[ReturnKey(carrier, number)].append(issued_at)
        return {key: found[key] for key in wanted if key in found}

    def find(self, number: str) -> Sequence[ReturnNumber]:
        return self._read(func.upper(RETURN_NUMBER.c.number) == number.strip().upper())[::-1]

    def made_for(self, reference: str) -> ReturnNumber | None:
        return next(iter(self._read(RETURN_NUMBER.c.made_for == reference)[::-1]), None)

    def of_parcel(self, parcel: TrackingKey) -> Sequence[ReturnNumber]:
        if parcel.number is None:
            return []
        return self._read(
            RETURN_NUMBER.c.parcel_carrier == parcel.carrier, RETURN_NUMBER.c.parcel_number == parcel.number
        )

    def issued_since(self, since: datetime) -> Sequence[ReturnNumber]:
        return self._read(RETURN_NUMBER.c.issued_at >= since)

    def add_range(self, numbers: NumberRange) -> NumberRange:
        stored = replace(numbers, revision=1)
        limited(numbers.first)
        limited(numbers.last)
        with self._database.writing() as connection:
            row = self._range_row(stored)
            number = insert_next(self._database, connection, NUMBER_RANGE, self._ranges(), row)
        return replace(stored, id=number)

    def ranges(self) -> Sequence[NumberRange]:
        query = select(NUMBER_RANGE).where(self._ranges()).order_by(NUMBER_RANGE.c.id)
        with self._database.reading() as connection:
            return [_range(row) for row in connection.execute(query).mappings()]

    def take(self, numbers: NumberRange, entry: ReturnNumber) -> ReturnNumber:
        _look_at(entry)
        stored = replace(entry, revision=1)
        with self._database.writing() as connection:
            moved = _moved(numbers)
            update_if(
                connection, NUMBER_RANGE, self._range(numbers), numbers.revision, self._range_row(moved)
            )
            number = insert_next(
                self._database, connection, RETURN_NUMBER, self._numbers(), self._row(stored)
            )
        return replace(stored, id=number)

    def pass_by(self, numbers: NumberRange) -> NumberRange:
        moved = _moved(numbers)
        with self._database.writing() as connection:
            update_if(
                connection, NUMBER_RANGE, self._range(numbers), numbers.revision, self._range_row(moved)
            )
        return moved

    def _read(self, *conditions: ColumnElement[bool]) -> list[ReturnNumber]:
        """Oldest first."""
        query = select(RETURN_NUMBER).where(self._numbers(), *conditions).order_by(RETURN_NUMBER.c.id)
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query).mappings()]

    def _numbers(self) -> ColumnElement[bool]:
        return RETURN_NUMBER.c.account_id == self._account

    def _ranges(self) -> ColumnElement[bool]:
        return NUMBER_RANGE.c.account_id == self._account

    def _range(self, numbers: NumberRange) -> ColumnElement[bool]:
        return and_(self._ranges(), NUMBER_RANGE.c.id == numbers.id)

    def _row(self, entry: ReturnNumber) -> dict[str, Any]:
        label_app, label_reference = entry.label or (None, None)
        return {
            "account_id": self._account,
            "carrier": entry.key.carrier,
            "number": entry.key.number,
            "source": entry.source.value,
            "issued_at": entry.issued_at,
            "app": entry.app,
            "notice_id": entry.notice,
            "parcel_carrier": None if entry.parcel is None else entry.parcel.carrier,
            "parcel_number": None if entry.parcel is None else entry.parcel.number,
            "made_for": entry.made_for,
            "label_app": label_app,
            "label_reference": label_reference,
            "returned_at": entry.returned_at,
            "revision": entry.revision,
        }

    def _range_row(self, numbers: NumberRange) -> dict[str, Any]:
        return {
            "account_id": self._account,
            "carrier": numbers.carrier,
            "first_serial": numbers.first,
            "last_serial": numbers.last,
            "next_serial": numbers.next,
            "added_at": numbers.added_at,
            "revision": numbers.revision,
        }


def _look_at(entry: ReturnNumber) -> None:
    """raises  InvalidValue: too long for an index"""
    limited(entry.key.number)
    limited(entry.made_for)
    limited(entry.parcel.number or "" if entry.parcel else "")


def _moved(numbers: NumberRange) -> NumberRange:
    return replace(numbers, next=numbers.following(), revision=numbers.revision + 1)


def _entry(row: RowMapping) -> ReturnNumber:
    label_app, carrier = row["label_app"], row["parcel_carrier"]
    return ReturnNumber(
        id=row["id"],
        key=ReturnKey(CarrierCode(row["carrier"]), row["number"]),
        source=NumberSource(row["source"]),
        issued_at=row["issued_at"],
        app=None if row["app"] is None else AppKey(row["app"]),
        notice=None if row["notice_id"] is None else NoticeId(row["notice_id"]),
        parcel=None if carrier is None else TrackingKey(CarrierCode(carrier), row["parcel_number"]),
        made_for=row["made_for"],
        label=None if label_app is None else (AppKey(label_app), Reference(row["label_reference"])),
        returned_at=row["returned_at"],
        revision=row["revision"],
    )


def _range(row: RowMapping) -> NumberRange:
    return NumberRange(
        row["id"],
        CarrierCode(row["carrier"]),
        row["first_serial"],
        row["last_serial"],
        row["next_serial"],
        row["added_at"],
        row["revision"],
    )
