"""The house: which folder may import what. The table, and the reading of imports that holds it.

import-linter (pyproject.toml) checks chains of imports between folders and names what is forbidden. This
table says what is allowed, so that whatever nobody thought of is refused as well.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """What the modules of one place may import.

    may    folders, modules and libraries, each with all that is below it
    never  exceptions from `may`, and modules of the standard library, which is allowed otherwise

    `*` stands for one name between two dots. Where several fit, the longest one counts.
    """

    may: frozenset[str]
    never: frozenset[str] = frozenset()

    def allows(self, target: str) -> bool:
        top = target.partition(".")[0]
        fitting = {name: True for name in self.may if _within(target, name)}
        fitting |= {name: False for name in self.never if _within(target, name)}
        if not fitting:
            return top in sys.stdlib_module_names
        return fitting[max(fitting, key=lambda name: name.count("."))]


def _within(target: str, name: str) -> bool:
    parts, wanted = target.split("."), name.split(".")
    return len(parts) >= len(wanted) and all(w in {"*", p} for p, w in zip(parts, wanted, strict=False))


def _row(*may: str, never: Iterable[str] = ()) -> Row:
    return Row(frozenset(may), frozenset(never))


#: Ways around the table.
_HIDDEN: Final = ("imp", "importlib", "pkgutil", "runpy")
_CLOCK_AND_CHANCE: Final = ("time", "random", "socket", "logging")
#: `core` computes; it does not read, write, wait, draw lots or start anything.
_OUTSIDE: Final = (
    *(
        "asyncio",
        "asyncore",
        "concurrent",
        "ctypes",
        "ftplib",
        "glob",
        "http",
        "io",
        "mmap",
        "multiprocessing",
    ),
    *("os", "pathlib", "pickle", "select", "selectors", "secrets", "shelve", "shutil", "signal", "smtplib"),
    *("sqlite3", "ssl", "subprocess", "sched", "tempfile", "threading", "urllib.request", "uuid", "warnings"),
)
_STANDINS: Final = ("standins", "adapters.*.standin", "adapters.carriers.*.standin")
_TRADE: Final = ("httpx", "pycountry", "stamina", "structlog")


def _adapter(place: str) -> dict[str, Row]:
    """An adapter that talks to somebody, and its stand-in. They do not know each other."""
    kept_out = (f"{place}.standin", "ports.conformance", *_HIDDEN)
    standin = ("core", "standins", f"{place}.standin", "httpx", "stdnum", "werkzeug")
    return {
        place: _row("core", "ports", place, *_TRADE, never=kept_out),
        f"{place}.standin": _row(*standin, never=_HIDDEN),
    }


def _carrier(name: str) -> dict[str, Row]:
    """A carrier's adapter; its rehearsal hands the stand-in to the conformance kit."""
    place = f"adapters.carriers.{name}"
    rehearsal = _row("core", "ports", place, "standins", never=("ports.conformance", *_HIDDEN))
    return {**_adapter(place), f"{place}.rehearsal": rehearsal}


def _host(*libraries: str, may: Iterable[str] = ()) -> Row:
    folders = ("core", "ports", "sync", "adapters", "app_center")
    kept_out = [name for name in ("ports.conformance", *_STANDINS, *_HIDDEN) if name not in may]
    return _row(*folders, *may, "structlog", "importlib.metadata", *libraries, never=kept_out)


THIRD_PARTY: Final = _row("ports", "core", never=("ports.conformance", *_HIDDEN))

