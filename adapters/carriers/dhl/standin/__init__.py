"""A faithful stand-in of DHL Parcel DE: token, Shipping, Returns and unified tracking. Written from DHL's own
files only; it shares no code with the adapter that it judges."""

from adapters.carriers.dhl.standin.command import main
from adapters.carriers.dhl.standin.depot import Shipment
from adapters.carriers.dhl.standin.office import (
    DEMO_APP_KEY,
    DEMO_APP_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
    USER_WITHOUT_RETURNS,
)
from adapters.carriers.dhl.standin.server import DhlStandin

__all__ = [
    "DEMO_APP_KEY",
    "DEMO_APP_SECRET",
    "DEMO_PASSWORD",
    "DEMO_USER",
    "USER_WITHOUT_RETURNS",
    "DhlStandin",
    "Shipment",
    "main",
]
