"""Carriers that keep every promise pass: the examples, one that offers everything, and the built-in ones."""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from ports.conformance.promises import PROMISES
from ports.conformance.report import Verdict
from tests.conformance.kit import run_kit
from tests.specs import ROOT

#: What these carriers do not offer, so that there is nothing to check.
BUILT_IN: Final = {
    "dhl": {16},
    "gls": set[int](),
    "hermes": {29, 30, 31, 45},
}
#: What the carrier makes impossible.
EXEMPT: Final = {"gls": {46}}


def test_whoever_offers_everything_keeps_every_promise_that_tokens_are_not_about(tmp_path: Path) -> None:
    run = run_kit(tmp_path, "--carrier", "tests.conformance.sound:sound")
    assert run.exit == pytest.ExitCode.OK
    assert run.promises(Verdict.NOT_ASKED) == {43}
    assert run.promises(Verdict.KEPT) == set(PROMISES) - {43}


def test_the_example_package_keeps_every_promise(tmp_path: Path) -> None:
    run = run_kit(tmp_path, "--carrier", "acme_carrier.plugin")
    assert run.exit == pytest.ExitCode.OK
    assert run.promises(Verdict.NOT_ASKED) == {29, 30, 31, 32, 43, 45}
    assert run.promises(Verdict.KEPT) == set(PROMISES) - {29, 30, 31, 32, 43, 45}


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_carriers_keep_every_promise(name: str, tmp_path: Path) -> None:
    run = run_kit(tmp_path, "--carrier", f"adapters.carriers.{name}.plugin")
    assert run.promises(Verdict.BROKEN) == set()
    assert run.exit == pytest.ExitCode.OK
    assert run.promises(Verdict.EXEMPT) == EXEMPT.get(name, set())
    assert run.promises(Verdict.NOT_ASKED) == BUILT_IN[name]


def test_a_carrier_without_labels_keeps_what_it_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example of the hook's section in docs/hooks.md only tracks parcels."""
    section = (ROOT / "docs" / "hooks.md").read_text().partition("## app_center_carriers")[2]
    source = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]
    module = ModuleType("tracking.example")
    exec(compile(source, "tracking_example.py", "exec"), vars(module))
    monkeypatch.setitem(sys.modules, "tracking.example", module)
    everywhere = "--exempt", "32=its stand-in knows every number that it is asked for"
    run = run_kit(tmp_path, "--carrier", "tracking.example", *everywhere)
    assert run.exit == pytest.ExitCode.OK
    assert run.promises(Verdict.EXEMPT) == {32}
    assert {1, 2, 3, 4, 18, 19, 20, 22, 23, 24, 27, 28, 33} <= run.promises(Verdict.KEPT)
