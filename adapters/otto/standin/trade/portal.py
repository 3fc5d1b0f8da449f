"""The seller's own hands in the portal, and OTTO's whims: changes that no interface of the seller made."""

from collections.abc import Mapping
from typing import Any

from adapters.otto.standin.assortment.categories import Brand
from adapters.otto.standin.assortment.variation import STATUSES, Variation, Verdict
from adapters.otto.standin.assortment.verdicts import KNOWN
from adapters.otto.standin.goods import Goods
from adapters.otto.standin.orders.moves import Impossible


class Portal:
    """
    raises  Impossible: no such article or category
    """

    def __init__(self, goods: Goods) -> None:
        self.goods = goods

    def set_quantity(self, sku: str, units: int) -> None:
        with self.goods.assortment.lock:
            self._known(sku)
            self.goods.board.store(sku, units)

    def switch(self, sku: str, *, active: bool) -> None:
        with self.goods.assortment.lock:
            self.goods.assortment.switch(self._known(sku), active, self.goods.assortment.now())

    def edit(self, sku: str, changes: Mapping[str, Any]) -> None:
        """Fields of the product data, for instance a description. They are not checked."""
        with self.goods.assortment.lock:
            variation = self._known(sku)
            body = {**variation.body, **changes}
            self.goods.assortment.replace(variation, body, self.goods.assortment.now())

    def judge(self, sku: str, status: str | None, code: str | None = None) -> None:
        """Fix OTTO's verdict, with the known code of that number. None leaves it to the rules again."""
        with self.goods.assortment.lock:
            variation = self._known(sku)
            if status is None:
                self.goods.assortment.force(variation, None)
                return
            if status not in STATUSES or (code is not None and code not in KNOWN):
                raise Impossible(f"known: {', '.join(STATUSES)}; codes {', '.join(sorted(KNOWN))}")
            notices = () if code is None else (KNOWN[code],)
            errors, hints = ((), notices) if status == "ONLINE" else (notices, ())
            verdict = Verdict(status, self.goods.assortment.now(), errors, hints)
            self.goods.assortment.force(variation, verdict)

    def rename_category(self, old: str, new: str) -> None:
        """The old name is refused from now on; what is listed under it is moved."""
        with self.goods.assortment.lock:
            if old not in self.goods.directory.by_category:
                raise Impossible(f"there is no category {old}")
            self.goods.directory.rename_category(old, new, self.goods.assortment.now())
            for variation in self.goods.assortment.all():
                if variation.category == old:
                    description = {**variation.body["productDescription"], "category": new}
                    variation.body = {**variation.body, "productDescription": description}

    def change_attribute(self, category: str, name: str, **changes: Any) -> None:
        """Fields of `AttributeRule` in the category's group, for instance relevance="LEGAL"."""
        with self.goods.assortment.lock:
            if category not in self.goods.directory.by_category:
                raise Impossible(f"there is no category {category}")
            self.goods.directory.change_attribute(category, name, changes, self.goods.assortment.now())

    def change_brand(self, brand: Brand) -> None:
        with self.goods.assortment.lock:
            self.goods.directory.change_brand(brand, self.goods.assortment.now())

    def _known(self, sku: str) -> Variation:
        variation = self.goods.assortment.find(sku)
        if variation is None:
            raise Impossible(f"there is no article {sku}")
        return variation
