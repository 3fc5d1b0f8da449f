"""The stand-in from the command line."""

import sys

from adapters.otto.standin.access.tokens import (
    DEMO_APP,
    DEMO_CLIENT,
    DEMO_INSTALLATION,
    DEMO_PARTNER_CLIENT,
    DEMO_PARTNER_SECRET,
    DEMO_SECRET,
)
from adapters.otto.standin.server import OttoStandin
from standins import Weather, serve


def main(port: int = 0, orders: int = 200, seed: int = 1, weather: str = "fine", articles: int = 50) -> None:
    """Serve on the loopback address until interrupted. Prints the address and what to log in with.

    port     0 takes a free one
    orders   generated ones at the start, of what is listed
    articles that are listed at the start, without a quantity yet; 0: orders are of articles that are not
    weather  one of `standins.weather.NAMES`
    """
    standin = OttoStandin.with_everything(
        articles, orders, seed, weather=Weather(weather, seed=seed), limits=True, asks_for_consent=True
    )

    def started(address: str) -> None:
        sys.stdout.write(
            f"OTTO stand-in: {address}\n"
            f"  own app          client id {DEMO_CLIENT}, secret {DEMO_SECRET}\n"
            f"  service partner  client id {DEMO_PARTNER_CLIENT}, secret {DEMO_PARTNER_SECRET},\n"
            f"                   app {DEMO_APP}, installation {DEMO_INSTALLATION}\n"
            f"  orders           {orders}, articles {articles}, seed {seed}; weather: {weather}\n"
            f"  controls         {address}/_standin/weather, /ledger, /orders, /actions, /access,\n"
            "                   /assortment, /buy, /sales, /quantities, /switches, /verdicts, /categories,\n"
            "                   /writes, /faults, /shipments, /returns, /return-shipments\n"
        )
        sys.stdout.flush()

    serve(standin, port, started)
