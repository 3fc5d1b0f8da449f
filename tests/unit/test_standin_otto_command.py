"""The stand-in of OTTO as a program of its own."""

import re
import signal
import subprocess
import sys

import httpx

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from tests.specs import ROOT


def test_it_serves_until_interrupted_and_says_how_to_log_in() -> None:
    program = "from adapters.otto.standin import main; main(orders=7, seed=2, weather='fine')"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = "".join(process.stdout.readline() for _ in range(6))
        address = re.search(r"http://127[.]0[.]0[.]1:\d+", said)
        assert address is not None
        assert DEMO_CLIENT in said
        assert DEMO_SECRET in said
        with httpx.Client(base_url=address[0], auth=(DEMO_CLIENT, DEMO_SECRET)) as client:
            form = {"grant_type": "client_credentials", "scope": "orders"}
            token = client.post("/oauth2/token", data=form).json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        orders = httpx.get(f"{address[0]}/v4/orders", headers=headers).json()["resources"]
        assert 0 < len(orders) <= 7
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""
