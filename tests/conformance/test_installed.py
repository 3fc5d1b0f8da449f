"""The example as a stranger has it: built as a wheel, installed beside ours, on offer, and green."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.specs import ROOT

EXAMPLE: Final = ROOT / "examples" / "acme-carrier"


@dataclass(frozen=True, slots=True)
class Place:
    """A virtual environment with our wheel and the example's. The libraries are those of this one."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "env" / ("Scripts" if os.name == "nt" else "bin")

    def run(self, program: str, *arguments: str) -> str:
        command = [str(self.bin / program), *arguments]
        env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        return run(command, self.folder, {**env, "APP_CENTER_HOME": str(self.folder / "home")})


def run(command: list[str], cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wheel(project: Path, folder: Path) -> str:
    """Builds what the project's own `pyproject.toml` says, without a network."""
    code = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    name = run([sys.executable, "-c", code, str(folder)], project).strip().splitlines()[-1]
    return str(folder / name)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("installed")
    place = Place(folder)
    wheels = [wheel(project, folder) for project in (ROOT, EXAMPLE)]
    venv.create(folder / "env", with_pip=False)
    python = str(place.bin / "python")
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "--python", python]
    run([*pip, "install", "--quiet", "--no-deps", "--no-index", *wheels], folder)
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site) / "libraries.pth").write_text("\n".join(sorted(libraries)))
    return place


def test_the_installed_packages_are_the_ones_in_use(place: Place) -> None:
    code = "import acme_carrier as a, app_center as b, ports as c; print(a.__file__, b.__file__, c.__file__)"
    found = place.run("python", "-c", code).split()
    assert all(Path(path).is_relative_to(place.folder) for path in found), found


def test_the_carrier_is_on_offer(place: Place) -> None:
    apps = {app["key"]: app for app in json.loads(place.run("app-center", "apps", "--json"))}
    assert apps["acme"]["package"] == "acme-carrier"
    assert [key for key, app in apps.items() if app["left_out"] is not None] == []


def test_the_kit_is_green_for_the_installed_package(place: Place) -> None:
    options = ("-q", "-p", "no:cacheprovider", "-W", "error")
    printed = place.run(
        "python", "-m", "pytest", *options, "--pyargs", "ports.conformance", "--carrier", "acme"
    )
    assert "promises of acme (acme-carrier 1.0.0)" in printed
    assert "37 kept, 4 not asked" in printed


def test_a_strict_type_checker_has_nothing_to_say(place: Place) -> None:
    """With the types of the installed packages, as an author has them."""
    cache = ROOT / ".mypy_cache" / "installed"
    command = ("-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(cache), "-p", "acme_carrier")
    printed = place.run("python", *command)
    assert "Success: no issues found in 4 source files" in printed
