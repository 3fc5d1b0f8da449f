"""A skipped test fails the run in CI, in one process and in several, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.specs import ROOT

GOOD: Final = "def test_good(): pass\n"
SKIPPED: Final = "import pytest\n\n@pytest.mark.skip(reason='because')\ndef test_skipped(): pass\n"
SKIPPED_INSIDE: Final = "import pytest\n\ndef test_skipped(): pytest.skip('because')\n"
SKIPPED_WHOLE: Final = "import pytest\n\npytest.skip('because', allow_module_level=True)\n"
EXPECTED_FAILURE: Final = "import pytest\n\n@pytest.mark.xfail\ndef test_known(): assert False\n"


def outcome(folder: Path, *sources: str, ci: bool, workers: int = 0) -> tuple[int, str]:
    """Exit status and output of a run over a module for each source."""
    for number, source in enumerate(sources):
        (folder / f"test_{number}.py").write_text(source)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-p", "tests.ci", "-p", "no:cacheprovider", "-n", str(workers)]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", "-c", os.devnull, str(folder)],
        cwd=ROOT,
        env={**env, "CI": "true" if ci else "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("workers", [0, 2])
def test_every_kind_of_skip_fails_the_run_in_ci(tmp_path: Path, workers: int) -> None:
    sources = (GOOD, SKIPPED, SKIPPED_INSIDE, SKIPPED_WHOLE)
    status, output = outcome(tmp_path, *sources, ci=True, workers=workers)
    assert status == pytest.ExitCode.TESTS_FAILED, output
    told = [line for line in output.splitlines() if line.startswith("SKIPPED, which fails this run")]
    assert [line.rpartition(" ")[2].partition("::")[0] for line in told] == [
        "test_1.py",
        "test_2.py",
        "test_3.py",
    ]


@pytest.mark.parametrize(
    ("sources", "ci"), [((GOOD, SKIPPED), False), ((GOOD,), True), ((EXPECTED_FAILURE,), True)]
)
def test_anything_else_does_not(tmp_path: Path, sources: tuple[str, ...], ci: bool) -> None:
    status, output = outcome(tmp_path, *sources, ci=ci)
    assert status == pytest.ExitCode.OK, output


def test_nothing_but_skips_is_a_failure_too(tmp_path: Path) -> None:
    status, output = outcome(tmp_path, SKIPPED_WHOLE, ci=True)
    assert status == pytest.ExitCode.TESTS_FAILED, output
