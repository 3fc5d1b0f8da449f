"""The stand-in of Hermes as a program of its own."""

import re
import signal
import subprocess
import sys

import httpx

from adapters.carriers.hermes.standin import DEMO_CLIENT, DEMO_CLIENT_SECRET, DEMO_PASSWORD, DEMO_USER
from tests.specs import ROOT


def test_it_serves_until_interrupted_and_says_how_to_log_in() -> None:
    program = "from adapters.carriers.hermes.standin import main; main(port=0, weather='fine', seed=2)"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = "".join(process.stdout.readline() for _ in range(7))
        address = re.search(r"http://127[.]0[.]0[.]1:\d+", said)
        assert address is not None
        form = {
            "grant_type": "password",
            "client_id": DEMO_CLIENT,
            "client_secret": DEMO_CLIENT_SECRET,
            "username": DEMO_USER,
            "password": DEMO_PASSWORD,
        }
        assert all(value in said for key, value in form.items() if key != "grant_type")
        answer = httpx.post(f"{address[0]}/authorization-facade/oauth2/access_token", data=form)
        assert answer.json()["token_type"] == "Bearer"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""
