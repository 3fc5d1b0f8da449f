"""Secrets and addresses stay between the account and the carrier's server."""

import logging
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

import pytest

from core.errors import AppError
from ports.conformance.bench import Bench
from ports.conformance.desk import walk
from ports.conformance.findings import Findings
from ports.conformance.marks import Mark, all_marks, showing, told_by
from ports.conformance.promises import promise
from ports.conformance.tour import grand_tour


class _Everything(logging.Handler):
    """Keeps every record, whatever its level, in words."""

    def __init__(self) -> None:
        super().__init__(level=logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        extra = {key: value for key, value in vars(record).items() if key != "exc_info"}
        self.lines.append(f"{record.name}: {self.format(record)}\n{extra!r}")


@dataclass(frozen=True, slots=True)
class Told:
    """All that a carrier has said in a grand tour and an activation, each by what it is."""

    errors: list[tuple[str, str]]
    reprs: list[tuple[str, str]]
    lines: list[tuple[str, str]]
    urls: list[tuple[str, str]]
    marks: list[Mark]

    def judge(self, what: list[tuple[str, str]]) -> None:
        with Findings() as findings:
            for name, text in what:
                shown = showing(text, self.marks)
                findings.unless(not shown, name, f"shows {', '.join(shown)}")


@pytest.fixture(scope="module")
def tours() -> dict[str, Told]:
    """By carrier. The checks below judge the same tour."""
    return {}


@pytest.fixture
def told(bench: Bench, tours: dict[str, Told], capfd: pytest.CaptureFixture[str]) -> Told:
    key = bench.kind.manifest.key
    if key not in tours:
        tours[key] = _listen(bench, capfd)
    return tours[key]


def _listen(bench: Bench, capfd: pytest.CaptureFixture[str]) -> Told:
    kept, root = _Everything(), logging.getLogger()
    level, handlers = root.level, root.handlers
    root.handlers = [kept]
    root.setLevel(logging.NOTSET)
    errors, reprs = [], []
    try:
        for case, result in grand_tour(bench):
            name = f"{type(result).__name__} in {case}"
            if isinstance(result, AppError):
                errors.append((name, told_by(result)))
            else:
                reprs.append((name, f"{result!r} {result}"))
        walk(bench, bench.rehearsal.secrets)
        walk(bench, bench.wrong_secrets)
    finally:
        root.handlers = handlers
        root.setLevel(level)
    lines = [(f"the log of {line.partition(':')[0]}", line) for line in kept.lines]
    lines += [("the output", line) for line in "\n".join(capfd.readouterr()).splitlines()]
    urls = [
        (f"the URL of a {each.request.method}", _spelt(str(each.request.url))) for each in bench.wire.sent
    ]
    return Told(errors, reprs, lines, urls, all_marks(bench))


def _spelt(url: str) -> str:
    return "\n".join((url, unquote(url), unquote_plus(url)))


@promise(21)
def test_errors_tell_nothing(told: Told, bench: Bench) -> None:
    assert told.errors or not bench.ways(), "no fault led to an error"
    told.judge(told.errors)


@promise(22)
def test_logs_and_output_tell_nothing(told: Told) -> None:
    told.judge(told.lines)


@promise(23)
def test_reprs_tell_nothing(told: Told) -> None:
    told.judge(told.reprs)


@promise(24)
def test_addresses_of_requests_tell_nothing(told: Told) -> None:
    told.judge(told.urls)
