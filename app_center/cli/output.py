"""How the command line speaks: tables for people, one JSON array for programs, complaints on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from app_center.bootstrap import AppCenter, open_app_center
from app_center.config import Config
from app_center.log import configure_log
from core.text import Language, Text

Row = Mapping[str, Any]

_WHOLE: Final = frozenset({"order_number", "number", "reference", "app", "key", "ordered", "last_success"})


@contextmanager
def opened() -> Iterator[AppCenter]:
    """The app-center for one command, with the log set up.

    raises  as `open_app_center`
    """
    config = Config.read()
    configure_log(config.log_level)
    with open_app_center(config) as center:
        yield center


def language() -> Language:
    return "de" if os.environ.get("APP_CENTER_LANGUAGE") == "de" else "en"


def say(text: Text | str) -> None:
    """A line for people, on stderr: stdout is for results."""
    line = text.into(language()) if isinstance(text, Text) else text
    Console(stderr=True, highlight=False, soft_wrap=True).print(line, markup=False)


def complain(text: Text) -> None:
    word = Text(en="error", de="Fehler").into(language())
    print(f"{word}: {text.into(language())}", file=sys.stderr)  # noqa: T201


def show(rows: Iterable[Row], *, as_json: bool, columns: Sequence[str], title: str = "") -> None:
    """The rows as one JSON array, written as they come, or as a table of these columns."""
    if as_json:
        _as_json(rows)
        return
    console = Console(highlight=False)
    table = Table(title=title or None, header_style="bold", title_justify="left")
    for column in columns:
        # What people copy, and words that they look for, stay in one piece.
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    if table.row_count:
        console.print(table)
    else:
        say(Text(en="Nothing here yet.", de="Noch nichts vorhanden."))


def _as_json(rows: Iterable[Row]) -> None:
    write: Callable[[str], object] = sys.stdout.write
    lead = "["
    for row in rows:
        write(lead + "\n  " + json.dumps(row, ensure_ascii=False, default=str))
        lead = ","
    write("[]\n" if lead == "[" else "\n]\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_cell, value))
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_cell(part)}" for key, part in value.items())
    return str(value)
