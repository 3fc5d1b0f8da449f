"""What no file of the project may hold, and what the requirements files must."""

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.specs import ROOT

#: Lines. A module longer than this is two things; tests have their tables of cases.
LONGEST: Final = 400
LONGEST_TEST: Final = 500

MACHINE_PATH: Final = re.compile(r"(?<![\w.~}*/-])/(?:work|root|home|Users)/(?=[\w.])")
REGISTRY: Final = re.compile(
    r"https?://[^\s\"'<>]*(?:pypi|/simple\b|pythonhosted)|@\s*file:/{2}"
    r"|(?<![\w-])--(?:(?:extra-)?index-url|find-links)[ =]\S",
    re.IGNORECASE,
)


def project_files(root: Path) -> Iterator[Path]:
    """What is in the repository or about to be; without one, all but what belongs to tools."""
    if (root / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split(
            "\0"
        )
        yield from (root / name for name in names if name and (root / name).is_file())
        return
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name == ".ci" or not name.startswith((".", "__pycache__"))]
        yield from (Path(folder, name) for name in names)


def lines_with(pattern: re.Pattern[str], root: Path) -> list[str]:
    found = []
    for path in project_files(root):
        data = path.read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8", errors="replace")
        found += [
            f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if pattern.search(line)
        ]
    return found


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_with(MACHINE_PATH, ROOT) == []


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY, ROOT) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATH, "see /" + "work/main/core"),
        (MACHINE_PATH, 'HOME = "/' + 'root/.cache"'),
        (MACHINE_PATH, "cd /" + "home/anna/otto-app"),
        (REGISTRY, "pip install -" + "-index-url https://mirror.example/"),
        (REGISTRY, "-" + "-extra-index-url=https://mirror.example/"),
        (REGISTRY, "url = 'https://mirror.example/" + "simple/'"),
        (REGISTRY, "https://files.python" + "hosted.org/packages/x.whl"),
        (REGISTRY, "pip @ file:" + "//opt/wheels/pip.whl"),
        (REGISTRY, "-" + "-find-links /opt/wheels"),
    ],
)
def test_what_is_planted_is_found(tmp_path: Path, pattern: re.Pattern[str], line: str) -> None:
    (tmp_path / "notes.txt").write_text(f"first\n{line}\n")
    (tmp_path / "paper.pdf").write_bytes(b"\0" + line.encode())
    assert [entry.partition(": ")[0] for entry in lines_with(pattern, tmp_path)] == ["notes.txt:2"]


@pytest.mark.parametrize(
    "line", ["https://api.otto.market/v4/work/", "../root/x", "~/work/", "${HOME}/work/x"]
)
def test_what_only_looks_alike_is_not(tmp_path: Path, line: str) -> None:
    (tmp_path / "notes.txt").write_text(line)
    assert lines_with(MACHINE_PATH, tmp_path) + lines_with(REGISTRY, tmp_path) == []


def test_no_module_is_a_drawer() -> None:
    modules = [path for path in project_files(ROOT) if path.suffix == ".py"]
    assert modules
    lengths = {path.relative_to(ROOT): path.read_text().count("\n") for path in modules}
    most = {path: LONGEST_TEST if path.parts[0] == "tests" else LONGEST for path in lengths}
    assert {str(path): lines for path, lines in lengths.items() if lines > most[path]} == {}


def requirements(name: str) -> list[str]:
    """The logical lines of a requirements file, without comments."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [line for line in plain.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_requirement_is_pinned_and_has_hashes(name: str) -> None:
    found = requirements(name)
    assert found
    pinned = re.compile(r"[a-z0-9-]+(\[[a-z,]+\])?==[^\s;]+( *;[^\\]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line for line in found if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize(("name", "extras"), [("run", ()), ("dev", ("dev", "kit"))])
def test_the_requirements_files_have_all_that_the_project_asks_for(
    name: str, extras: tuple[str, ...]
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(line for e in extras for line in project["optional-dependencies"][e]),
    ]
    locked = {canonicalize_name(re.split(r"[\[=]", line)[0]) for line in requirements(name)}
    missing = {canonicalize_name(Requirement(line).name) for line in asked} - locked
    assert missing == set(), "run `make lock`"


def test_the_ci_script_can_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
