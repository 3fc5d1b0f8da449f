"""Realistic orders from a seeded generator: several positions, discounts, fees, all states, over weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from adapters.otto.standin.orders import moves
from adapters.otto.standin.orders.buyers import buyer
from adapters.otto.standin.orders.catalogue import CATALOGUE, Article
from adapters.otto.standin.orders.sales_order import Discount, Fee, Item, SalesOrder, State
from adapters.otto.standin.timestamps import to_ms

HOLD: Final = timedelta(minutes=45)
PREPAYMENT: Final = "PREPAYMENT"
_PAYMENTS: Final = (
    "INVOICE_SINGLE",
    "INVOICE_INSTALLMENTS",
    PREPAYMENT,
    "DIRECT_DEBIT",
    "DIRECT_DEBIT_INSTALLMENTS",
    "PAYPAL",
    "CREDIT_CARD",
)
_PAYMENT_WEIGHTS: Final = (35, 10, 12, 8, 3, 24, 8)
_CARRIERS: Final = ("DHL", "GLS", "HERMES", "DPD")
_LETTERS: Final = "bcdfghjkmnpqrstvwxyz23456789"
_DELIVERY_CENTS: Final = 595
_FREIGHT_CENTS: Final = 2995
#: How far back generated orders reach.
SPAN: Final = timedelta(days=90)


def new_id(draw: Random) -> str:
    return str(UUID(int=draw.getrandbits(128), version=4))


def draft(
    draw: Random,
    ordered_at: datetime,
    *,
    articles: Sequence[Article] | None = None,
    payment: str | None = None,
    hold: timedelta = HOLD,
    discount: bool | None = None,
    choice: Sequence[Article] = CATALOGUE,
) -> SalesOrder:
    """A new order as it will first show, when its hold has ended: ANNOUNCED for prepayment, else PROCESSABLE.

    What is None is drawn, articles out of `choice`. The same article twice makes two position items.
    """
    ordered_at = to_ms(ordered_at)
    visible_at = ordered_at + hold
    method = payment or draw.choices(_PAYMENTS, _PAYMENT_WEIGHTS)[0]
    processable_at = None if method == PREPAYMENT else visible_at
    basket = articles or _basket(draw, choice)
    items = tuple(_item(draw, article, ordered_at, processable_at) for article in basket)
    items, discounts = _discounted(draw, items, (draw.random() < 0.15) if discount is None else discount)
    delivery, invoice = buyer(draw)
    return SalesOrder(
        id=new_id(draw),
        number="".join(draw.choices(_LETTERS, k=10)),
        ordered_at=ordered_at,
        lifecycle_at=visible_at,
        changed_at=visible_at,
        payment=method,
        items=items,
        delivery=delivery,
        invoice=invoice,
        fees=_fees(items),
        discounts=discounts,
        fraud=draw.random() < 0.005,
    )


def _basket(draw: Random, choice: Sequence[Article]) -> list[Article]:
    basket: list[Article] = []
    kinds = draw.choices((1, 2, 3), (70, 22, 8))[0]
    for article in draw.sample(choice, min(kinds, len(choice))):
        basket += [article] * draw.choices((1, 2, 3), (84, 11, 5))[0]
    return basket


def _item(draw: Random, article: Article, ordered_at: datetime, processable_at: datetime | None) -> Item:
    noon = ordered_at.replace(hour=10, minute=0, second=0, microsecond=0)
    return Item(
        id=new_id(draw),
        state=State.ANNOUNCED if processable_at is None else State.PROCESSABLE,
        sku=article.sku,
        title=article.title,
        article_number=article.article_number,
        ean=article.ean,
        vat_rate=article.vat_rate,
        price_cents=article.price_cents,
        expected_at=noon + timedelta(days=draw.randint(14, 28) if article.forwarder else draw.randint(3, 6)),
        forwarder=article.forwarder,
        weee_pickup=article.electric and draw.random() < 0.2,
        deal=(new_id(draw), f"Deal der Woche {draw.randint(1, 52)}") if draw.random() < 0.1 else None,
        dimensions=article.dimensions,
        processable_at=processable_at,
    )


def _discounted(
    draw: Random, items: tuple[Item, ...], wanted: bool
) -> tuple[tuple[Item, ...], tuple[Discount, ...]]:
    """Fifteen per cent off the first article's pieces, paid by the seller."""
    if not wanted:
        return items, ()
    sku = items[0].sku
    items = tuple(
        replace(item, discount_cents=item.price_cents * 15 // 100) if item.sku == sku else item
        for item in items
    )
    reduced = [item for item in items if item.discount_cents]
    discount = Discount(
        id=str(draw.randint(1000, 9999)),
        title="15% auf alles",
        cents=sum(item.discount_cents for item in reduced),
        item_ids=tuple(item.id for item in reduced),
        vat_rate=max(item.vat_rate for item in reduced),
    )
    return items, (discount,)


def _fees(items: tuple[Item, ...]) -> tuple[Fee, ...]:
    parcels = [item for item in items if not item.forwarder]
    freight = [item for item in items if item.forwarder]
    fees = []
    if parcels and sum(item.price_cents for item in parcels) < 5000:
        fees.append(_fee("DELIVERY_FEE_STANDARD", _DELIVERY_CENTS, parcels))
    if freight:
        fees.append(_fee("DELIVERY_FEE_FREIGHT_SURCHARGE", _FREIGHT_CENTS, freight))
    return tuple(fees)


def _fee(name: str, cents: int, items: Sequence[Item]) -> Fee:
    return Fee(
        name=name,
        cents=cents,
        item_ids=tuple(item.id for item in items),
        vat_rate=max(item.vat_rate for item in items),
    )


def generated(
    count: int, draw: Random, now: datetime, choice: Sequence[Article] = CATALOGUE
) -> Iterator[SalesOrder]:
    """`count` orders of the last `SPAN`, oldest first, each as far along as its age suggests. Some of the
    youngest are still in their hold."""
    ages = sorted((draw.random() ** 1.3 * SPAN for _ in range(count)), reverse=True)
    for age in ages:
        ordered_at = now - age
        yield _lived(draw, draft(draw, ordered_at, choice=choice), now)


def _lived(draw: Random, order: SalesOrder, now: datetime) -> SalesOrder:
    """What has happened to the order since it first showed."""
    moment = order.changed_at
    for step in (_payment, _dispatch, _rest_of_dispatch, _return):
        moment += timedelta(seconds=draw.randint(3600, 4 * 86_400))
        if moment >= now:
            break
        order = step(draw, order, to_ms(moment))
    return order


def _some(draw: Random, order: SalesOrder, state: State) -> list[str]:
    """Items in that state: mostly all, sometimes only a part."""
    ids = [item.id for item in order.items if item.state is state]
    return ids if draw.random() < 0.7 else ids[: (len(ids) + 1) // 2]


def _payment(draw: Random, order: SalesOrder, at: datetime) -> SalesOrder:
    chance = draw.random()
    if State.ANNOUNCED in order.states:
        if chance < 0.65:
            return moves.pay(order, None, at)
        if chance < 0.7:
            return moves.pay(order, _some(draw, order, State.ANNOUNCED), at)
        return moves.cancel_by_marketplace(order, None, at, "PAYMENT_ABORTED") if chance < 0.9 else order
    if chance < 0.04:
        return moves.cancel_by_marketplace(order, None, at, "CANCELLED_ON_CUSTOMER_WISH")
    if chance < 0.08:
        return moves.cancel_by_partner(order, _some(draw, order, State.PROCESSABLE), at)
    return order


def _dispatch(draw: Random, order: SalesOrder, at: datetime) -> SalesOrder:
    ids = _some(draw, order, State.PROCESSABLE)
    if not ids or draw.random() < 0.05:
        return order
    return moves.send(order, ids, at, draw.choice(_CARRIERS), tracking_number(draw))


def _rest_of_dispatch(draw: Random, order: SalesOrder, at: datetime) -> SalesOrder:
    return order if State.PROCESSABLE not in order.states else _dispatch(draw, order, at)


def _return(draw: Random, order: SalesOrder, at: datetime) -> SalesOrder:
    ids = _some(draw, order, State.SENT)
    if not ids or draw.random() < 0.75:
        return order
    return moves.give_back(order, ids, at, by_marketplace=draw.random() < 0.1)


def tracking_number(draw: Random) -> str:
    return f"00340{draw.randrange(10**15):015d}"