#: By folder or module; a module counts for the longest name that it is in.
TABLE: Final[Mapping[str, Row]] = {
    "core": _row("core", never=(*_CLOCK_AND_CHANCE, *_OUTSIDE, *_HIDDEN)),
    "ports": _row("core", "ports", never=("ports.conformance", *_HIDDEN)),
    "ports.hooks": _row("core", "ports", "pluggy", never=("ports.conformance", *_HIDDEN)),
    "ports.http": _row("core", "ports", "httpx", never=("ports.conformance", *_HIDDEN)),
    "ports.conformance": _row("core", "ports", "pytest", "hypothesis", "importlib.metadata", never=_HIDDEN),
    "ports.conformance.faults": _row("core", "ports", "httpx", never=_HIDDEN),
    "sync": _row(
        "core", "ports", "sync", "structlog", never=("ports.conformance", *_CLOCK_AND_CHANCE, *_HIDDEN)
    ),
    "adapters": _row(),
    "adapters.carriers": _row(),
    **_carrier("dhl"),
    **_carrier("gls"),
    **_carrier("hermes"),
    **_adapter("adapters.otto"),
    "adapters.storage": _row(
        *("core", "ports", "adapters.storage"),
        *("alembic", "cryptography", "psycopg", "sqlalchemy", "sqlmodel", "structlog"),
        never=("ports.conformance", *_HIDDEN),
    ),
    "adapters.jobs": _row(
        *("core", "ports", "adapters.jobs", "apscheduler", "procrastinate", "structlog"),
        never=("ports.conformance", *_HIDDEN),
    ),
    "adapters.webhooks": _row(
        "core", "ports", "adapters.webhooks", "httpx", never=("ports.conformance", *_HIDDEN)
    ),
    "standins": _row("core", "standins", "PIL", "pyrate_limiter", "reportlab", "werkzeug", never=_HIDDEN),
    "standins.in_process": _row("core", "standins", "httpx", "werkzeug", never=_HIDDEN),
    "app_center": _host(),
    "app_center.activation": _host("email_validator"),
    "app_center.api": _host("fastapi", "pydantic", "starlette"),
    "app_center.cli": _host("rich", "typer"),
    "app_center.cli.standin": _host("typer", may=_STANDINS),
    "app_center.config": _host("platformdirs", "pydantic", "pydantic_settings"),
    "app_center.demo": _host("rich", may=_STANDINS),
    "app_center.metrics": _host("prometheus_client"),
    "app_center.loader": _host("packaging"),
    "app_center.offers": _host("packaging", "pluggy"),
    "app_center.outgoing": _host("httpx"),
    "app_center.web": _host("babel", "fastapi", "jinja2", "starlette"),
    "app_center.web.health": _host("fastapi", "prometheus_client"),
    "app_center.web.openid": _host("authlib", "joserfc"),
    "app_center.web.passwords": _host("argon2"),
    "app_center.web.server": _host("uvicorn"),
    "app_center.web.signin": _host("email_validator"),
}

#: Folders with Python in them that are no part of the product; they may import everything and nobody them.
FREE: Final = frozenset({"tests", "benchmarks", "examples"})

#: Below these every folder needs a row of its own.
CROSSROADS: Final = ("adapters", "adapters.carriers")


def row_of(module: str, table: Mapping[str, Row] = TABLE) -> Row | None:
    """The row that a module counts for."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((table[name] for name in names if name in table), None)


def imported(module: str, source: str, *, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that a module imports, wherever in the module it stands.

    `from a import b` is `a.b`, whether b is a module or not; relative ones are resolved.
    """
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__":
            yield node.lineno, "importlib"


def violations(module: str, source: str, row: Row, *, is_package: bool = False) -> list[str]:
    """What this module imports and may not, one line each."""
    found = imported(module, source, is_package=is_package)
    return [f"{module}:{line} imports {target}" for line, target in sorted(found) if not row.allows(target)]


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Dotted name and file of every module below `root` that is part of the product, or of nothing yet."""
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if not hidden and parts[0] not in FREE:
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def broken_rules(root: Path, table: Mapping[str, Row] = TABLE) -> list[str]:
    """Everything in the tree below `root` that the table does not allow, and everything in the table that the
    tree does not have."""
    found = dict(modules(root))
    problems = []
    for module, path in found.items():
        row = row_of(module, table)
        if row is not None:
            is_package = path.name == "__init__.py"
            problems += violations(module, path.read_text(encoding="utf-8"), row, is_package=is_package)
    problems += [f"{place} has no row in the table" for place in _places(found) if place not in table]
    folders = {".".join(module.split(".")[:length]) for module in found for length in range(1, 9)}
    problems += [
        f"the table has a row for {name}, which does not exist" for name in table if name not in folders
    ]
    return problems


def _places(found: Iterable[str]) -> list[str]:
    """All that needs a row of its own: what stands at the top, and what stands at a crossroads."""
    places = set()
    for module in found:
        parts = module.split(".")
        places.add(parts[0])
        places |= {
            ".".join(parts[: crossroads.count(".") + 2])
            for crossroads in CROSSROADS
            if module.startswith(f"{crossroads}.")
        }
    return sorted(places)


def clock_readings(module: str, source: str) -> list[str]:
    """Calls that ask the machine for the time through `datetime`, which may be imported for its values."""
    return [
        f"{module}:{node.lineno} reads the clock"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in {"date", "datetime"}
    ]
