"""The filters that the lists of the product interface share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from werkzeug.wrappers import Request

from adapters.otto.standin.assortment.variation import Variation

_FILTERS: Final[Mapping[str, Callable[[Variation], str]]] = {
    "sku": lambda variation: variation.sku,
    "productReference": lambda variation: variation.reference,
    "category": lambda variation: variation.category,
    "brandId": lambda variation: variation.brand_id,
}


def chosen(variations: Sequence[Variation], request: Request) -> Sequence[Variation]:
    for name, value_of in _FILTERS.items():
        wanted = request.args.get(name)
        if wanted is not None:
            variations = [variation for variation in variations if value_of(variation) == wanted]
    return variations
