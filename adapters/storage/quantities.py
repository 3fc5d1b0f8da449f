"""The quantities of one app of one account: `ports.memory.QuantityBook`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from adapters.storage import outbox
from adapters.storage.canonical import canonical
from adapters.storage.database import Database
from adapters.storage.display_rows import display_of, displays, write
from adapters.storage.quantity_entries import entry_of, history, latest, records, some
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import LISTING, QUANTITY_ENTRY, QUANTITY_TRACK
from core import display as moves
from core.apps import PortalAccountId
from core.articles import Level
from core.display import Display, Outcome, Sending, Settlement, line_of
from core.orders import Sku
from core.stock import Line
from ports.memory.quantities import QuantityEntry, QuantityRecord


class DatabaseQuantityBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def observed(self) -> int:
        query = select(QUANTITY_TRACK.c.observed).where(self._scope.of(QUANTITY_TRACK))
        with self._database.reading() as connection:
            return connection.execute(query).scalar() or 0

    def observe(self, levels: Sequence[Level], portal_account: PortalAccountId, now: datetime) -> None:
        if not levels:
            return
        with self._database.writing() as connection:
            known = displays(connection, self._scope, [level.sku for level in levels])
            moved = [
                moves.observed(known.get(level.sku) or Display(level.sku, ticked=level.offered), level, now)
                for level in levels
            ]
            write(self._database, connection, self._scope, moved, portal_account)
            track = self._database.insert(QUANTITY_TRACK)
            observed = max(level.revision for level in levels)
            connection.execute(
                track.values(self._scope.row(observed=observed)).on_conflict_do_update(
                    index_elements=["account_id", "app"], set_={"observed": track.excluded.observed}
                )
            )

    def due(self, now: datetime) -> Sequence[Line]:
        query = (
            select(LISTING)
            .where(self._scope.of(LISTING), LISTING.c.due_at <= now, LISTING.c.ticked)
            .order_by(LISTING.c.sku)
        )
        with self._database.reading() as connection:
            return [line_of(display_of(row), now) for row in connection.execute(query).mappings()]

    def agree(self, lines: Sequence[Line]) -> None:
        seen = {line.sku: line.version for line in lines}
        for chunk in chunks(lines):
            self._move([line.sku for line in chunk], lambda each: moves.agreed(each, seen[each.sku]))

    def begin(self, changes: Sequence[tuple[Line, int]], now: datetime) -> Sequence[Sending]:
        pieces = {line.sku: count for line, count in changes}
        with self._database.writing() as connection:
            before = displays(connection, self._scope, list(pieces))
            after = {sku: moves.begun(each, pieces[sku], now) for sku, each in before.items()}
            write(self._database, connection, self._scope, after.values())
            connection.execute(
                insert(QUANTITY_ENTRY),
                [self._entry(before[sku], after[sku], pieces[sku], now) for sku in pieces],
            )
        return [Sending(sku, count, now, after[sku].version) for sku, count in pieces.items()]

    def _entry(self, before: Display, after: Display, pieces: int, now: datetime) -> dict[str, Any]:
        return self._scope.row(
            sku=after.sku,
            number=after.version,
            pieces=pieces,
            on_hand=before.on_hand,
            reserved=before.reserved,
            buffer=before.buffer,
            maximum=before.maximum,
            revision=before.revision,
            sent_at=now,
            outcome=Outcome.UNKNOWN.value,
            settled_at=None,
            exposed_since=before.exposed_since,
            fall=moves.is_fall(before, pieces),
            answer_en=None,
            answer_de=None,
        )

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> None:
        if not settlements:
            return
        answers = [each.answer for each in settlements if each.answer is not None]
        canonical([[answer.en, answer.de] for answer in answers])
        by_sku = {each.sending.sku: each for each in settlements}
        with self._database.writing() as connection:
            known = displays(connection, self._scope, list(by_sku))
            moved = (moves.settled(each, by_sku[sku], now) for sku, each in known.items())
            write(self._database, connection, self._scope, moved)
            this = and_(
                QUANTITY_ENTRY.c.sku == bindparam("this_sku"),
                QUANTITY_ENTRY.c.number == bindparam("this_number"),
            )
            connection.execute(
                update(QUANTITY_ENTRY).where(self._scope.of(QUANTITY_ENTRY), this),
                [_outcome(each, now) for each in settlements],
            )
            outbox.tell(connection, self._scope.account, outbox.quantities(self._scope, settlements))

    def suspect(self, sendings: Sequence[Sending], now: datetime) -> None:
        pieces = {each.sku: each.pieces for each in sendings}
        self._move(list(pieces), lambda each: moves.suspected(each, pieces[each.sku], now))

    def read(self, shown: Mapping[Sku, int], asked_at: datetime, now: datetime) -> int:
        def taken(display: Display) -> Display:
            return moves.read(display, shown[display.sku], asked_at, now)

        return sum(
            after.due_at is not None and after.acknowledged != before.acknowledged
            for chunk in chunks(sorted(shown))
            for before, after in self._move(chunk, taken)
        )

    def arrange(
        self,
        skus: Collection[Sku],
        portal_account: PortalAccountId,
        now: datetime,
        *,
        ticked: bool | None = None,
        maximum: int | None = None,
    ) -> None:
        for chunk in chunks(sorted(skus)):
            with self._database.writing() as connection:
                known = displays(connection, self._scope, chunk)
                moved = (
                    moves.arranged(known.get(sku) or Display(sku), ticked, maximum, now) for sku in chunk
                )
                write(self._database, connection, self._scope, moved, portal_account)

    def release(self, skus: Collection[Sku], now: datetime) -> None:
        for chunk in chunks(sorted(skus)):
            self._move(chunk, lambda each: moves.released(each, now))

    def refused(self) -> Iterator[QuantityRecord]:
        # What was refused is looked at again, so it has a moment for that, which has an index.
        refused = and_(LISTING.c.due_at.is_not(None), LISTING.c.refused_pieces.is_not(None))
        with self._database.reading() as connection:
            yield from records(connection, self._scope, refused)

    def get(self, sku: Sku) -> Display | None:
        with self._database.reading() as connection:
            return displays(connection, self._scope, [sku], lock=False).get(sku)

    def some(self, skus: Collection[Sku]) -> Mapping[Sku, QuantityRecord]:
        with self._database.reading() as connection:
            return some(connection, self._scope, skus)

    def records(self) -> Iterator[QuantityRecord]:
        with self._database.reading() as connection:
            yield from records(connection, self._scope)

    def history(self, sku: Sku) -> Sequence[QuantityEntry]:
        with self._database.reading() as connection:
            return history(connection, self._scope, sku)

    def exposures(self, since: datetime) -> Iterator[QuantityEntry]:
        entries = QUANTITY_ENTRY.c
        query = select(QUANTITY_ENTRY).where(
            self._scope.of(QUANTITY_ENTRY),
            entries.settled_at >= since,
            entries.fall,
            entries.outcome == Outcome.ACKNOWLEDGED.value,
        )
        with self._database.reading() as connection:
            yield from map(entry_of, connection.execute(query.order_by(entries.settled_at)).mappings())

    def forget(self, before: datetime) -> int:
        old = and_(self._scope.of(QUANTITY_ENTRY), QUANTITY_ENTRY.c.settled_at < before)
        newest = latest(self._scope).subquery()
        superseded = select(func.count()).where(
            newest.c.sku == QUANTITY_ENTRY.c.sku, newest.c.number > QUANTITY_ENTRY.c.number
        )
        with self._database.writing() as connection:
            gone = connection.execute(delete(QUANTITY_ENTRY).where(old, superseded.scalar_subquery() > 0))
        return gone.rowcount

    def _move(self, skus: Sequence[Sku], move: Callable[[Display], Display]) -> list[tuple[Display, Display]]:
        """Those of these listings that there are, before and after."""
        with self._database.writing() as connection:
            before = displays(connection, self._scope, skus)
            pairs = [(each, move(each)) for each in before.values()]
            write(self._database, connection, self._scope, [after for was, after in pairs if after != was])
        return pairs


def _outcome(settlement: Settlement, now: datetime) -> dict[str, Any]:
    answer = settlement.answer
    return {
        "this_sku": settlement.sending.sku,
        "this_number": settlement.sending.number,
        "outcome": settlement.outcome.value,
        "settled_at": None if settlement.outcome is Outcome.UNKNOWN else now,
        "answer_en": None if answer is None else answer.en,
        "answer_de": None if answer is None else answer.de,
    }
