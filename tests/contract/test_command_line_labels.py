"""Labels with the commands that a seller types: bought once, found again, or left open for a person."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import stamina

from adapters.carriers.dhl.standin import DhlStandin
from adapters.carriers.gls.standin import GlsStandin
from adapters.carriers.hermes.standin import HermesStandin
from standins import Weather, serving
from tests.contract.command_line import CommandLine

SENDER: Final = {
    "environment": "sandbox",
    "sender_name": "Muster Versand",
    "sender_street": "Werkstraße",
    "sender_house_number": "7",
    "sender_postal_code": "20095",
    "sender_city": "Hamburg",
}
#: Only the fields that every seller of the carrier has.
ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "dhl": {
        "app_key": "demo-app-key",
        "app_secret": "demo-app-secret",
        "user": "demo-user",
        "password": "demo-password",
        "billing_number": "33333333330102",
        "return_billing_number": "33333333330701",
        "receiver_id": "deu",
    },
    "gls": {
        "client_id": "demo-client",
        "client_secret": "demo-secret",
        "contact_id": "demo-contact",
        "app_id": "sandbox",
    },
    "hermes": {
        "client_id": "demo-client",
        "client_secret": "demo-client-secret",
        "user": "demo-user",
        "password": "demo-password",
    },
}
STANDINS: Final[Mapping[str, type[Any]]] = {"dhl": DhlStandin, "gls": GlsStandin, "hermes": HermesStandin}
CONSUMER: Final = {
    "name": "Zoë Groß",
    "street": "Schulstraße",
    "house_number": "12 a",
    "postal_code": "01067",
    "city": "Dresden",
    "country": "DE",
    "weight_g": 999,
}


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@contextmanager
def active(carrier: str, folder: Path) -> Iterator[tuple[CommandLine, Any]]:
    standin = STANDINS[carrier]()
    (folder / "answers.json").write_text(json.dumps({**SENDER, **ANSWERS[carrier]}))
    (folder / "to.json").write_text(json.dumps(CONSUMER))
    with serving(standin) as address:
        line = CommandLine(folder / "home", address, carrier)
        assert line.run("account", "add", "shop").status == 0
        said = line.run("activate", carrier, "--account", "shop", "--answers", str(folder / "answers.json"))
        assert said.status == 0, said.err
        yield line, standin


def _label(line: CommandLine, kind: str, folder: Path, *more: str) -> tuple[int, str, str]:
    said = line.run(
        *("label", "--account", "shop", "--carrier", line.app, "--kind", kind),
        *("--reference", "order-4711-x", "--to", str(folder / "to.json"), *more),
    )
    return said.status, said.out.strip(), said.err


def _rows(line: CommandLine) -> list[dict[str, Any]]:
    return line.run("labels", "--account", "shop", "--json").rows


@pytest.mark.parametrize("carrier", STANDINS)
@pytest.mark.parametrize("kind", ["shipment", "return"])
def test_the_same_reference_gives_the_same_label(carrier: str, kind: str, tmp_path: Path) -> None:
    with active(carrier, tmp_path) as (line, standin):
        paper = tmp_path / "label.pdf"
        first = _label(line, kind, tmp_path, "--out", str(paper))
        assert first[0] == 0, first[2]
        assert paper.read_bytes().startswith(b"%PDF-")
        again = _label(line, kind, tmp_path)
        assert again[:2] == first[:2]
        assert _bought(standin) == 1
        assert [(row["number"], row["state"], row["kind"]) for row in _rows(line)] == [
            (first[1].splitlines()[0], "bought", kind)
        ]


def _bought(standin: Any) -> int:
    return len(standin.bought())


@pytest.mark.parametrize("carrier", ["gls", "hermes"])
def test_a_lost_answer_is_settled_by_looking(carrier: str, tmp_path: Path) -> None:
    with active(carrier, tmp_path) as (line, standin):
        standin.weather = Weather.listed("fine", "answer_lost")  # the token, then the label
        status, _, complaint = _label(line, "shipment", tmp_path)
        assert status == 1
        assert "outcome unknown" in complaint
        assert _rows(line)[0]["state"] == "outcome_unknown"
        status, number, complaint = _label(line, "shipment", tmp_path)
        assert status == 0, complaint
        assert _rows(line)[0]["number"] == number.splitlines()[0]
        assert _bought(standin) == 1


@pytest.mark.parametrize("carrier", ["gls", "hermes"])
def test_a_pass_settles_what_is_open(carrier: str, tmp_path: Path) -> None:
    with active(carrier, tmp_path) as (line, standin):
        standin.weather = Weather.listed("fine", "answer_lost")  # the token, then the label
        assert _label(line, "shipment", tmp_path)[0] == 1
        said = line.run("sync", carrier, "--account", "shop")
        assert said.status == 0, said.err
        assert said.out.startswith("labels: 1 settled, 0 open\naccess: ")
        assert " granted, 0 missing\nprivacy: " in said.out
        assert [row["state"] for row in _rows(line)] == ["bought"]
        row = _status(line)
        assert row["last_success"] is not None
        assert row["counts"] == {"bought": 1}
        assert _bought(standin) == 1


def test_a_pass_leaves_to_a_person_what_dhl_cannot_be_asked_for(tmp_path: Path) -> None:
    with active("dhl", tmp_path) as (line, standin):
        standin.weather = Weather.listed("fine", "answer_lost")
        assert _label(line, "shipment", tmp_path)[0] == 1
        said = line.run("sync", "dhl", "--account", "shop", "--only", "labels")
        assert (said.status, said.out) == (0, "labels: 0 settled, 1 open\n")
        assert "1 of unknown outcome" in said.err
        assert [row["state"] for row in _rows(line)] == ["outcome_unknown"]
        assert _status(line)["counts"] == {"outcome_unknown": 1}


def test_a_pass_that_is_denied_access_stops_the_app(tmp_path: Path) -> None:
    with active("gls", tmp_path) as (line, standin):
        standin.weather = Weather.listed("fine", "answer_lost")
        assert _label(line, "shipment", tmp_path)[0] == 1
        standin.door.apps.clear()
        standin.door.revoke_tokens()
        said = line.run("sync", "gls", "--account", "shop")
        assert said.status == 1
        assert "client secret" in said.err
        row = _status(line)
        assert row["state"] == "needs_access"
        assert row["last_success"] is None
        assert row["last_failure"] == row["reason"]


def _status(line: CommandLine) -> dict[str, Any]:
    rows = line.run("status", "--account", "shop", "--json").rows
    return next(row for row in rows if row["app"] == line.app)


def test_a_lost_answer_of_dhl_stays_open_until_a_person_says(tmp_path: Path) -> None:
    with active("dhl", tmp_path) as (line, standin):
        standin.weather = Weather.listed("fine", "answer_lost")  # the token, then the label
        for _ in range(3):
            status, _, complaint = _label(line, "shipment", tmp_path)
            assert status == 1
            assert "carrier's own portal" in complaint
            assert "label-decide --account shop --carrier dhl --kind shipment" in complaint
        assert _bought(standin) == 1
        words = ("label-decide", "--account", "shop", "--carrier", "dhl", "--kind", "shipment")
        said = line.run(*words, "--reference", "order-4711-x", "--bought", "00340434161094000000")
        assert said.status == 0
        assert _label(line, "shipment", tmp_path)[:2] == (0, "00340434161094000000")
        assert _bought(standin) == 1


@contextmanager
def _without_sender(folder: Path) -> Iterator[CommandLine]:
    (folder / "answers.json").write_text(json.dumps({"environment": "sandbox", **ANSWERS["gls"]}))
    with serving(GlsStandin()) as address:
        line = CommandLine(folder / "home", address, "gls")
        line.run("account", "add", "shop")
        yield line


def _activated(line: CommandLine, folder: Path) -> Any:
    return line.run("activate", "gls", "--account", "shop", "--answers", str(folder / "answers.json"))


def test_an_activation_without_a_sender_says_how_to_give_one(tmp_path: Path) -> None:
    with _without_sender(tmp_path) as line:
        said = _activated(line, tmp_path)
        assert said.status == 0
        assert "activate gls --set sender_name" in said.err


def test_at_a_terminal_the_sender_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app_center.cli.activate._at_terminal", lambda: True)
    monkeypatch.setattr(
        "app_center.cli.activate._prompt", lambda field, _: SENDER.get(field.key, field.default or "")
    )
    with _without_sender(tmp_path) as line:
        assert _activated(line, tmp_path).status == 0
        (tmp_path / "to.json").write_text(json.dumps(CONSUMER))
        assert _label(line, "shipment", tmp_path)[0] == 0
        assert "sender" not in _activated(line, tmp_path).err


def test_another_address_under_the_same_reference_is_refused(tmp_path: Path) -> None:
    with active("gls", tmp_path) as (line, standin):
        assert _label(line, "shipment", tmp_path)[0] == 0
        (tmp_path / "to.json").write_text(json.dumps({**CONSUMER, "city": "Leipzig"}))
        status, _, complaint = _label(line, "shipment", tmp_path)
        assert (status, _bought(standin)) == (1, 1)
        assert "this reference was used for another order" in complaint


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"postal_code": 1067}, "postal_code is a text in quotes"),
        ({"weight_g": 1.5}, "weight_g is a whole number of grams"),
        ({"zip": "01067"}, "'zip' is not known here"),
        ({"name": ""}, "name is missing"),
        ({"name": "N" * 300}, "consumer.name"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_bought(
    change: Mapping[str, Any], complaint: str, tmp_path: Path
) -> None:
    with active("gls", tmp_path) as (line, standin):
        (tmp_path / "to.json").write_text(json.dumps({**CONSUMER, **change}))
        status, _, said = _label(line, "shipment", tmp_path)
        assert status == 1
        assert complaint in said
        assert _bought(standin) == 0
