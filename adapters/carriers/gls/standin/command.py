"""The stand-in from the command line."""

import sys

from adapters.carriers.gls.standin.access import DEMO_CLIENT, DEMO_PASSWORD, DEMO_SECRET, DEMO_USER
from adapters.carriers.gls.standin.parcels import DEMO_APP, DEMO_CONTACT
from adapters.carriers.gls.standin.server import GlsStandin
from standins import Weather, serve


def main(port: int = 0, weather: str = "fine", seed: int = 1) -> None:
    """Serve on the loopback address until interrupted. Prints the address and what to log in with.

    port     0 takes a free one
    weather  one of `standins.weather.NAMES`
    """
    standin = GlsStandin(weather=Weather(weather, seed=seed), seed=seed)

    def started(address: str) -> None:
        sys.stdout.write(
            f"GLS stand-in: {address}\n"
            f"  developer portal  client id {DEMO_CLIENT}, secret {DEMO_SECRET}\n"
            f"  classic host      user {DEMO_USER}, password {DEMO_PASSWORD}\n"
            f"  contact ID {DEMO_CONTACT}; app ID of Shop Returns {DEMO_APP} or sandbox\n"
            f"  seed {seed}; weather: {weather}\n"
            f"  controls          {address}/_standin/weather, /ledger, /bought, /move, /revoke\n"
        )
        sys.stdout.flush()

    serve(standin, port, started)
