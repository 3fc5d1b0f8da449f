"""The pace of requests, shared by all processes that work for an account: `ports.memory.Paces`."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import BigInteger, cast, func, select, update

from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import BUDGET
from core.apps import AccountId, AppKey
from core.budget import Pace

T = TypeVar("T")


class DatabasePaces:
    """Only on PostgreSQL, whose clock is the one that counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change(
        self, account: AccountId, app: AppKey, decide: Callable[[Pace, int], tuple[Pace, T]]
    ) -> tuple[T, int]:
        scope = Scope(account, app)
        epoch = cast(func.extract("epoch", func.clock_timestamp()) * 1_000_000, BigInteger)
        query = select(BUDGET, epoch.label("now_us")).where(scope.of(BUDGET)).with_for_update()
        with self._database.writing() as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                new = self._database.insert(BUDGET).values(scope.row(**_values(Pace())))
                connection.execute(new.on_conflict_do_nothing())
                row = connection.execute(query).mappings().one()
            was = Pace(row["next_us"], row["paused_until_us"], row["cut_rate_milli"], row["cut_at_us"])
            after, answer = decide(was, row["now_us"])
            if after != was:
                connection.execute(update(BUDGET).where(scope.of(BUDGET)).values(_values(after)))
        return answer, row["now_us"]


def _values(pace: Pace) -> dict[str, Any]:
    return {
        "next_us": pace.next_us,
        "paused_until_us": pace.paused_until_us,
        "cut_rate_milli": pace.cut_rate_milli,
        "cut_at_us": pace.cut_at_us,
    }
