"""The import table holds, exhaustively, and the check that says so finds what is planted."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.house import (
    CROSSROADS,
    TABLE,
    broken_rules,
    clock_readings,
    imported,
    modules,
    row_of,
)
from tests.specs import ROOT

PROJECT: Final[Mapping[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def top_level() -> list[str]:
    return sorted({name.partition(".")[0] for name in TABLE})


def test_nothing_imports_what_it_may_not_and_every_folder_is_placed() -> None:
    assert broken_rules(ROOT) == []


@pytest.mark.parametrize("folder", ["core", "sync"])
def test_the_inside_has_no_clock(folder: str) -> None:
    found = [(name, path) for name, path in modules(ROOT) if name.startswith(f"{folder}.")]
    assert found
    assert [line for name, path in found for line in clock_readings(name, path.read_text())] == []


def lint_imports(root: Path) -> Mapping[str, bool]:
    """Every contract by name, and whether it holds below `root`."""
    lint = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", lint]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)
    assert verdicts, done.stdout + done.stderr
    return {name: verdict == "KEPT" for name, verdict in verdicts}


def test_the_contracts_of_import_linter_hold() -> None:
    names = [contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]]
    assert lint_imports(ROOT) == dict.fromkeys(names, True)


def test_every_contract_of_import_linter_can_break(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, path in modules(ROOT):
        if name.partition(".")[0] in top_level():
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    planted = {
        "core/planted.py": "import time\nimport pytest\nfrom core import orders, planted_too",
        "core/planted_too.py": "import core.planted",
        "ports/planted.py": "import pluggy, httpx, apscheduler",
        "sync/planted.py": "import app_center.loader",
        "adapters/otto/planted.py": "import adapters.storage.planted, adapters.otto.standin, standins.server",
        "adapters/storage/planted.py": "import werkzeug",
        "app_center/planted.py": "import sqlalchemy",
    }
    for name, source in planted.items():
        (tmp_path / name).write_text(source)
    assert set(lint_imports(tmp_path).values()) == {False}


def test_wheel_and_linters_know_the_same_folders_as_the_table() -> None:
    tools = PROJECT["tool"]
    assert sorted(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == top_level()
    assert sorted(tools["importlinter"]["root_packages"]) == top_level()
    assert sorted(tools["mypy"]["packages"]) == sorted([*top_level(), "tests"])


def test_every_library_that_is_imported_is_declared() -> None:
    """One that is there only because another needs it may be gone with the next release of that one."""
    given = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    kit = {canonicalize_name(line) for line in PROJECT["project"]["optional-dependencies"]["kit"]}
    homes = packages_distributions()
    undeclared = set()
    for module, path in modules(ROOT):
        known = given | kit if module.startswith("ports.conformance") else given
        for _, target in imported(module, path.read_text(), is_package=path.name == "__init__.py"):
            top = target.partition(".")[0]
            if top in sys.stdlib_module_names or top in top_level():
                continue
            if known.isdisjoint(map(canonicalize_name, homes.get(top, [top]))):
                undeclared.add(f"{module} imports {top}")
    assert sorted(undeclared) == []


def tree(root: Path, files: Mapping[str, str]) -> Path:
    """A small house with an empty module for every row of the table, and these files."""
    for name in TABLE:
        folder = root.joinpath(*name.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return root


def test_a_house_with_all_rows_and_nothing_in_it_is_in_order(tmp_path: Path) -> None:
    assert broken_rules(tree(tmp_path, {})) == []


ALLOWED: Final[Mapping[str, str]] = {
    "core/stock.py": "import datetime, decimal\nfrom urllib.parse import quote\nfrom core.money import Money",
    "ports/carrier.py": "import time\nfrom core import parcel\nfrom . import system",
    "ports/hooks.py": "import pluggy",
    "ports/http.py": "import httpx",
    "ports/conformance/checks.py": "import pytest\nfrom hypothesis import given\nfrom ports import Carrier",
    "sync/orders.py": "import structlog\nfrom ports.memory import Memory",
    "adapters/otto/orders.py": "import httpx, stamina\nfrom adapters.otto.calls import read\nimport ports",
    "adapters/otto/standin/server.py": "import werkzeug, standins\nimport adapters.otto.standin.shelf",
    "adapters/storage/tables.py": "import sqlmodel, sqlalchemy.orm",
    "app_center/web.py": "from adapters.otto import plugin\nimport sync.orders\nimport importlib.metadata",
    "app_center/demo.py": "from adapters.otto.standin import main",
    "tests/anything.py": "import requests, app_center, adapters.storage",
}

FORBIDDEN: Final = [
    ("core/a.py", "import time", "core.a:1 imports time"),
    ("core/a.py", "from random import choice", "core.a:1 imports random.choice"),
    ("core/a.py", "import socket", "core.a:1 imports socket"),
    ("core/a.py", "import logging.handlers", "core.a:1 imports logging.handlers"),
    ("core/a.py", "import os.path", "core.a:1 imports os.path"),
    ("core/a.py", "from urllib import request", "core.a:1 imports urllib.request"),
    ("core/a.py", "from uuid import uuid4", "core.a:1 imports uuid.uuid4"),
    ("core/a.py", "import attrs", "core.a:1 imports attrs"),
    ("core/a.py", "from ports import Carrier", "core.a:1 imports ports.Carrier"),
    ("core/a.py", "\ndef f():\n    import httpx", "core.a:3 imports httpx"),
    ("core/a.py", "if TYPE_CHECKING:\n    import sync.orders", "core.a:2 imports sync.orders"),
    ("core/a.py", "__import__('httpx')", "core.a:1 imports importlib"),
    ("core/deep/a.py", "from ...ports import x", "core.deep.a:1 imports ports.x"),
    ("core/__init__.py", "from ..ports import x", "core:1 imports ports.x"),
    ("ports/memory.py", "import pluggy", "ports.memory:1 imports pluggy"),
    ("ports/carrier.py", "import httpx", "ports.carrier:1 imports httpx"),
    ("ports/carrier.py", "import pytest", "ports.carrier:1 imports pytest"),
    ("ports/carrier.py", "import sync", "ports.carrier:1 imports sync"),
    ("ports/hooks.py", "import httpx", "ports.hooks:1 imports httpx"),
    ("ports/__init__.py", "from ports import conformance", "ports:1 imports ports.conformance"),
    ("ports/conformance/kit.py", "import httpx", "ports.conformance.kit:1 imports httpx"),
    ("sync/orders.py", "import logging", "sync.orders:1 imports logging"),
    ("sync/orders.py", "import httpx", "sync.orders:1 imports httpx"),
    ("sync/orders.py", "from adapters import otto", "sync.orders:1 imports adapters.otto"),
    ("sync/orders.py", "import sqlalchemy", "sync.orders:1 imports sqlalchemy"),
    ("adapters/shared.py", "import httpx", "adapters.shared:1 imports httpx"),
    ("adapters/otto/a.py", "from adapters import storage", "adapters.otto.a:1 imports adapters.storage"),
    ("adapters/otto/a.py", "from ..storage import x", "adapters.otto.a:1 imports adapters.storage.x"),
    ("adapters/otto/a.py", "import sync.orders", "adapters.otto.a:1 imports sync.orders"),
    ("adapters/otto/a.py", "import app_center", "adapters.otto.a:1 imports app_center"),
    ("adapters/otto/a.py", "import sqlalchemy", "adapters.otto.a:1 imports sqlalchemy"),
    ("adapters/otto/a.py", "import apscheduler", "adapters.otto.a:1 imports apscheduler"),
    ("adapters/otto/a.py", "import standins", "adapters.otto.a:1 imports standins"),
    ("adapters/otto/a.py", "import werkzeug", "adapters.otto.a:1 imports werkzeug"),
    (
        "adapters/otto/a.py",
        "from adapters.otto import standin",
        "adapters.otto.a:1 imports adapters.otto.standin",
    ),
    ("adapters/otto/a.py", "from . import standin", "adapters.otto.a:1 imports adapters.otto.standin"),
    ("adapters/storage/a.py", "import procrastinate", "adapters.storage.a:1 imports procrastinate"),
    ("adapters/storage/a.py", "import httpx", "adapters.storage.a:1 imports httpx"),
    (
        "adapters/otto/standin/a.py",
        "from adapters.otto import calls",
        "adapters.otto.standin.a:1 imports adapters.otto.calls",
    ),
    ("standins/a.py", "import adapters.otto", "standins.a:1 imports adapters.otto"),
    ("standins/a.py", "import ports", "standins.a:1 imports ports"),
    ("app_center/web.py", "import standins", "app_center.web:1 imports standins"),
    (
        "app_center/web.py",
        "import adapters.otto.standin.shelf",
        "app_center.web:1 imports adapters.otto.standin.shelf",
    ),
    ("app_center/web.py", "import sqlmodel", "app_center.web:1 imports sqlmodel"),
    ("app_center/web.py", "import httpx", "app_center.web:1 imports httpx"),
    ("app_center/web.py", "import tests.specs", "app_center.web:1 imports tests.specs"),
    ("app_center/web.py", "import importlib", "app_center.web:1 imports importlib"),
    ("helpers/a.py", "", "helpers has no row in the table"),
    ("setup.py", "", "setup has no row in the table"),
    ("adapters/ebay/orders.py", "", "adapters.ebay has no row in the table"),
    ("adapters/carriers/acme/__init__.py", "", "adapters.carriers.acme has no row in the table"),
]


def test_what_the_table_allows_is_allowed(tmp_path: Path) -> None:
    assert broken_rules(tree(tmp_path, ALLOWED)) == []


@pytest.mark.parametrize(("name", "source", "problem"), FORBIDDEN)
def test_what_is_planted_is_found(tmp_path: Path, name: str, source: str, problem: str) -> None:
    assert problem in broken_rules(tree(tmp_path, {name: source}))


def test_a_row_without_its_folder_is_found(tmp_path: Path) -> None:
    for path in (tree(tmp_path, {}) / "sync").iterdir():
        path.unlink()
    assert "the table has a row for sync, which does not exist" in broken_rules(tmp_path)


def test_every_folder_at_a_crossroads_counts_for_a_row_of_its_own() -> None:
    for crossroads in CROSSROADS:
        assert row_of(f"{crossroads}.nobody") is TABLE[crossroads]
        assert not TABLE[crossroads].may


@pytest.mark.parametrize("call", ["datetime.now(UTC)", "date.today()", "datetime.datetime.utcnow()"])
def test_a_reading_of_the_clock_is_found(call: str) -> None:
    assert clock_readings("core.a", f"x = {call}") == ["core.a:1 reads the clock"]


def test_the_clock_that_is_handed_in_may_be_read() -> None:
    assert clock_readings("sync.a", "clock.now(); self._clock.now(); datetime.fromisoformat(x)") == []
