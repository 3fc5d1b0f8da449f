"""What the seller has settled about his account: the settings that decide what is sent and offered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from adapters.carriers.hermes.manifest import INFO
from ports import Capability, CarrierInfo

#: `return_way`: from the consumer's address, or from the number of the parcel of the way out.
ADDRESS: Final = "address"
OUTBOUND: Final = "outbound"
#: `merchant_address`: as on the order, or as Hermes has stored it with the contract.
ORDER: Final = "order"
CONTRACT: Final = "contract"

PARCEL_CLASSES: Final = ("XS", "S", "M", "L", "XL")


@dataclass(frozen=True, slots=True)
class Terms:
    """parcel_class        of shipments that name none; "" lets Hermes reckon
    client_id_tracking  the client id of the tracking, up to four digits; "" where there is none
    """

    return_way: str = ADDRESS
    merchant_address: str = ORDER
    parcel_class: str = ""
    customer_alert: bool = False
    client_id_tracking: str = ""

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self:
        return cls(
            settings.get("return_way") or ADDRESS,
            settings.get("merchant_address") or ORDER,
            settings.get("parcel_class", ""),
            settings.get("customer_alert") == "true",
            settings.get("client_id_tracking", ""),
        )

    @property
    def info(self) -> CarrierInfo:
        """What Hermes offers on these terms.

        A return made from the way out carries no reference of ours, so it can never be found by one.
        """
        away = {Capability.FIND_RETURN} if not self.client_id_tracking else set()
        if self.return_way == OUTBOUND:
            away |= {Capability.RETURN, Capability.FIND_RETURN}
        else:
            away |= {Capability.RETURN_OUTBOUND}
        return replace(INFO, capabilities=INFO.capabilities - away)
