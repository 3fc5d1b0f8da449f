"""What is due because something happened: a sale on any portal changes what every portal is to show, a parcel
that left brings a receipt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from core.apps import AppKey

#: By concern: the counts of its passes that tell of changed stock.
_CHANGES_STOCK: Final[Mapping[str, frozenset[str]]] = {
    "orders": frozenset({"new", "changed", "released", "claimed"}),
}
#: By concern: the counts of its passes after which another concern of the same marketplace has work.
_LEADS_TO: Final[Mapping[str, Mapping[str, str]]] = {
    # A notice may have waited for its order, or for its payment.
    "orders": {"new": "dispatch", "changed": "dispatch", "released": "dispatch"},
    "dispatch": {"accepted": "receipts", "cancelled": "receipts"},
    "returns": {"changed": "receipts", "decided": "receipts"},
    # Quantities to be sent again to this marketplace alone.
    "alignment": {"differing": "stock"},
    "listings": {"quantities_released": "stock"},
}

Due = tuple[AppKey, str]


def after_stock_changed(marketplaces: Iterable[AppKey]) -> Sequence[Due]:
    """Of an account: its active marketplaces."""
    return [(app, "stock") for app in sorted(marketplaces)]


def after_pass(
    app: AppKey, concern: str, counts: Mapping[str, int], marketplaces: Collection[AppKey]
) -> Sequence[Due]:
    """What is due now that this pass reported these counts, of the same account."""
    due = dict.fromkeys(
        (app, wanted) for count, wanted in _LEADS_TO.get(concern, {}).items() if counts.get(count, 0)
    )
    if app not in marketplaces:
        due = {}
    if concern == "labels" and counts.get("settled", 0):
        # A label whose answer was lost may be the return number that a notice waits for.
        due |= dict.fromkeys(after_repair(marketplaces))
    if any(counts.get(name, 0) for name in _CHANGES_STOCK.get(concern, ())):
        due |= dict.fromkeys(after_stock_changed(marketplaces))
    return list(due)


def after_repair(holding: Iterable[AppKey]) -> Sequence[Due]:
    """Something was set right that may have held dispatch notices of these active marketplaces."""
    return [(app, "dispatch") for app in sorted(holding)]
