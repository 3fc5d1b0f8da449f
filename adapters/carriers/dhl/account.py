"""One merchant's contract with DHL, as the settings tell it. Facts: NOTES.md, "contract"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from adapters.carriers.dhl.countries import alpha2
from adapters.carriers.dhl.manifest import INFO, PROCEDURES, RETURN_PROCEDURE
from adapters.carriers.dhl.password import PasswordTerm
from core.errors import InvalidValue
from core.parcel import LabelKind
from core.text import Text
from ports import Capability, CarrierInfo

STANDARD_PROFILE: Final = "STANDARD_GRUPPENPROFIL"
BILLING_NUMBER: Final = re.compile(r"[0-9]{10}([0-9]{2})[0-9A-Za-z]{2}")

#: What needs a billing number for shipments.
_SHIPPING: Final = frozenset(
    {
        Capability.SHIP,
        Capability.ENCLOSED_RETURN,
        Capability.CANCEL_SHIPMENT,
        Capability.FETCH_SHIPMENT,
        Capability.VALIDATE,
    }
)


@dataclass(frozen=True, slots=True)
class DhlAccount:
    """Empty texts stand for what the merchant does not have; without a `password` nobody knows when it ends.

    forward_contact   "never", "abroad" or "always": whether DHL gets the consumer's e-mail and phone
    receiver_country  alpha-2: where returns to `receiver_id` start
    """

    profile: str = STANDARD_PROFILE
    billing_number: str = ""
    billing_number_international: str = ""
    return_billing_number: str = ""
    receiver_id: str = ""
    receiver_country: str = "DE"
    product: str = "V01PAK"
    product_international: str = "V53WPAK"
    forward_contact: str = "abroad"
    must_encode: bool = False
    print_format: str = ""
    tracking: bool = True
    password: PasswordTerm | None = None

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self:
        """Unknown settings are left alone; absent ones keep their default."""
        receiver_id = settings.get("receiver_id", "")
        return cls(
            profile=settings.get("profile") or STANDARD_PROFILE,
            billing_number=settings.get("billing_number", ""),
            billing_number_international=settings.get("billing_number_international", ""),
            return_billing_number=settings.get("return_billing_number", ""),
            receiver_id=receiver_id,
            receiver_country=settings.get("receiver_country") or _country_of(receiver_id),
            product=settings.get("product") or "V01PAK",
            product_international=settings.get("product_international") or "V53WPAK",
            forward_contact=settings.get("forward_contact") or "abroad",
            must_encode=settings.get("must_encode") == "true",
            print_format=settings.get("print_format", ""),
            tracking=settings.get("tracking") != "false",
            password=PasswordTerm.of(settings),
        )

    @property
    def info(self) -> CarrierInfo:
        """What this account can do."""
        missing = set[Capability]()
        if not self.billing_number:
            missing |= _SHIPPING
        if not self.return_billing_number:
            missing.add(Capability.ENCLOSED_RETURN)
        if not self.receiver_id:
            missing.add(Capability.RETURN)
        if not self.tracking:
            missing.add(Capability.TRACK)
        shipments = INFO.countries[LabelKind.SHIPMENT] if self.billing_number_international else {"DE"}
        returns = INFO.countries[LabelKind.RETURN] or frozenset()
        return replace(
            INFO,
            capabilities=INFO.capabilities - missing,
            countries={
                LabelKind.SHIPMENT: frozenset(shipments or ()),
                LabelKind.RETURN: returns & {self.receiver_country},
            },
        )

    def billing_number_for(self, product: str) -> str:
        """The one whose procedure belongs to the product.

        raises  InvalidValue: there is none
        """
        procedure = PROCEDURES.get(product)
        for number in (self.billing_number, self.billing_number_international):
            match = BILLING_NUMBER.fullmatch(number)
            if match and match[1] == procedure:
                return number
        raise InvalidValue(
            Text(
                en=f"no billing number here is for {product}; digits 11 and 12 would be {procedure}",
                de=f"keine Abrechnungsnummer hier ist für {product}; Stelle 11 und 12 wären {procedure}",
            ),
            field="options.product",
        )


def _country_of(receiver_id: str) -> str:
    """DHL names receivers by the country that the parcel starts in, unless the merchant renamed them."""
    return alpha2(receiver_id) or "DE"


def billing_number_problem(label: Text, number: str, procedures: frozenset[str]) -> Text | None:
    """What is wrong with a billing number at first sight."""
    match = BILLING_NUMBER.fullmatch(number)
    if match is None:
        return Text(
            en=f"{label.en}: has 14 characters: customer number (10), procedure (2), participation (2)",
            de=f"{label.de}: hat 14 Stellen: Kundennummer (10), Verfahren (2), Teilnahme (2)",
        )
    if match[1] not in procedures:
        known = ", ".join(sorted(procedures))
        return Text(
            en=f"{label.en}: digits 11 and 12 are the procedure; here it is {match[1]}, needed is {known}",
            de=f"{label.de}: Stelle 11 und 12 sind das Verfahren; hier {match[1]}, gebraucht wird {known}",
        )
    return None


def procedures_of(*products: str) -> frozenset[str]:
    return frozenset(PROCEDURES[product] for product in products)


RETURN_PROCEDURES: Final = frozenset({RETURN_PROCEDURE})
