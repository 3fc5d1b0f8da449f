"""What the kit says at the end: promise by promise, kept or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from ports.conformance.promises import PROMISES


class Verdict(StrEnum):
    """What became of a promise.

    NOT_ASKED  there was nothing to check: the carrier does not offer what it is about
    """

    KEPT = "kept"
    BROKEN = "broken"
    EXEMPT = "exempt"
    NOT_ASKED = "not asked"


@dataclass(slots=True)
class _Checks:
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    excused: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Verdicts:
    """The reports of all checks, by carrier and promise."""

    found: dict[str, dict[int, _Checks]] = field(default_factory=dict)

    def add(self, carrier: str, number: int, report: pytest.TestReport) -> None:
        checks = self.found.setdefault(carrier, {}).setdefault(number, _Checks())
        excused = hasattr(report, "wasxfail")
        if report.failed:
            checks.failed.append(report.nodeid.rpartition("/")[2])
        elif excused and report.skipped:
            checks.excused += 1
        elif report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            checks.reasons.append(reason.removeprefix("Skipped: "))
        elif report.when == "call":
            checks.passed += 1

    def of(self, carrier: str, exempt: Mapping[int, str]) -> Mapping[int, Verdict]:
        """The verdict on every promise that was looked at, by number."""
        found = self.found.get(carrier, {})
        return {number: _verdict(number, found[number], exempt) for number in sorted(found)}

    def write(self, out: pytest.TerminalReporter, title: str, exempt: Mapping[int, str]) -> None:
        for carrier in self.found:
            verdicts = self.of(carrier, exempt)
            heading = title if carrier == title.partition(" ")[0] else f"{carrier} of {title}"
            out.write_sep("=", f"promises of {heading}")
            for number, verdict in verdicts.items():
                colours = {"green": verdict is Verdict.KEPT, "red": verdict is Verdict.BROKEN}
                out.write(f"{number:>3} {verdict.value:<10}", **colours)
                out.write_line(PROMISES[number])
                for line in self._details(carrier, number, verdict, exempt):
                    out.write_line(f"{'':>14}{line}")
            counts = {each: list(verdicts.values()).count(each) for each in Verdict}
            out.write_line(", ".join(f"{count} {each.value}" for each, count in counts.items() if count))

    def _details(self, carrier: str, number: int, verdict: Verdict, exempt: Mapping[int, str]) -> list[str]:
        checks = self.found[carrier][number]
        match verdict:
            case Verdict.EXEMPT:
                needless = "" if checks.excused else " (all its checks pass: the exemption is not needed)"
                return [f"reason: {exempt[number]}{needless}"]
            case Verdict.BROKEN:
                return list(dict.fromkeys(checks.failed))
            case Verdict.NOT_ASKED:
                return list(dict.fromkeys(checks.reasons))
            case _:
                return []


def _verdict(number: int, checks: _Checks, exempt: Mapping[int, str]) -> Verdict:
    if checks.failed:
        return Verdict.BROKEN
    if number in exempt:
        return Verdict.EXEMPT
    return Verdict.KEPT if checks.passed else Verdict.NOT_ASKED
