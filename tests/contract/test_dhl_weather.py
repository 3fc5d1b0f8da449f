"""DHL in bad weather: a label is bought at most once, whatever becomes of the answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import stamina

from adapters.carriers.dhl.carrier import Dhl
from adapters.carriers.dhl.tokens import WrongCredentials
from core.errors import (
    AccessDenied,
    BrokenReply,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.parcel import Cancellation, DocumentFormat, LabelKind, LabelOrder
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.dhl import (
    SECRETS,
    SETTINGS,
    DhlBench,
    always,
    answering,
    bought,
    returning,
    shipment,
)
from tests.fakes.clock import HandClock
from tests.fakes.connections import connected

ORDERS = "/parcel/de/shipping"
Order = Callable[[], LabelOrder]
KINDS = pytest.mark.parametrize("order", [shipment, returning], ids=["shipment", "return"])


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


def under(*spells: str | Spell, only: str = ORDERS) -> DhlBench:
    """Weather over the interfaces, but not over the token."""
    bench = DhlBench.new()
    bench.checks_answers = False
    bench.standin.weather = Weather.listed(*spells, only=only)
    return bench


@KINDS
@pytest.mark.parametrize(
    ("spell", "error", "bought"),
    [
        (Kind.ANSWER_LOST, OutcomeUnknown, 1),
        (Spell(Kind.TRUNCATED, cut="json"), OutcomeUnknown, 1),
        (Spell(Kind.TRUNCATED, cut="length"), OutcomeUnknown, 1),
        (Spell(Kind.SLOW, seconds=90), OutcomeUnknown, 1),
        (Kind.HTML_502, OutcomeUnknown, 0),
        (Spell(Kind.RESET_BEFORE), OutcomeUnknown, 0),
        (Spell(Kind.RESET_BEFORE, refused=True), Unreachable, 0),
        (Spell(Kind.STORM_429, html=True, seconds=3, retry_after="seconds"), Throttled, 0),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Spell) else None,
)
def test_a_purchase_is_sent_once_and_never_taken_for_granted(
    order: Order, spell: str | Spell, error: type[RemoteError], bought: int
) -> None:
    bench = under(spell)
    with pytest.raises(error) as failed:
        bench.dhl().buy(order())
    assert type(failed.value) is error
    assert len(bench.standin.bought()) == bought
    assert bench.standin.ledger.count("POST", ORDERS) == 1


@KINDS
def test_a_server_that_is_down_leaves_the_outcome_unknown(order: Order) -> None:
    with pytest.raises(OutcomeUnknown):
        answering(always(500, {"title": "Internal Server Error", "status": 500})).buy(order())


@KINDS
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'"OK"',
        b"{}",
        {"items": []},
        {"items": [{"sstatus": {"status": 200}}]},
        {"items": [{"sstatus": {"status": 200}, "label": {"b64": "JVBERi0xLjQK"}}]},
        {"items": [{"shipmentNo": "00340434", "sstatus": {"status": 200, "statusCode": 500}}]},
        {"items": [{"shipmentNo": "00340434", "sstatus": {"title": "OK"}}]},
        {"items": [{"shipmentNo": "00340434", "sstatus": {"status": 204}}]},
        {"items": [{"shipmentNo": "00340434", "sstatus": {"status": 400}}]},
        {"shipmentNo": "999990000018", "sstatus": {"status": 400}},
        {"sstatus": {"status": 201}, "label": {"b64": "JVBERi0xLjQK"}},
        {"shipmentNo": "999990000018", "sstatus": {"status": 500, "title": "Error"}},
    ],
)
def test_a_yes_that_cannot_be_read_is_no_label_and_no_refusal(order: Order, body: Any) -> None:
    with pytest.raises(OutcomeUnknown):
        answering(always(200, body)).buy(order())


def test_a_number_without_a_readable_paper_is_a_label_with_a_notice() -> None:
    good = {"status": 200, "title": "OK"}
    for paper in (
        None,
        {},
        {"b64": ""},
        {"b64": "%%%"},
        {"b64": "aGVsbG8="},
        {"url": "https://x.test/l"},
        "PDF",
    ):
        item = {"shipmentNo": "00340434", "sstatus": good, "label": paper}
        label = bought(answering(always(200, {"items": [item]})).buy(shipment()))
        assert label.number == "00340434"
        assert label.documents == ()
        assert [notice.code for notice in label.notices] == ["no_document"]
        assert "x.test" not in repr(label)


def test_an_enclosed_return_that_did_not_come_is_noticed() -> None:
    item = {"shipmentNo": "00340434", "sstatus": {"status": 200}, "label": {"b64": "JVBERi0xLjQK"}}
    label = bought(answering(always(200, {"items": [item]})).buy(shipment(enclosed_return=True)))
    assert [notice.code for notice in label.notices] == ["no_document", "no_return_number"]


def test_a_shipment_number_printed_as_a_number_is_a_text() -> None:
    item = {"shipmentNo": 340434310428091700, "sstatus": {"status": 200}, "label": {"b64": "JVBERi0xLjQK"}}
    assert bought(answering(always(200, {"items": [item]})).buy(shipment())).number == "340434310428091700"


def test_reads_and_dry_runs_are_repeated() -> None:
    bench = under("html_502", Spell(Kind.RESET_BEFORE), "fine")
    assert bench.dhl().validate(shipment()) == ()
    assert bench.standin.ledger.count("POST", ORDERS) == 3

    bench = under(Spell(Kind.TRUNCATED, cut="length"), "fine", only="/track")
    label = bought(bench.dhl().buy(shipment()))
    assert bench.dhl().track([label.number])
    bench.standin.weather = Weather.listed("answer_lost", "fine", only=ORDERS)
    assert bench.dhl().fetch(LabelKind.SHIPMENT, label.handle, DocumentFormat.PDF) == label.documents


def test_a_lost_cancellation_is_unknown_and_safe_to_repeat() -> None:
    bench = under()
    dhl = bench.dhl()
    label = bought(dhl.buy(shipment()))
    bench.standin.weather = Weather.listed("answer_lost", only=ORDERS)
    with pytest.raises(OutcomeUnknown):
        dhl.cancel(LabelKind.SHIPMENT, label.handle)
    assert bench.standin.ledger.count("DELETE", ORDERS) == 1
    assert dhl.cancel(LabelKind.SHIPMENT, label.handle) is Cancellation.NOT_KNOWN


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b"", OutcomeUnknown),
        (500, b"", OutcomeUnknown),
        (200, {"items": [{"sstatus": {"statusCode": 206, "title": "GeneralShipmentError"}}]}, OutcomeUnknown),
        (400, {"items": [{"propertyPath": "profile", "message": "missing"}]}, Refused),
        (400, b"no", Refused),
    ],
)
def test_a_cancellation_that_is_no_answer(status: int, body: Any, outcome: type[RemoteError]) -> None:
    with pytest.raises(outcome):
        answering(always(status, body)).cancel(LabelKind.SHIPMENT, "00340434")


def test_one_token_serves_all_interfaces_until_shortly_before_its_end() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    dhl.buy(shipment())
    dhl.buy(returning())
    bench.clock.forward(timedelta(seconds=1700))
    dhl.buy(shipment("AUFTRAG-0002"))
    assert bench.standin.ledger.count("POST", "/parcel/de/account") == 1
    bench.clock.forward(timedelta(seconds=60))
    dhl.buy(shipment("AUFTRAG-0003"))
    assert bench.standin.ledger.count("POST", "/parcel/de/account") == 2


def test_a_token_that_dhl_forgot_is_renewed_once_and_the_label_bought_once() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    dhl.buy(shipment())
    bench.standin.office.revoke_tokens()
    bought(dhl.buy(shipment("AUFTRAG-0002")))
    assert bench.standin.ledger.count("POST", "/parcel/de/account") == 2
    assert len(bench.standin.bought()) == 2


def test_a_password_that_has_expired_is_no_access_and_nothing_is_bought() -> None:
    bench = DhlBench.new()
    bench.standin.office.change(changed_at=bench.clock.now() - timedelta(days=89))
    dhl = bench.dhl()
    dhl.buy(shipment())
    bench.clock.forward(timedelta(days=1))
    with pytest.raises(AccessDenied, match="expired"):
        dhl.buy(shipment("AUFTRAG-0002", on=bench.clock.now().date()))
    assert len(bench.standin.bought()) == 1


@pytest.mark.parametrize(
    ("spells", "error"),
    [
        ((Spell(Kind.RESET_BEFORE),), Unreachable),
        (("html_502",), Unreachable),
        (("truncated",), BrokenReply),
        ((Spell(Kind.STORM_429, html=True),), Throttled),
    ],
    ids=["reset", "502", "truncated", "429"],
)
def test_without_a_token_nothing_is_bought(spells: tuple[str | Spell, ...], error: type[RemoteError]) -> None:
    bench = under(*spells, only="/parcel/de/account")
    if spells == ("truncated",):
        bench.standin.weather = Weather.listed(Spell(Kind.TRUNCATED, cut="json"), only="/parcel/de/account")
    with pytest.raises(error) as failed:
        bench.dhl().buy(shipment())
    assert type(failed.value) is error
    assert bench.standin.ledger.count("POST", ORDERS) == 0


@pytest.mark.parametrize(
    ("status", "body", "fields"),
    [
        (401, {"error": "invalid_client"}, ("app_key", "app_secret")),
        (400, {"error": "invalid_grant"}, ("user", "password")),
        (401, {"title": "Unauthorized", "status": 401}, ("user", "password", "app_key", "app_secret")),
        (401, b"<html>", ("user", "password", "app_key", "app_secret")),
    ],
)
def test_a_refused_token_says_what_may_be_wrong(status: int, body: Any, fields: tuple[str, ...]) -> None:
    with pytest.raises(WrongCredentials) as refused:
        _token_answers(status, body).buy(shipment())
    assert refused.value.fields == fields


def test_a_malformed_token_request_is_a_defect_and_no_wrong_password() -> None:
    with pytest.raises(BrokenReply):
        _token_answers(400, {"error": "unsupported_grant_type"}).buy(shipment())


@pytest.mark.parametrize(
    "body", [b"", {}, {"access_token": ""}, {"access_token": "a b\n"}, {"access_token": 7}]
)
def test_a_token_that_cannot_be_read_is_no_token(body: Any) -> None:
    with pytest.raises(BrokenReply):
        _token_answers(200, body).buy(shipment())


def _token_answers(status: int, body: Any) -> Dhl:
    transport = httpx.MockTransport(always(status, body))
    return Dhl(connected(transport, SETTINGS, SECRETS, HandClock()))


def test_no_error_shows_a_secret_or_an_address() -> None:
    for spell in (Kind.ANSWER_LOST, Kind.HTML_502):
        bench = under(spell)
        with pytest.raises(RemoteError) as failed:
            bench.dhl().buy(shipment())
        shown = (
            f"{failed.value!r} {failed.value.text.en} {failed.value.__cause__!r} {failed.value.__context__!r}"
        )
        assert "Größer" not in shown
        assert "demo-password" not in shown


@pytest.mark.parametrize("status", [200, 400, 422])
def test_a_refusal_that_repeats_the_request_hides_people_and_logins(status: int) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        words = f"{request.content.decode()} {request.headers['Authorization']}"
        remark = {"property": "consignee.city", "validationMessage": words, "validationState": "Error"}
        item = {"sstatus": {"status": 400, "title": words}, "validationMessages": [remark]}
        return httpx.Response(status, json={"items": [item], "title": words, "detail": words})

    for order in (shipment(), returning()):
        with pytest.raises((Refused, OutcomeUnknown)) as failed:
            answering(echo).buy(order)
        shown = f"{failed.value.text.en} {failed.value.text.de} {failed.value!r}"
        assert not any(part in shown for part in ("Größer", "Große Straße", "01067", "Dresden", "demo-token"))


def test_a_word_of_an_address_is_hidden_only_as_a_whole() -> None:
    text = "Die angegebene Straße in Dresden-Neustadt wurde nicht gefunden."
    remark = {"property": "consignee", "validationMessage": text, "validationState": "Error"}
    body = {"items": [{"sstatus": {"status": 400}, "validationMessages": [remark]}]}
    with pytest.raises(Refused) as refused:
        answering(always(400, body)).buy(shipment())
    (complaint,) = refused.value.complaints
    assert complaint.text == "Die angegebene Straße in …-Neustadt wurde nicht gefunden."
