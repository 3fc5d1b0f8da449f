"""Return numbers made when a parcel is reported: from a carrier, a range, or the tracking number itself."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import stamina

from adapters.otto.standin import OttoStandin, State
from standins import serving
from tests.contract.command_line import CommandLine
from tests.contract.test_command_line_dispatch import PARCEL, SENDER, activate, come_in, dispatch
from tests.contract.test_command_line_labels import ANSWERS, CONSUMER, STANDINS
from tests.contract.test_command_line_labels import SENDER as CARRIER_SENDER

SHOP = ("--account", "shop")


@dataclass(frozen=True, slots=True)
class ManyApps(CommandLine):
    """With the servers of several apps."""

    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "APP_CENTER_HOME": str(self.home),
            "APP_CENTER_BASE_URLS": json.dumps(dict(self.addresses)),
            "APP_CENTER_LOG_LEVEL": "info",
        }


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(0)


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[ManyApps]:
    with ExitStack() as stack:
        servers = {"otto": otto, **{name: standin() for name, standin in STANDINS.items()}}
        addresses = {name: stack.enter_context(serving(server)) for name, server in servers.items()}
        line = ManyApps(tmp_path / "home", addresses["otto"], addresses=addresses)
        assert line.run("account", "add", "shop").status == 0
        yield line


def open_carrier(line: CommandLine, carrier: str) -> None:
    answers = line.home / f"{carrier}.json"
    answers.write_text(json.dumps({**CARRIER_SENDER, **ANSWERS[carrier]}))
    said = line.run("activate", carrier, *SHOP, "--answers", str(answers))
    assert said.status == 0, said.err


def an_order(line: CommandLine, otto: OttoStandin) -> str:
    order = otto.place_visible(skus=["A"])
    come_in(line)
    return order


@pytest.mark.parametrize(("carrier", "code"), [("dhl", "DHL"), ("gls", "GLS"), ("hermes", "HERMES")])
def test_a_number_is_made_by_the_chosen_carrier_whoever_brings_the_parcel(
    line: ManyApps, otto: OttoStandin, carrier: str, code: str, tmp_path: Path
) -> None:
    open_carrier(line, carrier)
    activate(line, *SENDER, "--set", f"return_carrier={carrier}")
    order = an_order(line, otto)
    said = line.run("dispatch", *SHOP, "--order", order, "--carrier", "DPD", "--tracking", "01234567890123")
    assert said.out == "1 accepted\n", said.err
    (row,) = line.run("dispatches", *SHOP, "--json").rows
    assert row["return_carrier"] == code
    assert not [warning for warning in row["warnings"] if "return number" in warning]
    (entry,) = line.run("return-numbers", *SHOP, "--json").rows
    assert (entry["number"], entry["source"], entry["state"]) == (row["return_number"], "label", "accepted")
    assert "must not go into the parcel" in entry["document"]
    assert list(otto.books.return_numbers()) == [(code, row["return_number"])]
    out = tmp_path / "return.pdf"
    assert line.run("return-numbers", "document", entry["number"], *SHOP, "--out", str(out)).status == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_a_label_is_bought_once_however_often_it_is_said(line: ManyApps, otto: OttoStandin) -> None:
    open_carrier(line, "dhl")
    activate(line, *SENDER, "--set", "return_carrier=dhl")
    order = an_order(line, otto)
    words = ("--order", order, "--carrier", "DHL")
    said = line.run("dispatch", *SHOP, *words)
    assert "DHL needs a tracking number" in said.err
    said = line.run("dispatch", *SHOP, *words, "--tracking", "00340434161094015902")
    assert said.out == "1 accepted\n", said.err
    assert len(line.run("labels", *SHOP, "--json").rows) == 1


def test_a_label_of_an_order_makes_the_return_number_with_it(
    line: ManyApps, otto: OttoStandin, tmp_path: Path
) -> None:
    open_carrier(line, "dhl")
    activate(line, *SENDER, "--set", "return_carrier=dhl")
    order = an_order(line, otto)
    (tmp_path / "to.json").write_text(json.dumps(CONSUMER))
    words = ("--carrier", "dhl", "--kind", "shipment", "--reference", "order-4711", "--order", order)
    said = line.run("label", *SHOP, *words, "--to", str(tmp_path / "to.json"))
    assert said.status == 0, said.err
    assert "must not go into the parcel" in said.err
    number = said.out.split()[0]
    (entry,) = line.run("return-numbers", *SHOP, "--json").rows
    assert (entry["state"], entry["parcel"]) == ("issued", f"DHL {number}")
    said = line.run("dispatch", *SHOP, "--order", order, "--carrier", "DHL", "--tracking", number)
    assert said.out == "1 accepted\n", said.err
    (entry,) = line.run("return-numbers", *SHOP, "--json").rows
    assert (entry["state"], entry["source"]) == ("accepted", "label")


def test_a_range_is_used_up_number_by_number_and_its_end_foreseen(line: ManyApps, otto: OttoStandin) -> None:
    open_carrier(line, "dhl")
    activate(line, *SENDER, "--set", "return_carrier=dhl")
    words = ("--carrier", "DHL", "--from", "99999000001", "--to", "99999000003")
    assert line.run("return-numbers", "range", *SHOP, *words).out == "1 DHL 3\n"
    for at, number in enumerate(("999990000018", "999990000025")):
        order = an_order(line, otto)
        assert dispatch(line, order, tracking=f"H123456789012345678{at}").status == 0
        assert line.run("dispatches", *SHOP, "--json").rows[0]["return_number"] == number
    (row,) = line.run("return-numbers", "ranges", *SHOP, "--json").rows
    assert row["left"] == 1
    assert row["runs_dry_on"]
    assert line.run("labels", *SHOP, "--json").rows == []


def test_the_tracking_number_of_hermes_serves_if_it_is_ticked(line: ManyApps, otto: OttoStandin) -> None:
    open_carrier(line, "hermes")
    ticked = ("--set", "return_carrier=hermes", "--set", "hermes_tracking_as_return_number=true")
    activate(line, *SENDER, *ticked)
    order = an_order(line, otto)
    assert dispatch(line, order).status == 0
    (entry,) = line.run("return-numbers", *SHOP, "--json").rows
    assert (entry["number"], entry["source"]) == (PARCEL, "tracking")
    assert otto.item_ids(order, State.SENT)


def test_a_withdrawn_parcel_sets_its_number_free(line: ManyApps, otto: OttoStandin) -> None:
    activate(line)
    order = an_order(line, otto)
    assert dispatch(line, order, "--return-number", "577546565072", "--return-carrier", "DHL").status == 1
    assert line.run("dispatch-withdraw", *SHOP, "--id", "1").status == 0
    (entry,) = line.run("return-numbers", *SHOP, "--json").rows
    assert entry["state"] == "free"
    assert line.run("return-numbers", "find", "nothing", *SHOP).status == 1
