"""A stand-in of GLS: ShipIT with both of its logins, Shop Returns v3, Track and Trace v1. Written from the
interfaces' own descriptions; it shares no code with the adapter that it judges."""

from adapters.carriers.gls.standin.access import (
    DEMO_CLIENT,
    DEMO_PASSWORD,
    DEMO_SECRET,
    DEMO_USER,
    Product,
)
from adapters.carriers.gls.standin.command import main
from adapters.carriers.gls.standin.oddities import Oddities
from adapters.carriers.gls.standin.parcels import DEMO_APP, DEMO_CONTACT, Parcel
from adapters.carriers.gls.standin.server import GlsStandin

__all__ = [
    "DEMO_APP",
    "DEMO_CLIENT",
    "DEMO_CONTACT",
    "DEMO_PASSWORD",
    "DEMO_SECRET",
    "DEMO_USER",
    "GlsStandin",
    "Oddities",
    "Parcel",
    "Product",
    "main",
]
