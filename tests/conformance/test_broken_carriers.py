"""The kit is held against carriers that are broken on purpose: each is caught, by the right promise."""

from pathlib import Path

import pytest

from ports.conformance.promises import PROMISES
from ports.conformance.report import Verdict
from tests.conformance.breaking import BROKEN
from tests.conformance.broken import __all__ as _all  # noqa: F401 - fills the list
from tests.conformance.kit import run_kit


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_carrier_is_caught_by_its_promise(name: str, tmp_path: Path) -> None:
    promise = BROKEN[name].promise
    run = run_kit(tmp_path, "--carrier", f"tests.conformance.broken:{name}", "--promise", str(promise))
    assert run.exit == pytest.ExitCode.TESTS_FAILED
    assert run.promises(Verdict.BROKEN) == {promise}


def test_every_promise_is_broken_by_somebody() -> None:
    assert {each.promise for each in BROKEN.values()} == set(PROMISES)
