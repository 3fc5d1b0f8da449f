"""OTTO's receipts (Receipts v3). Facts: NOTES.md, "receipts"."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlencode

from adapters.otto.calls import OttoCalls
from adapters.otto.complaints import complaints
from adapters.otto.fields import identity, mapping, moment, money, optional_identity, text
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.errors import BrokenReply, InvalidValue
from core.money import Money
from core.orders import SalesOrderId
from core.receipts import Receipt, ReceiptKind
from ports import ReceiptPage, Response, json_of, reading

PATH: Final = "/v3/receipts"
RIGHT: Final = "receipts"
_PAGE: Final = 128
_KINDS: Final = tuple(kind for kind in ReceiptKind if kind is not ReceiptKind.OTHER)

Json = Mapping[str, Any]


class OttoReceipts:
    """A `ReceiptDesk`. The page token is the query of OTTO's next link."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def receipts(self, since: date | None, page: str | None) -> ReceiptPage:
        answer = self._calls.read(f"{PATH}?{page or _first(since)}", RIGHT, accept={404})
        if answer.status_code == 404:
            _demand_no_reason(answer)
            return ReceiptPage(())
        with reading(SERVICE):
            body = json_of(answer)
            entries = body.get("resources") or []
            found = [_receipt(entry) for entry in entries]
            following = next_query(body.get("links"))
            return ReceiptPage(
                tuple(entry for entry in found if entry is not None),
                found.count(None),
                following if entries and following != page else None,
            )

    def pdf(self, number: str) -> bytes:
        answer = self._calls.read(f"{PATH}/{quote(number, safe='')}.pdf", RIGHT, media="application/pdf")
        if not answer.content.startswith(b"%PDF-"):
            raise BrokenReply(SERVICE, "the receipt is no PDF")
        return answer.content


def _first(since: date | None) -> str:
    query = {"receiptTypes": ",".join(kind.value for kind in _KINDS), "limit": str(_PAGE)}
    if since is not None:
        query["from"] = since.isoformat()
    return urlencode(query, safe=",")


def _demand_no_reason(answer: Response) -> None:
    """The contract lists a 404 without a body for the list: there is none. A gateway that does not know the
    path gives a reason.

    raises  BrokenReply
    """
    try:
        reasons = complaints(answer)
    except (ValueError, RecursionError):
        reasons = ()
    if reasons:
        raise BrokenReply(SERVICE, "a 404 in place of a list", status=answer.status_code)


def _receipt(entry: object) -> Receipt | None:
    """None for what cannot be read: one receipt does not spoil its page."""
    try:
        body = mapping(entry, "receipt")
        number = identity(body, "receiptNumber")
        created_at = moment(body.get("creationDate"), "creationDate")
        order = optional_identity(body, "salesOrderId")
    except InvalidValue:
        return None
    word = text(body.get("receiptType")) or ""
    return Receipt(
        number=number,
        kind=ReceiptKind(word) if word in {kind.value for kind in _KINDS} else ReceiptKind.OTHER,
        created_at=created_at,
        sales_order_id=None if order is None else SalesOrderId(order),
        order_number=text(body.get("orderNumber")),
        linked=text(body.get("linkedReceiptNumber")),
        total=_total(body.get("totals")),
        real=body.get("isRealReceipt") is not False,
    )


def _total(value: object) -> Money | None:
    """The sum over the tax rates; None where an amount cannot be read."""
    if not isinstance(value, list) or not value:
        return None
    try:
        sums = [money(mapping(entry, "totals").get("gross"), "totals.gross") for entry in value]
        currencies = {amount.currency for amount in sums}
        return Money(sum(amount.cents for amount in sums), currencies.pop()) if len(currencies) == 1 else None
    except InvalidValue:
        return None
