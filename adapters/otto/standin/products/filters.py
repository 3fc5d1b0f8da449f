"""The filters that the lists of the product interface share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from werkzeug.wrappers import Request

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.variation import Variation

_FILTERS: Final[Mapping[str, Callable[[Variation], str]]] = {
    "productReference": lambda variation: variation.reference,
    "category": lambda variation: variation.category,
    "brandId": lambda variation: variation.brand_id,
}


def is_filtered(request: Request) -> bool:
    return "sku" in request.args or any(name in request.args for name in _FILTERS)


def chosen(assortment: Assortment, request: Request) -> Sequence[Variation]:
    """In the order in which they came."""
    sku = request.args.get("sku")
    found = None if sku is None else assortment.find(sku)
    variations = assortment.all() if sku is None else [] if found is None else [found]
    for name, value_of in _FILTERS.items():
        wanted = request.args.get(name)
        if wanted is not None:
            variations = [variation for variation in variations if value_of(variation) == wanted]
    return variations
