"""A faithful stand-in of OTTO Market's partner interface. Written from the interface's own description only;
it shares no code with the adapter that it judges."""

from adapters.otto.standin.access.tokens import (
    BUSINESS_SCOPES,
    DEMO_APP,
    DEMO_CLIENT,
    DEMO_INSTALLATION,
    DEMO_PARTNER_CLIENT,
    DEMO_PARTNER_SECRET,
    DEMO_SECRET,
    PARTNER_SCOPES,
    App,
    Installation,
)
from adapters.otto.standin.command import main
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.moves import Impossible
from adapters.otto.standin.orders.sales_order import State
from adapters.otto.standin.server import OttoStandin

__all__ = [
    "BUSINESS_SCOPES",
    "DEMO_APP",
    "DEMO_CLIENT",
    "DEMO_INSTALLATION",
    "DEMO_PARTNER_CLIENT",
    "DEMO_PARTNER_SECRET",
    "DEMO_SECRET",
    "PARTNER_SCOPES",
    "App",
    "Impossible",
    "Installation",
    "Oddities",
    "OttoStandin",
    "State",
    "main",
]
