"""A run of the kit: which carriers the checks get, what is exempt, and what is said at the end."""

from collections.abc import Iterator
from typing import Final

import pytest

from ports.carrier import Capability
from ports.conformance.bench import WAYS, Bench, Candidate
from ports.conformance.carriers import chosen
from ports.conformance.promises import PROMISES
from ports.conformance.report import Verdicts
from ports.hooks import CarrierKind

#: Under these names a check's carrier and promise travel with its report, also between processes.
CARRIER: Final = "carrier"
PROMISE: Final = "promise"


class Session:
    """A pytest plug-in, there only while a carrier is tried."""

    def __init__(self, config: pytest.Config) -> None:
        self._chosen = chosen(config.getoption("--carrier"), config.getoption("--exempt"))
        self._wanted = frozenset(config.getoption("--promise"))
        if unknown := sorted(self._wanted - set(PROMISES)):
            raise pytest.UsageError(f"--promise {unknown[0]}: there is no promise with this number")
        self.exempt = self._chosen.exempt
        self.verdicts = Verdicts()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if not _promises(metafunc.definition):
            return
        if "way" in metafunc.fixturenames:
            cases = [(kind, way) for kind in self._chosen.kinds for way in _ways(kind)]
            ids = [f"{kind.manifest.key}-{way.value}" for kind, way in cases]
            metafunc.parametrize(("kind", "way"), cases, ids=ids, indirect=["kind"])
        else:
            kinds = self._chosen.kinds
            metafunc.parametrize("kind", kinds, ids=[kind.manifest.key for kind in kinds], indirect=True)

    @pytest.fixture
    def kind(self, request: pytest.FixtureRequest) -> CarrierKind:
        """The carrier that is tried."""
        kind: CarrierKind = request.param
        return kind

    @pytest.fixture
    def candidate(self, kind: CarrierKind, monkeypatch: pytest.MonkeyPatch) -> Candidate:
        """The carrier, with as many fresh stand-ins as a check needs."""
        candidate = Candidate(kind, self._chosen.offer)
        candidate.calm(monkeypatch)
        return candidate

    @pytest.fixture
    def bench(self, candidate: Candidate) -> Bench:
        """The carrier in front of a fresh stand-in."""
        return candidate.bench()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        if self._wanted:
            rest = [item for item in items if self._wanted.isdisjoint(_promises(item))]
            config.hook.pytest_deselected(items=rest)
            items[:] = [item for item in items if item not in rest]
        for item in items:
            for number in _promises(item):
                kind: CarrierKind = item.callspec.params["kind"]  # type: ignore[attr-defined]
                item.user_properties += [(CARRIER, kind.manifest.key), (PROMISE, number)]
                if number in self.exempt:
                    reason = f"exempt: {self.exempt[number]}"
                    item.add_marker(pytest.mark.xfail(reason=reason, strict=False))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Iterator[None]:  # the report is what the yield gives
        report: pytest.TestReport = yield  # type: ignore[assignment]
        if report.failed:
            for number in _promises(item):
                report.sections.append((f"promise {number}", PROMISES[number]))
        return report  # type: ignore[return-value]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = dict(report.user_properties)
        if PROMISE in told:
            self.verdicts.add(str(told[CARRIER]), int(str(told[PROMISE])), report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        self.verdicts.write(terminalreporter, self._chosen.title, self.exempt)


def _ways(kind: CarrierKind) -> list[Capability]:
    """The kinds of label that the carrier declares; one that sells none skips what asks for a label."""
    return [way for way in WAYS if way in kind.info.capabilities] or [Capability.SHIP]


def _promises(item: pytest.Item | pytest.Function) -> list[int]:
    return [marker.args[0] for marker in item.iter_markers("promise")]
