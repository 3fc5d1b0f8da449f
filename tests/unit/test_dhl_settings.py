"""What DHL's settings and options mean, case by case."""

from datetime import UTC, datetime

import pytest

from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.complaints import return_field, shipment_field
from adapters.carriers.dhl.countries import alpha2, alpha3
from adapters.carriers.dhl.manifest import CUSTOMS_UNION, INFO, MANIFEST, RETURN_COUNTRIES
from adapters.carriers.dhl.options import (
    RETURN_OPTIONS,
    SHIPMENT_OPTIONS,
    return_options,
    shipment_options,
)
from adapters.carriers.dhl.orders import body_of, query_of
from adapters.carriers.dhl.password import PasswordTerm, read_day
from adapters.carriers.dhl.returns import body_of as return_body
from adapters.carriers.dhl.tracking import read_tracking, tracking_page
from core.errors import InvalidValue
from core.parcel import LabelKind, ParcelState, Party
from ports import Response
from tests.contract.dhl import CONSUMER, returning, shipment

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHOLE = DhlAccount(
    billing_number="33333333330102",
    billing_number_international="33333333335301",
    return_billing_number="33333333330701",
    receiver_id="deu",
)


@pytest.mark.parametrize(
    ("changed", "kind", "left", "words"),
    [
        ("2026-03-02", "personal", 90, "valid until 2026-05-31 (90 days left)"),
        ("2025-12-16", "personal", 14, "expires on 2026-03-16 (14 days left)"),
        ("2025-12-03", "personal", 1, "(1 day left)"),
        ("2025-12-02", "personal", 0, "(0 days left)"),
        ("2025-12-01", "personal", -1, "should have expired on 2026-03-01"),
        ("2025-12-01", "system", 274, "valid until 2026-12-01"),
        ("2025-12-01", "nonsense", -1, "should have expired"),
    ],
)
def test_a_password_lives_as_long_as_its_user_allows(changed: str, kind: str, left: int, words: str) -> None:
    term = PasswordTerm.of({"password_changed_on": changed, "user_kind": kind})
    assert term is not None
    assert term.days_left(NOON) == left
    assert words in term.sentence(NOON).en


def test_days_are_read_as_germans_and_machines_write_them() -> None:
    assert read_day("2026-03-01") == read_day("01.03.2026") == read_day(" 1.3.2026 ")
    assert PasswordTerm.of({}) is None
    assert PasswordTerm.of({"password_changed_on": "gestern"}) is None
    with pytest.raises(InvalidValue) as wrong:
        read_day("03/01/2026")
    assert wrong.value.field == "password_changed_on"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("shipper", "merchant"),
        ("consignee", "consumer"),
        ("shipments[0].shipper.country", "merchant.country"),
        ("$.shipments[12].consignee.postalCode", "consumer.postal_code"),
        ("shipments/0/consignee/addressStreet", "consumer.street"),
        ("consignee.name2", "consumer.name"),
        ("consignee.lockerID", "consumer.street"),
        ("consignee.somethingNew", "consumer"),
        ("refNo", "reference"),
        ("dimension.weight", "weight_g"),
        ("details.weight.value", "weight_g"),
        ("details.dim.length", "size"),
        ("billingNumber", "billing_number"),
        ("shipments[0].services.dhlRetoure.billingNumber", "return_billing_number"),
        ("services.dhlRetoure.returnAddress.city", "merchant.city"),
        ("services.premium", "options"),
        ("shipDate", "on"),
        ("profile", "profile"),
        ("shipmentType", None),
        ("unheard", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_path_of_dhl_becomes_our_field(path: object, field: str | None) -> None:
    assert shipment_field(path) == field


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("shipper.addressHouse", "consumer.house_number"),
        ("shipper", "consumer"),
        ("shipmentReference", "order_number"),
        ("customerReference", "reference"),
        ("receiverId", "receiver_id"),
        ("consignee", None),
    ],
)
def test_on_a_return_the_shipper_is_the_consumer(path: str, field: str | None) -> None:
    assert return_field(path) == field


