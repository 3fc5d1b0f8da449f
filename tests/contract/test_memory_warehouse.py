"""Every warehouse of ours keeps the contract, and the contract notices one that does not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pytest

from core.apps import AppKey
from core.articles import Count, Level
from core.claims import Claim, ClaimState
from ports.conformance.warehouse import WarehouseContract
from ports.inventory import Warehouse
from ports.memory import Memory
from tests.fakes.memory import InMemoryMemory
from tests.fakes.warehouse import InMemoryWarehouse


class TestWarehouse(WarehouseContract):
    @pytest.fixture
    def warehouse(self, memory: Memory) -> Warehouse:
        return memory.of(memory.accounts.add("Anna").id).warehouse


class _Broken(InMemoryWarehouse):
    __slots__ = ()


class ReservesTwice(_Broken):
    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        again = [replace(claim, key=replace(claim.key, app=AppKey("again"))) for claim in claims]
        return super().claim([*claims, *again], now)


class ForgetsCancellations(_Broken):
    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        return super().claim([each for each in claims if each.state is not ClaimState.RELEASED], now)


class ForgetsUnknownArticles(_Broken):
    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        known = {article.sku for article in self.articles()}
        return super().claim([claim for claim in claims if claim.sku in known], now)


class LowersWhateverIsSent(_Broken):
    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        return super().claim(
            [replace(claim, left_at=datetime.max.replace(tzinfo=now.tzinfo)) for claim in claims], now
        )


class NeverLowers(_Broken):
    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        sent = {ClaimState.CONSUMED: ClaimState.RELEASED}
        return super().claim([replace(each, state=sent.get(each.state, each.state)) for each in claims], now)


class CountsOnlyWhatDiffers(_Broken):
    def count(self, counts: Sequence[Count], now: datetime) -> int:
        known = {article.sku: article.level.on_hand for article in self.articles()}
        told = [
            replace(count, on_hand=None) if known.get(count.sku) == count.on_hand else count
            for count in counts
        ]
        return super().count(told, now)


class ShowsChangesBySku(_Broken):
    def changed(self, after: int, limit: int) -> Sequence[Level]:
        return sorted(super().changed(after, 10**6), key=lambda level: level.sku)[:limit]


class TellsOfNoSale(_Broken):
    def changed(self, after: int, limit: int) -> Sequence[Level]:
        return [replace(level, sold_at=None) for level in super().changed(after, limit)]


class ForgetsTheBuffer(_Broken):
    def count(self, counts: Sequence[Count], now: datetime) -> int:
        return super().count([replace(count, buffer=count.buffer or 0) for count in counts], now)


BROKEN: Final = [
    ReservesTwice,
    ForgetsCancellations,
    ForgetsUnknownArticles,
    LowersWhateverIsSent,
    NeverLowers,
    CountsOnlyWhatDiffers,
    ShowsChangesBySku,
    TellsOfNoSale,
    ForgetsTheBuffer,
]


def _checks() -> list[Callable[[Any, Warehouse], None]]:
    return [check for name, check in vars(WarehouseContract).items() if name.startswith("test_")]


@pytest.mark.parametrize("kind", BROKEN, ids=lambda kind: kind.__name__)
def test_a_broken_warehouse_is_found_out(kind: type[_Broken]) -> None:
    found = 0
    for check in _checks():
        memory = InMemoryMemory()
        account = memory.of(memory.accounts.add("Anna").id)
        try:
            check(WarehouseContract(), kind(account._store, account.account.id))
        except (AssertionError, ValueError, IndexError):
            found += 1
    assert found


def test_a_sound_warehouse_is_not_blamed() -> None:
    for check in _checks():
        memory = InMemoryMemory()
        check(WarehouseContract(), memory.of(memory.accounts.add("Anna").id).warehouse)
