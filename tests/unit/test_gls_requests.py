"""What goes to GLS for an order."""

from dataclasses import replace
from datetime import date

import pytest

from adapters.carriers.gls import returns, shipments, tracking
from adapters.carriers.gls.account import Account, ReturnWay
from adapters.carriers.gls.fit import demand, limits_of
from core.errors import InvalidValue
from core.parcel import DocumentFormat, LabelKind, LabelOrder, Reference
from tests.contract.gls import BY_ORDER, CONSUMER, PORTAL, order

SHIPIT = Account.of(PORTAL)
SHOP = Account.of(BY_ORDER)


@pytest.mark.parametrize("kind", LabelKind)
def test_the_consumer_is_the_consignee_also_of_a_return(kind: LabelKind) -> None:
    """GLS turns a ShopReturn round by itself; turned round twice the parcel would go to the consumer."""
    shipment = shipments.shipment_of(order(kind), SHIPIT)
    address = shipment["Consignee"]["Address"]
    assert (address["Name1"], address["City"]) == (CONSUMER.name, CONSUMER.city)
    assert shipment["Shipper"] == {"ContactID": "demo-contact"}
    booked = {"ShopReturn": {"ServiceName": "service_shopreturn", "NumberOfLabels": 1}}
    assert shipment.get("Service", []) == ([booked] if kind is LabelKind.RETURN else [])


def test_a_whole_shipment_in_the_names_of_the_samples() -> None:
    assert shipments.creation(order(LabelKind.SHIPMENT), SHIPIT) == {
        "Shipment": {
            "ShipmentReference": ["A-1", "O-77"],
            "ShippingDate": "2026-03-02",
            "Middleware": "AppCenterviaGLS",
            "Product": "PARCEL",
            "Consignee": {
                "Address": {
                    "Name1": "Zoë Großmüller",
                    "Name2": "bei Łukasz é 🎁",
                    "CountryCode": "DE",
                    "ZIPCode": "01067",
                    "City": "Dresden",
                    "Street": "Königstraße",
                    "StreetNumber": "12 a-c/3. OG",
                    "eMail": "zoe@example.com",
                    "FixedLinePhonenumber": "+49 351 000000",
                }
            },
            "Shipper": {"ContactID": "demo-contact"},
            "ShipmentUnit": [{"ShipmentUnitReference": ["A-1"], "Weight": 1.234}],
        },
        "PrintingOptions": {"ReturnLabels": {"TemplateSet": "NONE", "LabelFormat": "PDF"}},
    }


@pytest.mark.parametrize(
    ("company", "addition", "lines"),
    [
        ("", "", {"Name1": "Zoë Großmüller"}),
        ("Werk AG", "", {"Name1": "Werk AG", "Name2": "Zoë Großmüller"}),
        ("Werk AG", "Tor 3", {"Name1": "Werk AG", "Name2": "Zoë Großmüller", "Name3": "Tor 3"}),
    ],
)
def test_company_name_and_addition_have_a_line_each(
    company: str, addition: str, lines: dict[str, str]
) -> None:
    wanted = replace(
        order(LabelKind.SHIPMENT), consumer=replace(CONSUMER, company=company, addition=addition)
    )
    address = shipments.shipment_of(wanted, SHIPIT)["Consignee"]["Address"]
    assert {key: value for key, value in address.items() if key.startswith("Name")} == lines


@pytest.mark.parametrize(
    ("wanted", "template", "label_format"),
    [
        (DocumentFormat.PDF, "NONE", "PDF"),
        (DocumentFormat.PNG, "NONE", "PNG"),
        (DocumentFormat.ZPL, "ZPL_200", "ZEBRA"),
    ],
)
def test_the_format_of_the_label(wanted: DocumentFormat, template: str, label_format: str) -> None:
    asked = shipments.printing(wanted)["ReturnLabels"]
    assert asked == {"TemplateSet": template, "LabelFormat": label_format}


def test_an_order_number_like_the_reference_is_not_sent_twice() -> None:
    wanted = replace(order(LabelKind.SHIPMENT), order_number="A-1")
    assert shipments.shipment_of(wanted, SHIPIT)["ShipmentReference"] == ["A-1"]


@pytest.mark.parametrize(("weight_g", "kg"), [(1, 0.001), (999, 0.999), (5000, 5), (31_500, 31.5)])
def test_grams_become_kilograms(weight_g: int, kg: float) -> None:
    assert repr(shipments.kilograms(weight_g)) == repr(kg)


