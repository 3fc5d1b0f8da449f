"""The answers of one carrier's stand-in to a login and a purchase, over and over: python standin.py CARRIER

Recorded once and told to everybody, whatever he asks: both programs read the same bytes, also where one of
them writes a request that the carrier would refuse.
"""

import sys
import threading
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import httpx

from benchmarks.labels.ours import Clock, Shelf, order
from core.parcel import Label
from ports import Connection
from standins.server import serving


def recorded(carrier: str) -> dict[tuple[str, str], httpx.Response]:
    (kind,) = import_module(f"adapters.carriers.{carrier}.plugin").app_center_carriers()
    rehearsal = kind.rehearse()
    answers: dict[tuple[str, str], httpx.Response] = {}

    def keep(answer: httpx.Response) -> None:
        answer.read()
        answers[answer.request.method, answer.request.url.path] = answer

    http = httpx.Client(
        transport=rehearsal.transport, base_url="http://carrier.test", event_hooks={"response": [keep]}
    )
    carrier_opened = kind.open(
        Connection(rehearsal.settings, rehearsal.secrets, lambda _: http, Shelf(), Clock())
    )
    assert isinstance(carrier_opened.buy(order(0)), Label)
    return answers


def main(carrier: str) -> None:
    answers = recorded(carrier)

    def tell(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        answer = answers[environ["REQUEST_METHOD"], environ["PATH_INFO"]]
        length = ("Content-Length", str(len(answer.content)))
        start(f"{answer.status_code} OK", [("Content-Type", answer.headers["Content-Type"]), length])
        return [answer.content]

    with serving(tell) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
