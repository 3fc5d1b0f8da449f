"""Orders as rows, and rows as orders. What goes in comes out the same."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from sqlalchemy import RowMapping

from adapters.storage.canonical import digest_of, limited
from core.finding import anonymous_terms, terms_of
from core.intake import Version
from core.money import Money
from core.orders import Charge, Order, Position, PositionItemId, PositionState, SalesOrderId, Sku
from core.people import Address

Row = dict[str, Any]

DELIVERY: Final = "delivery"
INVOICE: Final = "invoice"
FEE: Final = "fee"
DISCOUNT: Final = "discount"

_ADDRESS_PARTS: Final = tuple(part.name for part in fields(Address))
#: Parts of a position that a column of the same name holds as they are.
_SAME_IN_BOTH: Final = tuple(
    part.name
    for part in fields(Position)
    if part.name not in {"position_item_id", "sku", "state", "price", "discount", "reduced_price"}
)


@dataclass(frozen=True, slots=True)
class OrderRows:
    """An order ready to be stored, without account, app and what only the database knows."""

    version: Version
    head: Row
    positions: list[Row]
    charges: list[Row]
    addresses: list[Row]

    def without_buyer(self, order: Order) -> "OrderRows":
        """The same version of this order, for a buyer who was erased."""
        head = self.head | {"terms": as_terms(anonymous_terms(order))}
        return replace(self, head=head, addresses=[])


def rows_of(order: Order, *, paid: bool | None) -> OrderRows:
    """
    raises  InvalidValue: something in it cannot be stored, or an id is too long
    """
    limited(order.sales_order_id)
    head: Row = {
        "order_number": order.order_number,
        "ordered_at": order.ordered_at,
        "changed_at": order.changed_at,
        "state": order.state.value,
        "paid": paid,
        "payment_method": order.payment_method,
        "suspected_fraud": order.suspected_fraud,
    }
    positions = [_position_row(ordinal, position) for ordinal, position in enumerate(order.positions)]
    charges = [
        _charge_row(kind, ordinal, charge)
        for kind, group in ((FEE, order.delivery_fees), (DISCOUNT, order.discounts))
        for ordinal, charge in enumerate(group)
    ]
    addresses = [
        _address_row(kind, address)
        for kind, address in ((DELIVERY, order.delivery_address), (INVOICE, order.invoice_address))
        if address is not None
    ]
    parts = [[*row.values()] for row in (*positions, *charges, *addresses)]
    digest = head["digest"] = digest_of(order.sales_order_id, [*head.values()], parts)
    head["terms"] = as_terms(terms_of(order))
    return OrderRows(Version(order.changed_at, digest), head, positions, charges, addresses)


def as_terms(words: Iterable[str]) -> str:
    """In one text, each behind a blank, so that a word is found by its beginning."""
    return "".join(f" {word}" for word in sorted(words))


def _position_row(ordinal: int, position: Position) -> Row:
    limited(position.position_item_id)
    price, discount, reduced = position.price, position.discount, position.reduced_price
    return {
        "position_item_id": position.position_item_id,
        "ordinal": ordinal,
        "sku": position.sku,
        "state": position.state.value,
        "price_cents": price.cents,
        "price_currency": price.currency,
        "discount_cents": None if discount is None else discount.cents,
        "discount_currency": None if discount is None else discount.currency,
        "reduced_price_cents": None if reduced is None else reduced.cents,
        "reduced_price_currency": None if reduced is None else reduced.currency,
        **{part: getattr(position, part) for part in _SAME_IN_BOTH},
    }


def _charge_row(kind: str, ordinal: int, charge: Charge) -> Row:
    return {
        "kind": kind,
        "ordinal": ordinal,
        "name": charge.name,
        "cents": charge.amount.cents,
        "currency": charge.amount.currency,
        "vat_rate": charge.vat_rate,
        "position_item_ids": list(charge.position_item_ids),
    }


def _address_row(kind: str, address: Address) -> Row:
    row: Row = {part: getattr(address, part) for part in _ADDRESS_PARTS}
    row["kind"] = kind
    return row


def order_of(
    head: RowMapping,
    positions: Iterable[RowMapping],
    charges: Iterable[RowMapping],
    addresses: Iterable[RowMapping],
) -> Order:
    """The order out of its rows; positions and charges come in their order."""
    charged = [(charge["kind"], _charge(charge)) for charge in charges]
    living = {row["kind"]: Address(**{part: row[part] for part in _ADDRESS_PARTS}) for row in addresses}
    return Order(
        sales_order_id=SalesOrderId(head["sales_order_id"]),
        order_number=head["order_number"],
        ordered_at=head["ordered_at"],
        positions=tuple(_position(position) for position in positions),
        changed_at=head["changed_at"],
        payment_method=head["payment_method"],
        suspected_fraud=head["suspected_fraud"],
        delivery_address=living.get(DELIVERY),
        invoice_address=living.get(INVOICE),
        delivery_fees=tuple(charge for kind, charge in charged if kind == FEE),
        discounts=tuple(charge for kind, charge in charged if kind == DISCOUNT),
    )


def _position(row: RowMapping) -> Position:
    return Position(
        position_item_id=PositionItemId(row["position_item_id"]),
        sku=Sku(row["sku"]),
        state=PositionState(row["state"]),
        price=Money(row["price_cents"], row["price_currency"]),
        discount=_money(row["discount_cents"], row["discount_currency"]),
        reduced_price=_money(row["reduced_price_cents"], row["reduced_price_currency"]),
        **{part: row[part] for part in _SAME_IN_BOTH},
    )


def _money(cents: int | None, currency: str | None) -> Money | None:
    return None if cents is None or currency is None else Money(cents, currency)


def _charge(row: RowMapping) -> Charge:
    ids = tuple(PositionItemId(identity) for identity in row["position_item_ids"])
    return Charge(row["name"], Money(row["cents"], row["currency"]), ids, row["vat_rate"])
