"""The return addresses of OTTO's stand-in, held against the contract."""

import pytest

from tests.contract.otto_parcels import bench
from tests.specs import needs_specs

pytestmark = needs_specs

ADDRESSES = "/v2/returns-warehouse/addresses"
SCOPE = "returns-warehouse-read"
UNKNOWN = "11111111-2222-4333-8444-555555555555"


def test_addresses_and_their_carriers_can_be_read_one_by_one() -> None:
    checked, _ = bench()
    (address,) = checked.get(ADDRESSES, SCOPE).json()
    path = f"{ADDRESSES}/{address['returnAddressId']}"
    assert checked.get(path, SCOPE).json() == address
    carriers = checked.get(f"{path}/carriers", SCOPE).json()
    assert [carrier["returnCarrier"] for carrier in carriers] == ["DHL", "GLS", "HERMES"]
    for carrier in carriers:
        single = checked.get(f"{path}/carriers/{carrier['returnAddressCarrierId']}", SCOPE)
        assert single.json() == carrier
    assert checked.get(f"{ADDRESSES}?returnWarehouseType=INTERNATIONAL", SCOPE).json() == []
    for missing in (f"{ADDRESSES}?page=2", f"{ADDRESSES}/{UNKNOWN}", f"{path}/carriers/{UNKNOWN}"):
        assert checked.get(missing, SCOPE).status_code == 404


@pytest.mark.parametrize("part", ["?limit=51", "?returnWarehouseType=MOON", "/1", "/1/carriers"])
def test_what_is_no_address_is_refused(part: str) -> None:
    checked, _ = bench()
    assert checked.wrong("GET", ADDRESSES + part, SCOPE).status_code == 400
