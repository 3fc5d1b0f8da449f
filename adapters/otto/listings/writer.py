"""A listing as OTTO's product variation (Products v5)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from adapters.otto.listings.rules import FOOD
from core.listing.values import Contact, Listing, Offer, PackingUnit, Product, Sale
from core.money import Money
from ports.listings import PriceChange

Json = dict[str, Any]


def variation(listing: Listing) -> Json:
    """The body for `POST /v5/products`. What is absent is left out."""
    return {
        "productReference": listing.reference,
        "sku": listing.sku,
        "ean": listing.ean,
        **_some(pzn=listing.product.pzn, mpn=listing.product.mpn, moin=listing.product.moin),
        **_some(releaseDate=_moment(listing.offer.released_at)),
        "productDescription": _description(listing),
        "mediaAssets": [{"type": medium.kind, "location": medium.url} for medium in listing.media],
        **_some(order=_order(listing.offer)),
        "pricing": _pricing(listing.offer),
        **_some(logistics=_logistics(listing)),
        "compliance": _compliance(listing.contacts),
    }


def price(change: PriceChange) -> Json:
    """The body for `POST /v5/products/prices`."""
    return {
        "sku": change.sku,
        "standardPrice": _money(change.price),
        **_some(sale=_sale(change.sale)),
    }


def _description(listing: Listing) -> Json:
    product = listing.product
    return {
        "category": product.category,
        "brandId": product.brand_id,
        **_some(productLine=product.product_line, productionDate=_moment(product.produced_at)),
        **_flags(product),
        **_some(productUrl=product.product_url, description=product.description),
        **_some(bulletPoints=list(product.bullet_points)),
        **_some(
            attributes=[
                {"name": each.name, "values": list(each.values), "additional": each.own}
                for each in listing.attributes
            ]
        ),
    }


def _flags(product: Product) -> Json:
    flags = {
        "multiPack": product.multi_pack,
        "bundle": product.bundle,
        "fscCertified": product.fsc_certified,
        "disposal": product.disposal,
    }
    return {name: flag for name, flag in flags.items() if flag is not None}


def _order(offer: Offer) -> Json | None:
    limit = offer.order_limit
    if limit is None:
        return None
    return {"maxOrderQuantity": {"quantity": limit.quantity, "periodInDays": limit.days}}


def _pricing(offer: Offer) -> Json:
    base = offer.base_price
    return {
        "standardPrice": _money(offer.price),
        "vat": None if offer.vat is None else offer.vat.value,
        **_some(msrp=_money(offer.msrp), sale=_sale(offer.sale)),
        **_some(
            normPriceInfo=None
            if base is None
            else {
                "normAmount": base.norm_amount,
                "normUnit": base.norm_unit,
                "salesAmount": None if base.sales_amount is None else figure(base.sales_amount),
                "salesUnit": base.sales_unit,
            }
        ),
    }


def _sale(sale: Sale | None) -> Json | None:
    if sale is None:
        return None
    return {
        "salePrice": _money(sale.price),
        "startDate": _moment(sale.starts_at),
        "endDate": _moment(sale.ends_at),
    }


def _money(money: Money | None) -> Json | None:
    if money is None:
        return None
    return {"amount": figure(Decimal(money.cents).scaleb(-2)), "currency": money.currency}


def figure(value: Decimal) -> int | float:
    """As a number of JSON. Nothing is reckoned with it: up to 15 digits it is written just as it was given,
    without the exponent that OTTO would refuse.

    source  NOTES.md, "listings"
    """
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _logistics(listing: Listing) -> Json | None:
    units = [_packing(unit) for unit in listing.packing]
    count = listing.packing_count or len(units)
    return {"packingUnitCount": count, **_some(packingUnits=units)} if count else None


def _packing(unit: PackingUnit) -> Json:
    figures = {
        "weight": unit.weight_g,
        "width": unit.width_mm,
        "height": unit.height_mm,
        "length": unit.length_mm,
    }
    return {name: value for name, value in figures.items() if value is not None}


def _compliance(contacts: Sequence[Contact]) -> Json:
    roles = {role for contact in contacts for role in contact.roles}
    container = "foodInformation" if roles & FOOD else "productSafety"
    return {container: {"addresses": list(_addresses(contacts))}}


def _addresses(contacts: Sequence[Contact]) -> Iterator[Json]:
    for contact in contacts:
        yield {
            "name": contact.name,
            "address": contact.address,
            **_some(regionCode=contact.region, email=contact.email, url=contact.url, phone=contact.phone),
            "roles": list(contact.roles),
            **_some(components=list(contact.components)),
        }


def _some(**parts: Any) -> Json:
    """Those that are there."""
    return {name: part for name, part in parts.items() if part not in (None, "", [], {})}
