"""Where the vendors' contracts lie, and what a test does where they are not there."""

import os
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
SPECS: Final = ROOT.parent / "shared" / "specs"

IN_CI: Final = os.environ.get("CI") == "true"

#: Skips where the contracts are absent; under CI the test runs and fails for want of them instead.
needs_specs = pytest.mark.skipif(
    not SPECS.is_dir() and not IN_CI,
    reason="the vendors' contracts (../shared/specs) are not beside this checkout",
)