def test_a_light_parcel_is_announced_with_the_least_weight_and_that_is_said() -> None:
    account = replace(SHIPIT, lightest_g=1000)
    wanted = replace(order(LabelKind.SHIPMENT), weight_g=300)
    assert shipments.shipment_of(wanted, account)["ShipmentUnit"][0]["Weight"] == 1
    (notice,) = shipments.weight_notices(300, account)
    assert (notice.code, notice.field) == ("WEIGHT_RAISED", "weight_g")
    assert shipments.weight_notices(1000, account) == ()


def test_a_return_order_has_the_consumer_as_sender() -> None:
    call = returns.creation(replace(order(LabelKind.RETURN), reason="passt nicht"), SHOP)
    assert (call.method, call.path) == (
        "POST",
        "/order-management/shop-returns/v3/demo-app/return-orders/label",
    )
    assert call.params == {"labelFormat": "pdf"}
    assert call.body == {
        "originalOrderReference": "A-1",
        "returnReason": "passt nicht",
        "sender": {
            "personName": "Zoë Großmüller",
            "email": "zoe@example.com",
            "address": {
                "street": "Königstraße 12 a-c/3. OG, bei Łukasz é 🎁",
                "city": "Dresden",
                "zipCode": "01067",
                "countryCode": "DE",
            },
        },
        "parcel": {"weight": 1.234},
    }


def test_an_app_id_cannot_lead_to_another_path() -> None:
    call = returns.creation(order(LabelKind.RETURN), replace(SHOP, app_id="../x?y"))
    assert call.path == "/order-management/shop-returns/v3/..%2Fx%3Fy/return-orders/label"


def test_options_reach_their_places() -> None:
    shipment = replace(
        order(LabelKind.SHIPMENT),
        format=DocumentFormat.ZPL,
        options={
            "incoterm_code": "20",
            "services": "service_flexdelivery service_deposit",
            "zpl_template": "ZPL_300",
            "note": "zerbrechlich",
        },
    )
    body = shipments.creation(shipment, SHIPIT)
    assert body["Shipment"]["IncotermCode"] == "20"
    assert body["Shipment"]["ShipmentUnit"][0]["Note1"] == "zerbrechlich"
    assert body["Shipment"]["Service"] == [
        {"Service": {"ServiceName": "service_flexdelivery"}},
        {"Service": {"ServiceName": "service_deposit"}},
    ]
    assert body["PrintingOptions"]["ReturnLabels"]["TemplateSet"] == "ZPL_300"
    wanted = {"document": "qr", "label_layout": "A6", "language": "fr_be"}
    call = returns.creation(replace(order(LabelKind.RETURN), options=wanted), SHOP)
    assert call.path.endswith("/return-orders/parcelshop-qrcode")
    assert call.params == {}
    assert call.body is not None
    assert call.body["options"] == {"languageCode": "fr_be", "label": {"layout": "A6"}}


@pytest.mark.parametrize(
    ("kind", "account", "options", "field"),
    [
        (LabelKind.SHIPMENT, SHIPIT, {"incoterm_code": "DDP"}, "options.incoterm_code"),
        (LabelKind.SHIPMENT, SHIPIT, {"services": "flexdelivery"}, "options.services"),
        (LabelKind.SHIPMENT, SHIPIT, {"document": "qr"}, "options.document"),
        (LabelKind.SHIPMENT, SHOP, {"document": "qr"}, "options.document"),
        (LabelKind.SHIPMENT, SHIPIT, {"note": "x" * 51}, "options.note"),
        (LabelKind.RETURN, SHIPIT, {"language": "de"}, "options.language"),
        (LabelKind.RETURN, SHOP, {"services": "service_deposit"}, "options.services"),
        (LabelKind.RETURN, SHOP, {"label_layout": "A5"}, "options.label_layout"),
        (LabelKind.RETURN, SHOP, {"colour": "blue"}, "options.colour"),
    ],
)
def test_an_option_that_does_not_fit_is_named(
    kind: LabelKind, account: Account, options: dict[str, str], field: str
) -> None:
    wanted = replace(order(kind), options=options)
    by_order = kind is LabelKind.RETURN and account is SHOP
    with pytest.raises(InvalidValue) as caught:
        returns.creation(wanted, account) if by_order else shipments.shipment_of(wanted, account)
    assert caught.value.field == field


def test_a_qr_code_is_refused_where_no_shop_prints_from_it() -> None:
    abroad = replace(CONSUMER, country="FR", postal_code="75004", city="Paris")
    wanted = replace(order(LabelKind.RETURN), consumer=abroad, options={"document": "qr"})
    with pytest.raises(InvalidValue) as caught:
        returns.creation(wanted, SHOP)
    assert caught.value.field == "options.document"


