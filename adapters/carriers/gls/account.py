"""One account at GLS, as its settings describe it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from adapters.carriers.gls.manifest import CLASSIC, INFO
from core.errors import InvalidValue
from core.parcel import HEAVIEST_G, LabelKind
from core.text import Text
from ports import Capability, CarrierInfo

#: GLS hands such a name to software partners; NOTES.md, "open questions".
DEFAULT_MIDDLEWARE: Final = "AppCenterviaGLS"
#: NOTES.md, "weight".
DEFAULT_LIGHTEST_G: Final = 1
DEFAULT_HEAVIEST_G: Final = 31_500

#: Where a consumer may send a return from with Shop Returns v3; NOTES.md, "returns".
SHOP_RETURNS_COUNTRIES: Final = frozenset(
    {
        *("AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR"),
        *("HU", "IE", "IT", "LT", "LU", "LV", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)


class ReturnWay(StrEnum):
    """How return labels are made.

    SHOP_RETURNS  Shop Returns v3: an order with an id, the address of the merchant stored behind the app id
    SHIPIT        a ShipIT shipment with the service ShopReturn
    """

    SHOP_RETURNS = "shop_returns"
    SHIPIT = "shipit_shop_return"
    NONE = "none"


_WITHOUT: Final = {
    ReturnWay.SHIPIT: frozenset[Capability](),
    ReturnWay.SHOP_RETURNS: frozenset({Capability.CANCEL_RETURN, Capability.FIND_RETURN}),
    ReturnWay.NONE: frozenset(
        {
            Capability.RETURN,
            Capability.CANCEL_RETURN,
            Capability.FIND_RETURN,
            Capability.FETCH_RETURN,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Account:
    """
    server       the manifest's name of the server: production, sandbox or classic
    lightest_g   what weighs less is announced with this weight
    heaviest_g   what weighs more is refused here
    tracks       whether the app in GLS's portal was seen to have Track and Trace
    """

    server: str
    contact_id: str
    return_way: ReturnWay
    app_id: str = ""
    middleware: str = DEFAULT_MIDDLEWARE
    lightest_g: int = DEFAULT_LIGHTEST_G
    heaviest_g: int = DEFAULT_HEAVIEST_G
    tracks: bool = True

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self:
        """raises  InvalidValue: a weight is no number between 1 and the heaviest of all carriers"""
        return cls(
            server=settings["environment"],
            contact_id=settings["contact_id"],
            return_way=ReturnWay(settings.get("return_way") or ReturnWay.SHIPIT),
            app_id=settings.get("app_id", ""),
            middleware=settings.get("middleware") or DEFAULT_MIDDLEWARE,
            lightest_g=grams(settings, "weight_min_g", DEFAULT_LIGHTEST_G),
            heaviest_g=grams(settings, "weight_max_g", DEFAULT_HEAVIEST_G),
            tracks=settings.get("tracking", "true") != "false",
        )

    @property
    def is_classic(self) -> bool:
        return self.server == CLASSIC

    @property
    def info(self) -> CarrierInfo:
        """What this account can do. The classic hosts have neither Track and Trace nor Shop Returns."""
        without = set(_WITHOUT[self.return_way])
        if self.is_classic or not self.tracks:
            without.add(Capability.TRACK)
        countries = dict(INFO.countries)
        if self.return_way is ReturnWay.SHOP_RETURNS:
            countries[LabelKind.RETURN] = SHOP_RETURNS_COUNTRIES
        return replace(INFO, capabilities=INFO.capabilities - without, countries=countries)


def grams(settings: Mapping[str, str], key: str, default: int) -> int:
    """A weight out of the settings.

    raises  InvalidValue, with the setting as its field
    """
    given = settings.get(key) or str(default)
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= HEAVIEST_G:
        raise InvalidValue(
            Text(
                en=f"whole grams between 1 and {HEAVIEST_G}",
                de=f"ganze Gramm zwischen 1 und {HEAVIEST_G}",
            ),
            field=key,
        )
    return int(given)
