"""The interface is as its own description says: whatever is sent to it, valid or not."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app_center.api.access import TABLE
from tests.interface_host import House, a_house
from tests.order_desk import a_desk
from tests.orders import an_order

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def schema(house: House) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", house.app)


@pytest.fixture(scope="module")
def sent(house: House) -> tuple[str, str]:
    """An account with an order and an article, and a key for it."""
    desk = a_desk(house.center.memory, "shop")
    desk.keep(an_order())
    memory = house.center.memory.of(desk.account.account.id)
    host = house.host(memory)
    assert host.put(f"{host.here}/articles/LAMP", {"on_hand": 3}).status_code == 200
    return host.key, host.account


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("name", sorted(TABLE))
def test_it_is_as_it_is_described(
    schema: Any, sent: tuple[str, str], name: str, mode: GenerationMode
) -> None:
    method, _, path = name.partition(" ")
    operation = schema[path.replace(":path", "")][method]
    places = {"account": sent[1], "app": "dhl" if "/labels" in path else "otto", "order": "order-1"}

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=6, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def check(case: Any) -> None:
        given_places = {key: places[key] for key in places if key in (case.path_parameters or {})}
        if mode is GenerationMode.POSITIVE:
            case.path_parameters.update(given_places)
        case.call_and_validate(headers={"Authorization": f"Bearer {sent[0]}"}, checks=CHECKS)

    check()
