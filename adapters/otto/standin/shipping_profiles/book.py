"""The seller's shipping profiles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any, Final

#: The profile that every seller starts with here, so that there is something to link to.
STANDARD: Final = "38427776-0000-4000-8000-000000000001"
#: The one for what is too large for a parcel; there only where something is.
FREIGHT: Final = "38427776-0000-4000-8000-000000000002"
_WEEK: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")


@dataclass(frozen=True, slots=True)
class Profile:
    """Days: `processing` until the handover, `transport` until the first attempt to deliver."""

    id: str
    name: str
    working_days: tuple[str, ...]
    cutoff: str
    delivery_type: str
    processing: int
    transport: int

    def shown(self) -> dict[str, Any]:
        return {
            "shippingProfileId": self.id,
            "shippingProfileName": self.name,
            "workingDays": list(self.working_days),
            "orderCutoff": self.cutoff,
            "deliveryType": self.delivery_type,
            "defaultProcessingTime": self.processing,
            "transportTime": self.transport,
        }


class ProfileBook:
    """Shares the lock that it is given. `new_id` gives a fresh uuid."""

    def __init__(self, lock: RLock, new_id: Callable[[], str]) -> None:
        self.lock = lock
        self.new_id = new_id
        self._profiles = {STANDARD: Profile(STANDARD, "Standard", _WEEK, "14:00", "PARCEL", 2, 2)}

    def put_freight(self) -> None:
        self.put(Profile(FREIGHT, "Spedition", _WEEK, "12:00", "FORWARDER_PREFERREDLOCATION", 5, 9))

    def find(self, profile_id: str) -> Profile | None:
        return self._profiles.get(profile_id)

    def named(self, name: str) -> Profile | None:
        with self.lock:
            return next((profile for profile in self._profiles.values() if profile.name == name), None)

    def all(self) -> Sequence[Profile]:
        """By id."""
        with self.lock:
            return [self._profiles[key] for key in sorted(self._profiles)]

    def put(self, profile: Profile) -> None:
        with self.lock:
            self._profiles[profile.id] = profile

    def remove(self, profile_id: str) -> None:
        with self.lock:
            del self._profiles[profile_id]
