"""Stock from a table: every bad row is named, all good ones are taken over."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.articles import Count
from core.errors import InvalidValue
from core.orders import Sku
from core.text import Text
from ports.inventory import Warehouse
from ports.system import Clock

COLUMNS: Final = ("sku", "ean", "title", "on_hand", "buffer")
_REQUIRED: Final = ("sku", "on_hand")
_DELIMITERS: Final = (",", ";", "\t")
#: Articles in one transaction.
CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class BadRow:
    """`line` is where it ends in the file, counted from 1. `column` is None where it is about the row."""

    line: int
    sku: str
    column: str | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Imported:
    """`changed` of the `good` rows changed an article; it is 0 when only tried."""

    good: int
    bad: int
    changed: int


def import_stock(
    lines: Iterable[str],
    warehouse: Warehouse,
    clock: Clock,
    *,
    offered: bool | None = None,
    dry_run: bool = False,
    on_bad: Callable[[BadRow], None],
) -> Imported:
    """The table's first line names its columns (`COLUMNS`, in any order, separated by comma, semicolon or
    tab). An empty cell leaves what is known. It is read piece by piece, however long it is.

    offered  whether portals offer the articles; None: new ones yes, and nothing changes for known ones

    raises  InvalidValue (field `file`): the first line does not name the columns; nothing was stored
    """
    good = bad = changed = 0
    chunk: list[Count] = []
    for row in read_rows(lines, offered):
        if isinstance(row, BadRow):
            bad += 1
            on_bad(row)
            continue
        good += 1
        chunk.append(row)
        if len(chunk) == CHUNK:
            changed += 0 if dry_run else warehouse.count(chunk, clock.now())
            chunk = []
    if chunk and not dry_run:
        changed += warehouse.count(chunk, clock.now())
    return Imported(good, bad, changed)


def read_rows(lines: Iterable[str], offered: bool | None = None) -> Iterator[Count | BadRow]:
    """raises  as `import_stock`"""
    source = iter(lines)
    head = next(source, "")
    delimiter = max(_DELIMITERS, key=head.count)
    columns = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=delimiter), [])]
    _demand_columns(columns)
    reader = csv.reader(source, delimiter=delimiter)
    seen: dict[str, int] = {}
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            yield BadRow(reader.line_num + 1, "", None, _UNREADABLE)
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _row(columns, cells, reader.line_num + 1, seen, offered)


def _row(
    columns: Sequence[str], cells: Sequence[str], line: int, seen: dict[str, int], offered: bool | None
) -> Count | BadRow:
    told = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    sku = told.get("sku", "")
    if len(cells) > len(columns):
        return BadRow(line, sku, None, _too_many(len(cells), len(columns)))
    if sku in seen:
        return BadRow(line, sku, "sku", _twice(seen[sku]))
    try:
        count = Count(
            Sku(sku),
            on_hand=_pieces(told, "on_hand", required=True),
            buffer=_pieces(told, "buffer"),
            ean=told.get("ean") or None,
            title=told.get("title") or None,
            offered=offered,
        )
    except InvalidValue as error:
        return BadRow(line, sku, error.field, error.text)
    seen[sku] = line
    return count


def _pieces(told: Mapping[str, str], column: str, *, required: bool = False) -> int | None:
    text = told.get(column, "")
    if not text and not required:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise InvalidValue(
            Text(
                en=f"{text[:20]!r} is no whole number of pieces",
                de=f"„{text[:20]}“ ist keine ganze Stückzahl",
            ),
            field=column,
        )
    return int(text)


def _demand_columns(columns: Sequence[str]) -> None:
    missing = [column for column in _REQUIRED if column not in columns]
    strange = [column for column in columns if column not in COLUMNS]
    if missing or strange or len(set(columns)) != len(columns):
        known = ",".join(COLUMNS)
        found = ",".join(columns)[:100]
        raise InvalidValue(
            Text(
                en=f"the first line has to name the columns {known}, at least sku and on_hand; it says:"
                f" {found}",
                de=f"die erste Zeile muss die Spalten {known} nennen, mindestens sku und on_hand; dort steht:"
                f" {found}",
            ),
            field="file",
        )


_UNREADABLE: Final = Text(en="cannot be read as a row", de="ist als Zeile nicht lesbar")


def _too_many(cells: int, columns: int) -> Text:
    return Text(
        en=f"has {cells} cells, but there are {columns} columns",
        de=f"hat {cells} Zellen, es gibt aber {columns} Spalten",
    )


def _twice(line: int) -> Text:
    return Text(en=f"stands in line {line} already", de=f"steht schon in Zeile {line}")
