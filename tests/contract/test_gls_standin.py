"""The stand-in behind a real socket, and the plug-in as the host finds it."""

import subprocess
import sys

import httpx
import pytest

from adapters.carriers.gls.carrier import Gls
from adapters.carriers.gls.manifest import INFO, MANIFEST
from adapters.carriers.gls.plugin import app_center_carriers
from adapters.carriers.gls.standin import DEMO_CLIENT, DEMO_CONTACT, DEMO_SECRET, GlsStandin
from app_center.outgoing import Outgoing
from core.apps import AccountId
from core.errors import InvalidValue, Refused
from core.parcel import DocumentFormat, Label, LabelKind, ParcelState
from core.secret import Secret
from ports import Connection
from standins import serving
from tests.contract.gls import BY_ORDER, CLASSIC, PORTAL, SECRETS, order
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens, connected
from tests.specs import ROOT


@pytest.mark.parametrize("settings", [PORTAL, BY_ORDER, CLASSIC], ids=["portal", "by_order", "classic"])
def test_all_servers_may_be_one_address(settings: dict[str, str]) -> None:
    """As when the operator sends them all elsewhere, with the host's own clients."""
    standin = GlsStandin()
    with serving(standin) as address:
        outgoing = Outgoing({"gls": address})
        account = AccountId("a")
        gls = Gls(
            Connection(
                settings,
                {name: Secret(value) for name, value in SECRETS.items()},
                lambda server: outgoing.client(account, MANIFEST, server, settings),
                RememberedTokens(),
                HandClock(standin.clock()),
            )
        )
        for kind in LabelKind:
            label = gls.buy(order(kind, f"A-{kind}"))
            assert isinstance(label, Label)
            assert gls.fetch(kind, label.handle, DocumentFormat.PDF) == label.documents
        outgoing.close()
    assert [entry[1] for entry in standin.bought()] == ["A-shipment", "A-return"]


def test_the_classic_server_is_the_customers_own_host_below_gls() -> None:
    outgoing = Outgoing({})
    client = outgoing.client(AccountId("a"), MANIFEST, "classic", {"classic_host": "shipit-wbm-test01"})
    assert str(client.base_url).rstrip("/") == "https://shipit-wbm-test01.gls-group.eu"
    with pytest.raises(InvalidValue) as caught:
        outgoing.client(AccountId("a"), MANIFEST, "classic", {"classic_host": "evil.example/"})
    assert caught.value.field == "classic_host"
    with pytest.raises(InvalidValue):
        outgoing.client(AccountId("a"), MANIFEST, "classic")
    outgoing.close()


def test_a_message_with_letters_beyond_ascii_comes_over_a_real_socket() -> None:
    def answering(environ: object, start_response: object) -> list[bytes]:
        message = "Straße ungültig".encode().decode("latin-1")
        start_response(  # type: ignore[operator]
            "400 Bad Request", [("error", "COMMON"), ("message", message), ("Content-Length", "0")]
        )
        return [b""]

    with serving(answering) as address, httpx.HTTPTransport() as wire:
        gls = Gls(connected(wire, CLASSIC, SECRETS, HandClock(), base_url=address))
        with pytest.raises(Refused) as caught:
            gls.buy(order(LabelKind.SHIPMENT))
    assert [complaint.text for complaint in caught.value.complaints] == ["Straße ungültig"]


def test_the_controls_move_a_parcel_and_show_what_was_bought() -> None:
    standin = GlsStandin()
    with serving(standin) as address, httpx.HTTPTransport() as wire:
        clock = HandClock(standin.clock())
        gls = Gls(connected(wire, PORTAL, SECRETS, clock, base_url=address))
        label = gls.buy(order(LabelKind.SHIPMENT))
        assert isinstance(label, Label)
        with httpx.Client(base_url=address) as client:
            moved = {"number": label.number, "status": "INDELIVERY"}
            assert client.post("/_standin/move", json=moved).json() == moved
            wrong = client.post("/_standin/move", json={"number": label.number, "status": "LOST"})
            assert wrong.status_code == 400
            assert client.get("/_standin/bought").json() == [["shipment", "A-1", label.number]]
            client.post("/_standin/revoke")
        tracked = gls.track([label.number])
        assert tracked[label.number].state is ParcelState.OUT_FOR_DELIVERY  # type: ignore[index]


def test_the_command_serves_until_it_is_ended() -> None:
    code = "from adapters.carriers.gls.standin import main; main(port=0, weather='fine', seed=1)"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            words, _, address = process.stdout.readline().strip().partition(": ")
            assert words == "GLS stand-in"
            assert httpx.get(f"{address}/_standin/bought", timeout=10).json() == []
        finally:
            process.terminate()


def test_the_plugin_offers_gls_with_all_that_it_can() -> None:
    (kind,) = app_center_carriers()
    assert kind.manifest is MANIFEST
    assert kind.info is INFO
    assert kind.manifest.key == "gls"


def test_the_rehearsal_is_fresh_each_time_and_opens() -> None:
    (kind,) = app_center_carriers()
    first, second = kind.rehearse(), kind.rehearse()
    secrets = {name: value.reveal() for name, value in first.secrets.items()}
    gls = kind.open(connected(first.transport, first.settings, secrets, HandClock()))
    assert gls.info == INFO
    for wanted in LabelKind:
        gls.buy(order(wanted, f"A-{wanted}"))
    assert [entry[:2] for entry in first.bought()] == [
        (LabelKind.SHIPMENT, "A-shipment"),
        (LabelKind.RETURN, "A-return"),
    ]
    assert second.bought() == []
    assert first.outbound() is None
    assert [check.works for check in gls.check()] == [True, True]
    assert (DEMO_CLIENT, DEMO_SECRET, DEMO_CONTACT) == ("demo-client", "demo-secret", "demo-contact")
