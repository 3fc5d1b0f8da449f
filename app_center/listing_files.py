"""Listings in and out of CSV files (docs/listings.md)."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Final, TextIO

from core.errors import InvalidValue
from core.listing.cells import SCALARS, is_column
from core.listing.digest import Cells
from core.listing.record import ListingRecord, saved
from core.listing.values import LONGEST_SKU
from core.orders import Sku
from core.text import Text
from ports.memory import ListingBook
from ports.memory.listings import Move
from sync.listing_drafts import merged

#: Rows that are stored together, and the most that are in memory.
_AT_ONCE: Final = 500
#: What a sample for guessing the separator has.
_SAMPLE: Final = 16_384
_LONGEST_CELL: Final = 200_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """`row` counts the lines of the file from 1. `column` is empty where it is about the whole row."""

    row: int
    column: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Imported:
    """Rows: read, saved as another draft than before, the same as before, and not taken over."""

    rows: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0


Row = tuple[int, dict[str, str]]


def import_file(
    path: Path,
    book: ListingBook,
    now: datetime,
    *,
    dry_run: bool,
    on_bad: Callable[[BadRow], None],
    told: Callable[[Imported], None],
) -> Imported:
    """Save the rows as drafts. A column that the file has replaces the draft's, an empty cell empties it; a
    column that it has not stays. A row with anything bad in it is named and left out as a whole.

    raises  InvalidValue (field `file`): no file that can be read, or a wrong heading; nothing was saved
    """
    done = Imported()
    seen: set[Sku] = set()
    with _opened(path) as file:
        for part in _parts(_rows(file, on_bad_heading=_refuse)):
            good: dict[Sku, Row] = {}
            bad = 0
            for row in part:
                problem = _sku_problem(row, seen)
                if problem is not None:
                    on_bad(problem)
                    bad += 1
                    continue
                sku = Sku(row[1]["sku"])
                seen.add(sku)
                good[sku] = row
            drafts, found = _drafts(book, good)
            for problem in found:
                on_bad(problem)
            changed = _save(book, drafts, now, dry_run=dry_run)
            done = Imported(
                rows=done.rows + len(part),
                changed=done.changed + changed,
                unchanged=done.unchanged + len(drafts) - changed,
                bad=done.bad + bad + len(good) - len(drafts),
            )
            told(done)
    return done


def _drafts(book: ListingBook, rows: dict[Sku, Row]) -> tuple[dict[Sku, dict[str, str]], list[BadRow]]:
    known = book.some(rows)
    drafts: dict[Sku, dict[str, str]] = {}
    problems: list[BadRow] = []
    for sku, (number, cells) in rows.items():
        record = known.get(sku)
        draft, bad = merged(None if record is None else record.draft, cells)
        if bad:
            problems += [BadRow(number, each.column, each.reason) for each in bad]
        else:
            drafts[sku] = draft
    return drafts, problems


def _save(book: ListingBook, drafts: dict[Sku, dict[str, str]], now: datetime, *, dry_run: bool) -> int:
    known = book.some(drafts)
    other = {sku: cells for sku, cells in drafts.items() if sku not in known or known[sku].draft != cells}
    if other and not dry_run:
        book.change({sku: _move(sku, cells, now) for sku, cells in other.items()})
    return len(other)


def _move(sku: Sku, cells: Cells, now: datetime) -> Move:
    def move(record: ListingRecord | None) -> ListingRecord:
        return saved(record, sku, cells, now)

    return move


def _sku_problem(row: Row, seen: set[Sku]) -> BadRow | None:
    number, cells = row
    sku = cells.get("sku", "")
    if _OVER in cells:
        return BadRow(
            number,
            "",
            Text(en="has more cells than the heading", de="hat mehr Zellen als die Kopfzeile"),
        )
    if not sku.strip():
        return BadRow(number, "sku", Text(en="is empty", de="ist leer"))
    if len(sku) > LONGEST_SKU or not sku.isprintable():
        return BadRow(
            number,
            "sku",
            Text(en="is too long or has control characters", de="ist zu lang oder enthält Steuerzeichen"),
        )
    if Sku(sku) in seen:
        return BadRow(number, "sku", Text(en="stands in the file twice", de="steht zweimal in der Datei"))
    if any("\0" in cell for cell in cells.values()):
        return BadRow(number, "", Text(en="contains NUL", de="enthält NUL"))
    return None


def _opened(path: Path) -> TextIO:
    """UTF-8, with or without a byte order mark; else as German spreadsheets write (Windows-1252)."""
    try:
        try:
            with path.open(encoding="utf-8-sig") as probe:
                for _ in iter(lambda: probe.read(1 << 20), ""):
                    pass
            return path.open(encoding="utf-8-sig", newline="")
        except UnicodeDecodeError:
            return path.open(encoding="cp1252", errors="replace", newline="")
    except OSError as error:
        raise InvalidValue(
            Text(
                en=f"{path.name} cannot be read ({error.strerror})",
                de=f"{path.name} ist nicht lesbar ({error.strerror})",
            ),
            field="file",
        ) from None


_OVER: Final = "\0over"


def _rows(file: TextIO, *, on_bad_heading: Callable[[str], None]) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(file, delimiter=_delimiter(file))
    try:
        heading = [name.strip() for name in next(reader, [])]
        problem = _heading_problem(heading)
        if problem:
            on_bad_heading(problem)
        number = reader.line_num
        for cells in reader:
            # A cell may span lines; the row is where it begins.
            row, number = number + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            named = {name: cell for name, cell in zip(heading, cells, strict=False) if name}
            yield row, {**named, _OVER: "x"} if any(c.strip() for c in cells[len(heading) :]) else named
    except csv.Error as error:
        raise InvalidValue(
            Text(en=f"line {reader.line_num}: {error}", de=f"Zeile {reader.line_num}: {error}"), field="file"
        ) from None


def _delimiter(file: TextIO) -> str:
    """The sign that makes the most known columns of the first line."""
    sample = file.read(_SAMPLE)
    file.seek(0)

    def columns(sign: str) -> int:
        try:
            names = next(csv.reader(StringIO(sample), delimiter=sign), [])
        except csv.Error:
            return 0
        return sum(is_column(name.strip()) for name in names) if "sku" in map(str.strip, names) else 0

    return max(";,\t", key=columns)


def _heading_problem(heading: Sequence[str]) -> str:
    names = [name for name in heading if name]
    if "sku" not in names:
        return "sku"
    unknown = [name for name in names if not is_column(name)]
    doubled = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    return ", ".join(dict.fromkeys([*unknown, *doubled]))


def _refuse(problem: str) -> None:
    if problem == "sku":
        text = Text(en="the first line names no column sku", de="die erste Zeile nennt keine Spalte sku")
    else:
        text = Text(
            en=f"the first line names columns that are unknown or stand there twice: {problem}",
            de=f"die erste Zeile nennt unbekannte oder doppelte Spalten: {problem}",
        )
    raise InvalidValue(text, field="file")


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def export_file(file: TextIO, book: ListingBook) -> int:
    """All drafts, a row each; how many. What is imported from it again is the same.

    The book is read twice: for the columns, then for the rows.
    """
    found = {column for record in book.all() for column in record.draft}
    columns = ["sku", *(name for name in SCALARS if name in found and name != "sku")]
    columns += sorted(found - set(columns), key=_place)
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    count = 0
    for record in book.all():
        writer.writerow(record.draft)
        count += 1
    return count


def _place(column: str) -> tuple[str, int, str]:
    """Numbered columns in the order of their numbers."""
    number = "".join(sign for sign in column if sign.isdigit()) if "_" in column else ""
    return column.partition("_")[0].partition(":")[0], int(number or 0), column
