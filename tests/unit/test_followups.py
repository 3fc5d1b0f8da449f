"""What happened makes due what follows from it, and nothing else."""

import pytest

from core.apps import AppKey
from core.followups import after_pass

OTTO, SHOP, DHL = AppKey("otto"), AppKey("shop"), AppKey("dhl")


@pytest.mark.parametrize(
    ("app", "concern", "counts", "due"),
    [
        (OTTO, "orders", {"new": 1}, [(OTTO, "dispatch"), (OTTO, "stock"), (SHOP, "stock")]),
        (OTTO, "orders", {"unchanged": 7}, []),
        (OTTO, "dispatch", {"accepted": 2, "held": 1}, [(OTTO, "receipts")]),
        (OTTO, "dispatch", {"held": 1}, []),
        (OTTO, "returns", {"decided": 1}, [(OTTO, "receipts")]),
        (OTTO, "alignment", {"differing": 1}, [(OTTO, "stock")]),
        (DHL, "labels", {"settled": 1}, [(OTTO, "dispatch"), (SHOP, "dispatch")]),
        (DHL, "labels", {"open": 1}, []),
        (AppKey("asleep"), "alignment", {"differing": 1}, []),
    ],
)
def test_what_follows(app: AppKey, concern: str, counts: dict[str, int], due: list[object]) -> None:
    assert after_pass(app, concern, counts, [OTTO, SHOP]) == due
