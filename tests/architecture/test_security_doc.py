"""What docs/security.md promises is tested where it says."""

import re

from tests.specs import ROOT


def test_every_test_that_the_page_names_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert len(named) > 15
    assert sorted(path for path in named if not (ROOT / path).is_file()) == []
