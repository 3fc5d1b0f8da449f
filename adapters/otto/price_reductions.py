"""Price reductions at OTTO (Price Reductions v1). Facts: NOTES.md, "price reductions"."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from adapters.otto.calls import OttoCalls
from adapters.otto.fields import identity, mapping, money, optional_moment, text
from adapters.otto.manifest import SERVICE
from core.dispatch import PositionRef
from core.errors import Refused, Unreachable
from core.money import Money
from core.price_reductions import ShownReduction, ShownState
from ports import json_of, reading

PATH: Final = "/v1/price-reductions"
RIGHT: Final = "price-reduction"
#: "Failed dependency": OTTO could not look, and did nothing.
_DOWNSTREAM: Final = 424


class OttoPriceReductions:
    """A `PriceReductionDesk`."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def reduce(self, position: PositionRef, amount: Money) -> None:
        try:
            self._calls.write("POST", PATH, _body(position, amount), right=RIGHT)
        except Refused as error:
            if error.status == _DOWNSTREAM:
                raise Unreachable(SERVICE, "a system behind it does not answer", status=_DOWNSTREAM) from None
            raise

    def reductions(self, position: PositionRef) -> Sequence[ShownReduction]:
        query = urlencode({"positionItemId": position.position_item_id, "page": 1, "limit": 128})
        answer = self._calls.read(f"{PATH}?{query}", RIGHT, accept={404, _DOWNSTREAM})
        if answer.status_code == _DOWNSTREAM:
            raise Unreachable(SERVICE, "a system behind it does not answer", status=_DOWNSTREAM)
        if answer.status_code == 404:
            return []  # OTTO's way to say that there was none
        with reading(SERVICE):
            results = json_of(answer)["results"]
            return [
                shown
                for entry in results
                if entry["positionItemId"] == position.position_item_id
                for shown in _shown(position, entry)
            ]


def _body(position: PositionRef, amount: Money) -> bytes:
    """With the amount as a figure of two decimals, which no float comes near."""
    figure = f"{amount.cents // 100}.{amount.cents % 100:02d}"
    known = {
        "positionItemId": position.position_item_id,
        "salesOrderId": position.sales_order_id,
        "priceReduction": {"amount": 0, "currency": amount.currency},
    }
    return json.dumps(known).replace('"amount": 0,', f'"amount": {figure},').encode()


def _shown(position: PositionRef, entry: Mapping[str, Any]) -> list[ShownReduction]:
    """OTTO gives them no id: the moment of their making tells them apart, equal ones their order."""
    found: list[ShownReduction] = []
    for at, detail in enumerate(
        mapping(each, "priceReductions") for each in entry.get("priceReductions") or []
    ):
        made = text(detail.get("creationDateTime")) or ""
        found.append(
            ShownReduction(
                id=f"{made}#{sum(1 for other in found if other.id.startswith(f'{made}#'))}",
                position=position,
                amount=money(detail.get("priceReduction"), f"priceReductions[{at}]"),
                state=ShownState(identity(detail, "status")),
                made_at=optional_moment(detail.get("creationDateTime")),
            )
        )
    return found
