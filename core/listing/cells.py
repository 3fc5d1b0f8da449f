"""A listing as cells: one text a column. The form in which it is stored, imported, exported and compared.

Columns are those of `SCALARS`, and `bullet_N`, `media`, `packing`, `contact_N_PART`, `attribute:NAME`,
`own:NAME`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from core.errors import InvalidValue
from core.listing import spelling
from core.listing.lists import join, split
from core.listing.values import (
    IMAGE,
    Attribute,
    BasePrice,
    Contact,
    DeliveryTerms,
    Listing,
    Medium,
    Offer,
    OrderLimit,
    PackingUnit,
    Product,
    Sale,
)
from core.orders import Sku
from core.text import Text

#: Column to (place in the listing, codec), in the order in which an export shows them.
SCALARS: Final[Mapping[str, tuple[str, spelling.Codec[Any]]]] = {
    "sku": ("sku", spelling.TEXT),
    "reference": ("reference", spelling.TEXT),
    "ean": ("ean", spelling.TEXT),
    "category": ("product.category", spelling.TEXT),
    "brand_id": ("product.brand_id", spelling.TEXT),
    "product_line": ("product.product_line", spelling.TEXT),
    "description": ("product.description", spelling.TEXT),
    "mpn": ("product.mpn", spelling.TEXT),
    "pzn": ("product.pzn", spelling.TEXT),
    "moin": ("product.moin", spelling.TEXT),
    "product_url": ("product.product_url", spelling.TEXT),
    "produced_at": ("product.produced_at", spelling.MOMENT),
    "multi_pack": ("product.multi_pack", spelling.TRUTH),
    "bundle": ("product.bundle", spelling.TRUTH),
    "fsc_certified": ("product.fsc_certified", spelling.TRUTH),
    "disposal": ("product.disposal", spelling.TRUTH),
    "price": ("offer.price", spelling.MONEY),
    "vat": ("offer.vat", spelling.VAT),
    "msrp": ("offer.msrp", spelling.MONEY),
    "sale_price": ("offer.sale.price", spelling.MONEY),
    "sale_start": ("offer.sale.starts_at", spelling.MOMENT),
    "sale_end": ("offer.sale.ends_at", spelling.MOMENT),
    "norm_amount": ("offer.base_price.norm_amount", spelling.WHOLE),
    "norm_unit": ("offer.base_price.norm_unit", spelling.TEXT),
    "sales_amount": ("offer.base_price.sales_amount", spelling.DECIMAL),
    "sales_unit": ("offer.base_price.sales_unit", spelling.TEXT),
    "released_at": ("offer.released_at", spelling.MOMENT),
    "max_order_quantity": ("offer.order_limit.quantity", spelling.WHOLE),
    "max_order_days": ("offer.order_limit.days", spelling.WHOLE),
    "delivery_profile": ("offer.delivery.profile", spelling.TEXT),
    "processing_days": ("offer.delivery.processing_days", spelling.WHOLE),
    "packing_count": ("packing_count", spelling.WHOLE),
}
_BULLET: Final = re.compile(r"bullet_([1-9]\d?)")
_CONTACT: Final = re.compile(r"contact_([1-9]\d?)_([a-z]+)")
_CONTACT_PARTS: Final = tuple(part.name for part in fields(Contact))
_MEDIUM: Final = re.compile(r"([A-Z][A-Z_]+)=(.*)", re.DOTALL)
_LISTS: Final = frozenset({"media", "packing"})
_ATTRIBUTE, _OWN = "attribute:", "own:"
#: What no line of work needs more of, so that a broken file cannot ask for a million.
_MOST: Final = 99


@dataclass(frozen=True, slots=True)
class BadCell:
    column: str
    reason: Text


def is_column(name: str) -> bool:
    if name in SCALARS or name in _LISTS or _BULLET.fullmatch(name):
        return True
    contact = _CONTACT.fullmatch(name)
    if contact is not None:
        return contact[2] in _CONTACT_PARTS
    return any(name.startswith(lead) and name.strip() != lead for lead in (_ATTRIBUTE, _OWN))


def spell(listing: Listing) -> dict[str, str]:
    """The cells that are not empty. `read` gives the same listing back."""
    return {column: cell for column, cell in _cells(listing) if cell}


def _cells(listing: Listing) -> Iterator[tuple[str, str]]:
    for column, (place, codec) in SCALARS.items():
        value = _at(listing, place)
        yield column, "" if value is None else codec.spell(value)
    yield from ((f"bullet_{at}", text) for at, text in enumerate(listing.product.bullet_points, start=1))
    yield "media", join(_spell_medium(medium) for medium in listing.media)
    yield "packing", join(spelling.PACKING.spell(unit) for unit in listing.packing)
    for at, contact in enumerate(listing.contacts, start=1):
        for part in _CONTACT_PARTS:
            value = getattr(contact, part)
            yield f"contact_{at}_{part}", value if isinstance(value, str) else join(value)
    for each in listing.attributes:
        yield f"{_OWN if each.own else _ATTRIBUTE}{each.name}", join(each.values)


def _at(listing: Listing, place: str) -> Any:
    value: Any = listing
    for part in place.split("."):
        value = getattr(value, part)
        if value is None:
            return None
    return value


def read(cells: Mapping[str, str]) -> tuple[Listing, tuple[BadCell, ...]]:
    """The listing, and the cells that could not be taken over; their places stay empty.

    raises  InvalidValue (field `sku`): without a SKU there is no listing
    """
    bad: list[BadCell] = []
    given = {column: cell for column, cell in cells.items() if cell.strip()}
    bad += [
        BadCell(
            column, Text(en="no column of this name is known", de="keine Spalte dieses Namens ist bekannt")
        )
        for column in given
        if not is_column(column)
    ]
    values: dict[str, Any] = {}
    for column, (place, codec) in SCALARS.items():
        if column in given:
            _take(column, given[column], codec, place, values, bad)
    return _assembled(values, given, bad), tuple(bad)


def _take(
    column: str,
    cell: str,
    codec: spelling.Codec[Any],
    place: str,
    values: dict[str, Any],
    bad: list[BadCell],
) -> None:
    try:
        values[place] = codec.read(cell)
    except InvalidValue as error:
        bad.append(BadCell(column, error.text))


def _assembled(values: Mapping[str, Any], given: Mapping[str, str], bad: list[BadCell]) -> Listing:
    def of(lead: str) -> dict[str, Any]:
        return {
            place.removeprefix(lead): value
            for place, value in values.items()
            if place.startswith(lead) and "." not in place.removeprefix(lead)
        }

    offer: dict[str, Any] = of("offer.")
    parts: dict[str, Any] = {"sale": Sale, "base_price": BasePrice, "order_limit": OrderLimit}
    for part, kind in parts.items():
        if found := of(f"offer.{part}."):
            offer[part] = kind(**found)
    if delivery := of("offer.delivery."):
        offer["delivery"] = DeliveryTerms(**{"profile": "", **delivery})
    return Listing(
        **{"sku": Sku(""), **of("")},
        product=Product(**of("product."), bullet_points=_bullets(given)),
        offer=Offer(**offer),
        attributes=tuple(_attributes(given)),
        media=tuple(_medium(entry) for entry in split(given.get("media", ""))),
        contacts=tuple(_contacts(given)),
        packing=tuple(_packing(given.get("packing", ""), bad)),
    )


def _bullets(given: Mapping[str, str]) -> tuple[str, ...]:
    found = [
        (int(number[1]), cell) for column, cell in given.items() if (number := _BULLET.fullmatch(column))
    ]
    return tuple(cell for _, cell in sorted(found))


def _attributes(given: Mapping[str, str]) -> Iterator[Attribute]:
    for column, cell in given.items():
        for lead in (_ATTRIBUTE, _OWN):
            if column.startswith(lead) and column.strip() != lead and (values := split(cell)):
                yield Attribute(column.removeprefix(lead), values, own=lead == _OWN)


def _contacts(given: Mapping[str, str]) -> Iterator[Contact]:
    found: dict[int, dict[str, Any]] = {}
    for column, cell in given.items():
        match = _CONTACT.fullmatch(column)
        if match is not None and match[2] in _CONTACT_PARTS:
            several = match[2] in {"roles", "components"}
            found.setdefault(int(match[1]), {})[match[2]] = split(cell) if several else cell
    for _, parts in sorted(found.items()):
        yield Contact(**parts)


def _packing(cell: str, bad: list[BadCell]) -> Iterator[PackingUnit]:
    for entry in split(cell)[:_MOST]:
        try:
            yield spelling.PACKING.read(entry)
        except InvalidValue as error:
            bad.append(BadCell("packing", error.text))


def _spell_medium(medium: Medium) -> str:
    plain = medium.kind == IMAGE and not _MEDIUM.fullmatch(medium.url)
    return medium.url if plain else f"{medium.kind}={medium.url}"


def _medium(entry: str) -> Medium:
    found = _MEDIUM.fullmatch(entry)
    return Medium(found[2], found[1]) if found else Medium(entry)
