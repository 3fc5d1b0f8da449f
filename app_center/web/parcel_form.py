"""The form of a parcel: what was typed, and the notice that it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from app_center.dispatches import Said, carrier_of
from app_center.web.order_story import Group, grouped
from app_center.web.pages import ZONE
from app_center.web.posted import Posted
from core.dispatch import Notice, ReturnKey
from core.errors import InvalidValue
from core.findings import Finding, holding
from core.orders import Order, PositionState
from core.return_sources import FromLabel, FromRange, FromTracking
from core.text import Text
from sync.dispatch_preview import Preview

#: One position in more parcels than this is a slip of the hand.
MOST_PARCELS: Final = 10


@dataclass(frozen=True, slots=True)
class ParcelRow:
    tracking: str = ""
    return_number: str = ""


@dataclass(frozen=True, slots=True)
class ParcelForm:
    """
    pieces     how many of each group go, by the key of the group; None: nothing was chosen yet
    add        the notice whose parcel the positions are put into; "" for a parcel of their own
    """

    carrier: str = ""
    parcels: tuple[ParcelRow, ...] = (ParcelRow(),)
    return_carrier: str = ""
    ship_date: str = ""
    confirmed: bool = False
    add: str = ""
    pieces: Mapping[str, str] | None = field(default=None)

    def with_another(self) -> "ParcelForm":
        return replace(self, parcels=(*self.parcels, ParcelRow())[:MOST_PARCELS])


def read_form(posted: Posted) -> ParcelForm:
    """Rows of parcels that were left empty behind the first are left out."""
    numbers, backs = posted.many("tracking"), posted.many("return_number")
    backs += [""] * (len(numbers) - len(backs))
    rows = [ParcelRow(*row) for row in zip(numbers, backs, strict=False)][:MOST_PARCELS]
    said = [row for at, row in enumerate(rows) if at == 0 or row != ParcelRow()]
    return ParcelForm(
        carrier=posted.one("carrier"),
        parcels=tuple(said) or (ParcelRow(),),
        return_carrier=posted.one("return_carrier"),
        ship_date=posted.one("ship_date"),
        confirmed=posted.one("confirmed") == "yes",
        add=posted.one("add"),
        pieces=posted.below("pieces."),
    )


def form_of(notice: Notice) -> ParcelForm:
    """What a notice says, to be corrected."""
    first = notice.parcels[0]
    back = next((parcel.return_key for parcel in notice.parcels if parcel.return_key is not None), None)
    return ParcelForm(
        carrier=first.tracking.carrier,
        parcels=tuple(
            ParcelRow(parcel.tracking.number or "", parcel.return_key.number if parcel.return_key else "")
            for parcel in notice.parcels
        ),
        return_carrier=back.carrier if back is not None else "",
        ship_date=first.shipped_at.astimezone(ZONE).date().isoformat(),
        confirmed=notice.confirmed,
    )


def open_groups(order: Order) -> list[Group]:
    """The pieces that may be sent, those of one article together."""
    return grouped(each for each in order.positions if each.state is PositionState.PROCESSABLE)


def chosen_positions(order: Order, pieces: Mapping[str, str]) -> list[str]:
    """The ids of so many pieces of each group; which of them is all the same.

    raises  InvalidValue (field `position`): none, more than there are, or the order changed meanwhile
    """
    groups = {group.first.position_item_id: group for group in open_groups(order)}
    if set(pieces) - set(groups):
        raise InvalidValue(_CHANGED, field="position")
    chosen: list[str] = []
    for key, group in groups.items():
        word = pieces.get(key, "0") or "0"
        count = int(word) if word.isascii() and word.isdigit() else -1
        if not 0 <= count <= len(group.positions):
            most = len(group.positions)
            raise InvalidValue(
                Text(
                    en=f"of {group.first.sku} there are {most} to be sent",
                    de=f"von {group.first.sku} sind {most} zu versenden",
                ),
                field="position",
            )
        chosen += [position.position_item_id for position in group.positions[:count]]
    if not chosen:
        raise InvalidValue(_NONE, field="position")
    return chosen


def said_with(form: ParcelForm, order: str, positions: Iterable[str], now: datetime) -> Said:
    """raises  InvalidValue (field `carrier` or `return_carrier`): the number does not tell it"""
    first = form.parcels[0]
    carrier = carrier_of(form.carrier, first.tracking)
    backs = [row.return_number for row in form.parcels]
    try:
        back = carrier_of(form.return_carrier, next(filter(None, backs), ""), carrier)
    except InvalidValue as error:
        raise InvalidValue(error.text, field="return_carrier") from None
    today = now.astimezone(ZONE).date().isoformat()
    return Said(
        orders=[order],
        positions=list(positions),
        carrier=carrier,
        tracking=[row.tracking for row in form.parcels],
        return_numbers=backs if any(backs) else (),
        return_carrier=back,
        ship_date=None if form.ship_date in {"", today} else form.ship_date,
        add=bool(form.add),
        confirmed=form.confirmed,
    )


def problems_of(findings: Iterable[Finding]) -> dict[str, Text]:
    """The first that holds at each field, with its repair."""
    problems: dict[str, Text] = {}
    for finding in holding(findings):
        problems.setdefault(finding.field, finding.sentence)
    return problems


def told_ways(seen: Preview) -> list[Text]:
    """Where the return number of each parcel comes from, in words; nothing for what has none."""
    told = []
    for way in seen.way_back:
        match way:
            case ReturnKey(carrier, number):
                told.append(Text(en=f"{carrier} {number}", de=f"{carrier} {number}"))
            case FromTracking():
                told.append(_TRACKING)
            case FromRange(numbers):
                told.append(
                    Text(
                        en=f"the next of your number range of {numbers.carrier}",
                        de=f"die nächste aus Ihrem Nummernkreis von {numbers.carrier}",
                    )
                )
            case FromLabel(carrier):
                told.append(
                    Text(
                        en=f"of a new return label of {carrier}",
                        de=f"von einem neuen Retourenlabel von {carrier}",
                    )
                )
    return told


_TRACKING: Final = Text(en="the tracking number", de="die Sendungsnummer")
_NONE: Final = Text(en="choose what is in the parcel", de="bitte wählen, was im Paket ist")
_CHANGED: Final = Text(
    en="the order changed meanwhile; please look at what is left to be sent",
    de="der Auftrag hat sich inzwischen geändert; bitte ansehen, was noch zu versenden ist",
)
