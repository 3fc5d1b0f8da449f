"""The interface of price reductions over HTTP."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.bodies import Unreadable, Written, body_of, fields_of, text_of
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.price_reductions.reductions import PriceReduction, Reductions, Standing, Unsent
from adapters.otto.standin.receipts.view import amount
from adapters.otto.standin.timestamps import written
from standins import as_json

_DEFAULT_LIMIT: Final = 10
_MAX_LIMIT: Final = 128
#: The official answers do not fill these in.
_PATH: Final = "/v1/price-reductions/{salesOrderId}/{positionItemId}"

Json = dict[str, Any]


class PriceReductionDesk:
    def __init__(self, reductions: Reductions, odd: Oddities) -> None:
        self.reductions = reductions
        self.odd = odd

    def ask(self, request: Request) -> Response:
        if self.odd.downstream_fails:
            return _downstream()
        try:
            body = fields_of(body_of(request))
        except Unreadable:
            return _error(400, "Bad Request", "Request body cannot be read")
        order_id, item_id = text_of(body.get("salesOrderId")), text_of(body.get("positionItemId"))
        cents = _cents_of(fields_of(body.get("priceReduction")))
        if not order_id or not item_id or cents is None:
            return _error(400, "Bad Request", "Request is incomplete or has no valid amount")
        try:
            self.reductions.ask(order_id, item_id, cents)
        except LookupError:
            return _error(404, "Not Found", "PositionItemId does not exist")
        except Unsent:
            detail = (
                "Price reduction cannot be applied as sales order position item is not yet shipped "
                "or has been returned."
            )
            return _error(409, "Conflict", detail)
        detail = "Price reduction has been initiated successfully. Please wait for sometime."
        result = {"title": "Accepted", "code": 202, "detail": detail, "path": _PATH}
        return as_json({"results": [result]}, 202)

    def list(self, request: Request) -> Response:
        """By position, the one that was reduced first comes first."""
        if self.odd.downstream_fails:
            return _downstream()
        page = number_of(request, "page", 1, 1, 10**9)
        limit = number_of(request, "limit", _DEFAULT_LIMIT, 1, _MAX_LIMIT)
        if page is None or limit is None:
            return _error(400, "Bad Request", "Limit and page need to be valid integers")
        wanted = request.args.get("positionItemId")
        by_item: dict[str, list[PriceReduction]] = {}
        for reduction in self.reductions.all():
            if wanted is None or reduction.item_id == wanted:
                by_item.setdefault(reduction.item_id, []).append(reduction)
        if wanted is not None and not by_item:
            return _error(404, "Not Found", "No PriceReduction applied for item with positionItemId")
        rows = list(by_item.values())
        links = []
        if page * limit < len(rows):
            onward = urlencode({"limit": limit, "page": page + 1})
            links.append({"rel": "next", "href": f"{request.path}?{onward}"})
        shown = [self._shown(row) for row in rows[(page - 1) * limit : page * limit]]
        return as_json({"results": shown, "links": links})

    def _shown(self, reductions: Sequence[PriceReduction]) -> Json:
        order_id, item_id = reductions[0].order_id, reductions[0].item_id
        body: Json = {
            "salesOrderId": order_id,
            "positionItemId": item_id,
            "totalPriceReduction": amount(
                sum(one.cents for one in reductions if one.standing is not Standing.REJECTED)
            ),
            "priceReductions": [_detail(one) for one in reductions],
        }
        item = self.reductions.item(order_id, item_id)
        if item is not None:
            body["invoicePrice"] = amount(item.price_cents - item.discount_cents)
        return body


def _detail(reduction: PriceReduction) -> Json:
    body: Json = {
        "priceReduction": amount(reduction.cents),
        "creationDateTime": written(reduction.asked_at, "Z"),
        "status": reduction.standing.value,
    }
    if reduction.receipt is not None:
        body["receiptNumber"] = reduction.receipt
    return body


def _cents_of(money: Json) -> int | None:
    """A positive amount in euros with two decimals at most; else None."""
    number = money.get("amount")
    if money.get("currency") != "EUR" or isinstance(number, bool) or not isinstance(number, int | float):
        return None
    try:
        cents = Decimal(number.text if isinstance(number, Written) else str(number)) * 100
    except InvalidOperation:
        return None
    return int(cents) if cents > 0 and cents == cents.to_integral_value() else None


def _error(status: int, title: str, detail: str, path: str = _PATH) -> Response:
    error = {"title": title, "code": status, "detail": detail, "path": path}
    return as_json({"errors": [error]}, status)


def _downstream() -> Response:
    detail = (
        "Unable to retrieve price discounts due to internal errors with downstream systems. "
        "Please try again later."
    )
    return _error(424, "Failed Dependency", detail, "/v1/price-reductions")
