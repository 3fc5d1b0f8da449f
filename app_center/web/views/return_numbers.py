"""The ledger of return numbers: whose parcel is this? And the ranges that numbers are taken from."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app_center.followups import wake_repaired
from app_center.web.markets import marketplaces
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.returns import NUMBER_SOURCES, NUMBER_STATES, NUMBERS, RETURNS
from core.apps import AppKey
from core.dispatch import CarrierCode
from core.errors import InvalidValue
from core.return_numbers import NumberState, number_range
from core.text import Text
from sync.return_numbers import Line, forecast, ledger

router = APIRouter()

PAGE: Final = 50


@router.get("/a/{account}/returns/numbers")
def numbers(visit: Visiting, q: str = "", state: str = "", page: int = 1) -> Response:
    """`q` is a number that was scanned, from the parcel that came back."""
    return _page(visit, q.strip(), state, page)


@router.post("/a/{account}/returns/numbers")
def add_range(visit: Visiting, posted: Form) -> Response:
    """Enter a range that a carrier gave; it is used up before labels are bought."""
    try:
        code = posted.one("carrier").upper()
        if not code:
            raise InvalidValue(NUMBERS["no_carrier"], field="carrier")
        wanted = number_range(
            CarrierCode(code), posted.one("first"), posted.one("last"), visit.center.clock.now()
        )
    except InvalidValue as error:
        field = "first" if error.field == "from" else error.field or "first"
        return _page(visit, "", "", 1, 422, posted.below(""), {field: error.text})
    known = visit.account.return_numbers.ranges()
    if not any((each.carrier, each.first, each.last) == (code, wanted.first, wanted.last) for each in known):
        visit.account.return_numbers.add_range(wanted)
        wake_repaired(visit.center, visit.account)
    return visit.go(f"{visit.base}/returns/numbers")


def _page(
    visit: Visit,
    q: str,
    state: str,
    page: int,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, Text] | None = None,
) -> Response:
    lines = ledger(visit.account, q) if q and q.isprintable() else ledger(visit.account)
    counts = {each.value: 0 for each in NumberState}
    for line in lines:
        counts[line.state.value] += 1
    shown = [line for line in lines if state in {"", line.state.value}]
    page = max(1, min(page, -(-len(shown) // PAGE)))
    rows = shown[(page - 1) * PAGE : page * PAGE]
    return visit.page(
        "returns/numbers.html",
        NUMBERS,
        status,
        returns=RETURNS,
        q=q,
        rows=[(line, _orders(visit, line)) for line in rows],
        counts=counts,
        every=len(lines),
        state=state,
        number=page,
        is_last=page * PAGE >= len(shown),
        ranges=forecast(visit.account.return_numbers, visit.center.clock.now()),
        carriers=[key.upper() for key in visit.center.registry.carriers],
        typed={"carrier": "", "first": "", "last": "", **(typed or {})},
        problems=problems or {},
        number_states=NUMBER_STATES,
        sources=NUMBER_SOURCES,
        may_add=visit.may("POST /a/{account}/returns/numbers"),
    )


def _orders(visit: Visit, line: Line) -> list[tuple[AppKey, str, str]]:
    """App, id and number of each order that this parcel is of."""
    if line.notice is None or line.entry.app is None:
        return []
    if line.entry.app not in {kind.manifest.key for kind in marketplaces(visit)}:
        return []
    book = visit.account.orders(line.entry.app)
    found: list[tuple[AppKey, str, str]] = []
    for identity in dict.fromkeys(ref.sales_order_id for ref in line.notice.positions):
        stored = book.get(identity)
        found.append((line.entry.app, identity, (stored.order_number if stored else None) or identity))
    return found
