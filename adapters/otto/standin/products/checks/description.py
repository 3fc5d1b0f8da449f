"""The description: category, brand, texts, bullet points. Attributes have a module of their own."""

from typing import Any

from adapters.otto.standin.assortment.categories import Directory
from adapters.otto.standin.bodies import Json
from adapters.otto.standin.products.checks.fields import (
    Complaints,
    is_url,
    optional_flag,
    optional_moment,
    optional_text,
    text,
)
from adapters.otto.standin.products.codes import complaint

_FLAGS = ("multiPack", "bundle", "fscCertified", "disposal")


def description(body: Json, path: str, directory: Directory) -> Complaints:
    yield from _named(body.get("category"), f"{path}.category", directory.by_category, "UNKNOWN_CATEGORY")
    yield from _named(body.get("brandId"), f"{path}.brandId", directory.by_brand, "UNKNOWN_BRAND")
    yield from optional_text(body.get("productLine"), f"{path}.productLine", 70)
    yield from optional_moment(body.get("productionDate"), f"{path}.productionDate")
    for flag in _FLAGS:
        yield from optional_flag(body.get(flag), f"{path}.{flag}")
    # "Should contain less than 2000 characters."
    yield from optional_text(body.get("description"), f"{path}.description", 1999)
    if body.get("productUrl") and not is_url(body["productUrl"]):
        yield complaint("INVALID_URL", f"{path}.productUrl")
    yield from _bullet_points(body.get("bulletPoints"), f"{path}.bulletPoints")


def _named(value: Any, path: str, known: Any, title: str) -> Complaints:
    missing = list(text(value, path))
    yield from missing
    if not missing and value not in known:
        yield complaint(title, path)


def _bullet_points(points: Any, path: str) -> Complaints:
    """None, or one to five of 3 to 180 characters."""
    if points is None:
        return
    if not isinstance(points, list) or len(points) > 5:
        yield complaint("INVALID_BULLET_POINTS", path)
        return
    for place, point in enumerate(points):
        if not isinstance(point, str) or len(point.strip()) < 3:
            yield complaint("VALUE_TOO_SHORT", f"{path}[{place}]")
        elif len(point) > 180:
            yield complaint("VALUE_TOO_LONG", f"{path}[{place}]")
