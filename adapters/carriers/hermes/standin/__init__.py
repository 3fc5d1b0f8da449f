"""A faithful stand-in of Hermes' HSI interface and its token service. Written from the vendor's descriptions
only; it shares no code with the adapter that it judges.

It prints PDF, ZPL and QR codes; label data for printing them oneself is not part of it.
"""

from adapters.carriers.hermes.standin.book import Contract, Leaves, Trouble
from adapters.carriers.hermes.standin.command import main
from adapters.carriers.hermes.standin.server import HermesStandin
from adapters.carriers.hermes.standin.tokens import (
    DEMO_CLIENT,
    DEMO_CLIENT_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
)

__all__ = [
    "DEMO_CLIENT",
    "DEMO_CLIENT_SECRET",
    "DEMO_PASSWORD",
    "DEMO_USER",
    "Contract",
    "HermesStandin",
    "Leaves",
    "Trouble",
    "main",
]
