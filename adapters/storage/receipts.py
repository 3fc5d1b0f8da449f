"""The receipts of one app of one account: `ports.memory.returns.ReceiptBook`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import RowMapping, and_, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.checkpoints import Track
from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import RECEIPT
from core.money import Money
from core.orders import SalesOrderId
from core.receipts import KeptReceipt, Receipt, ReceiptKind

_CONCERN: Final = "receipts"
_WITHOUT_PDF: Final = [column for column in RECEIPT.c if column.name != "pdf"]


class DatabaseReceiptBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope
        self._track = Track(scope.account, scope.app, _CONCERN)

    def keep(self, receipts: Sequence[Receipt]) -> int:
        rows = [self._row(receipt) for receipt in receipts]
        new = 0
        with self._database.writing() as connection:
            for row in rows:
                canonical(row)
                put = self._database.insert(RECEIPT).values(row).on_conflict_do_nothing()
                if connection.execute(put.returning(RECEIPT.c.number)).first() is not None:
                    new += 1
        return new

    def keep_pdf(self, number: str, pdf: bytes) -> None:
        here = and_(self._scope.of(RECEIPT), RECEIPT.c.number == number)
        with self._database.writing() as connection:
            connection.execute(update(RECEIPT).where(here).values(pdf=pdf))

    def get(self, number: str) -> KeptReceipt | None:
        here = and_(self._scope.of(RECEIPT), RECEIPT.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(select(RECEIPT).where(here)).mappings().first()
        return None if row is None else KeptReceipt(_receipt(row), row["pdf"])

    def all(self) -> Sequence[Receipt]:
        mine = select(*_WITHOUT_PDF).where(self._scope.of(RECEIPT))
        query = mine.order_by(RECEIPT.c.created_at.desc(), RECEIPT.c.number)
        with self._database.reading() as connection:
            return [_receipt(row) for row in connection.execute(query).mappings()]

    def without_pdf(self) -> Sequence[str]:
        mine = select(RECEIPT.c.number).where(self._scope.of(RECEIPT), RECEIPT.c.pdf.is_(None))
        with self._database.reading() as connection:
            return list(connection.execute(mine.order_by(RECEIPT.c.created_at, RECEIPT.c.number)).scalars())

    def listed_until(self) -> date | None:
        with self._database.reading() as connection:
            settled = self._track.stored(connection).settled
        return None if settled is None else settled.date()

    def listed(self, until: date) -> None:
        with self._database.writing() as connection:
            checkpoint = self._track.locked(self._database, connection)
            self._track.move(
                connection, replace(checkpoint, settled=datetime.combine(until, time(), tzinfo=UTC))
            )

    def _row(self, receipt: Receipt) -> dict[str, Any]:
        limited(receipt.number)
        return self._scope.row(
            number=receipt.number,
            kind=receipt.kind.value,
            created_at=receipt.created_at,
            sales_order_id=receipt.sales_order_id,
            order_number=receipt.order_number,
            linked=receipt.linked,
            total_cents=None if receipt.total is None else receipt.total.cents,
            total_currency=None if receipt.total is None else receipt.total.currency,
            vat_invoice=receipt.real,
        )


def _receipt(row: RowMapping) -> Receipt:
    cents, order = row["total_cents"], row["sales_order_id"]
    return Receipt(
        number=row["number"],
        kind=ReceiptKind(row["kind"]),
        created_at=row["created_at"],
        sales_order_id=None if order is None else SalesOrderId(order),
        order_number=row["order_number"],
        linked=row["linked"],
        total=None if cents is None else Money(cents, row["total_currency"]),
        real=row["vat_invoice"],
    )
