"""The quantities that OTTO shows to buyers, each with the moment of its last change."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from adapters.otto.standin.assortment.assortment import Assortment

MOST: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class Shown:
    sku: str
    units: int
    changed_at: datetime


class QuantityBoard:
    """Shares the lock of the assortment."""

    def __init__(self, assortment: Assortment) -> None:
        self.assortment = assortment
        self._shown: dict[str, Shown] = {}
        self._sorted: list[str] | None = []

    def store(self, sku: str, units: int) -> Shown:
        """An absolute figure; the last one counts."""
        with self.assortment.lock:
            if sku not in self._shown:
                self._sorted = None
            shown = self._shown[sku] = Shown(sku, units, self.assortment.now())
            return shown

    def find(self, sku: str) -> Shown | None:
        """None where no quantity was ever stored."""
        return self._shown.get(sku)

    def units_of(self, sku: str) -> int:
        """0 where no quantity was ever stored."""
        shown = self._shown.get(sku)
        return 0 if shown is None else shown.units

    def units(self) -> Mapping[str, int]:
        with self.assortment.lock:
            return {shown.sku: shown.units for shown in self._shown.values()}

    def page(self, after: str | None, start: int, limit: int) -> tuple[Sequence[Shown], bool]:
        """By sku, from behind `after` (else from place `start` on), and whether more follow."""
        with self.assortment.lock:
            if self._sorted is None:
                self._sorted = sorted(self._shown)
            place = start if after is None else bisect_right(self._sorted, after)
            chosen = self._sorted[place : place + limit]
            return [self._shown[sku] for sku in chosen], place + limit < len(self._sorted)
