"""Pictures and documents: at least one image, each at an address that OTTO can reach."""

import ipaddress
from typing import Any, Final
from urllib.parse import urlsplit

from adapters.otto.standin.bodies import fields_of
from adapters.otto.standin.products.checks.fields import Complaints, is_one_of, is_url
from adapters.otto.standin.products.codes import complaint

_TYPES: Final = frozenset(
    {
        "IMAGE",
        "DIMENSIONAL_DRAWING",
        "COLOR_VARIANT",
        "ENERGY_EFFICIENCY_LABEL",
        "MATERIAL_SAMPLE",
        "PRODUCT_DATASHEET",
        "USER_MANUAL",
        "MANUFACTURER_WARRANTY",
        "SAFETY_DATASHEET",
        "ASSEMBLY_INSTRUCTIONS",
        "WARNING_LABEL",
    }
)
_LONGEST: Final = 2083


def media(value: Any, path: str) -> Complaints:
    if not isinstance(value, list) or not value:
        yield complaint("IMAGE_MISSING", path)
        return
    for place, asset in enumerate(map(fields_of, value)):
        if not is_one_of(asset.get("type"), _TYPES):
            yield complaint("INVALID_MEDIA_ASSET", f"{path}[{place}].type")
        location = asset.get("location")
        if not is_url(location) or not _is_public(str(location)):
            yield complaint("INVALID_URL", f"{path}[{place}].location")
        elif len(str(location)) > _LONGEST:
            yield complaint("VALUE_TOO_LONG", f"{path}[{place}].location")
    if not any(asset.get("type") == "IMAGE" for asset in map(fields_of, value)):
        yield complaint("IMAGE_MISSING", path)


def _is_public(location: str) -> bool:
    host = urlsplit(location).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".localhost", ".internal"))
