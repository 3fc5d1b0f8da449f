"""Who answers for the product (GPSR, food): always demanded in v5."""

import re
from collections.abc import Collection
from typing import Any, Final

from adapters.otto.standin.bodies import Json, fields_of
from adapters.otto.standin.products.checks.fields import Complaints, optional_text, text
from adapters.otto.standin.products.codes import complaint

_SAFETY: Final = frozenset({"MANUFACTURER", "DISTRIBUTOR"})
_FOOD: Final = frozenset({"FOOD_BUSINESS_OPERATOR", "FEED_BUSINESS_OPERATOR"})
_REGION: Final = re.compile(r"[A-Z]{2}\Z")


def compliance(value: Any, path: str) -> Complaints:
    """Either container will do: which categories are food is published nowhere."""
    body = fields_of(value)
    safety, food = body.get("productSafety"), body.get("foodInformation")
    if safety is None and food is None:
        yield complaint("MANDATORY_FIELD_MISSING", path)
    if safety is not None:
        yield from _safety(safety, f"{path}.productSafety.addresses")
    if food is not None:
        for place, address in enumerate(_addresses(food)):
            yield from _address(address, f"{path}.foodInformation.addresses[{place}]", _FOOD)
        if not _addresses(food):
            yield complaint("MANDATORY_FIELD_MISSING", f"{path}.foodInformation.addresses")


def _safety(value: Any, path: str) -> Complaints:
    addresses = _addresses(value)
    for place, address in enumerate(addresses):
        yield from _address(address, f"{path}[{place}]", _SAFETY)
        if not address.get("email") and not address.get("url"):
            yield complaint("INVALID_COMPLIANCE", f"{path}[{place}].email")
    if not any("DISTRIBUTOR" in _roles(address) for address in addresses):
        yield complaint("DISTRIBUTOR_MISSING", path)


def _address(address: Json, path: str, known: Collection[str]) -> Complaints:
    yield from text(address.get("name"), f"{path}.name", 100)
    yield from text(address.get("address"), f"{path}.address", 200)
    if isinstance(address.get("address"), str) and re.search(r"[\r\n]", address["address"]):
        yield complaint("INVALID_COMPLIANCE", f"{path}.address")
    for name, most in (("email", 100), ("url", 200), ("phone", 20)):
        yield from optional_text(address.get(name), f"{path}.{name}", most)
    region = address.get("regionCode")
    if region is not None and not (isinstance(region, str) and _REGION.match(region)):
        yield complaint("INVALID_COMPLIANCE", f"{path}.regionCode")
    roles = _roles(address)
    if not roles or not all(isinstance(role, str) and role in known for role in roles):
        yield complaint("INVALID_COMPLIANCE", f"{path}.roles")


def _addresses(value: Any) -> list[Json]:
    addresses = fields_of(value).get("addresses")
    return [fields_of(address) for address in addresses] if isinstance(addresses, list) else []


def _roles(address: Json) -> list[Any]:
    roles = address.get("roles")
    return roles if isinstance(roles, list) else []
