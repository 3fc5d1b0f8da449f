"""How orders become Hermes' requests: names, streets, parcels, and what an account's terms change."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.carriers.hermes.labels import return_request, shipment_request
from adapters.carriers.hermes.manifest import INFO, MANIFEST
from adapters.carriers.hermes.papers import accept_of
from adapters.carriers.hermes.parties import address_of, foreign, limits, name_of
from adapters.carriers.hermes.terms import Terms
from core.errors import InvalidValue
from core.parcel import DocumentFormat, LabelKind, Size
from ports import Capability
from tests.contract.hermes import CONSUMER, MERCHANT, order

RETURN = LabelKind.RETURN


@pytest.mark.parametrize(
    ("name", "company", "wanted"),
    [
        ("Max Mustermann", "", {"firstname": "Max", "lastname": "Mustermann"}),
        ("Maria von der Heide", "", {"firstname": "Maria von der", "lastname": "Heide"}),
        ("Cher", "", {"lastname": "Cher"}),
        ("Max  Mustermann", "", {"lastname": "Max  Mustermann"}),
        ("Max ", "", {"lastname": "Max "}),
        ("Max Muster", "Muster GmbH", {"firstname": "Max Muster", "lastname": "Muster GmbH"}),
        ("Muster GmbH", "Muster GmbH", {"firstname": "Muster", "lastname": "GmbH"}),
    ],
)
def test_a_name_is_split_without_loss(name: str, company: str, wanted: dict[str, str]) -> None:
    assert name_of(replace(CONSUMER, name=name, company=company)) == wanted


@pytest.mark.parametrize(
    ("street", "number", "wanted"),
    [
        ("Weg", "1", {"street": "Weg", "houseNumber": "1"}),
        ("Weg", "12345", {"street": "Weg", "houseNumber": "12345"}),
        ("Weg", "12 a-c/3. OG", {"street": "Weg 12 a-c/3. OG"}),
        ("Weg 5", "", {"street": "Weg 5"}),
        ("S" * 48, "1", {"street": "S" * 48, "houseNumber": "1"}),
        ("S" * 50, "", {"street": "S" * 50}),
    ],
)
def test_a_street_goes_out_whole(street: str, number: str, wanted: dict[str, str]) -> None:
    address = address_of("consumer", replace(CONSUMER, street=street, house_number=number))
    assert {key: address[key] for key in ("street", "houseNumber") if key in address} == wanted


@pytest.mark.parametrize("text", ["ABC äöüß ÆØÅ", "Łódź Čapek Țară", "+$^~<=>|`", "\xa0§¿", "ɏ"])
def test_letters_of_four_blocks_are_printed(text: str) -> None:
    assert foreign(text) is None


@pytest.mark.parametrize("char", ["\t", "\x7f", "\x85", "€", "±", "©", "´", "ɐ", "\u0308", "Ф", "🎁", "–"])
def test_all_else_is_foreign(char: str) -> None:
    assert foreign(f"a{char}b") == char


def test_a_foreign_character_is_named_and_the_rest_of_the_field_is_not() -> None:
    with pytest.raises(InvalidValue) as caught:
        shipment_request(replace(order(), consumer=replace(CONSUMER, city="Geheim–Ort")), Terms())
    assert "U+2013 EN DASH" in caught.value.text.de
    assert "Geheim" not in caught.value.text.de


def test_an_address_abroad_may_have_a_longer_postal_code() -> None:
    abroad = replace(CONSUMER, country="IE", postal_code="D02 AF30")
    address = shipment_request(replace(order(), consumer=abroad), Terms())["receiverAddress"]
    assert (address["zipCode"], address["countryCode"]) == ("D02 AF30", "IE")
    with pytest.raises(InvalidValue) as caught:
        shipment_request(replace(order(), merchant=replace(MERCHANT, postal_code="341170")), Terms())
    assert caught.value.field == "merchant.postal_code"
    merchant_abroad = replace(MERCHANT, country="NL", postal_code="1234 AB")
    assert shipment_request(replace(order(), merchant=merchant_abroad), Terms())["senderAddress"]


@pytest.mark.parametrize("country", ["CH", "GB", "LI", "NO", "US"])
@pytest.mark.parametrize("kind", LabelKind)
def test_beyond_the_customs_union_nothing_is_sent(country: str, kind: LabelKind) -> None:
    beyond = replace(order(kind), consumer=replace(CONSUMER, country=country))
    with pytest.raises(InvalidValue) as caught:
        (shipment_request if kind is LabelKind.SHIPMENT else return_request)(beyond, Terms())
    assert caught.value.field == "consumer.country"


@pytest.mark.parametrize(
    ("size", "volume_dl"),
    [(Size(1, 1, 1), 1), (Size(100, 100, 10), 1), (Size(100, 100, 11), 2), (Size(2000, 500, 450), 4500)],
)
def test_a_volume_is_in_decilitres_and_never_too_small(size: Size, volume_dl: int) -> None:
    assert shipment_request(replace(order(), size=size), Terms())["parcel"]["parcelVolume"] == volume_dl


def test_the_order_says_more_than_the_settings() -> None:
    body = shipment_request(
        replace(order(), options={"parcelClass": "XL", "parcelVolume": "7", "customerAlertService": "false"}),
        Terms(parcel_class="S", customer_alert=True),
    )
    assert (body["parcel"]["parcelClass"], body["parcel"]["parcelVolume"]) == ("XL", 7)
    assert "service" not in body


def test_an_alert_that_is_only_wished_for_needs_no_address() -> None:
    body = shipment_request(
        replace(order(), consumer=replace(CONSUMER, email="")), Terms(customer_alert=True)
    )
    assert "service" not in body


def test_a_return_has_hint_days_and_flex_where_ordered() -> None:
    wanted = {"qr": "true", "qrCodeExpiresAfter": "60", "hint": "RMA 7", "flexReturnService": "true"}
    body = return_request(replace(order(RETURN), options=wanted), Terms())
    assert body["label"] == {"hint": {"type": "TEXT", "text": "RMA 7"}, "qrCodeExpiresAfter": 60}
    assert body["service"] == {"flexReturnService": True}


@pytest.mark.parametrize("option", ["hint", "qrCodeExpiresAfter", "flexReturnService", "parcelClass"])
def test_a_return_from_the_way_out_refuses_what_it_cannot_send(option: str) -> None:
    wanted = replace(order(RETURN), outbound="H" + "1" * 19, options={option: "60"})
    with pytest.raises(InvalidValue) as caught:
        return_request(wanted, Terms(return_way="outbound"))
    assert caught.value.field == f"options.{option}"


@pytest.mark.parametrize(
    ("changes", "accept"),
    [
        ({}, "application/shippinglabel-pdf+json"),
        ({"format": DocumentFormat.ZPL}, "application/shippinglabel-zpl+json;dpi=203"),
        ({"format": DocumentFormat.PNG}, "application/x-qrcode-png+json"),
        ({"options": {"qr": "true"}}, "application/x-qrcode-png+json"),
        ({"options": {"qr": "false"}}, "application/shippinglabel-pdf+json"),
    ],
)
def test_the_accept_header_says_which_document(changes: dict[str, Any], accept: str) -> None:
    assert accept_of(replace(order(RETURN), **changes)) == accept


def test_a_shipment_has_no_qr_code() -> None:
    with pytest.raises(InvalidValue):
        shipment_request(replace(order(), options={"qr": "true"}), Terms())
    with pytest.raises(InvalidValue):
        accept_of(replace(order(), options={"dpi": "600"}, format=DocumentFormat.ZPL))


@pytest.mark.parametrize(
    ("settings", "absent"),
    [
        ({}, {Capability.RETURN_OUTBOUND, Capability.FIND_RETURN}),
        ({"return_way": "outbound"}, {Capability.RETURN, Capability.FIND_RETURN}),
        ({"client_id_tracking": "1"}, {Capability.RETURN_OUTBOUND}),
        ({"return_way": "outbound", "client_id_tracking": "1"}, {Capability.RETURN, Capability.FIND_RETURN}),
    ],
)
def test_the_settings_narrow_what_is_offered(settings: dict[str, str], absent: set[Capability]) -> None:
    assert INFO.capabilities - Terms.of(settings).info.capabilities == absent


def test_limits_are_those_of_the_contract() -> None:
    found = limits(LabelKind.SHIPMENT, "DE", Terms())
    assert (found.reference_max, found.heaviest_g, found.required) == (20, 31_500, frozenset())
    assert found.lengths["city"] == 30
    assert limits(RETURN, "DE", Terms(return_way="outbound")).lengths == {}


def test_the_servers_have_no_path_so_that_they_can_be_one() -> None:
    assert set(MANIFEST.servers) == {"production", "production_auth", "sandbox", "sandbox_auth"}
    assert all(address.count("/") == 2 for address in MANIFEST.servers.values())
