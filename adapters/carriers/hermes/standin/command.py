"""The stand-in from the command line."""

import sys

from adapters.carriers.hermes.standin.server import HermesStandin
from adapters.carriers.hermes.standin.tokens import (
    DEMO_CLIENT,
    DEMO_CLIENT_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
)
from standins import Weather, serve


def main(port: int = 0, weather: str = "fine", seed: int = 1) -> None:
    """Serve on the loopback address until interrupted. Prints the address and what to log in with.

    port     0 takes a free one
    weather  one of `standins.weather.NAMES`
    """
    standin = HermesStandin(weather=Weather(weather, seed=seed))

    def started(address: str) -> None:
        sys.stdout.write(
            f"Hermes stand-in: {address}\n"
            f"  client    {DEMO_CLIENT}, secret {DEMO_CLIENT_SECRET}\n"
            f"  customer  user {DEMO_USER}, password {DEMO_PASSWORD}\n"
            f"  outbound  {standin.outbound()} (a parcel that a return can be made from)\n"
            f"  tracking  client id {standin.book.contract.client_id}\n"
            f"  weather   {weather}, seed {seed}\n"
            f"  controls  {address}/_standin/weather, /ledger, /labels, /contract, /trouble\n"
        )
        sys.stdout.flush()

    serve(standin, port, started)
