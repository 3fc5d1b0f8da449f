"""The stand-in from the command line."""

import sys

from adapters.carriers.dhl.standin.depot import BILLING_NUMBERS, ENCLOSED_RETURN, RECEIVERS
from adapters.carriers.dhl.standin.office import (
    DEMO_APP_KEY,
    DEMO_APP_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
    USER_WITHOUT_RETURNS,
)
from adapters.carriers.dhl.standin.server import DhlStandin
from standins import Weather, serve


def main(port: int = 0, weather: str = "fine", seed: int = 1) -> None:
    """Serve on the loopback address until interrupted. Prints the address and what to log in with.

    port     0 takes a free one
    weather  one of `standins.weather.NAMES`
    """
    standin = DhlStandin(weather=Weather(weather, seed=seed))

    def started(address: str) -> None:
        sys.stdout.write(
            f"DHL stand-in: {address}\n"
            f"  app              key {DEMO_APP_KEY}, secret {DEMO_APP_SECRET}\n"
            f"  portal user      {DEMO_USER}, password {DEMO_PASSWORD}\n"
            f"  without returns  {USER_WITHOUT_RETURNS}, the same password\n"
            f"  billing numbers  {', '.join(sorted(BILLING_NUMBERS))}; "
            f"with an enclosed return: {ENCLOSED_RETURN}\n"
            f"  receivers        {', '.join(sorted(RECEIVERS))}; weather: {weather}\n"
            f"  controls         {address}/_standin/weather, /ledger, /shipments, /close-day, /scan,\n"
            f"                   /access\n"
        )
        sys.stdout.flush()

    serve(standin, port, started)
