"""Addresses of servers that hold a setting: only ever below the manifest's own domain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from ports.servers import server_address

SERVERS = {"fixed": "https://api.carrier.example", "own": "https://{own_host}.customers.carrier.example/api"}


def test_a_fixed_address_is_taken_as_it_is() -> None:
    assert server_address(SERVERS, "fixed", {}) == "https://api.carrier.example"
    assert server_address(SERVERS, "unknown", {}) is None


def test_a_setting_becomes_the_front_of_the_host() -> None:
    settings = {"own_host": "shop-7"}
    assert server_address(SERVERS, "own", settings) == "https://shop-7.customers.carrier.example/api"


@pytest.mark.parametrize(
    "front", ["", "a/", "a@b", "a:b", "evil.example#", "A", "-a", "a-", "a..b", "{own_host}"]
)
def test_what_is_no_part_of_a_host_is_refused_at_its_setting(front: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        server_address(SERVERS, "own", {"own_host": front})
    assert caught.value.field == "own_host"


@given(front=st.text(max_size=12))
def test_no_setting_leads_out_of_the_domain(front: str) -> None:
    try:
        address = server_address(SERVERS, "own", {"own_host": front})
    except InvalidValue:
        return
    assert address == f"https://{front}.customers.carrier.example/api"
    assert front.isascii()
    assert not set(front) & set("/@:?#\\ %")


@pytest.mark.parametrize(
    "address",
    [
        "https://{own_host}",
        "https://{own_host}.example",
        "https://api.{own_host}.carrier.example",
        "https://x{own_host}.carrier.example",
        "https://api.carrier.example/{own_host}",
        "https://{a}{b}.carrier.example",
    ],
)
def test_a_manifest_cannot_leave_the_domain_to_a_setting(address: str) -> None:
    with pytest.raises(InvalidValue):
        server_address({"own": address}, "own", {"own_host": "a", "a": "a", "b": "b"})
