"""Labels are paid for once, however often the process that buys them is killed."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from standins import Weather, serving
from standins.weather import Spell
from tests.chaos.town import ROUNDS, chance
from tests.contract.command_line import CommandLine
from tests.contract.test_command_line_labels import ANSWERS, CONSUMER, SENDER, STANDINS


@pytest.mark.parametrize("carrier", ["dhl", "hermes"])
def test_no_label_is_paid_twice(carrier: str, tmp_path: Path) -> None:
    """DHL cannot be asked for a reference, Hermes can."""
    standin = STANDINS[carrier]()
    (tmp_path / "answers.json").write_text(json.dumps({**SENDER, **ANSWERS[carrier]}))
    (tmp_path / "to.json").write_text(json.dumps(CONSUMER))
    luck = chance()
    with serving(standin) as address:
        line = CommandLine(tmp_path / "home", address, carrier)
        assert line.run("account", "add", "shop").status == 0
        answers = str(tmp_path / "answers.json")
        assert line.run("activate", carrier, "--account", "shop", "--answers", answers).status == 0
        for number in range(2 * ROUNDS):
            words = (
                *("label", "--account", "shop", "--carrier", carrier, "--kind", "shipment"),
                *("--reference", f"order-{number:05d}", "--to", str(tmp_path / "to.json")),
            )
            standin.weather = weather = Counted()
            with line.started(*words) as process:
                _wait_for_a_call(weather, process, 1.5 * luck.random())
                process.kill()
                process.wait()
            standin.weather = Weather()
            line.run(*words)
        bought = [(str(kind), reference, number) for kind, reference, number in standin.bought()]
        references = [reference for _, reference, _ in bought]
        assert len(references) == len(set(references)), "paid twice"
        rows = line.run("labels", "--account", "shop", "--json").rows
        known = {row["reference"]: row for row in rows}
        for _, reference, number in bought:
            row = known[reference]
            # Known here with its number, or shown to a person as open: never lost, never believed unbought.
            assert row["number"] == number or row["state"] == "outcome_unknown"
        for row in rows:
            if row["state"] == "bought":
                assert row["reference"] in references


class Counted(Weather):
    """Slow, and counts the calls that came."""

    def __init__(self) -> None:
        super().__init__("slow", rate=1.0, delay=0.4)
        self.calls = 0

    def next(self, path: str) -> Spell:
        self.calls += 1
        return super().next(path)


def _wait_for_a_call(weather: Counted, process: subprocess.Popen[str], then: float) -> None:
    """Until the process has begun to talk to the carrier, and a moment longer."""
    ends = time.monotonic() + 60
    while weather.calls == 0 and process.poll() is None and time.monotonic() < ends:
        time.sleep(0.02)
    time.sleep(then)
