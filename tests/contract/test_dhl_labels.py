"""Labels at DHL: bought, read, cancelled and fetched again, with the vendor's contract in between."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from core.errors import AccessDenied, InvalidValue, OutcomeUnknown, Refused
from core.parcel import (
    Cancellation,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    ParcelState,
    Party,
    Reference,
    Size,
)
from ports import Capability, NotOffered
from tests.contract.dhl import CONSUMER, MERCHANT, TODAY, DhlBench, bought, returning, shipment


def roles(label: Label) -> list[tuple[DocumentRole, DocumentFormat]]:
    return [(document.role, document.format) for document in label.documents]


def test_a_shipment_label_comes_with_its_number_and_paper() -> None:
    bench = DhlBench.new()
    label = bought(bench.dhl().buy(shipment(size=Size(200, 150, 100))))

    assert bench.standin.bought() == [(LabelKind.SHIPMENT, "AUFTRAG-0001", label.number)]
    assert label.handle == label.number
    assert label.return_number is None
    assert roles(label) == [(DocumentRole.LABEL, DocumentFormat.PDF)]
    page = PdfReader(io.BytesIO(label.documents[0].data)).pages[0].extract_text()
    assert label.number in page
    assert "AUFTRAG-0001" in page


def test_what_is_sent_is_what_was_ordered() -> None:
    bench = DhlBench.new()
    bench.dhl().buy(shipment(size=Size(200, 150, 100), options={"costCenter": "Lager 2"}))

    assert bench.sent() == {
        "profile": "STANDARD_GRUPPENPROFIL",
        "shipments": [
            {
                "product": "V01PAK",
                "billingNumber": "33333333330102",
                "refNo": "AUFTRAG-0001",
                "shipDate": "2026-03-02",
                "costCenter": "Lager 2",
                "shipper": {
                    "name1": "Muster Handel GmbH",
                    "name2": "Lena Muster",
                    "addressStreet": "Lagerweg",
                    "addressHouse": "3",
                    "postalCode": "53113",
                    "city": "Bonn",
                    "country": "DEU",
                    "email": "versand@shop.example",
                },
                "consignee": {
                    "name1": "Änne Größer",
                    "name2": "Hinterhaus",
                    "addressStreet": "Große Straße",
                    "addressHouse": "12 a",
                    "postalCode": "01067",
                    "city": "Dresden",
                    "country": "DEU",
                },
                "details": {
                    "weight": {"uom": "g", "value": 1500},
                    "dim": {"uom": "mm", "length": 200, "width": 150, "height": 100},
                },
            }
        ],
    }


def test_an_enclosed_return_is_a_second_paper_with_its_own_number() -> None:
    bench = DhlBench.new()
    label = bought(bench.dhl().buy(shipment(enclosed_return=True)))

    assert roles(label) == [
        (DocumentRole.LABEL, DocumentFormat.PDF),
        (DocumentRole.RETURN_LABEL, DocumentFormat.PDF),
    ]
    assert label.return_number is not None
    assert label.return_number in PdfReader(io.BytesIO(label.documents[1].data)).pages[0].extract_text()
    retoure = bench.sent()["shipments"][0]["services"]["dhlRetoure"]
    assert retoure["billingNumber"] == "33333333330701"
    assert retoure["returnAddress"]["name1"] == "Muster Handel GmbH"


def test_zpl_is_told_by_its_content() -> None:
    label = bought(DhlBench.new().dhl().buy(shipment(format=DocumentFormat.ZPL, enclosed_return=True)))
    assert {form for _, form in roles(label)} == {DocumentFormat.ZPL}


def test_abroad_another_product_another_number_and_the_contact_go_along() -> None:
    bench = DhlBench.new()
    jan = Party("Jan Vermeer", "Museumstraat 1", "", "1071 AA", "Amsterdam", "NL", addition="2. Floor")
    bench.dhl().buy(shipment(consumer=replace(jan, email="jan@post.example", phone="+31 888888888")))

    sent = bench.sent()["shipments"][0]
    assert (sent["product"], sent["billingNumber"]) == ("V53WPAK", "33333333335301")
    assert sent["consignee"]["additionalAddressInformation1"] == "2. Floor"
    assert sent["consignee"]["country"] == "NLD"
    assert (sent["consignee"]["email"], sent["consignee"]["phone"]) == ("jan@post.example", "+31 888888888")


@pytest.mark.parametrize(
    ("setting", "option", "forwarded"),
    [
        ("", None, False),
        ("always", None, True),
        ("abroad", "always", True),
        ("always", "never", False),
    ],
)
def test_within_germany_the_contact_stays_here_unless_wanted(
    setting: str, option: str | None, forwarded: bool
) -> None:
    bench = DhlBench.new(forward_contact=setting)
    options = {} if option is None else {"forwardContact": option}
    dhl = bench.dhl()
    dhl.buy(shipment(options=options))
    assert ("email" in bench.sent()["shipments"][0]["consignee"]) is forwarded
    dhl.buy(returning(options=options))
    assert ("email" in bench.sent()["shipper"]) is forwarded


def test_a_packstation_goes_out_as_one() -> None:
    bench = DhlBench.new()
    paula = Party("Paula Post", "Packstation 105", "", "53111", "Bonn", "DE", addition="Postnummer 12345678")
    bench.dhl().buy(shipment(consumer=paula))
    assert bench.sent()["shipments"][0]["consignee"] == {
        "name": "Paula Post",
        "lockerID": 105,
        "postNumber": "12345678",
        "postalCode": "53111",
        "city": "Bonn",
        "country": "DEU",
    }


def test_a_return_label_is_its_own_return_number_with_pdf_and_qr() -> None:
    bench = DhlBench.new()
    label = bought(bench.dhl().buy(returning(order_number="b54mk-1")))

    assert bench.standin.bought() == [(LabelKind.RETURN, "RETOURE-0001", label.number)]
    assert roles(label) == [
        (DocumentRole.RETURN_LABEL, DocumentFormat.PDF),
        (DocumentRole.QR, DocumentFormat.PNG),
    ]
    assert bench.sent() == {
        "receiverId": "deu",
        "customerReference": "RETOURE-0001",
        "shipmentReference": "b54mk-1",
        "itemWeight": {"uom": "g", "value": 1500},
        "shipper": {
            "name1": "Änne Größer",
            "name2": "Hinterhaus",
            "addressStreet": "Große Straße",
            "addressHouse": "12 a",
            "postalCode": "01067",
            "city": "Dresden",
        },
    }


def test_a_return_takes_the_house_number_out_of_the_street_only_where_it_is_certain() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    dhl.buy(returning(consumer=replace(CONSUMER, street="Straße des 17. Juni 135", house_number="")))
    shipper = bench.sent()["shipper"]
    assert (shipper["addressStreet"], shipper["addressHouse"]) == ("Straße des 17. Juni", "135")

    for street in ("Hauptstraße", "Hauptstr. 12 14", "Packstation 105"):
        with pytest.raises(InvalidValue) as refused:
            dhl.buy(returning(consumer=replace(CONSUMER, street=street, house_number="")))
        assert refused.value.field == "consumer.street"
    assert len(bench.standin.bought()) == 1


def test_a_given_house_number_is_never_split_off_again() -> None:
    bench = DhlBench.new()
    bench.dhl().buy(returning(consumer=replace(CONSUMER, street="Straße 545", house_number="3")))
    assert bench.sent()["shipper"]["addressStreet"] == "Straße 545"


def test_a_shipment_keeps_the_street_in_one_line() -> None:
    bench = DhlBench.new()
    bench.dhl().buy(shipment(consumer=replace(CONSUMER, street="Hauptstr. 12 14 links", house_number="")))
    consignee = bench.sent()["shipments"][0]["consignee"]
    assert consignee["addressStreet"] == "Hauptstr. 12 14 links"
    assert "addressHouse" not in consignee


def test_a_warning_comes_beside_the_label_and_must_encode_makes_it_a_refusal() -> None:
    bench = DhlBench.new()
    lost = shipment(consumer=replace(CONSUMER, street="Existiert-Nicht-Str. 20", house_number=""))
    label = bought(bench.dhl().buy(lost))
    (notice,) = label.notices
    assert (notice.code, notice.field) == ("Warning", "consumer")
    assert "Straße" in notice.words.de

    with pytest.raises(Refused) as refused:
        bench.dhl().buy(replace(lost, reference=Reference("AUFTRAG-0002"), options={"mustEncode": "true"}))
    assert refused.value.complaints[0].field == "consumer"
    assert len(bench.standin.bought()) == 1


def test_a_refusal_names_each_reason_at_our_field() -> None:
    bench = DhlBench.new(billing_number="44444444440102")
    with pytest.raises(Refused) as refused:
        bench.dhl().buy(shipment(on=TODAY - timedelta(days=1)))
    assert [complaint.field for complaint in refused.value.complaints] == ["billing_number", "on"]
    assert bench.standin.bought() == []


def test_a_dry_run_finds_the_same_and_buys_nothing() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    assert dhl.validate(shipment()) == ()
    found = dhl.validate(shipment(on=TODAY - timedelta(days=1)))
    assert not isinstance(found, NotOffered)
    assert [(notice.code, notice.field) for notice in found] == [("Error", "on")]
    assert bench.standin.bought() == []


def test_a_shipment_is_cancelled_until_the_day_is_closed() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    first, second, third = (bought(dhl.buy(shipment(f"AUFTRAG-000{n}"))) for n in (1, 2, 3))

    assert dhl.cancel(LabelKind.SHIPMENT, first.handle) is Cancellation.DONE
    assert dhl.cancel(LabelKind.SHIPMENT, first.handle) is Cancellation.NOT_KNOWN
    assert dhl.cancel(LabelKind.SHIPMENT, "00340433339999999999") is Cancellation.NOT_KNOWN
    bench.standin.depot.close_day([second.number])
    assert dhl.cancel(LabelKind.SHIPMENT, second.handle) is Cancellation.TOO_LATE
    bench.clock.forward(timedelta(days=1))
    assert dhl.cancel(LabelKind.SHIPMENT, third.handle) is Cancellation.TOO_LATE


def test_a_paper_is_had_again_only_while_the_shipment_is_open() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    label = bought(dhl.buy(shipment(enclosed_return=True)))

    assert dhl.fetch(LabelKind.SHIPMENT, label.handle, DocumentFormat.PDF) == label.documents
    again = dhl.fetch(LabelKind.SHIPMENT, label.handle, DocumentFormat.ZPL)
    assert not isinstance(again, NotOffered)
    assert {document.format for document in again} == {DocumentFormat.ZPL}
    bench.standin.depot.close_day()
    assert dhl.fetch(LabelKind.SHIPMENT, label.handle, DocumentFormat.PDF) == ()
    assert dhl.fetch(LabelKind.SHIPMENT, "00340433339999999999", DocumentFormat.PDF) == ()


def test_parcels_are_followed_and_unknown_ones_left_out() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    first, second = bought(dhl.buy(shipment())), bought(dhl.buy(returning()))
    bench.standin.depot.scan(first.number, "delivered")

    tracked = dhl.track([first.number, "00340433339999999999", second.number])
    assert not isinstance(tracked, NotOffered)
    assert {number: tracking.state for number, tracking in tracked.items()} == {
        first.number: ParcelState.DELIVERED,
        second.number: ParcelState.ANNOUNCED,
    }
    assert tracked[first.number].code == "delivered"


def test_tracking_without_the_right_says_which() -> None:
    bench = DhlBench.new()
    bench.standin.office.allow_tracking(allowed=False)
    with pytest.raises(AccessDenied, match="Shipment Tracking"):
        bench.dhl().track(["00340433339999999999"])


def test_what_is_not_offered_sends_nothing() -> None:
    bench = DhlBench.new(return_billing_number="", receiver_id="", tracking="false")
    dhl = bench.dhl()
    handle = "00340433339999999999"

    def missing(answer: object) -> Capability:
        assert isinstance(answer, NotOffered)
        return answer.capability

    assert missing(dhl.buy(shipment(enclosed_return=True))) is Capability.ENCLOSED_RETURN
    assert missing(dhl.buy(returning())) is Capability.RETURN
    assert missing(dhl.buy(returning(outbound=handle))) is Capability.RETURN_OUTBOUND
    assert missing(dhl.validate(returning())) is Capability.VALIDATE
    assert missing(dhl.find(LabelKind.SHIPMENT, Reference("AUFTRAG-0001"), TODAY)) is Capability.FIND_SHIPMENT
    assert missing(dhl.find(LabelKind.RETURN, Reference("RETOURE-0001"), TODAY)) is Capability.FIND_RETURN
    assert missing(dhl.fetch(LabelKind.RETURN, handle, DocumentFormat.PDF)) is Capability.FETCH_RETURN
    assert missing(dhl.track([handle])) is Capability.TRACK
    assert dhl.cancel(LabelKind.RETURN, handle) is Cancellation.NOT_OFFERED
    assert bench.standin.ledger.count() == 0


def test_without_a_billing_number_there_are_only_returns() -> None:
    bench = DhlBench.new(billing_number="", billing_number_international="", return_billing_number="")
    dhl = bench.dhl()
    assert dhl.info.capabilities == {Capability.RETURN, Capability.TRACK}
    assert isinstance(dhl.buy(shipment()), NotOffered)
    assert isinstance(dhl.buy(returning()), Label)


def test_a_country_that_the_account_does_not_serve_is_refused_at_its_field() -> None:
    jan = replace(CONSUMER, country="NL", postal_code="1071 AA")
    swiss = replace(CONSUMER, country="CH", postal_code="3344")
    at_home = DhlBench.new(billing_number_international="")
    abroad = DhlBench.new()
    for bench, order in (
        (at_home, shipment(consumer=jan)),
        (abroad, shipment(consumer=swiss)),
        (abroad, returning(consumer=jan)),
    ):
        with pytest.raises(InvalidValue) as refused:
            bench.dhl().buy(order)
        assert refused.value.field == "consumer.country"
        assert bench.standin.ledger.count() == 0


def test_a_user_without_the_right_to_returns_still_ships() -> None:
    bench = DhlBench.new()
    bench.standin.office.change(may_return=False)
    dhl = bench.dhl()
    with pytest.raises(Refused) as refused:
        dhl.buy(returning())
    assert refused.value.complaints[0].field == "receiver_id"
    assert isinstance(dhl.buy(shipment()), Label)
    assert [kind for kind, _, _ in bench.standin.bought()] == [LabelKind.SHIPMENT]


def test_the_merchant_is_the_shipper_on_the_way_out_and_nobody_on_the_way_back() -> None:
    bench = DhlBench.new()
    bench.dhl().buy(shipment())
    assert bench.sent()["shipments"][0]["shipper"]["name2"] == MERCHANT.name
    bench.dhl().buy(returning())
    assert MERCHANT.name not in str(bench.sent())
    assert bench.sent()["shipper"]["name1"] == CONSUMER.name


def test_nothing_but_what_was_asked_for_may_stand_behind_an_unknown_outcome() -> None:
    """The kind of error decides what the host does next; it has to be an `OutcomeUnknown`."""
    bench = DhlBench.new()
    bench.checks_answers = False
    bench.standin.weather = type(bench.standin.weather).listed("fine", "answer_lost")
    with pytest.raises(OutcomeUnknown):
        bench.dhl().buy(shipment())
    assert len(bench.standin.bought()) == 1
