"""How the kit is called: which carrier, what is exempt, and that it leaves other test runs alone."""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from acme_carrier import plugin as acme
from ports.conformance.carriers import Chosen, chosen
from ports.conformance.promises import PROMISES
from ports.conformance.report import Verdict
from ports.hooks import CarrierKind, hookimpl
from tests.conformance.kit import run_kit
from tests.specs import ROOT

ENTRIES: Final = (
    EntryPoint("acme", "acme_carrier.plugin", "app_center"),
    EntryPoint("torn", "no_such_module", "app_center"),
    EntryPoint("otto", "adapters.otto.plugin", "app_center"),
)


def choose(name: str, *exempt: str) -> Chosen:
    return chosen(name, exempt, ENTRIES)


@pytest.mark.parametrize(
    "name",
    ["acme", "acme:acme", "acme_carrier.plugin", "acme_carrier.plugin:acme", "tests.conformance.sound:sound"],
)
def test_a_carrier_is_found_by_plugin_key_module_or_object(name: str) -> None:
    assert [kind.manifest.key for kind in choose(name).kinds] == ["acme"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nobody", "no plug-in of this name is installed (installed: acme, otto, torn)"),
        ("torn", "no_such_module cannot be imported: ModuleNotFoundError"),
        ("acme:other", "it offers acme"),
        ("no.such.module", "cannot be imported"),
        ("otto", "adapters.otto.plugin has no app_center_carriers marked with @hookimpl"),
        ("acme_carrier.plugin:nothing", "it offers acme"),
    ],
)
def test_what_is_not_there_is_said(name: str, words: str) -> None:
    with pytest.raises(pytest.UsageError) as caught:
        choose(name)
    assert words in str(caught.value)


def twins() -> ModuleType:
    """A plug-in with two carriers, under a name that a hook function may have with `specname`."""
    (kind,) = acme.app_center_carriers()
    keys: Any = ("left", "right")

    @hookimpl(specname="app_center_carriers")
    def both() -> list[CarrierKind]:
        from dataclasses import replace

        return [replace(kind, manifest=replace(kind.manifest, key=key)) for key in keys]

    module = ModuleType("two.carriers")
    module.both = both  # type: ignore[attr-defined]
    return module


def test_all_carriers_of_a_plugin_are_tried_or_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "two.carriers", twins())
    assert [kind.manifest.key for kind in choose("two.carriers:right").kinds] == ["right"]
    run = run_kit(tmp_path, "--carrier", "two.carriers", "--promise", "2")
    assert run.exit == pytest.ExitCode.OK
    assert run.verdicts == {"left": {2: Verdict.KEPT}, "right": {2: Verdict.KEPT}}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("8", "a reason is needed"),
        ("8= ", "a reason is needed"),
        ("99=because", "there is no promise with this number"),
        ("eight=because", "it is NUMBER=reason"),
    ],
)
def test_an_exemption_has_a_number_and_a_reason(given: str, words: str) -> None:
    with pytest.raises(pytest.UsageError) as caught:
        choose("acme", given)
    assert words in str(caught.value)


def test_a_plugin_may_bring_its_exemptions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acme, "CONFORMANCE_EXEMPTIONS", {8: "whole kilograms", 9: "old"}, raising=False)
    assert choose("acme", "9=new").exempt == {8: "whole kilograms", 9: "new"}
    monkeypatch.setattr(acme, "CONFORMANCE_EXEMPTIONS", {8: ""})
    with pytest.raises(pytest.UsageError, match="a reason is needed"):
        choose("acme")


def broken(name: str) -> tuple[str, str]:
    return "--carrier", f"tests.conformance.broken:{name}"


def test_an_exempt_promise_does_not_fail_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = "--promise", "8", "--promise", "2", "--exempt", "8=the scale is an old one"
    run = run_kit(tmp_path, *broken("RoundsWeights"), *options)
    assert run.exit == pytest.ExitCode.OK
    assert run.verdicts == {"acme": {2: Verdict.KEPT, 8: Verdict.EXEMPT}}
    printed = capsys.readouterr().out
    assert "reason: the scale is an old one\n" in printed
    assert "1 kept, 1 exempt" in printed


def test_a_needless_exemption_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_kit(tmp_path, "--carrier", "acme_carrier.plugin", "--promise", "8", "--exempt", "8=just in case")
    assert "just in case (all its checks pass: the exemption is not needed)" in capsys.readouterr().out


def test_a_broken_promise_shows_with_its_sentence_and_its_cases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_kit(tmp_path, *broken("WeighsWithFloats"), "--promise", "8")
    printed = capsys.readouterr().out
    assert "1001 g: goes out as 1.0010000000000001" in printed
    assert f"  8 broken    {PROMISES[8]}\n" in printed
    assert "test_buying.py::test_a_weight_arrives_to_the_gram[acme-ship]" in printed


def test_there_is_no_promise_beyond_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_kit(tmp_path, "--carrier", "acme_carrier.plugin", "--promise", "99")
    assert run.exit == pytest.ExitCode.USAGE_ERROR
    assert "there is no promise with this number" in capsys.readouterr().err


def test_without_a_carrier_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_kit(tmp_path)
    assert run.exit == pytest.ExitCode.USAGE_ERROR
    assert run.held == {}
    assert "the conformance kit needs a carrier" in capsys.readouterr().err


def test_every_check_holds_one_promise_and_every_promise_has_a_check(tmp_path: Path) -> None:
    run = run_kit(tmp_path, "--carrier", "tests.conformance.sound:sound", "--collect-only")
    assert {promise for promises in run.held.values() for promise in promises} == set(PROMISES)
    assert {name for name, promises in run.held.items() if len(promises) != 1} == set()


def plain_pytest(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Another process, with the kit's options by its entry point."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    path = os.pathsep.join([str(ROOT), str(ROOT / "examples" / "acme-carrier")])
    where = {**os.environ, "PYTHONPATH": path, **(env or {})}
    done = subprocess.run(command, cwd=cwd, env=where, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_other_test_runs_do_not_notice(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n\ndef test_own():\n    assert 'hypothesis.strategies' not in sys.modules\n"
        "    assert not [name for name in sys.modules if name.startswith('ports.conformance.test_')]\n"
        "    assert 'ports.conformance.session' not in sys.modules\n"
    )
    others = ("-p", "no:hypothesispytest", "-p", "no:schemathesis")  # they bring hypothesis in by themselves
    strict = ("-W", "error", "--strict-markers", *others)
    exit_code, printed = plain_pytest(*strict, cwd=tmp_path)
    assert exit_code == pytest.ExitCode.OK, printed
    exit_code, printed = plain_pytest(str(ROOT / "ports"), "-q", cwd=tmp_path)
    assert exit_code == pytest.ExitCode.NO_TESTS_COLLECTED, printed


def test_the_report_comes_together_from_several_processes(tmp_path: Path) -> None:
    options = ("--carrier", "acme_carrier.plugin", "--promise", "2", "--promise", "36", "-n", "2")
    exit_code, printed = plain_pytest("--pyargs", "ports.conformance", *options, cwd=tmp_path)
    assert exit_code == pytest.ExitCode.OK, printed
    assert "promises of acme of acme_carrier.plugin" in printed
    assert "2 kept" in printed
