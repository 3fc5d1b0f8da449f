"""OTTO's product variation as a listing. Whatever is there is taken, what is strange is left out: what OTTO
has must be shown and compared in whatever state it is."""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

from adapters.otto.listings.parts import (
    decimal_of,
    list_of,
    moment_of,
    money_of,
    object_of,
    text_of,
    texts_of,
    truth_of,
    whole_of,
)
from core.errors import InvalidValue
from core.listing.values import (
    Attribute,
    BasePrice,
    Contact,
    Listing,
    Medium,
    Offer,
    OrderLimit,
    PackingUnit,
    Product,
    Sale,
    Vat,
)
from core.orders import Sku

T = TypeVar("T")

_VATS: Final = {vat.value: vat for vat in Vat}


def read_variation(body: object) -> Listing | None:
    """None where not even a SKU can be read."""
    entry = object_of(body)
    about = object_of(entry.get("productDescription"))
    pricing = object_of(entry.get("pricing"))
    logistics = object_of(entry.get("logistics"))
    try:
        return Listing(
            sku=Sku(text_of(entry.get("sku"))),
            reference=text_of(entry.get("productReference")),
            ean=text_of(entry.get("ean")),
            product=_product(entry, about),
            offer=_offer(entry, pricing),
            attributes=tuple(_attributes(about.get("attributes"))),
            media=tuple(_media(entry.get("mediaAssets"))),
            contacts=tuple(_contacts(object_of(entry.get("compliance")))),
            packing=tuple(_packing(logistics.get("packingUnits"))),
            packing_count=_packing_count(logistics),
        )
    except InvalidValue:
        return None


def _product(entry: dict[str, Any], about: dict[str, Any]) -> Product:
    return Product(
        category=text_of(about.get("category")),
        brand_id=text_of(about.get("brandId")),
        product_line=text_of(about.get("productLine")),
        description=text_of(about.get("description")),
        bullet_points=tuple(texts_of(about.get("bulletPoints"))),
        mpn=text_of(entry.get("mpn")),
        pzn=text_of(entry.get("pzn")),
        moin=text_of(entry.get("moin")),
        product_url=text_of(about.get("productUrl")),
        produced_at=moment_of(about.get("productionDate")),
        multi_pack=truth_of(about.get("multiPack")),
        bundle=truth_of(about.get("bundle")),
        fsc_certified=truth_of(about.get("fscCertified")),
        disposal=truth_of(about.get("disposal")),
    )


def _offer(entry: dict[str, Any], pricing: dict[str, Any]) -> Offer:
    limit = object_of(object_of(entry.get("order")).get("maxOrderQuantity"))
    order_limit = OrderLimit(whole_of(limit.get("quantity")), whole_of(limit.get("periodInDays")))
    norm = object_of(pricing.get("normPriceInfo"))
    base = BasePrice(
        norm_amount=whole_of(norm.get("normAmount")),
        norm_unit=text_of(norm.get("normUnit")),
        sales_amount=decimal_of(norm.get("salesAmount")),
        sales_unit=text_of(norm.get("salesUnit")),
    )
    return Offer(
        price=money_of(pricing.get("standardPrice")),
        vat=_VATS.get(text_of(pricing.get("vat"))),
        msrp=money_of(pricing.get("msrp")),
        sale=read_sale(pricing.get("sale")),
        base_price=_unless(base, BasePrice()),
        released_at=moment_of(entry.get("releaseDate")),
        order_limit=_unless(order_limit, OrderLimit()),
    )


def read_sale(value: object) -> Sale | None:
    body = object_of(value)
    sale = Sale(
        money_of(body.get("salePrice")), moment_of(body.get("startDate")), moment_of(body.get("endDate"))
    )
    return _unless(sale, Sale())


def _attributes(value: object) -> Iterator[Attribute]:
    for entry in map(object_of, list_of(value)):
        name, values = text_of(entry.get("name")), tuple(texts_of(entry.get("values")))
        if name and values:
            yield Attribute(name, values, own=entry.get("additional") is True)


def _media(value: object) -> Iterator[Medium]:
    for entry in map(object_of, list_of(value)):
        if url := text_of(entry.get("location")):
            yield Medium(url, text_of(entry.get("type")) or "IMAGE")


def _contacts(compliance: dict[str, Any]) -> Iterator[Contact]:
    for container in ("productSafety", "foodInformation"):
        for entry in map(object_of, list_of(object_of(compliance.get(container)).get("addresses"))):
            yield Contact(
                name=text_of(entry.get("name")),
                address=text_of(entry.get("address")),
                region=text_of(entry.get("regionCode")),
                email=text_of(entry.get("email")),
                url=text_of(entry.get("url")),
                phone=text_of(entry.get("phone")),
                roles=tuple(texts_of(entry.get("roles"))),
                components=tuple(texts_of(entry.get("components"))),
            )


def _packing(value: object) -> Iterator[PackingUnit]:
    for entry in map(object_of, list_of(value)):
        unit = PackingUnit(
            weight_g=whole_of(entry.get("weight")),
            width_mm=whole_of(entry.get("width")),
            height_mm=whole_of(entry.get("height")),
            length_mm=whole_of(entry.get("length")),
        )
        if unit != PackingUnit():
            yield unit


def _packing_count(logistics: dict[str, Any]) -> int | None:
    """None where it says no more than the units do."""
    count = whole_of(logistics.get("packingUnitCount"))
    return None if count == len(list(_packing(logistics.get("packingUnits")))) else count


def _unless(value: T, empty: T) -> T | None:
    return None if value == empty else value
