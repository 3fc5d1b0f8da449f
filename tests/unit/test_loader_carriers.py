"""Carriers come through a hook of their own and are looked at just as closely."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from app_center.loader import load
from app_center.registry import Registry
from ports import Category, hookimpl
from tests.fakes.plugins import carrier, installed, offer

MODULE = "plugin_of_test_loader_carriers"
Load = Callable[..., Registry]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Load:
    """The registry with one plug-in that answers both hooks with these lists."""

    def load_plugin(carriers: list[Any], marketplaces: list[Any] | None = None) -> Registry:
        module = ModuleType(MODULE)

        @hookimpl
        def app_center_carriers() -> list[Any]:
            return carriers

        @hookimpl
        def app_center_marketplaces() -> list[Any]:
            return marketplaces or []

        vars(module).update(app_center_carriers=app_center_carriers)
        if marketplaces is not None:
            vars(module).update(app_center_marketplaces=app_center_marketplaces)
        monkeypatch.setitem(sys.modules, MODULE, module)
        return load((), installed("parcel-house", {"parcels": MODULE}))

    return load_plugin


def test_a_carrier_stands_on_its_own_shelf(loaded: Load) -> None:
    registry = loaded([carrier("parcels")])
    assert registry.left_out == ()
    assert list(registry.carriers) == ["parcels"]
    assert registry.marketplaces == {}
    assert [kind.manifest.key for kind in registry.in_category(Category.CARRIER)] == ["parcels"]


def test_a_plugin_may_offer_carriers_and_marketplaces(loaded: Load) -> None:
    registry = loaded([carrier("parcels")], [offer("acme")])
    assert (list(registry.marketplaces), list(registry.carriers)) == (["acme"], ["parcels"])


@pytest.mark.parametrize(
    ("carriers", "marketplaces", "reason"),
    [
        ([offer("acme")], None, "item 1 of app_center_carriers is MarketplaceKind, expected CarrierKind"),
        ([carrier("parcels")], [offer("parcels")], "offers the app 'parcels' twice"),
        ([carrier(info={})], None, "info of the app 'parcels' is dict, expected CarrierInfo"),
        ([carrier(rehearse=None)], None, "rehearse of the app 'parcels' is None, expected function"),
        ([carrier(manifest=offer("parcels").manifest)], None, "wants the category marketplace"),
        ([], [], "offers nothing: its list is empty"),
    ],
)
def test_a_carrier_that_is_not_fit_is_left_out(
    loaded: Load, carriers: list[Any], marketplaces: list[Any] | None, reason: str
) -> None:
    registry = loaded(carriers, marketplaces)
    assert registry.apps == {}
    (out,) = registry.left_out
    assert reason in out.reason.en