def test_options_go_where_dhl_wants_them() -> None:
    options = {
        "printFormat": "910-300-700",
        "costCenter": "Lager",
        "bulkyGoods": "true",
        "premium": "false",
        "preferredDay": "2026-03-05",
        "endorsement": "RETURN",
    }
    order = shipment(options=options)
    sent = body_of(order, WHOLE)["shipments"][0]
    assert sent["costCenter"] == "Lager"
    assert sent["services"] == {"bulkyGoods": True, "preferredDay": "2026-03-05", "endorsement": "RETURN"}
    assert query_of(order, WHOLE)["printFormat"] == "910-300-700"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mustEncode", "yes"),
        ("product", "V99"),
        ("billingNumber", "123"),
        ("printFormat", "A3"),
        ("costCenter", "x" * 51),
        ("preferredDay", "05.03.2026"),
        ("visualCheckOfAge", "A21"),
        ("unheard", "true"),
        ("receiverId", "deu"),
    ],
)
def test_an_option_that_dhl_would_not_take_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(InvalidValue) as wrong:
        shipment_options({name: value})
    assert wrong.value.field == f"options.{name}"


def test_returns_have_their_own_options() -> None:
    assert "mustEncode" not in RETURN_OPTIONS
    assert "receiverId" not in SHIPMENT_OPTIONS
    assert return_options({"receiverId": "aut", "goGreenPlus": "true"}) == {
        "receiverId": "aut",
        "goGreenPlus": True,
    }


@pytest.mark.parametrize(
    ("options", "product", "number"),
    [
        ({}, "V01PAK", "33333333330102"),
        ({"product": "V53WPAK"}, "V53WPAK", "33333333335301"),
        ({"product": "V62KP", "billingNumber": "33333333336201"}, "V62KP", "33333333336201"),
    ],
)
def test_a_product_is_booked_on_the_number_of_its_procedure(
    options: dict[str, str], product: str, number: str
) -> None:
    sent = body_of(shipment(options=options), WHOLE)["shipments"][0]
    assert (sent["product"], sent["billingNumber"]) == (product, number)


def test_a_product_without_a_billing_number_is_refused() -> None:
    with pytest.raises(InvalidValue) as wrong:
        body_of(shipment(options={"product": "V62KP"}), WHOLE)
    assert wrong.value.field == "options.product"


@pytest.mark.parametrize(
    ("street", "house", "addition", "company", "sent"),
    [
        ("Packstation", "105", "12345678", "", {"lockerID": 105, "postNumber": "12345678"}),
        ("DHL Packstation 105", "", "", "Postnr. 12345678", {"lockerID": 105, "postNumber": "12345678"}),
        ("Postfiliale 518", "", "Postnummer: 123456", "", {"retailID": 518, "postNumber": "123456"}),
        ("Postfiliale 518", "", "", "", {"retailID": 518, "email": "kundin@post.example"}),
    ],
)
def test_lockers_and_post_offices(
    street: str, house: str, addition: str, company: str, sent: dict[str, object]
) -> None:
    email = "kundin@post.example"
    party = Party("Paula", street, house, "53111", "Bonn", "DE", company, addition, email)
    consignee = body_of(shipment(consumer=party), WHOLE)["shipments"][0]["consignee"]
    place = {"name": "Paula", "postalCode": "53111", "city": "Bonn", "country": "DEU"}
    assert consignee == {**place, **sent}


@pytest.mark.parametrize(
    ("street", "addition", "company", "field"),
    [
        ("Packstation 105", "", "", "consumer.addition"),
        ("Packstation 99", "12345678", "", "consumer.street"),
        ("Packstation 105", "12345678", "Firma GmbH", "consumer.company"),
        ("Packstation 105", "Hinterhaus", "", "consumer.addition"),
        ("Postfiliale 200", "12345678", "", "consumer.street"),
        ("Postfiliale 518", "", "", "consumer.addition"),
    ],
)
def test_what_a_locker_has_no_place_for_is_refused(
    street: str, addition: str, company: str, field: str
) -> None:
    party = Party("Paula", street, "", "53111", "Bonn", "DE", company, addition)
    with pytest.raises(InvalidValue) as wrong:
        body_of(shipment(consumer=party), WHOLE)
    assert wrong.value.field == field


def test_a_street_that_only_sounds_like_a_locker_stays_a_street() -> None:
    for street in ("Packstationsweg 5", "An der Packstation 105"):
        party = Party("Paula", street, "", "53111", "Bonn", "DE")
        assert (
            body_of(shipment(consumer=party), WHOLE)["shipments"][0]["consignee"]["addressStreet"] == street
        )


def test_an_account_offers_what_its_settings_allow() -> None:
    assert WHOLE.info.capabilities == INFO.capabilities
    assert WHOLE.info.countries == {
        LabelKind.SHIPMENT: CUSTOMS_UNION,
        LabelKind.RETURN: frozenset({"DE"}),
    }
    austrian = DhlAccount.of({"receiver_id": "aut"})
    assert austrian.info.countries[LabelKind.RETURN] == frozenset({"AT"})
    renamed = DhlAccount.of({"receiver_id": "lager-2", "receiver_country": "FR"})
    assert renamed.info.countries[LabelKind.RETURN] == frozenset({"FR"})
    assert DhlAccount.of({"receiver_id": "lager-2"}).info.countries[LabelKind.RETURN] == frozenset({"DE"})
    swiss = DhlAccount.of({"receiver_id": "che"})
    assert swiss.info.countries[LabelKind.RETURN] == frozenset()


