"""The carriers that OTTO takes, and what it asks of their parcels. NOTES.md, "dispatch" and "return
numbers"."""

from typing import Final

from core.apps import AppKey
from core.dispatch import CarrierCode, DeclaredCarrier

#: Their parcels need a tracking number and a return number.
PARCEL: Final = ("DHL", "DHL_EXPRESS", "DPD", "GLS", "HERMES", "UPS")
#: Those that may bring a parcel back, and their apps here.
RETURNS: Final = {"DHL": "dhl", "GLS": "gls", "HERMES": "hermes"}
#: Everything else in OTTO's list is taken for a forwarder.
FORWARDERS: Final = (
    *("ABIKS", "AJ", "AJE", "BTW", "BURSPED", "CARGOLINE", "CARGOBOARD", "CTL", "DACHSER", "DB_SCHENKER"),
    *("DHL_FREIGHT", "DHL_HOME_DELIVERY", "DHL_2_MANN_HANDLING", "DSV", "ECE", "EMONS", "EPH_DIREKT"),
    *("FEDEX", "FROEDE", "GEIS", "GEL", "GRASSL", "GUETTLER", "HASENAUER", "HEPPNER", "HELLMANN", "HES"),
    *("HEUEL", "IDS", "ISG", "KIESSLING", "KOCH", "KUEHNE_NAGEL", "LOGWIN", "MEYER_JUMBO", "MIRJAN"),
    *("ORCARGO", "PALLETWAYS", "PEISKER", "RABEN_LOGISTIK", "REIMER", "REITHMEIER", "RHENUS", "RIECK"),
    *("SCHMIDT_GEVELSBERG", "SCHOCKEMOEHLE", "SIEVERS", "SIMPLE_LOGISTIK", "SPEEDTRANS", "SPT", "VERHOEK"),
    *("WEISS", "ZUFALL", "OTHER_FORWARDER"),
)


def _declared(code: str) -> DeclaredCarrier:
    app = RETURNS.get(code)
    return DeclaredCarrier(
        CarrierCode(code),
        returns=code in RETURNS,
        needs_return=code in PARCEL,
        may_omit_number=code in FORWARDERS,
        app=None if app is None else AppKey(app),
    )


CARRIERS: Final = tuple(map(_declared, (*PARCEL, *FORWARDERS)))
