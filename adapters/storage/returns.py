"""The returns of one app of one account: `ports.memory.returns.ReturnBook`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, select, tuple_

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.numbered import changed_meanwhile, text_of, update_if
from adapters.storage.scope import Scope
from adapters.storage.tables import ORDER_RETURN, RETURN_PARCEL
from core.dispatch import CarrierCode, PositionRef, ReturnKey
from core.orders import PositionItemId, SalesOrderId
from core.returns import (
    Condition,
    Decision,
    DecisionState,
    ParcelStage,
    Return,
    ReturnParcel,
    ReturnStatus,
    ShownReturn,
    Verdict,
)


class DatabaseReturnBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def get(self, position: PositionRef) -> Return:
        with self._database.reading() as connection:
            row = connection.execute(select(ORDER_RETURN).where(self._of(position))).mappings().first()
        return Return(position) if row is None else _return(row)

    def write(self, known: Return) -> Return:
        limited(known.position.sales_order_id)
        limited(known.position.position_item_id)
        written = replace(known, revision=known.revision + 1)
        row = _return_row(written)
        with self._database.writing() as connection:
            if known.revision:
                update_if(connection, ORDER_RETURN, self._of(known.position), known.revision, row)
            else:
                values = self._scope.row(**known.position._asdict(), **row)
                canonical(values)
                put = self._database.insert(ORDER_RETURN).values(values).on_conflict_do_nothing()
                if connection.execute(put.returning(ORDER_RETURN.c.revision)).first() is None:
                    raise changed_meanwhile()
        return written

    def all(self) -> Sequence[Return]:
        query = select(ORDER_RETURN).where(self._scope.of(ORDER_RETURN))
        with self._database.reading() as connection:
            found = [_return(row) for row in connection.execute(query).mappings()]
        return sorted(found, key=lambda known: (_newest(known), known.position), reverse=True)

    def page(self, after: PositionRef | None, limit: int) -> Sequence[Return]:
        """At most `limit`, by order and position, those that follow `after`."""
        place = ORDER_RETURN.c.sales_order_id, ORDER_RETURN.c.position_item_id
        query = select(ORDER_RETURN).where(self._scope.of(ORDER_RETURN))
        if after is not None:
            query = query.where(tuple_(*place) > tuple_(*after))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(*place).limit(limit)).mappings()
            return list(map(_return, rows))

    def keep_parcel(self, parcel: ReturnParcel) -> bool:
        limited(parcel.id)
        row = self._scope.row(
            id=parcel.id,
            carrier=parcel.carrier,
            number=parcel.number,
            positions=[list(ref) for ref in parcel.positions],
            stage=parcel.stage.value,
            stage_at=parcel.stage_at,
        )
        canonical(row)
        here = and_(self._scope.of(RETURN_PARCEL), RETURN_PARCEL.c.id == parcel.id)
        with self._database.writing() as connection:
            known = connection.execute(select(RETURN_PARCEL).where(here)).mappings().first()
            if known is not None and _parcel(known) == parcel:
                return False
            put = self._database.insert(RETURN_PARCEL).values(row)
            key = [RETURN_PARCEL.c.account_id, RETURN_PARCEL.c.app, RETURN_PARCEL.c.id]
            connection.execute(put.on_conflict_do_update(index_elements=key, set_=row))
        return True

    def parcels(self) -> Sequence[ReturnParcel]:
        query = select(RETURN_PARCEL).where(self._scope.of(RETURN_PARCEL)).order_by(RETURN_PARCEL.c.id)
        with self._database.reading() as connection:
            return [_parcel(row) for row in connection.execute(query).mappings()]

    def _of(self, position: PositionRef) -> ColumnElement[bool]:
        return and_(
            self._scope.of(ORDER_RETURN),
            ORDER_RETURN.c.sales_order_id == position.sales_order_id,
            ORDER_RETURN.c.position_item_id == position.position_item_id,
        )


def _newest(known: Return) -> float:
    moment = known.shown.changed_at if known.shown is not None else known.begun_at
    return 0.0 if moment is None else moment.timestamp()


def _return_row(known: Return) -> dict[str, Any]:
    shown, decision = known.shown, known.decision
    return {
        "status": None if shown is None else shown.status.value,
        "changed_at": None if shown is None else shown.changed_at,
        "return_keys": []
        if shown is None
        else [{"carrier": key.carrier, "number": key.number} for key in shown.keys],
        "shown_condition": None if shown is None else shown.condition,
        "shown_reason": None if shown is None else shown.reason,
        "order_number": None if shown is None else shown.order_number,
        "warehouse": None if shown is None else shown.warehouse,
        "verdict": None if decision is None else decision.verdict.value,
        "decided_condition": None if decision is None else decision.condition.value,
        "decided_reason": None if decision is None else decision.reason,
        "state": None if known.state is None else known.state.value,
        "by_marketplace": known.by_marketplace,
        "why_en": None if known.why is None else known.why.en,
        "why_de": None if known.why is None else known.why.de,
        "begun_at": known.begun_at,
        "revision": known.revision,
    }


def _return(row: RowMapping) -> Return:
    position = PositionRef(SalesOrderId(row["sales_order_id"]), PositionItemId(row["position_item_id"]))
    return Return(
        position=position,
        shown=None if row["status"] is None else _shown(position, row),
        decision=None
        if row["verdict"] is None
        else Decision(Verdict(row["verdict"]), Condition(row["decided_condition"]), row["decided_reason"]),
        state=None if row["state"] is None else DecisionState(row["state"]),
        by_marketplace=row["by_marketplace"],
        why=text_of(row["why_en"], row["why_de"]),
        begun_at=row["begun_at"],
        revision=row["revision"],
    )


def _shown(position: PositionRef, row: RowMapping) -> ShownReturn:
    return ShownReturn(
        position=position,
        status=ReturnStatus(row["status"]),
        changed_at=row["changed_at"],
        keys=tuple(ReturnKey(CarrierCode(key["carrier"]), key["number"]) for key in row["return_keys"]),
        condition=row["shown_condition"],
        reason=row["shown_reason"],
        order_number=row["order_number"],
        warehouse=row["warehouse"],
    )


def _parcel(row: RowMapping) -> ReturnParcel:
    return ReturnParcel(
        id=row["id"],
        carrier=CarrierCode(row["carrier"]),
        number=row["number"],
        positions=tuple(
            PositionRef(SalesOrderId(order), PositionItemId(item)) for order, item in row["positions"]
        ),
        stage=ParcelStage(row["stage"]),
        stage_at=row["stage_at"],
    )
