"""What a benchmark hands over: tables, in which one row is the reference that the others are divided by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.measure import Spread

TIMES: Final = "times"


@dataclass(frozen=True, slots=True)
class Given:
    """What a benchmark may use.

    quick     minutes and small sizes instead of an hour
    peers     the folder with the environments of the peers; None: without them
    postgres  where databases may be made; None: SQLite only
    """

    quick: bool
    peers: Path | None
    postgres: str | None

    def python(self, peer: str) -> str | None:
        """The interpreter of a peer's environment; None where it is not installed."""
        found = self.peers / peer / "bin" / "python" if self.peers else None
        return str(found) if found and found.exists() else None


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    figures: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class Goal:
    """What was to be reached: `figure` is at most `most`. Reported, never asserted."""

    text: str
    figure: float
    most: float

    @property
    def reached(self) -> bool:
        return self.figure <= self.most

    def __str__(self) -> str:
        return f"{self.text}: {self.figure:.3g}, at most {self.most:.3g} wanted" + (
            "" if self.reached else " (missed)"
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one run.

    reference  the name of the row that the others are divided by
    by         the column of which the ratio is taken; the columns' names tell the unit
    """

    title: str
    reference: str
    by: str
    rows: Sequence[Row]
    goals: Sequence[Goal] = ()
    notes: Sequence[str] = field(default=())

    @property
    def columns(self) -> Sequence[str]:
        return tuple(dict.fromkeys(name for row in self.rows for name in row.figures))

    def times(self, name: str, column: str | None = None, of: str | None = None) -> float:
        """How many times the reference (or row `of`) a row is, by the medians."""
        found = {row.name: row.figures[column or self.by].median for row in self.rows}
        return found[name] / found[of or self.reference]

    def cells(self) -> Sequence[Sequence[str]]:
        """Header and rows as texts."""
        lines = [["", *self.columns, f"{TIMES} {self.reference}"]]
        for row in self.rows:
            figures = [str(row.figures[name]) if name in row.figures else "" for name in self.columns]
            ratio = f"{self.times(row.name):.2f}" if self.by in row.figures else ""
            lines.append([row.name, *figures, ratio])
        return lines
