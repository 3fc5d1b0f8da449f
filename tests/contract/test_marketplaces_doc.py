"""docs/marketplaces.md: its code is cut out of the example. `test_webshop_installed` runs its commands."""

import re
from textwrap import indent
from typing import Final

import pytest

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
