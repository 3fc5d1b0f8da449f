"""docs/marketplaces.md: its code is cut out of the example, and its commands do what they say."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from textwrap import indent
from typing import Final

import pytest

from tests.installed import Place, installed
from tests.specs import ROOT

EXAMPLE: Final = ROOT / "examples" / "webshop-market"
TEXT: Final = (ROOT / "docs" / "marketplaces.md").read_text()
BLOCKS: Final = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SOURCES: Final = [path.read_text() for suffix in ("*.py", "*.toml") for path in EXAMPLE.rglob(suffix)]


def blocks(language: str) -> list[str]:
    found = [body for kind, body in BLOCKS if kind == language]
    assert found
    return found


def test_only_known_kinds_of_blocks() -> None:
    assert {kind for kind, _ in BLOCKS} == {"python", "sh", "text", "toml"}


@pytest.mark.parametrize("block", [*blocks("python"), *blocks("toml")])
def test_code_is_cut_out_of_the_example(block: str) -> None:
    cut = [indent(block, " " * depth) for depth in (0, 4, 8)]
    assert any(piece in source for piece in cut for source in SOURCES), f"in no file of the example:\n{block}"


def test_the_files_of_the_example_exist_and_are_all_named() -> None:
    folder, *names = blocks("text")[0].split()
    assert {name for name in names if not (ROOT / folder / name).is_file()} == set()
    files = {path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*.py")}
    assert {file for file in files if not file.endswith("__init__.py")} <= set(names)


def test_what_it_points_at_exists() -> None:
    for path in re.findall(r"`((?:docs|ports|tests|examples)/[\w/.-]+)`", TEXT):
        assert (ROOT / path).exists(), path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(shutil.which("bash") is None, reason="the commands are written for bash")
def test_the_commands_bring_the_orders_in(tmp_path: Path) -> None:
    place: Place = installed(tmp_path, EXAMPLE)
    (commands,) = blocks("sh")
    script = "set -e\ntrap 'kill $(jobs -p)' EXIT\n" + commands.replace("4020", str(free_port()))
    hidden = {"PYTHONPATH", "VIRTUAL_ENV", "APP_CENTER_BASE_URLS"}
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    env |= {"PATH": f"{place.bin}{os.pathsep}{env['PATH']}", "APP_CENTER_HOME": str(tmp_path / "home")}
    command = ["bash", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 new" in done.stdout
    assert "2026-000002" in done.stdout
