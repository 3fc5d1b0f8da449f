"""A label is bought for the parcel of an order."""

from decimal import Decimal, InvalidOperation
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app_center.shipping import buy_for
from app_center.web.markets import market_of, order_of
from app_center.web.parcel_form import ParcelForm
from app_center.web.paths import label_path, parcel_path
from app_center.web.posted import Form
from app_center.web.views.dispatch import order_page
from app_center.web.visit import Visiting
from core.errors import AppError, InvalidValue
from core.parcel import Reference
from core.purchases import PurchaseState
from core.text import Text

router = APIRouter()

#: Fields of the form by what a carrier's rules are about; everything else is said above the form.
_FIELDS: Final = {"weight_g": "weight", "carrier": "label_carrier", "weight": "weight"}
_NO_WEIGHT: Final = Text(
    en="the weight is a figure in kilograms, as 2.5", de="das Gewicht ist eine Zahl in Kilogramm, wie 2,5"
)


@router.post("/a/{account}/dispatch/orders/{app}/{order}/label")
def buy(visit: Visiting, app: str, order: str, posted: Form) -> Response:
    """The form carries the label's reference, so a second click buys no second one."""
    kind = market_of(visit, app)
    found = order_of(visit, kind, order)
    try:
        shipped = buy_for(
            visit.center,
            visit.account,
            kind,
            found,
            posted.one("label_carrier"),
            Reference(posted.one("reference")),
            _grams(posted.one("weight")),
        )
    except AppError as error:
        field = error.field if isinstance(error, InvalidValue) else None
        problems = {_FIELDS.get(field or "", "label"): error.text}
        typed = posted.below("")
        return order_page(visit, kind, found, ParcelForm(), 422, label_problems=problems, label_typed=typed)
    purchase = shipped.purchase
    if purchase.state is not PurchaseState.BOUGHT:
        return visit.go(label_path(visit.base, purchase))
    here = parcel_path(visit.base, app, order, carrier=purchase.carrier, label=purchase.reference)
    return visit.go(here)


def _grams(word: str) -> int:
    """raises  InvalidValue (field `weight`)"""
    try:
        grams = Decimal(word.replace(",", ".")) * 1000
    except InvalidOperation:
        raise InvalidValue(_NO_WEIGHT, field="weight") from None
    if not grams.is_finite() or not 1 <= grams <= 1_000_000:
        raise InvalidValue(_NO_WEIGHT, field="weight")
    return int(grams)
