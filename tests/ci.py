"""A pytest plug-in, `-p tests.ci`: under CI=true a run with a skipped test has failed.

A skip says that something was missing. Where everything is meant to be there, nothing may be.
"""

import os
from typing import Final

import pytest

_SKIPPED: Final = pytest.StashKey[set[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SKIPPED] = set()
    # With xdist the reports of all workers arrive at the controller; it alone counts.
    if os.environ.get("CI") == "true" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Counter(config.stash[_SKIPPED]), "skips-fail")


class _Counter:
    def __init__(self, skipped: set[str]) -> None:
        self._skipped = skipped

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._skipped.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._skipped.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._skipped and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = config.stash[_SKIPPED]
    for name in sorted(skipped):
        terminalreporter.write_line(f"SKIPPED, which fails this run: {name}", red=True)
