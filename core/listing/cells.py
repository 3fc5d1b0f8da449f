"""A listing as cells: one text a column. The form in which it is stored, imported, exported and compared.

Columns are those of `SCALARS`, and `bullet_N`, `media`, `packing`, `contact_N_PART`, `attribute:NAME`,
`own:NAME`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
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
#: By column: where its value stands, and how it is spelled.
_SPELLED: Final = {column: (tuple(place.split(".")), codec) for column, (place, codec) in SCALARS.items()}
#: Column, what its value belongs to and its name there, and how it is read.
_READ: Final = tuple(
    (column, *place.rpartition(".")[::2], codec) for column, (place, codec) in SCALARS.items()
)
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


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a column holds beside the scalars: `number` of a bullet point or a contact, `name` of a contact's
    part or an attribute."""

    lead: str
    number: int = 0
    name: str = ""


@lru_cache(4096)  # files name the same few columns over and over
def _kind(column: str) -> _Kind | None:
    """None: no column has this name."""
    if column in SCALARS:
        return _Kind("")
    if column in _LISTS:
        return _Kind(column)
    if bullet := _BULLET.fullmatch(column):
        return _Kind("bullet", int(bullet[1]))
    if contact := _CONTACT.fullmatch(column):
        return _Kind("contact", int(contact[1]), contact[2]) if contact[2] in _CONTACT_PARTS else None
    for lead in (_ATTRIBUTE, _OWN):
        if column.startswith(lead) and column.strip() != lead:
            return _Kind(lead, name=column.removeprefix(lead))
    return None


def is_column(name: str) -> bool:
    return _kind(name) is not None


def spell(listing: Listing) -> dict[str, str]:
    """The cells that are not empty. `read` gives the same listing back."""
    return {column: cell for column, cell in _cells(listing) if cell}


def _cells(listing: Listing) -> Iterator[tuple[str, str]]:
    yield from ((column, _scalar(listing, column)) for column in SCALARS)
    yield from ((f"bullet_{at}", text) for at, text in enumerate(listing.product.bullet_points, start=1))
    yield "media", join(_spell_medium(medium) for medium in listing.media)
    yield "packing", join(spelling.PACKING.spell(unit) for unit in listing.packing)
    for at, contact in enumerate(listing.contacts, start=1):
        for part in _CONTACT_PARTS:
            value = getattr(contact, part)
            yield f"contact_{at}_{part}", value if isinstance(value, str) else join(value)
    for each in listing.attributes:
        yield f"{_OWN if each.own else _ATTRIBUTE}{each.name}", join(each.values)


def cell_of(listing: Listing, column: str) -> str:
    """One of its cells, without spelling all the rest where it is a scalar; empty where it is absent."""
    return _scalar(listing, column) if column in SCALARS else spell(listing).get(column, "")


def _scalar(listing: Listing, column: str) -> str:
    path, codec = _SPELLED[column]
    value: Any = listing
    for part in path:
        value = getattr(value, part)
        if value is None:
            return ""
    return codec.spell(value)


def read(cells: Mapping[str, str]) -> tuple[Listing, tuple[BadCell, ...]]:
    """The listing, and the cells that could not be taken over; their places stay empty.

    raises  InvalidValue (field `sku`): without a SKU there is no listing
    """
    bad: list[BadCell] = []
    given = {column: cell for column, cell in cells.items() if cell.strip()}
    unknown = Text(en="no column of this name is known", de="keine Spalte dieses Namens ist bekannt")
    bad += [BadCell(column, unknown) for column in given if not is_column(column)]
    values: dict[str, dict[str, Any]] = {}
    for column, owner, name, codec in _READ:
        if column in given:
            _take(column, given[column], codec, name, values.setdefault(owner, {}), bad)
    return _assembled(values, given, bad), tuple(bad)


def _take(
    column: str,
    cell: str,
    codec: spelling.Codec[Any],
    name: str,
    values: dict[str, Any],
    bad: list[BadCell],
) -> None:
    try:
        values[name] = codec.read(cell)
    except InvalidValue as error:
        bad.append(BadCell(column, error.text))


def _assembled(
    values: Mapping[str, Mapping[str, Any]], given: Mapping[str, str], bad: list[BadCell]
) -> Listing:
    offer: dict[str, Any] = {**values.get("offer", {})}
    parts: dict[str, Any] = {"sale": Sale, "base_price": BasePrice, "order_limit": OrderLimit}
    for part, kind in parts.items():
        if found := values.get(f"offer.{part}"):
            offer[part] = kind(**found)
    if delivery := values.get("offer.delivery"):
        offer["delivery"] = DeliveryTerms(**{"profile": "", **delivery})
    return Listing(
        **{"sku": Sku(""), **values.get("", {})},
        product=Product(**values.get("product", {}), bullet_points=_bullets(given)),
        offer=Offer(**offer),
        attributes=tuple(_attributes(given)),
        media=tuple(_medium(entry) for entry in split(given.get("media", ""))),
        contacts=tuple(_contacts(given)),
        packing=tuple(_packing(given.get("packing", ""), bad)),
    )


def _bullets(given: Mapping[str, str]) -> tuple[str, ...]:
    found = [(kind.number, cell) for kind, cell in _of(given, "bullet")]
    return tuple(cell for _, cell in sorted(found))


def _attributes(given: Mapping[str, str]) -> Iterator[Attribute]:
    for lead in (_ATTRIBUTE, _OWN):
        for kind, cell in _of(given, lead):
            if values := split(cell):
                yield Attribute(kind.name, values, own=lead == _OWN)


def _contacts(given: Mapping[str, str]) -> Iterator[Contact]:
    found: dict[int, dict[str, Any]] = {}
    for kind, cell in _of(given, "contact"):
        several = kind.name in {"roles", "components"}
        found.setdefault(kind.number, {})[kind.name] = split(cell) if several else cell
    for _, parts in sorted(found.items()):
        yield Contact(**parts)


def _of(given: Mapping[str, str], lead: str) -> Iterator[tuple[_Kind, str]]:
    for column, cell in given.items():
        kind = _kind(column)
        if kind is not None and kind.lead == lead:
            yield kind, cell


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
