"""Delivery profiles: how fast and in which way a seller's parcels get to the buyer."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Final

from core.errors import InvalidValue
from core.orders import Sku
from core.text import Text

#: Days that a profile may name.
MOST_DAYS: Final = 99


class DeliveryKind(StrEnum):
    """PARCEL, or a forwarder to a room of the buyer's choice, to the kerb, or with heavy goods."""

    PARCEL = "parcel"
    FORWARDER_ROOM = "forwarder-room"
    FORWARDER_KERB = "forwarder-kerb"
    FORWARDER_HEAVY = "forwarder-heavy"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Profile:
    """
    id               the marketplace's; empty before it was created
    working_days     on which parcels leave
    order_cutoff     local time; orders before it count for the day. Full or half hours
    processing_days  until the parcel is handed over; 1 is the same day before the cutoff
    transport_days   from there to the first attempt at the door

    raises  InvalidValue, with the field
    """

    name: str
    kind: DeliveryKind
    working_days: tuple[Weekday, ...]
    order_cutoff: time
    processing_days: int
    transport_days: int
    id: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable() or len(self.name) > 200:
            raise InvalidValue(
                Text(en="the profile needs a name", de="das Profil braucht einen Namen"), field="name"
            )
        if not self.working_days or len(set(self.working_days)) != len(self.working_days):
            raise InvalidValue(
                Text(
                    en="name each working day once, at least one",
                    de="bitte jeden Arbeitstag einmal nennen, mindestens einen",
                ),
                field="working_days",
            )
        if (
            self.order_cutoff.minute not in {0, 30}
            or self.order_cutoff.second
            or self.order_cutoff.microsecond
        ):
            raise InvalidValue(
                Text(
                    en="the cutoff is at a full or half hour",
                    de="der Bestellschluss liegt auf einer vollen oder halben Stunde",
                ),
                field="order_cutoff",
            )
        for field, days in (
            ("processing_days", self.processing_days),
            ("transport_days", self.transport_days),
        ):
            if not 1 <= days <= MOST_DAYS:
                raise InvalidValue(
                    Text(
                        en=f"{days} days are not between 1 and {MOST_DAYS}",
                        de=f"{days} Tage liegen nicht zwischen 1 und {MOST_DAYS}",
                    ),
                    field=field,
                )
        object.__setattr__(self, "working_days", tuple(day for day in Weekday if day in self.working_days))


@dataclass(frozen=True, slots=True)
class DeliveryLink:
    """This listing is delivered by this profile. `processing_days` None is the profile's own."""

    sku: Sku
    profile_id: str
    processing_days: int | None = None


def days_until_delivery(profile: Profile, processing_days: int | None) -> int:
    return (profile.processing_days if processing_days is None else processing_days) + profile.transport_days


def sold_out_by_days(profile: Profile, processing_days: int | None, beyond: int) -> bool:
    """Whether the marketplace shows it as sold out because delivery takes too long."""
    processing = profile.processing_days if processing_days is None else processing_days
    return max(processing, profile.transport_days, processing + profile.transport_days) > beyond
