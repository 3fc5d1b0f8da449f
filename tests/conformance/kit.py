"""Runs the conformance kit within this process, and says what it found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ports.conformance import plugin as kit_plugin
from ports.conformance.report import Verdict

SESSION = "app-center-conformance-session"


@dataclass(slots=True)
class KitRun:
    """What one run of the kit came to. `verdicts` by carrier and promise; `held`: promises by check."""

    exit: int = -1
    verdicts: Mapping[str, Mapping[int, Verdict]] = field(default_factory=dict)
    held: dict[str, list[int]] = field(default_factory=dict)

    def promises(self, verdict: Verdict) -> set[int]:
        """Of all carriers together."""
        return {
            number
            for verdicts in self.verdicts.values()
            for number, found in verdicts.items()
            if found is verdict
        }

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            self.held[item.nodeid] = [marker.args[0] for marker in item.iter_markers("promise")]

    @pytest.hookimpl(tryfirst=True)
    def pytest_unconfigure(self, config: pytest.Config) -> None:
        kit = config.pluginmanager.get_plugin(SESSION)
        if kit is not None:
            self.verdicts = {carrier: kit.verdicts.of(carrier, kit.exempt) for carrier in kit.verdicts.found}


def run_kit(folder: Path, *options: str) -> KitRun:
    """`pytest --pyargs ports.conformance` with these options, in an empty folder.

    It prints as pytest does; nothing of this project's own settings is in force.
    """
    settings = folder / "pytest.ini"
    settings.write_text("[pytest]\n")
    run = KitRun()
    without = ("cacheprovider", "faulthandler", "unraisableexception", "xdist")
    quiet = ("-q", "--tb=short", *(option for name in without for option in ("-p", f"no:{name}")))
    place = ("-c", str(settings), "--rootdir", str(folder))
    plugins: list[object] = [run] if _is_installed() else [run, kit_plugin]
    run.exit = int(pytest.main(["--pyargs", "ports.conformance", *quiet, *place, *options], plugins))
    return run


def _is_installed() -> bool:
    """Whether pytest finds the kit's options by itself, by the entry point."""
    from importlib.metadata import entry_points

    return any(entry.value == kit_plugin.__name__ for entry in entry_points(group="pytest11"))