def test_every_country_that_is_offered_has_a_code_of_dhl() -> None:
    assert {alpha2(alpha3(code) or "") for code in CUSTOMS_UNION} == CUSTOMS_UNION
    assert RETURN_COUNTRIES <= CUSTOMS_UNION
    assert alpha2("deu") == alpha2("DEU") == "DE"
    assert alpha2("de") is None
    assert alpha3("XX") is None


def test_the_servers_are_dhls() -> None:
    assert MANIFEST.key == "dhl"
    assert MANIFEST.servers == {
        "production": "https://api-eu.dhl.com",
        "sandbox": "https://api-sandbox.dhl.com",
    }


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("pre-transit", ParcelState.ANNOUNCED),
        ("transit", ParcelState.ON_THE_WAY),
        ("Delivered", ParcelState.DELIVERED),
        ("failure", ParcelState.PROBLEM),
        ("unknown", ParcelState.UNKNOWN),
        ("customs", ParcelState.UNKNOWN),
        ("", ParcelState.UNKNOWN),
    ],
)
def test_a_tracking_code_is_mapped_and_kept(code: str, state: ParcelState) -> None:
    status = {"statusCode": code, "status": "Text"}
    answer = Response(200, json={"shipments": [{"id": "1", "service": "parcel-de", "status": status}]})
    tracking = read_tracking(answer, "1")
    assert tracking is not None
    assert (tracking.state, tracking.code, tracking.text, tracking.at) == (state, code, "Text", None)


@pytest.mark.parametrize(
    ("services", "found"),
    [(["express", "parcel-de"], True), (["express"], False), ([None], True), ([], False)],
)
def test_only_dhl_parcels_own_shipment_counts(services: list[str | None], found: bool) -> None:
    status = {"statusCode": "transit"}
    shipments = [{"status": status} | ({} if name is None else {"service": name}) for name in services]
    tracking = read_tracking(Response(200, json={"shipments": shipments}), "1")
    assert (tracking is not None) is found


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-07-01T12:00:00", "2026-07-01T10:00:00+00:00"),
        ("2026-01-01T12:00:00", "2026-01-01T11:00:00+00:00"),
        ("2026-01-01T12:00:00Z", "2026-01-01T12:00:00+00:00"),
        ("2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00+00:00"),
        ("yesterday", None),
        (7, None),
        (None, None),
    ],
)
def test_times_without_a_zone_are_germanys(written: object, moment: str | None) -> None:
    status = {"statusCode": "transit", "timestamp": written}
    tracking = read_tracking(Response(200, json={"shipments": [{"status": status}]}), "1")
    assert tracking is not None
    assert (tracking.at.isoformat() if tracking.at else None) == moment


def test_a_tracking_page_is_only_made_of_a_number() -> None:
    assert tracking_page("00340434333300000001")
    assert tracking_page("1&x=2") is None


def test_the_shortest_reference_of_a_shipment_has_eight_characters() -> None:
    with pytest.raises(InvalidValue) as wrong:
        body_of(shipment("1234567"), WHOLE)
    assert wrong.value.field == "reference"
    assert body_of(shipment("12345678"), WHOLE)["shipments"][0]["refNo"] == "12345678"


def test_a_return_prints_its_whole_reference_or_is_refused() -> None:
    assert return_body(returning("R" * 30), WHOLE)["customerReference"] == "R" * 30
    with pytest.raises(InvalidValue) as wrong:
        return_body(returning("R" * 31), WHOLE)
    assert wrong.value.field == "reference"
    with pytest.raises(InvalidValue) as wrong:
        return_body(returning(order_number="9" * 51), WHOLE)
    assert wrong.value.field == "order_number"
    with pytest.raises(InvalidValue) as wrong:
        return_body(
            returning(consumer=Party(**_parts(street="Weg 12/Stiege 2/Tür 15", house_number=""))), WHOLE
        )
    assert wrong.value.field == "consumer.street"


def _parts(**changes: str) -> dict[str, str]:
    names = ("name", "street", "house_number", "postal_code", "city", "country")
    return {**{name: getattr(CONSUMER, name) for name in names}, **changes}
