"""Orders to test with: one like any other, and all that there can be."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from hypothesis import strategies as st

from core.money import LIMIT, Money
from core.orders import (
    Charge,
    Order,
    Position,
    PositionItemId,
    PositionState,
    SalesOrderId,
    Sku,
    UnreadableOrder,
)
from core.people import Address
from core.text import Text

NOON: Final = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)


def an_order(
    identity: str = "order-1",
    *,
    changed: int | None = 0,
    state: PositionState = PositionState.PROCESSABLE,
    **parts: Any,
) -> Order:
    """One piece of one article, changed so many minutes after noon."""
    position = Position(PositionItemId(f"{identity}-1"), Sku("SHIRT"), state, Money(1999, "EUR"))
    return Order(
        **{
            "sales_order_id": SalesOrderId(identity),
            "order_number": f"number of {identity}",
            "ordered_at": NOON,
            "positions": (position,),
            "changed_at": None if changed is None else NOON + changed * MINUTE,
            **parts,
        }
    )


def an_unreadable(
    identity: str | None = "order-1", *, raw: str = '{"price": "?"}', changed: int | None = None
) -> UnreadableOrder:
    return UnreadableOrder(
        reason=Text(en="the price is no figure", de="der Preis ist keine Zahl"),
        raw=raw,
        sales_order_id=None if identity is None else SalesOrderId(identity),
        order_number=None if identity is None else f"number of {identity}",
        changed_at=None if changed is None else NOON + changed * MINUTE,
    )


#: Whatever a database can hold: no NUL, no lone surrogates.
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
#: Awkward ones that were met in the wild, among them what databases and JSON like to confuse.
AWKWARD: Final = st.sampled_from(
    ["", " ", "Öko-Straße 1", "a\u0308", "'; --", "\\u0000", '"', "\n", "😀", "%s", ":x"]
)
IDS: Final = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
)
WORDS: Final = TEXTS | AWKWARD
MAYBE_WORDS: Final = st.none() | WORDS
#: Offsets and no zones with summer time: where the clock is set back, Python finds no two moments equal.
_OFFSETS: Final = [timezone(timedelta(minutes=minutes)) for minutes in (0, 120, -330)]
MOMENTS: Final = st.datetimes(timezones=st.just(UTC)) | st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(_OFFSETS),
)
MAYBE_MOMENTS: Final = st.none() | MOMENTS
MONEY: Final = st.builds(Money, st.integers(-LIMIT, LIMIT), st.sampled_from(["EUR", "CHF"]))
VAT: Final = st.none() | st.integers(0, 10_000)

POSITIONS: Final = st.builds(
    Position,
    position_item_id=IDS.map(PositionItemId),
    sku=WORDS.map(Sku),
    state=st.sampled_from(PositionState),
    price=MONEY,
    state_text=MAYBE_WORDS,
    title=MAYBE_WORDS,
    ean=MAYBE_WORDS,
    article_number=MAYBE_WORDS,
    vat_rate=VAT,
    discount=st.none() | MONEY,
    reduced_price=st.none() | MONEY,
    cancellation_reason=MAYBE_WORDS,
    expected_delivery_at=MAYBE_MOMENTS,
    processable_at=MAYBE_MOMENTS,
    sent_at=MAYBE_MOMENTS,
    returned_at=MAYBE_MOMENTS,
    cancelled_at=MAYBE_MOMENTS,
    carrier=MAYBE_WORDS,
    tracking_number=MAYBE_WORDS,
    return_accepted_by_marketplace=st.booleans(),
    weee_pickup=st.booleans(),
)
CHARGES: Final = st.builds(
    Charge,
    name=WORDS,
    amount=MONEY,
    position_item_ids=st.lists(IDS.map(PositionItemId), max_size=3).map(tuple),
    vat_rate=VAT,
)
ADDRESSES: Final = st.builds(Address, *[MAYBE_WORDS] * 12)
ORDERS: Final = st.builds(
    Order,
    sales_order_id=IDS.map(SalesOrderId),
    order_number=WORDS,
    ordered_at=MOMENTS,
    positions=st.lists(POSITIONS, max_size=3, unique_by=lambda position: position.position_item_id).map(
        tuple
    ),
    changed_at=MAYBE_MOMENTS,
    payment_method=MAYBE_WORDS,
    suspected_fraud=st.booleans(),
    delivery_address=st.none() | ADDRESSES,
    invoice_address=st.none() | ADDRESSES,
    delivery_fees=st.lists(CHARGES, max_size=2).map(tuple),
    discounts=st.lists(CHARGES, max_size=2).map(tuple),
)

#: Few ids, few moments, few contents: versions of the same order meet each other.
FEW_IDS: Final = st.sampled_from(["a", "b", "c"])
FEW_CHANGES: Final = st.none() | st.integers(0, 2)
FEW_ORDERS: Final = st.builds(
    an_order,
    FEW_IDS,
    changed=FEW_CHANGES,
    state=st.sampled_from([PositionState.ANNOUNCED, PositionState.PROCESSABLE]),
)
FEW_UNREADABLE: Final = st.builds(
    an_unreadable, st.none() | FEW_IDS, raw=st.sampled_from(['"x"', '"y"']), changed=FEW_CHANGES
)
