"""Labels bought at Hermes: what goes out, what comes back, and what a lost answer is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import stamina

from adapters.carriers.hermes.standin import Contract
from core.errors import InvalidValue, Throttled
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    Size,
)
from ports import Capability, NotOffered
from tests.contract.hermes import CONSUMER, HermesBench

RETURN = LabelKind.RETURN
SHIPMENT = LabelKind.SHIPMENT


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture
def bench() -> HermesBench:
    return HermesBench.of()


def _only(label: Label) -> Document:
    (document,) = label.documents
    return document


def test_a_shipment_label_has_number_handle_and_paper(bench: HermesBench) -> None:
    label = bench.bought()
    assert bench.standin.bought() == [(SHIPMENT, "A-1", label.number)]
    assert (label.kind, label.reference, label.notices) == (SHIPMENT, "A-1", ())
    assert label.carrier_ids == {"shipmentID": label.number, "shipmentOrderID": label.handle}
    assert label.number.startswith("H")
    assert len(label.number) == 20
    assert (_only(label).role, _only(label).format) == (DocumentRole.LABEL, DocumentFormat.PDF)


def test_an_awkward_address_arrives_unchanged(bench: HermesBench) -> None:
    bench.bought()
    body = bench.wire.body()
    assert body["receiverName"] == {"firstname": "Zoë", "lastname": "Großmüller"}
    assert body["receiverAddress"] == {
        "street": "Königstraße 12 a-c/3. OG",
        "zipCode": "01067",
        "town": "Dresden",
        "countryCode": "DE",
        "addressAddition": "bei Łukasz",
    }
    assert body["senderName"] == {"firstname": "Lena Muster", "lastname": "Muster Handel"}
    assert body["senderAddress"]["houseNumber"] == "4"
    assert (body["clientReference"], body["clientReference2"]) == ("A-1", "O-77")
    assert body["parcel"] == {"parcelWeight": 1234}
    assert "receiverContact" not in body
    assert "service" not in body


def test_the_request_says_who_asks_and_in_which_language(bench: HermesBench) -> None:
    bench.bought()
    for request in bench.wire.requests:
        assert request.headers["user-agent"].startswith("otto-app/")
    assert bench.wire.sent()[-1].headers["accept-language"] == "DE"
    assert bench.wire.sent()[-1].headers["accept"] == "application/shippinglabel-pdf+json"


@pytest.mark.parametrize(("dpi", "options"), [("203", {}), ("300", {"dpi": "300"})])
def test_zpl_is_asked_for_with_its_resolution(bench: HermesBench, dpi: str, options: dict[str, str]) -> None:
    label = bench.bought(format=DocumentFormat.ZPL, options=options)
    assert bench.wire.sent()[-1].headers["accept"] == f"application/shippinglabel-zpl+json;dpi={dpi}"
    assert _only(label).format is DocumentFormat.ZPL


def test_a_consumer_abroad_is_told_with_phone_and_mail(bench: HermesBench) -> None:
    abroad = replace(CONSUMER, country="FR", postal_code="75007", city="Paris")
    bench.bought(consumer=abroad)
    assert bench.wire.body()["receiverContact"] == {"phone": abroad.phone, "mail": abroad.email}


def test_a_warning_comes_beside_the_label_without_the_telephone_number(bench: HermesBench) -> None:
    label = bench.bought(consumer=replace(CONSUMER, country="FR", postal_code="75007", phone="12345"))
    (notice,) = label.notices
    assert (notice.code, notice.field) == ("w031", "consumer.phone")
    assert "12345" not in notice.words.de


def test_size_class_and_services_reach_hermes() -> None:
    bench = HermesBench.of(parcel_class="M", customer_alert="true")
    bench.bought(size=Size(300, 200, 101), options={"signatureService": "true", "productType": "PARCEL"})
    body = bench.wire.body()
    assert body["parcel"] == {
        "parcelWeight": 1234,
        "parcelClass": "M",
        "productType": "PARCEL",
        "parcelDepth": 300,
        "parcelWidth": 200,
        "parcelHeight": 101,
        "parcelVolume": 61,
    }
    alert = {"notificationType": "EMAIL", "notificationEmail": CONSUMER.email}
    assert body["service"] == {"signatureService": True, "customerAlertService": alert}


def test_the_address_stored_at_hermes_is_used_where_the_settings_say_so() -> None:
    bench = HermesBench.of(merchant_address="contract")
    bench.bought(merchant=replace(bench.order().merchant, name="Ф"))
    assert not {"senderName", "senderAddress"} & bench.wire.body().keys()
    bench.bought(RETURN, "A-2")
    assert not {"receiverName", "receiverAddress"} & bench.wire.body().keys()


def test_a_return_from_an_address_has_the_consumer_as_its_sender(bench: HermesBench) -> None:
    label = bench.bought(RETURN)
    body = bench.wire.body()
    assert body["senderName"]["lastname"] == "Großmüller"
    assert body["receiverName"]["lastname"] == "Muster Handel"
    assert body["clientReference"] == "A-1"
    assert bench.standin.bought() == [(RETURN, "A-1", label.number)]
    assert label.carrier_ids == {"shipmentID": label.number, "returnOrderID": label.handle}
    assert _only(label).role is DocumentRole.RETURN_LABEL


@pytest.mark.parametrize(
    "wish", [{"format": DocumentFormat.PNG}, {"options": {"qr": "true", "qrCodeExpiresAfter": "30"}}]
)
def test_a_return_can_come_as_qr_code(bench: HermesBench, wish: dict[str, Any]) -> None:
    label = bench.bought(RETURN, **wish)
    assert (_only(label).role, _only(label).format) == (DocumentRole.QR, DocumentFormat.PNG)


def test_a_return_from_the_way_out_needs_only_its_number() -> None:
    bench = HermesBench.of(return_way="outbound")
    outbound = bench.standin.outbound()
    label = bench.bought(RETURN, outbound=outbound, consumer=replace(CONSUMER, name="Ф" * 60))
    assert bench.wire.body() == {"shipmentID": outbound}
    assert label.number != outbound
    assert label.carrier_ids["originShipmentID"] == outbound


def test_a_return_can_be_made_from_the_order_of_the_way_out() -> None:
    bench = HermesBench.of(Contract(), return_way="outbound")
    sent = bench.bought()
    bench.later(hours=1)
    assert bench.bought(RETURN, outbound=sent.handle).number != sent.number
    assert bench.wire.body() == {"shipmentOrderID": sent.handle}


def test_a_return_too_early_can_be_made_later() -> None:
    bench = HermesBench.of(return_way="outbound")
    sent = bench.bought()
    with pytest.raises(Throttled) as caught:
        bench.bought(RETURN, outbound=sent.number)
    assert caught.value.retry_after == 3600
    assert "e048" in caught.value.text.de
    bench.later(hours=1)
    assert bench.bought(RETURN, outbound=sent.number).kind is RETURN


def test_the_terms_of_the_account_decide_which_returns_are_offered() -> None:
    from_address, from_outbound = HermesBench.of(), HermesBench.of(return_way="outbound")
    answers = (
        from_address.hermes().buy(from_address.order(RETURN, outbound="H" + "1" * 19)),
        from_outbound.hermes().buy(from_outbound.order(RETURN)),
    )
    assert [a.capability for a in answers if isinstance(a, NotOffered)] == [
        Capability.RETURN_OUTBOUND,
        Capability.RETURN,
    ]
    assert not from_address.wire.requests
    assert not from_outbound.wire.requests


def test_what_hermes_does_not_have_is_said_and_nothing_is_sent(bench: HermesBench) -> None:
    hermes = bench.hermes()
    order = bench.order(enclosed_return=True)
    assert hermes.buy(order) == NotOffered(
        Capability.ENCLOSED_RETURN, getattr(hermes.buy(order), "text", None)
    )
    assert isinstance(hermes.validate(bench.order()), NotOffered)
    assert isinstance(hermes.find(RETURN, order.reference, bench.today), NotOffered)
    for kind in LabelKind:
        assert isinstance(hermes.fetch(kind, "70000000002", DocumentFormat.PDF), NotOffered)
        assert hermes.cancel(kind, "70000000002") is Cancellation.NOT_OFFERED
    assert not bench.wire.requests


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consumer": replace(CONSUMER, name="Zoë 🎁")}, "consumer.name"),
        ({"consumer": replace(CONSUMER, name="Zoe\u0308 Muster")}, "consumer.name"),
        ({"consumer": replace(CONSUMER, name="X" * 60)}, "consumer.name"),
        ({"consumer": replace(CONSUMER, city="C" * 31)}, "consumer.city"),
        ({"consumer": replace(CONSUMER, postal_code="123456")}, "consumer.postal_code"),
        ({"consumer": replace(CONSUMER, street="S" * 48, house_number="123")}, "consumer.street"),
        ({"consumer": replace(CONSUMER, street="S" * 40)}, "consumer.house_number"),
        ({"weight_g": 31_501}, "weight_g"),
        ({"reference": "R" * 21}, "reference"),
        ({"reference": "R€"}, "reference"),
        ({"size": Size(2001, 10, 10)}, "size"),
        ({"size": Size(1000, 1000, 1000)}, "size"),
        ({"format": DocumentFormat.PNG}, "format"),
        ({"options": {"signatureservice": "true"}}, "options.signatureservice"),
        ({"options": {"signatureService": "yes"}}, "options.signatureService"),
        ({"options": {"parcelClass": "XXL"}}, "options.parcelClass"),
        (
            {"options": {"customerAlertService": "true"}, "consumer": replace(CONSUMER, email="")},
            "consumer.email",
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field_and_nothing_is_sent(
    bench: HermesBench, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        bench.bought(**changes)
    assert caught.value.field == field
    assert not bench.wire.requests


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"options": {"qrCodeExpiresAfter": "30"}}, "options.qrCodeExpiresAfter"),
        ({"options": {"qr": "true", "qrCodeExpiresAfter": "29"}}, "options.qrCodeExpiresAfter"),
        ({"options": {"hint": "für Sie"}}, "options.hint"),
        ({"consumer": replace(CONSUMER, country="AT"), "format": DocumentFormat.PNG}, "format"),
    ],
)
def test_a_return_that_cannot_be_is_refused_at_its_field(
    bench: HermesBench, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        bench.bought(RETURN, **changes)
    assert caught.value.field == field
    assert not bench.wire.requests


@pytest.mark.parametrize("outbound", ["00340434161094042557", "H123", "1234567890123"])
def test_a_parcel_of_another_carrier_is_no_way_out(outbound: str) -> None:
    bench = HermesBench.of(return_way="outbound")
    with pytest.raises(InvalidValue) as caught:
        bench.bought(RETURN, outbound=outbound)
    assert caught.value.field == "outbound"
    assert not bench.wire.requests


def test_an_order_number_that_does_not_fit_is_left_out_and_said(bench: HermesBench) -> None:
    label = bench.bought(order_number="0" * 21)
    assert "clientReference2" not in bench.wire.body()
    assert [(n.code, n.field) for n in label.notices] == [("order_number_left_out", "order_number")]


def test_the_body_is_utf_8_json(bench: HermesBench) -> None:
    bench.bought()
    request = bench.wire.sent()[-1]
    assert request.headers["content-type"] == "application/json"
    assert "Großmüller" in request.content.decode("utf-8")
    assert json.loads(request.content)
