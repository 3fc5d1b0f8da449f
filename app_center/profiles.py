"""Delivery profiles: the marketplace's desk for them, and how people write one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from app_center.bootstrap import AppCenter
from app_center.registry import Kind
from core.errors import InvalidValue
from core.listing.delivery import DeliveryKind, Profile, Weekday
from core.orders import Sku
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.listings import DeliveryDesk
from ports.memory import AccountMemory
from sync.listing_drafts import list_drafts, save_draft


def delivery_desk(center: AppCenter, memory: AccountMemory, kind: Kind) -> DeliveryDesk:
    """raises  InvalidValue (field `app`): this marketplace has no delivery profiles"""
    desk = kind.open(center.connect(memory, kind)).delivery if isinstance(kind, MarketplaceKind) else None
    if desk is None:
        name = kind.manifest.name
        raise InvalidValue(
            Text(en=f"{name} has no delivery profiles", de=f"{name} hat keine Versandprofile"), field="app"
        )
    return desk


def profile_from(name: str, kind: str, days: str, cutoff: str, processing: int, transport: int) -> Profile:
    """raises  InvalidValue, with the field"""
    if kind not in set(DeliveryKind):
        known = ", ".join(DeliveryKind)
        raise InvalidValue(
            Text(en=f"{kind!r} is none of: {known}", de=f"„{kind}“ ist keine von: {known}"), field="kind"
        )
    return Profile(
        name=name,
        kind=DeliveryKind(kind),
        working_days=weekdays(days),
        order_cutoff=_time(cutoff),
        processing_days=processing,
        transport_days=transport,
    )


@dataclass(frozen=True, slots=True)
class Assigned:
    """`listed` of the assigned ones were listed as they stood, so the next pass tells the marketplace."""

    assigned: Sequence[Sku]
    listed: Sequence[Sku]
    unknown: Sequence[Sku]


def assign(memory: AccountMemory, kind: Kind, profile: str, skus: Sequence[Sku], now: datetime) -> Assigned:
    """Let these listings be delivered by the profile. A draft with other changes stays a draft.

    raises  InvalidValue
    """
    book = memory.listings(kind.manifest.key)
    known = book.some([sku for sku in skus if sku.isprintable()])
    here = [sku for sku in dict.fromkeys(skus) if sku in known]
    for sku in here:
        save_draft(book, sku, {"delivery_profile": profile}, now)
    listed = [sku for sku in here if known[sku].wanted is not None and not known[sku].edited]
    if listed:
        list_drafts(book, listed, now)
    return Assigned(here, listed, [sku for sku in dict.fromkeys(skus) if sku not in known])


def weekdays(words: str) -> tuple[Weekday, ...]:
    """`mon-fri`, `mon,wed`, `monday`."""
    found: list[Weekday] = []
    for part in words.lower().replace(" ", "").split(","):
        first, ranged, last = part.partition("-")
        days = list(Weekday)
        start, end = _weekday(first), _weekday(last if ranged else first)
        found += days[days.index(start) : days.index(end) + 1]
    return tuple(dict.fromkeys(found))


def _weekday(word: str) -> Weekday:
    fitting = [day for day in Weekday if len(word) >= 2 and day.value.startswith(word)]
    if len(fitting) != 1:
        raise InvalidValue(
            Text(en=f"{word!r} is no weekday", de=f"„{word}“ ist kein Wochentag"), field="working_days"
        )
    return fitting[0]


def _time(word: str) -> time:
    try:
        return time.fromisoformat(word)
    except ValueError:
        raise InvalidValue(
            Text(en=f"{word!r} is no time like 14:30", de=f"„{word}“ ist keine Uhrzeit wie 14:30"),
            field="order_cutoff",
        ) from None
