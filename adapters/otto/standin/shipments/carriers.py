"""The carriers that the interface knows by their codes."""

from typing import Final

#: They bring parcels; everybody else is a forwarder. The vendor names these six; whether FEDEX is one more
#: is open.
PARCEL_CARRIERS: Final = frozenset({"DHL", "DHL_EXPRESS", "DPD", "GLS", "HERMES", "UPS"})

FORWARDERS: Final = frozenset({
    "ABIKS", "AJ", "AJE", "BTW", "BURSPED", "CARGOLINE", "CARGOBOARD", "CTL", "DACHSER", "DB_SCHENKER",
    "DHL_FREIGHT", "DHL_HOME_DELIVERY", "DHL_2_MANN_HANDLING", "DSV", "ECE", "EMONS", "EPH_DIREKT", "FEDEX",
    "FROEDE", "GEIS", "GEL", "GRASSL", "GUETTLER", "HASENAUER", "HEPPNER", "HELLMANN", "HES", "HEUEL", "IDS",
    "ISG", "KIESSLING", "KOCH", "KUEHNE_NAGEL", "LOGWIN", "MEYER_JUMBO", "MIRJAN", "ORCARGO", "PALLETWAYS",
    "PEISKER", "RABEN_LOGISTIK", "REIMER", "REITHMEIER", "RHENUS", "RIECK", "SCHMIDT_GEVELSBERG",
    "SCHOCKEMOEHLE", "SIEVERS", "SIMPLE_LOGISTIK", "SPEEDTRANS", "SPT", "VERHOEK", "WEISS", "ZUFALL",
    "OTHER_FORWARDER",
})  # fmt: skip

CARRIERS: Final = PARCEL_CARRIERS | FORWARDERS

#: They may bring a parcel back.
RETURN_CARRIERS: Final = frozenset({"DHL", "GLS", "HERMES"})
