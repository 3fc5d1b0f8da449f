"""Orders. Personal data stands in `order_address`, `sales_order.terms` and `order_set_aside.raw`."""

from datetime import datetime
from typing import Final

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_portal_account

_ORDER_KEY: Final = ["account_id", "app", "sales_order_id"]


def _of_order() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(_ORDER_KEY, [f"sales_order.{column}" for column in _ORDER_KEY])


class SalesOrderRow(Row, table=True):
    """An order without its parts. `digest` is over all that the marketplace sent, and `paid`. `claims_due`:
    the warehouse does not know yet what this version claims. `erased_at`: the buyer asked to be erased, so
    that no newer version brings the address back. `terms` is what it is found by
    (`core.finding.terms_of`), each behind a blank; the buyer's name is among it."""

    __tablename__ = "sales_order"
    __table_args__ = (
        of_portal_account(),
        Index(None, "account_id", "app", "ordered_at", "state"),
        Index(None, "account_id", "app", "state", "ordered_at"),
        Index(None, "account_id", "app", "claims_due"),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sales_order_id: str = Field(primary_key=True)
    portal_account_id: str
    order_number: str
    ordered_at: datetime = Field(sa_type=Moment)
    changed_at: datetime | None = Field(sa_type=Moment)
    state: str
    paid: bool | None
    payment_method: str | None
    suspected_fraud: bool
    digest: str
    terms: str
    claims_due: bool
    first_seen_at: datetime = Field(sa_type=Moment)
    stored_at: datetime = Field(sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class PositionRow(Row, table=True):
    """One piece of an order. Amounts are in cents."""

    __tablename__ = "order_position"
    __table_args__ = (_of_order(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sales_order_id: str = Field(primary_key=True)
    position_item_id: str = Field(primary_key=True)
    ordinal: int
    sku: str
    state: str
    state_text: str | None
    title: str | None
    ean: str | None
    article_number: str | None
    price_cents: int = Field(sa_type=BigInteger)
    price_currency: str
    vat_rate: int | None
    discount_cents: int | None = Field(sa_type=BigInteger)
    discount_currency: str | None
    reduced_price_cents: int | None = Field(sa_type=BigInteger)
    reduced_price_currency: str | None
    cancellation_reason: str | None
    expected_delivery_at: datetime | None = Field(sa_type=Moment)
    processable_at: datetime | None = Field(sa_type=Moment)
    sent_at: datetime | None = Field(sa_type=Moment)
    returned_at: datetime | None = Field(sa_type=Moment)
    cancelled_at: datetime | None = Field(sa_type=Moment)
    carrier: str | None
    tracking_number: str | None
    return_accepted_by_marketplace: bool
    weee_pickup: bool


class ChargeRow(Row, table=True):
    """A delivery fee ("fee") or a discount ("discount") of an order."""

    __tablename__ = "order_charge"
    __table_args__ = (_of_order(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sales_order_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    name: str
    cents: int = Field(sa_type=BigInteger)
    currency: str
    vat_rate: int | None
    position_item_ids: list[str] = Field(sa_type=JSON)


class AddressRow(Row, table=True):
    """Where an order goes ("delivery") or who pays for it ("invoice"). Personal data."""

    __tablename__ = "order_address"
    __table_args__ = (_of_order(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sales_order_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    salutation: str | None
    title: str | None
    first_name: str | None
    last_name: str | None
    addition: str | None
    street: str | None
    house_number: str | None
    postal_code: str | None
    city: str | None
    country: str | None
    email: str | None
    phone: str | None


class SetAsideRow(Row, table=True):
    """An order that came in unreadable. `mark` is made of its id, or of `raw` where it has none."""

    __tablename__ = "order_set_aside"
    __table_args__ = (
        of_portal_account(),
        Index(None, "account_id", "app", "sales_order_id"),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    mark: str = Field(primary_key=True)
    sales_order_id: str | None
    order_number: str | None
    portal_account_id: str
    changed_at: datetime | None = Field(sa_type=Moment)
    reason_en: str
    reason_de: str
    raw: str
    raw_digest: str
    first_seen_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
