"""The seller's part: hosts, weights, the address of the sender, and which fields are shown."""

import pytest

from adapters.carriers.gls.form import access_fields, host_label, settings_problems
from adapters.carriers.gls.manifest import MANIFEST
from core.errors import InvalidValue
from ports.servers import server_address

DEFAULTS = {"weight_min_g": "1", "weight_max_g": "31500", "sender_country": "DE"}


@pytest.mark.parametrize(
    "given",
    [
        "shipit-wbm-test01",
        "shipit-wbm-test01.gls-group.eu",
        "SHIPIT-wbm-test01.GLS-group.eu ",
        "https://shipit-wbm-test01.gls-group.eu:443/backend/rs/",
    ],
)
def test_a_host_is_understood_as_people_copy_it(given: str) -> None:
    assert host_label(given) == "shipit-wbm-test01"
    assert host_label(host_label(given)) == "shipit-wbm-test01"


@pytest.mark.parametrize(
    "given",
    [
        "shipit.example.com",
        "gls-group.eu",
        "http://shipit.gls-group.eu",
        "shipit.gls-group.eu.example.com",
        "a@b.gls-group.eu",
        "shipit.gls-group.eu:8443",
        "-",
        "a..b.gls-group.eu",
        "ü.gls-group.eu",
        ".gls-group.eu",
    ],
)
def test_a_foreign_host_is_refused(given: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        host_label(given)
    assert caught.value.field == "classic_host"


def test_what_the_form_takes_for_a_host_fits_into_the_manifests_address() -> None:
    settings = {"classic_host": host_label("node-1.shipit-wbm.gls-group.eu")}
    address = server_address(MANIFEST.servers, "classic", settings)
    assert address == "https://node-1.shipit-wbm.gls-group.eu"


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        (
            {},
            "environment client_id client_secret user password classic_host contact_id return_way app_id",
        ),
        ({"environment": "classic"}, "environment classic_host user password contact_id return_way"),
        (
            {"environment": "classic", "return_way": "shop_returns"},
            "environment classic_host user password contact_id return_way",
        ),
    ],
)
def test_only_the_fields_of_the_chosen_way_are_shown(answers: dict[str, str], keys: str) -> None:
    assert [field.key for field in access_fields(answers)] == keys.split()


def test_shop_returns_cannot_be_chosen_on_a_classic_host() -> None:
    field = next(f for f in access_fields({"environment": "classic"}) if f.key == "return_way")
    with pytest.raises(InvalidValue):
        field.read("shop_returns")
    assert field.read("none") == "none"


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, set()),
        ({"weight_min_g": "1,5"}, {"weight_min_g"}),
        ({"weight_max_g": "50000"}, {"weight_max_g"}),
        ({"weight_min_g": "2000", "weight_max_g": "1000"}, {"weight_min_g"}),
        ({"sender_country": "Deutschland"}, {"sender_country"}),
        ({"sender_country": "de"}, {"sender_country"}),
        (
            {"sender_email": "a@b.example"},
            {"sender_name", "sender_street", "sender_postal_code", "sender_city"},
        ),
        (
            {
                "sender_name": "Muster",
                "sender_street": "Lagerweg 4",
                "sender_postal_code": "34117",
                "sender_city": "Kassel",
            },
            set(),
        ),
    ],
)
def test_what_single_fields_cannot_see(answers: dict[str, str], wrong: set[str]) -> None:
    assert set(settings_problems({**DEFAULTS, **answers})) == wrong


@pytest.mark.parametrize(
    ("answers", "required"),
    [
        ({}, {"environment", "client_id", "client_secret", "contact_id", "return_way"}),
        ({"user": "me"}, {"environment", "user", "password", "contact_id", "return_way"}),
        (
            {"user": "me", "client_id": "x"},
            {"environment", "client_id", "client_secret", "contact_id", "return_way"},
        ),
        (
            {"app_id": "mine"},
            {"environment", "client_id", "client_secret", "contact_id", "return_way", "app_id"},
        ),
    ],
)
def test_either_pair_is_enough(answers: dict[str, str], required: set[str]) -> None:
    assert {field.key for field in access_fields(answers) if field.required} == required


def test_an_app_id_says_how_returns_are_made() -> None:
    def default(answers: dict[str, str]) -> str | None:
        return next(field.default for field in access_fields(answers) if field.key == "return_way")

    assert default({}) == "shipit_shop_return"
    assert default({"app_id": "mine"}) == "shop_returns"
    assert default({"app_id": "mine", "user": "me"}) == "shipit_shop_return"
