"""The mask as a form: cells from what was posted, and back.

A plain column is posted as `cell.COLUMN`, a moment as `moment.COLUMN` in local time; pictures, packing units
and own attributes as numbered rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from app_center.web.forms import Several, last
from app_center.web.pages import ZONE
from core.errors import InvalidValue
from core.listing.cells import is_column
from core.listing.digest import Cells
from core.listing.lists import join, split
from core.listing.spelling import MOMENT
from core.listing.values import IMAGE

CELL: Final = "cell."
LOCAL: Final = "moment."
#: Cells of several values; one line of a text, or one ticked box, is one value.
_LISTS: Final = re.compile(r"attribute:.*|contact_\d+_(roles|components)", re.DOTALL)
_ROW: Final = re.compile(r"(media|packing|own)\.(\d{1,3})\.([a-z_]+)")
_PACKING: Final = ("weight", "width", "height", "length")
#: Blank rows below those that are filled, and the least that there are.
_BLANK: Final = {"media": (2, 4), "packing": (1, 1), "own": (1, 1)}


def posted(fields: Several) -> dict[str, str]:
    """The cells that the form has a field for; empty ones too, for they empty the draft's."""
    cells = {"media": "", "packing": ""}
    for name, values in fields.items():
        column = name.removeprefix(CELL)
        if name.startswith(CELL) and is_column(column):
            cells[column] = _joined(values) if _LISTS.fullmatch(column) else values[-1].replace("\r\n", "\n")
        elif name.startswith(LOCAL) and is_column(name.removeprefix(LOCAL)):
            cells[name.removeprefix(LOCAL)] = _moment(values[-1])
    rows = _rows(fields)
    cells["media"] = join(_medium(row) for row in rows.get("media", ()))
    cells["packing"] = join(_unit(row) for row in rows.get("packing", ()))
    cells |= {name: "" for name in fields.get("own.known", ()) if name.startswith("own:")}
    for row in rows.get("own", ()):
        if row.get("name", "").strip():
            cells[f"own:{row['name'].strip()}"] = _joined([row.get("values", "")])
    return cells


def _joined(values: Sequence[str]) -> str:
    return join(line.strip() for value in values for line in value.splitlines())


def _moment(text: str) -> str:
    """As a cell has it; what is no time stays as it was typed, to be complained about."""
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return MOMENT.spell(local if local.tzinfo else local.replace(tzinfo=ZONE))


def local_moment(cell: str) -> str:
    """For an input of a local time; what is no time stays."""
    try:
        return MOMENT.read(cell).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if cell.strip() else ""
    except InvalidValue:
        return cell


def _rows(fields: Several) -> Mapping[str, Sequence[Mapping[str, str]]]:
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name in fields:
        place = _ROW.fullmatch(name)
        if place is not None:
            found.setdefault(place[1], {}).setdefault(int(place[2]), {})[place[3]] = last(fields, name)
    return {kind: [rows[number] for number in sorted(rows)] for kind, rows in found.items()}


def _medium(row: Mapping[str, str]) -> str:
    url, kind = row.get("url", "").strip(), row.get("kind", "")
    return url if not url or kind in {"", IMAGE} else f"{kind}={url}"


def _unit(row: Mapping[str, str]) -> str:
    figures = [row.get(part, "").strip() for part in _PACKING]
    return "x".join(figures) if any(figures) else ""


def media_rows(cells: Cells) -> Sequence[tuple[str, str]]:
    """Kind and address of each, and blank ones."""
    found = []
    for entry in split(cells.get("media", "")):
        kind, is_kind, url = entry.partition("=")
        named = bool(is_kind) and kind.isupper() and "/" not in kind
        found.append((kind, url) if named else (IMAGE, entry))
    return [*found, *[(IMAGE, "")] * _blank("media", len(found))]


def packing_rows(cells: Cells) -> Sequence[Sequence[str]]:
    """Weight, width, height, length of each, and a blank one."""
    found = [(entry.split("x") + [""] * 4)[:4] for entry in split(cells.get("packing", ""))]
    return [*found, *[[""] * 4] * _blank("packing", len(found))]


def own_rows(cells: Cells) -> Sequence[tuple[str, str]]:
    """Name and values, one a line, of each attribute of the seller's own, and a blank one."""
    found = [
        (column.removeprefix("own:"), "\n".join(split(cell)))
        for column, cell in cells.items()
        if column.startswith("own:") and cell.strip()
    ]
    return [*found, *[("", "")] * _blank("own", len(found))]


def contact_numbers(cells: Cells) -> Sequence[int]:
    """Those that are filled, and one more."""
    numbers = {
        int(found[1]) for column in cells if (found := re.match(r"contact_(\d+)_", column)) and cells[column]
    }
    highest = max(numbers, default=0)
    return range(1, highest + 2) if highest else range(1, 2)


def _blank(kind: str, filled: int) -> int:
    more, least = _BLANK[kind]
    return max(more, least - filled)


def place_of(column: str) -> str:
    """A name for the field of this column that may stand in an id."""
    return "f-" + "".join(_signs(column))


def _signs(column: str) -> Iterator[str]:
    for sign in column:
        yield sign if sign.isascii() and (sign.isalnum() or sign == "_") else f"-{ord(sign):x}-"
