"""Price, sale, base price, order limit, delivery, packing."""

from collections.abc import Iterator

from core.listing.checks.words import figure, missing
from core.listing.finding import Finding
from core.listing.rules import ListingRules, Range
from core.listing.values import BasePrice, Listing, Offer
from core.money import Money
from core.text import Text

_POSITIVE = Range(1, 2_000_000_000)


def check_offer(listing: Listing, rules: ListingRules) -> Iterator[Finding]:
    offer = listing.offer
    sale = offer.sale.price if offer.sale else None
    for column, money in (("price", offer.price), ("msrp", offer.msrp), ("sale_price", sale)):
        if money is not None:
            yield from _money(column, money, rules)
    yield from _sale(offer)
    if offer.base_price is not None:
        yield from _base_price(offer.base_price, rules)
    yield from _order_limit(offer, rules)
    if offer.delivery is not None:
        if not offer.delivery.profile.strip():
            yield missing("delivery_profile")
        yield from figure("processing_days", offer.delivery.processing_days, rules.processing_days)
    yield from _packing(listing)


def _money(column: str, money: Money, rules: ListingRules) -> Iterator[Finding]:
    if money.cents <= 0:
        yield Finding(
            column,
            Text(en=f"{money} is not more than nothing", de=f"{money} ist nicht mehr als nichts"),
            Text(en="give a price", de="bitte einen Preis angeben"),
        )
    if money.currency not in rules.currencies:
        allowed = ", ".join(sorted(rules.currencies))
        yield Finding(
            column,
            Text(
                en=f"{money.currency} is not taken, only {allowed}",
                de=f"nur {allowed}, nicht {money.currency}",
            ),
            Text(en=f"give the price in {allowed}", de=f"bitte den Preis in {allowed} angeben"),
        )


def _sale(offer: Offer) -> Iterator[Finding]:
    sale = offer.sale
    if sale is None:
        return
    incomplete = Text(
        en="a sale needs a price, a start and an end", de="eine Aktion braucht Preis, Beginn und Ende"
    )
    parts = (("sale_price", sale.price), ("sale_start", sale.starts_at), ("sale_end", sale.ends_at))
    yield from (missing(column, why=incomplete) for column, part in parts if part is None)
    if sale.starts_at is not None and sale.ends_at is not None and sale.ends_at <= sale.starts_at:
        yield Finding(
            "sale_end",
            Text(en="is not after the start", de="liegt nicht nach dem Beginn"),
            Text(en="choose a later end", de="bitte ein späteres Ende wählen"),
        )
    if sale.price is not None and offer.price is not None and sale.price.cents >= offer.price.cents:
        yield Finding(
            "sale_price",
            Text(
                en=f"{sale.price} is not lower than the price of {offer.price}",
                de=f"{sale.price} liegt nicht unter dem Preis von {offer.price}",
            ),
            Text(en="lower it, or leave the sale out", de="bitte senken oder die Aktion weglassen"),
        )


def _base_price(base: BasePrice, rules: ListingRules) -> Iterator[Finding]:
    incomplete = Text(
        en="a base price is complete or absent", de="ein Grundpreis ist vollständig oder gar nicht da"
    )
    parts = {
        "norm_amount": base.norm_amount,
        "norm_unit": base.norm_unit,
        "sales_amount": base.sales_amount,
        "sales_unit": base.sales_unit,
    }
    absent = [column for column, part in parts.items() if part is None or part == ""]
    yield from (missing(column, why=incomplete) for column in absent)
    if base.sales_amount is not None and base.sales_amount <= 0:
        yield Finding(
            "sales_amount",
            Text(en="is not more than nothing", de="ist nicht mehr als nichts"),
            Text(en="say what one piece contains", de="bitte angeben, was ein Stück enthält"),
        )
    if base.norm_amount is None or not base.norm_unit:
        return
    units = rules.base_prices.get((base.norm_amount, base.norm_unit))
    if units is None:
        known = ", ".join(f"{amount} {unit}" for amount, unit in sorted(rules.base_prices))
        yield Finding(
            "norm_unit",
            Text(
                en=f"{base.norm_amount} {base.norm_unit} is no base; there are: {known}",
                de=f"{base.norm_amount} {base.norm_unit} ist keine Bezugsgröße; es gibt: {known}",
            ),
            Text(en="choose one of them", de="bitte eine davon wählen"),
        )
    elif base.sales_unit and base.sales_unit not in units:
        fitting = ", ".join(sorted(units))
        yield Finding(
            "sales_unit",
            Text(
                en=f"{base.sales_unit} does not go with {base.norm_unit}, only: {fitting}",
                de=f"{base.sales_unit} passt nicht zu {base.norm_unit}, nur: {fitting}",
            ),
            Text(en="give the content in that unit", de="bitte den Inhalt in dieser Einheit angeben"),
        )


def _order_limit(offer: Offer, rules: ListingRules) -> Iterator[Finding]:
    limit = offer.order_limit
    if limit is None:
        return
    incomplete = Text(
        en="a limit needs a quantity and a number of days",
        de="eine Höchstmenge braucht Stückzahl und Zeitraum in Tagen",
    )
    if limit.quantity is None:
        yield missing("max_order_quantity", why=incomplete)
    if limit.days is None:
        yield missing("max_order_days", why=incomplete)
    yield from figure("max_order_quantity", limit.quantity, rules.order_quantity)
    yield from figure("max_order_days", limit.days, rules.order_days)


def _packing(listing: Listing) -> Iterator[Finding]:
    for unit in listing.packing:
        for value in (unit.weight_g, unit.width_mm, unit.height_mm, unit.length_mm):
            yield from figure("packing", value, _POSITIVE)
    yield from figure("packing_count", listing.packing_count, _POSITIVE)
