"""Tables for people (text, Markdown, one HTML page with charts) and for programs (JSON)."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from jinja2 import Environment

from benchmarks.tables import Table

_CHARTS: Final = Path(__file__).parent / "charts.py"
_PAGE: Final = Path(__file__).parent / "page.html"


def as_text(table: Table) -> str:
    lines = table.cells()
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    shown = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join((table.title, *shown, *map(str, table.goals), *table.notes))


def as_markdown(table: Table) -> str:
    head, *rows = table.cells()
    lines = [
        f"### {table.title}",
        "",
        _line(head),
        "|---" + "|---:" * (len(head) - 1) + "|",
        *map(_line, rows),
    ]
    return "\n".join((*lines, "", *(f"- {each}" for each in (*table.goals, *table.notes)))).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write(
    folder: Path, about: Mapping[str, str], tables: Mapping[str, Sequence[Table]], charts: str | None
) -> None:
    """`bench.json`, `bench.md`, `index.html`, and a PNG for each table where `charts`, an interpreter with
    matplotlib, is there."""
    folder.mkdir(parents=True, exist_ok=True)
    every = [table for part in tables.values() for table in part]
    content = {"about": about, "tables": {name: [asdict(t) for t in part] for name, part in tables.items()}}
    (folder / "bench.json").write_text(json.dumps(content, indent=1) + "\n")
    said = ", ".join(f"{key} {value}" for key, value in about.items())
    (folder / "bench.md").write_text("\n".join((f"{said}\n", *map(as_markdown, every))))
    pictures = _pictures(folder, every, charts) if charts else {}
    page = Environment(autoescape=True).from_string(_PAGE.read_text())
    shown = {table.title: pictures.get(table.title, "") for table in every}
    (folder / "index.html").write_text(page.render(about=about, tables=tables, pictures=shown))


def _pictures(folder: Path, tables: Sequence[Table], charts: str) -> Mapping[str, str]:
    """By title, in base64."""
    subprocess.run([charts, str(_CHARTS), str(folder / "bench.json"), str(folder)], check=True)
    files = {table.title: folder / f"{number:02}.png" for number, table in enumerate(tables, 1)}
    return {title: base64.b64encode(file.read_bytes()).decode() for title, file in files.items()}
