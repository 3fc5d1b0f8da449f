"""The stand-in of OTTO that all programs of this benchmark read from: `python standin.py ORDERS`."""

import sys
import threading

from adapters.otto.standin import OttoStandin
from standins.server import serving


def main(orders: int) -> None:
    with serving(OttoStandin.with_orders(orders, seed=2)) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
