"""Packages as a stranger has them: built as wheels, installed into a virtual environment of their own."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.specs import ROOT


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


def installed(folder: Path, *projects: Path) -> Place:
    """A fresh environment in `folder` with our wheel and those of these projects."""
    place = Place(folder)
    wheels = [wheel(project, folder) for project in (ROOT, *projects)]
    venv.create(folder / "env", with_pip=False)
    python = str(place.bin / "python")
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "--python", python]
    run([*pip, "install", "--quiet", "--no-deps", "--no-index", *wheels], folder)
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site) / "libraries.pth").write_text("\n".join(sorted(libraries)))
    return place
