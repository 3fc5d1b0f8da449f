"""What is due because something happened: a sale on any portal changes what every portal is to show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from core.apps import AppKey

#: By concern: the counts of its passes that tell of changed stock.
_CHANGES_STOCK: Final[Mapping[str, frozenset[str]]] = {
    "orders": frozenset({"new", "changed", "released", "claimed"}),
}
#: By concern: the count of its passes that tells of quantities to be sent again to this marketplace alone.
_CHANGES_ONE: Final[Mapping[str, str]] = {"alignment": "differing", "listings": "quantities_released"}

Due = tuple[AppKey, str]


def after_stock_changed(marketplaces: Iterable[AppKey]) -> Sequence[Due]:
    """Of an account: its active marketplaces."""
    return [(app, "stock") for app in sorted(marketplaces)]


def after_pass(
    app: AppKey, concern: str, counts: Mapping[str, int], marketplaces: Collection[AppKey]
) -> Sequence[Due]:
    """What is due now that this pass reported these counts, of the same account."""
    if any(counts.get(name, 0) for name in _CHANGES_STOCK.get(concern, ())):
        return after_stock_changed(marketplaces)
    own = counts.get(_CHANGES_ONE.get(concern, ""), 0)
    return [(app, "stock")] if own and app in marketplaces else []