def unfit(**more: object) -> LabelOrder:
    return replace(order(LabelKind.RETURN), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("account", "wanted", "field"),
    [
        (SHIPIT, unfit(consumer=replace(CONSUMER, name="x" * 41)), "consumer.name"),
        (SHIPIT, unfit(consumer=replace(CONSUMER, name="Zo\ne")), "consumer.name"),
        (SHIPIT, unfit(consumer=replace(CONSUMER, city="Dres\x00den")), "consumer.city"),
        (SHIPIT, unfit(consumer=replace(CONSUMER, street="Weg \ud83c")), "consumer.street"),
        (SHIPIT, unfit(reason="zu\tklein"), "reason"),
        (SHIPIT, unfit(order_number="x" * 81), "order_number"),
        (SHIPIT, unfit(reference=Reference("x" * 81)), "reference"),
        (SHIPIT, unfit(weight_g=31_501), "weight_g"),
        (SHIPIT, unfit(options={"note": "a\nb"}), "options.note"),
        (SHOP, unfit(consumer=replace(CONSUMER, country="US")), "consumer.country"),
        (SHOP, unfit(consumer=replace(CONSUMER, country="ES", email="")), "consumer.email"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    account: Account, wanted: LabelOrder, field: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        demand(account, wanted)
    assert caught.value.field == field


def test_the_heaviest_weight_is_the_accounts_own() -> None:
    account = Account.of({**PORTAL, "weight_max_g": "40000"})
    assert limits_of(account, LabelKind.SHIPMENT, "DE").heaviest_g == 40_000
    assert limits_of(SHIPIT, LabelKind.SHIPMENT, "DE").heaviest_g == 31_500


def test_email_is_wanted_of_return_orders_from_some_countries_alone() -> None:
    assert limits_of(SHOP, LabelKind.RETURN, "ES").required == {"email"}
    assert limits_of(SHOP, LabelKind.RETURN, "DE").required == frozenset()
    assert limits_of(SHOP, LabelKind.SHIPMENT, "ES").required == frozenset()
    assert limits_of(SHIPIT, LabelKind.RETURN, "ES").required == frozenset()


def test_the_search_covers_today_and_its_end_even_where_a_day_ends_with_its_first_moment() -> None:
    asked = shipments.search(Reference("A-1"), date(2026, 3, 1), date(2026, 3, 2))
    assert asked == {"ShipmentReference": "A-1", "DateFrom": "2026-03-01", "DateTo": "2026-03-04"}
    ahead = shipments.search(Reference("A-1"), date(2026, 3, 9), date(2026, 3, 2))
    assert ahead["DateTo"] > ahead["DateFrom"]


def test_a_reprint_asks_by_what_the_handle_is() -> None:
    assert shipments.reprint("601079500844", DocumentFormat.PDF)["ParcelNumber"] == "601079500844"
    assert shipments.reprint("ZHO9AXAC", DocumentFormat.PDF)["TrackID"] == "ZHO9AXAC"


def test_numbers_are_asked_for_once_in_tens_and_nothing_else_gets_into_the_address() -> None:
    numbers = [f"6010795008{place:02d}" for place in range(12)]
    batches = list(tracking.batches([*numbers, numbers[0], "a/b", "", "1,2", "ü"]))
    assert [len(batch) for batch in batches] == [10, 2]
    assert tracking.question(["QAS_0000001", "2"]).path.endswith("/trackids/QAS_0000001,2")


@pytest.mark.parametrize(("way", "can_cancel"), [(ReturnWay.SHIPIT, True), (ReturnWay.SHOP_RETURNS, False)])
def test_capabilities_follow_the_way_of_returns(way: ReturnWay, can_cancel: bool) -> None:
    capabilities = replace(SHOP, return_way=way).info.capabilities
    assert ("cancel_return" in capabilities) is can_cancel
    assert ("find_return" in capabilities) is can_cancel
    assert {"return", "fetch_return", "ship"} <= capabilities


def test_without_a_way_of_returns_there_are_none() -> None:
    capabilities = replace(SHIPIT, return_way=ReturnWay.NONE).info.capabilities
    assert not [capability for capability in capabilities if "return" in capability]
    assert "ship" in capabilities


@pytest.mark.parametrize("account", [replace(SHIPIT, server="classic"), replace(SHIPIT, tracks=False)])
def test_tracking_is_not_offered_where_there_is_none(account: Account) -> None:
    assert "track" not in account.info.capabilities


@pytest.mark.parametrize("wrong", ["0", "40001", "1,5", "-3", "²", "heavy"])
def test_a_weight_in_the_settings_is_whole_grams(wrong: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Account.of({**PORTAL, "weight_max_g": wrong})
    assert caught.value.field == "weight_max_g"
