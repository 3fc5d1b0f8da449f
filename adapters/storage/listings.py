"""The listings of one account at one marketplace: `ports.memory.ListingBook`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, true, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.listing_rows import (
    profile_of,
    profile_values,
    record_of,
    record_values,
    verdict_of,
    verdict_values,
)
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import LISTING_READING, LISTING_RECORD, VERDICT
from core.errors import Conflict
from core.listing.delivery import Profile
from core.listing.record import ListingRecord
from core.listing.verdict import Verdict, newer
from core.orders import Sku
from core.text import Text
from ports.memory.listings import Move

_AT_ONCE = 500


class DatabaseListingBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def all(self) -> Iterator[ListingRecord]:
        return self._each(true())

    def moving(self) -> Sequence[ListingRecord]:
        return list(self._each(LISTING_RECORD.c.at_rest.is_(False)))

    def _each(self, condition: ColumnElement[bool]) -> Iterator[ListingRecord]:
        query = select(LISTING_RECORD).where(self._scope.of(LISTING_RECORD), condition)
        query = query.order_by(LISTING_RECORD.c.sku)
        with self._database.reading() as connection:
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings()
            for row in rows:
                yield record_of(row)

    def some(self, skus: Iterable[Sku]) -> Mapping[Sku, ListingRecord]:
        with self._database.reading() as connection:
            return self._some(connection, sorted(set(skus)))

    def _some(
        self, connection: Connection, skus: Sequence[Sku], *, locked: bool = False
    ) -> dict[Sku, ListingRecord]:
        found: dict[Sku, ListingRecord] = {}
        for part in chunks(skus):
            query = select(LISTING_RECORD).where(
                self._scope.of(LISTING_RECORD), LISTING_RECORD.c.sku.in_(part)
            )
            query = query.order_by(LISTING_RECORD.c.sku).with_for_update() if locked else query
            records = map(record_of, connection.execute(query).mappings())
            found |= {record.sku: record for record in records}
        return found

    def with_eans(self, eans: Iterable[str]) -> Mapping[str, Sequence[Sku]]:
        found: dict[str, list[Sku]] = {}
        with self._database.reading() as connection:
            for part in chunks(sorted({ean for ean in eans if ean})):
                query = (
                    select(LISTING_RECORD.c.ean, LISTING_RECORD.c.sku)
                    .where(self._scope.of(LISTING_RECORD), LISTING_RECORD.c.ean.in_(part))
                    .order_by(LISTING_RECORD.c.sku)
                )
                for ean, sku in connection.execute(query):
                    found.setdefault(ean, []).append(Sku(sku))
        return found

    def with_references(self, references: Iterable[str]) -> Mapping[str, Sequence[ListingRecord]]:
        found: dict[str, list[ListingRecord]] = {}
        with self._database.reading() as connection:
            for part in chunks(sorted({reference for reference in references if reference})):
                query = (
                    select(LISTING_RECORD)
                    .where(self._scope.of(LISTING_RECORD), LISTING_RECORD.c.reference.in_(part))
                    .order_by(LISTING_RECORD.c.sku)
                )
                for row in connection.execute(query).mappings():
                    found.setdefault(row["reference"], []).append(record_of(row))
        return found

    def count(self) -> int:
        query = select(func.count()).select_from(LISTING_RECORD).where(self._scope.of(LISTING_RECORD))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def change(self, moves: Mapping[Sku, Move]) -> Mapping[Sku, ListingRecord]:
        skus = sorted(moves)
        for sku in skus:
            limited(sku)
        with self._database.writing() as connection:
            known = self._some(connection, skus, locked=True)
            new: list[ListingRecord] = []
            changed: list[ListingRecord] = []
            for sku in skus:
                before = known.get(sku)
                after = moves[sku](before)
                if after is not None and after != before:
                    written = replace(after, revision=1 if before is None else before.revision + 1)
                    (new if before is None else changed).append(written)
                    known[sku] = written
            self._insert(connection, new)
            self._update(connection, changed)
        return known

    def _insert(self, connection: Connection, records: Sequence[ListingRecord]) -> None:
        """What is new is not locked before, so somebody else may have written it too."""
        if not records:
            return
        rows = self._rows(records)
        statement = self._database.insert(LISTING_RECORD).on_conflict_do_nothing()
        done = set(connection.execute(statement.returning(LISTING_RECORD.c.sku), rows).scalars())
        if left := sorted({record.sku for record in records} - done):
            raise Conflict(
                Text(
                    en=f"somebody else changed the listing {left[0]} meanwhile; look at it again",
                    de=f"jemand anderes hat das Angebot {left[0]} inzwischen geändert; bitte neu ansehen",
                )
            )

    def _update(self, connection: Connection, records: Sequence[ListingRecord]) -> None:
        if not records:
            return
        this = self._scope.of(LISTING_RECORD), LISTING_RECORD.c.sku == bindparam("this_sku")
        rows = [{"this_sku": row.pop("sku"), **row} for row in self._rows(records)]
        connection.execute(update(LISTING_RECORD).where(*this), rows)

    def _rows(self, records: Sequence[ListingRecord]) -> list[dict[str, Any]]:
        rows = [self._scope.row(**record_values(record)) for record in records]
        canonical(rows)
        return rows

    def verdicts(self, skus: Iterable[Sku] | None = None) -> Mapping[Sku, Verdict]:
        here = select(VERDICT).where(self._scope.of(VERDICT))
        with self._database.reading() as connection:
            if skus is None:
                rows = [verdict_of(row) for row in connection.execute(here).mappings()]
            else:
                rows = self._verdicts(connection, sorted(set(skus)))
        return {verdict.sku: verdict for verdict in rows}

    def _verdicts(self, connection: Connection, skus: Sequence[Sku]) -> list[Verdict]:
        here = select(VERDICT).where(self._scope.of(VERDICT))
        return [
            verdict_of(row)
            for part in chunks(skus)
            for row in connection.execute(here.where(VERDICT.c.sku.in_(part))).mappings()
        ]

    def verdicts_since(self) -> datetime | None:
        query = select(LISTING_READING.c.verdicts_since).where(self._scope.of(LISTING_READING))
        with self._database.reading() as connection:
            moment: datetime | None = connection.execute(query).scalar()
            return moment

    def keep_verdicts(self, verdicts: Sequence[Verdict], since: datetime | None, now: datetime) -> int:
        new = 0
        with self._database.writing() as connection:
            self._read_on(connection, verdicts_since=since)
            known = {each.sku: each for each in self._verdicts(connection, [each.sku for each in verdicts])}
            rows: dict[Sku, dict[str, Any]] = {}
            for verdict in verdicts:
                before = known.get(verdict.sku)
                if verdict == before or not newer(before, verdict):
                    continue
                limited(verdict.sku)
                known[verdict.sku] = verdict
                new += 1
                rows[verdict.sku] = self._scope.row(**verdict_values(replace(verdict, noticed_at=now)))
            canonical(list(rows.values()))
            if rows:
                statement = self._database.insert(VERDICT)
                key = ["account_id", "app", "sku"]
                changes = {column.name: statement.excluded[column.name] for column in VERDICT.c}
                connection.execute(
                    statement.on_conflict_do_update(index_elements=key, set_=changes), list(rows.values())
                )
        return new

    def profiles(self) -> Sequence[Profile] | None:
        query = select(LISTING_READING.c.profiles).where(self._scope.of(LISTING_READING))
        with self._database.reading() as connection:
            found = connection.execute(query).scalar()
            return None if found is None else [profile_of(values) for values in found]

    def keep_profiles(self, profiles: Sequence[Profile]) -> None:
        values = [profile_values(profile) for profile in profiles]
        canonical(values)
        with self._database.writing() as connection:
            self._read_on(connection, profiles=values)

    def _read_on(self, connection: Connection, **values: object) -> None:
        changed = connection.execute(
            update(LISTING_READING)
            .where(self._scope.of(LISTING_READING))
            .values(values)
            .returning(LISTING_READING.c.app)
        )
        if changed.first() is None:
            empty = {"verdicts_since": None, "profiles": None}
            connection.execute(insert(LISTING_READING).values(self._scope.row(**{**empty, **values})))
