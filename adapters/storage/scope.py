"""The place of rows: one app of one account. No query of the books below is made without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Table, and_

from core.apps import AccountId, AppKey

T = TypeVar("T")

#: How many things one query names. SQLite takes 32766 parameters at most, PostgreSQL 65535.
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Scope:
    account: AccountId
    app: AppKey

    def of(self, table: Table) -> ColumnElement[bool]:
        """The condition that a row of `table` is one of this scope."""
        return and_(table.c.account_id == self.account, table.c.app == self.app)

    def row(self, **values: Any) -> dict[str, Any]:
        return {"account_id": self.account, "app": self.app, **values}


def chunks(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[start : start + CHUNK] for start in range(0, len(things), CHUNK))
