"""The workshop for stand-in servers: a real HTTP server, weather that can be switched on, a ledger.

A stand-in is a WSGI application (`StandIn`). It runs behind a real socket (`serving`, `serve`) or inside the
process (`transport`); both lose answers, cut bodies and keep callers waiting in the same way.
"""

from standins.application import StandIn, as_json
from standins.budget import Budget
from standins.clock import MovableClock
from standins.in_process import transport
from standins.ledger import Entry, Ledger
from standins.losses import CutShort, Reset, TooSlow
from standins.server import serve, serving
from standins.weather import Kind, Spell, Weather

__all__ = [
    "Budget",
    "CutShort",
    "Entry",
    "Kind",
    "Ledger",
    "MovableClock",
    "Reset",
    "Spell",
    "StandIn",
    "TooSlow",
    "Weather",
    "as_json",
    "serve",
    "serving",
    "transport",
]
