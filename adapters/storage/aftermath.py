"""Cancellations and price reductions of one app of one account: intents, counted from 1 on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select

from adapters.storage.canonical import limited
from adapters.storage.database import Database
from adapters.storage.numbered import insert_next, text_of, try_next, update_if
from adapters.storage.scope import Scope
from adapters.storage.tables import CANCELLATION, PRICE_REDUCTION
from core.cancellations import Cancellation, CancellationId, CancelState
from core.dispatch import PositionRef
from core.money import Money
from core.orders import PositionItemId, SalesOrderId
from core.price_reductions import PriceReduction, ReductionId, ReductionState


class DatabaseCancellationBook:
    """`ports.memory.returns.CancellationBook`."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def add(self, wish: Cancellation) -> Cancellation:
        limited(wish.sales_order_id)
        stored = replace(wish, revision=1)
        with self._database.writing() as connection:
            here, row = self._scope.of(CANCELLATION), self._scope.row(**_wish_row(stored))
            number = insert_next(self._database, connection, CANCELLATION, here, row)
        return replace(stored, id=CancellationId(number))

    def write(self, wish: Cancellation) -> Cancellation:
        written = replace(wish, revision=wish.revision + 1)
        here = and_(self._scope.of(CANCELLATION), CANCELLATION.c.id == wish.id)
        with self._database.writing() as connection:
            update_if(connection, CANCELLATION, here, wish.revision, _wish_row(written))
        return written

    def all(self) -> Sequence[Cancellation]:
        query = select(CANCELLATION).where(self._scope.of(CANCELLATION)).order_by(CANCELLATION.c.id.desc())
        with self._database.reading() as connection:
            return [_wish(row) for row in connection.execute(query).mappings()]


def _wish_row(wish: Cancellation) -> dict[str, Any]:
    return {
        "sales_order_id": wish.sales_order_id,
        "positions": list(wish.positions),
        "whole": wish.whole,
        "state": wish.state.value,
        "reason_en": None if wish.reason is None else wish.reason.en,
        "reason_de": None if wish.reason is None else wish.reason.de,
        "made_at": wish.made_at,
        "begun_at": wish.begun_at,
        "settled_at": wish.settled_at,
        "revision": wish.revision,
    }


def _wish(row: RowMapping) -> Cancellation:
    return Cancellation(
        id=CancellationId(row["id"]),
        sales_order_id=SalesOrderId(row["sales_order_id"]),
        positions=tuple(PositionItemId(item) for item in row["positions"]),
        made_at=row["made_at"],
        whole=row["whole"],
        state=CancelState(row["state"]),
        reason=text_of(row["reason_en"], row["reason_de"]),
        begun_at=row["begun_at"],
        settled_at=row["settled_at"],
        revision=row["revision"],
    )


class DatabasePriceReductionBook:
    """`ports.memory.returns.PriceReductionBook`."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def add(self, reduction: PriceReduction) -> PriceReduction:
        limited(reduction.position.sales_order_id)
        stored = replace(reduction, revision=1)
        here, row = self._scope.of(PRICE_REDUCTION), self._scope.row(**_reduction_row(stored))
        with self._database.writing() as connection:
            while True:
                # Looked for anew each time: of two writers with one intent the second waits for the first.
                known = self._with_intent(connection, reduction.intent)
                if known is not None:
                    return known
                number = try_next(self._database, connection, PRICE_REDUCTION, here, row)
                if number is not None:
                    return replace(stored, id=ReductionId(number))

    def _with_intent(self, connection: Connection, intent: str | None) -> PriceReduction | None:
        if intent is None:
            return None
        here = and_(self._scope.of(PRICE_REDUCTION), PRICE_REDUCTION.c.intent == intent)
        row = connection.execute(select(PRICE_REDUCTION).where(here)).mappings().first()
        return None if row is None else _reduction(row)

    def write(self, reduction: PriceReduction) -> PriceReduction:
        written = replace(reduction, revision=reduction.revision + 1)
        here = and_(self._scope.of(PRICE_REDUCTION), PRICE_REDUCTION.c.id == reduction.id)
        with self._database.writing() as connection:
            update_if(connection, PRICE_REDUCTION, here, reduction.revision, _reduction_row(written))
        return written

    def all(self) -> Sequence[PriceReduction]:
        mine = self._scope.of(PRICE_REDUCTION)
        query = select(PRICE_REDUCTION).where(mine).order_by(PRICE_REDUCTION.c.id.desc())
        with self._database.reading() as connection:
            return [_reduction(row) for row in connection.execute(query).mappings()]


def _reduction_row(reduction: PriceReduction) -> dict[str, Any]:
    return {
        "sales_order_id": reduction.position.sales_order_id,
        "position_item_id": reduction.position.position_item_id,
        "cents": reduction.amount.cents,
        "currency": reduction.amount.currency,
        "state": reduction.state.value,
        "reason_en": None if reduction.reason is None else reduction.reason.en,
        "reason_de": None if reduction.reason is None else reduction.reason.de,
        "made_at": reduction.made_at,
        "begun_at": reduction.begun_at,
        "settled_at": reduction.settled_at,
        "shown": reduction.shown,
        "intent": reduction.intent,
        "revision": reduction.revision,
    }


def _reduction(row: RowMapping) -> PriceReduction:
    return PriceReduction(
        id=ReductionId(row["id"]),
        position=PositionRef(SalesOrderId(row["sales_order_id"]), PositionItemId(row["position_item_id"])),
        amount=Money(row["cents"], row["currency"]),
        made_at=row["made_at"],
        state=ReductionState(row["state"]),
        reason=text_of(row["reason_en"], row["reason_de"]),
        begun_at=row["begun_at"],
        settled_at=row["settled_at"],
        shown=row["shown"],
        intent=row["intent"],
        revision=row["revision"],
    )
