"""What a check finds: one reason and one repair each, at the field that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """
    code    stable, for programs
    field   the input that it is about
    text    what is wrong
    repair  what helps
    holds   True: nothing is sent before it is repaired; False: a warning beside what is sent
    """

    code: str
    field: str
    text: Text
    repair: Text
    holds: bool = True

    @property
    def sentence(self) -> Text:
        return Text(en=f"{self.text.en}; {self.repair.en}", de=f"{self.text.de}; {self.repair.de}")


def holding(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.holds)
