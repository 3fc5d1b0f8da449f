"""Order limits and packing units."""

from typing import Any

from adapters.otto.standin.bodies import fields_of, is_whole
from adapters.otto.standin.products.checks.fields import Complaints
from adapters.otto.standin.products.codes import complaint


def order_limit(value: Any, path: str) -> Complaints:
    """At most 1 to 50 pieces in 1 to 365 days."""
    limit = fields_of(value).get("maxOrderQuantity")
    if limit is None:
        return
    body = fields_of(limit)
    for name, most in (("quantity", 50), ("periodInDays", 365)):
        if not _is_between(body.get(name), 1, most):
            yield complaint("INVALID_ORDER_LIMIT", f"{path}.maxOrderQuantity.{name}")


def logistics(value: Any, path: str) -> Complaints:
    """Whole grams and millimetres."""
    body = fields_of(value)
    count = body.get("packingUnitCount")
    if count is not None and not _is_between(count, 1):
        yield complaint("INVALID_LOGISTICS", f"{path}.packingUnitCount")
    units = body.get("packingUnits")
    if units is not None and not isinstance(units, list):
        yield complaint("INVALID_TYPE", f"{path}.packingUnits")
        return
    for place, unit in enumerate(map(fields_of, units or ())):
        for name in ("weight", "width", "height", "length"):
            number = unit.get(name)
            if number is not None and not _is_between(number, 0):
                yield complaint("INVALID_LOGISTICS", f"{path}.packingUnits[{place}].{name}")


def _is_between(value: Any, least: int, most: int | None = None) -> bool:
    return is_whole(value) and value >= least and (most is None or value <= most)
