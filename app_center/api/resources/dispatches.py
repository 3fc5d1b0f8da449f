"""Dispatch notices: what tells a marketplace that positions are on their way."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from app_center.api.caller import Caller, Calling
from app_center.api.paging import USUAL, Cursor, Limit, Page, cursor_of, page, place_of
from app_center.api.problems import missing
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import AppPath, Identity, Moment, Told
from app_center.dispatches import Said, draft
from app_center.foreman import wake
from core.dispatch import Notice, NoticeId, NoticeState
from core.findings import Finding
from sync.dispatch_notes import record
from sync.dispatch_notes import withdraw as take_back

router = APIRouter(
    prefix="/accounts/{account}/apps/{app}/dispatches", tags=["dispatches"], route_class=InterfaceRoute
)

DISPATCHES = "dispatches"
Number = Annotated[int, Path(ge=1, lt=2**31)]


class ParcelTold(Told):
    """Without a tracking number only where the carrier may go without. Without a return number one is made,
    as the account's settings say."""

    tracking_number: Identity | None = None
    return_number: Identity | None = None


class DispatchTold(Told):
    """
    No positions: all that are left of the orders. Several parcels: one position in all of them. `add`: the
    shipment is reported already, these positions are not. `number_confirmed`: the return number is printed
    like this, though its check digit does not fit. Carriers by the marketplace's codes, for instance `DHL`.
    """

    orders: Annotated[list[Identity], Field(min_length=1, max_length=100)]
    positions: Annotated[list[Identity], Field(default_factory=list, max_length=500)]
    carrier: Identity
    parcels: Annotated[list[ParcelTold], Field(min_length=1, max_length=100)]
    return_carrier: Identity | None = None
    ship_date: date | None = None
    add: bool = False
    number_confirmed: bool = False


class FindingView(BaseModel):
    """`code` stays the same in every language. `holds`: nothing is sent before it is repaired."""

    code: str
    field: str
    text: str
    repair: str
    holds: bool


class ParcelView(BaseModel):
    carrier: str
    tracking_number: str | None
    return_carrier: str | None
    return_number: str | None
    shipped_at: Moment


class DispatchView(BaseModel):
    id: int
    state: NoticeState
    orders: list[str]
    positions: list[str]
    parcels: list[ParcelView]
    findings: list[FindingView]
    shipment: str | None
    made_at: Moment
    settled_at: Moment | None


@router.get("")
def dispatches(
    caller: Calling, app: AppPath, cursor: Cursor = None, limit: Limit = USUAL
) -> Page[DispatchView]:
    """Newest first."""
    book = caller.memory.dispatches(caller.marketplace(app).manifest.key)
    before = place_of(DISPATCHES, cursor, int)
    found = book.page(NoticeId(int(before[0])) if before else None, limit + 1)
    data, following = page(
        found, limit, lambda n: _dispatch(caller, n), lambda n: cursor_of(DISPATCHES, n.id)
    )
    return Page(data=data, next=following)


@router.get("/{dispatch}")
def dispatch(caller: Calling, app: AppPath, dispatch: Number) -> DispatchView:
    notice = caller.memory.dispatches(caller.marketplace(app).manifest.key).get(NoticeId(dispatch))
    if notice is None:
        raise missing()
    return _dispatch(caller, notice)


@router.post("", status_code=201)
def report(caller: Calling, app: AppPath, told: DispatchTold, response: Response) -> DispatchView:
    """Write it down; it is checked and sent at once, by whoever works. What cannot go out is held, and says
    why. The same again corrects what the marketplace does not have yet."""
    kind = caller.marketplace(app)
    key = kind.manifest.key
    backs = [parcel.return_number or "" for parcel in told.parcels]
    said = Said(
        orders=told.orders,
        positions=told.positions,
        carrier=told.carrier,
        tracking=[parcel.tracking_number or "" for parcel in told.parcels],
        return_numbers=backs if any(backs) else (),
        return_carrier=told.return_carrier,
        ship_date=None if told.ship_date is None else told.ship_date.isoformat(),
        add=told.add,
        confirmed=told.number_confirmed,
    )
    book = caller.memory.dispatches(key)
    notice = record(book, draft(said, caller.memory.orders(key), caller.now()))
    wake(caller.center, caller.memory, kind, "dispatch", "dispatch")
    response.headers["Location"] = f"/api/v1/accounts/{caller.key.account}/apps/{app}/dispatches/{notice.id}"
    return _dispatch(caller, notice)


@router.post("/{dispatch}/withdrawal")
def withdraw(caller: Calling, app: AppPath, dispatch: Number) -> DispatchView:
    """Take one back that the marketplace does not have."""
    book = caller.memory.dispatches(caller.marketplace(app).manifest.key)
    if book.get(NoticeId(dispatch)) is None:
        raise missing()
    return _dispatch(caller, take_back(book, NoticeId(dispatch), caller.center.clock))


def _dispatch(caller: Caller, notice: Notice) -> DispatchView:
    def finding(each: Finding) -> FindingView:
        return FindingView(
            code=each.code,
            field=each.field,
            text=each.text.into(caller.language),
            repair=each.repair.into(caller.language),
            holds=each.holds,
        )

    return DispatchView(
        id=notice.id,
        state=notice.state,
        orders=sorted({ref.sales_order_id for ref in notice.positions}),
        positions=[ref.position_item_id for ref in notice.positions],
        parcels=[
            ParcelView(
                carrier=parcel.tracking.carrier,
                tracking_number=parcel.tracking.number,
                return_carrier=parcel.return_key.carrier if parcel.return_key else None,
                return_number=parcel.return_key.number if parcel.return_key else None,
                shipped_at=parcel.shipped_at,
            )
            for parcel in notice.parcels
        ],
        findings=list(map(finding, notice.findings)),
        shipment=notice.shipment,
        made_at=notice.made_at,
        settled_at=notice.settled_at,
    )
