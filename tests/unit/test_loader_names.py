"""Who owns a name and an app key: built-ins first, then whoever is first in order and works."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from app_center.loader import load
from app_center.registry import Registry
from ports import hookimpl
from ports.hooks import MarketplaceKind
from tests.fakes.plugins import installed, offer

MODULE = "plugins_of_test_loader_names"


class Offering:
    """A plug-in with these apps."""

    def __init__(self, *keys: str) -> None:
        self._keys = keys

    @hookimpl
    def app_center_marketplaces(self) -> list[MarketplaceKind]:
        return [offer(key) for key in self._keys]


@pytest.fixture(autouse=True)
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType(MODULE)
    module.__dict__.update(
        otto=Offering("otto"),
        acme=Offering("acme"),
        other=Offering("other"),
        acme_and_more=Offering("more", "acme"),
        otto_and_more=Offering("more", "otto"),
        acme_twice=Offering("acme", "other", "acme"),
        nothing=Offering(),
    )
    monkeypatch.setitem(sys.modules, MODULE, module)
    return module


OWN = EntryPoint("otto", f"{MODULE}:otto", "app_center")
OWN_BROKEN = EntryPoint("otto", f"{MODULE}:absent", "app_center")


def loaded(*plugins: tuple[str, str, str], builtin: EntryPoint = OWN) -> Registry:
    """The registry with these plug-ins: distribution, name of the entry, name in the module."""
    entries = [e for dist, name, what in plugins for e in installed(dist, {name: f"{MODULE}:{what}"})]
    return load((builtin,), entries)


def reasons(registry: Registry) -> list[tuple[str, str | None, str]]:
    return [(out.name, out.distribution, out.reason.en) for out in registry.left_out]


def test_the_key_of_a_built_in_cannot_be_taken() -> None:
    registry = loaded(("acme-shop", "aaa", "otto"))
    assert list(registry.apps) == ["otto"]
    assert reasons(registry) == [("aaa", "acme-shop", "the app key 'otto' belongs to a built-in app")]
    assert registry.left_out[0].reason.de == "der App-Schlüssel „otto“ gehört einer eingebauten App"


def test_the_name_of_a_built_in_cannot_be_taken() -> None:
    registry = loaded(("acme-shop", "otto", "acme"))
    assert list(registry.apps) == ["otto"]
    assert reasons(registry) == [("otto", "acme-shop", "the name 'otto' belongs to a built-in app")]


def test_not_even_with_the_same_target() -> None:
    assert reasons(loaded(("acme-shop", "otto", "otto"))) == [
        ("otto", "acme-shop", "the name 'otto' belongs to a built-in app")
    ]


def test_a_built_in_that_cannot_be_loaded_is_still_not_replaced() -> None:
    registry = loaded(("a", "otto", "otto"), ("b", "bbb", "otto"), ("c", "acme", "acme"), builtin=OWN_BROKEN)
    assert list(registry.apps) == ["acme"]
    own, same_key, same_name = reasons(registry)
    assert own[:2] == ("otto", "otto-app")
    assert own[2].startswith("cannot be imported: AttributeError")
    assert same_name == ("otto", "a", "the name 'otto' belongs to a built-in app")
    assert same_key == ("bbb", "b", "the app key 'otto' belongs to a built-in app")


@pytest.mark.parametrize("spelling", ["otto-app", "Otto_App", "otto.app"])
def test_our_own_entry_point_is_the_built_in_itself(spelling: str) -> None:
    registry = loaded((spelling, "otto", "otto"))
    assert (list(registry.apps), registry.left_out) == (["otto"], ())


def test_our_own_entry_point_with_another_target_is_no_built_in() -> None:
    assert reasons(loaded(("otto-app", "otto", "acme"))) == [
        ("otto", "otto-app", "the name 'otto' belongs to a built-in app")
    ]


def test_an_app_key_belongs_to_the_first_in_order() -> None:
    registry = loaded(("second", "bbb", "acme"), ("first", "aaa", "acme"))
    assert list(registry.apps) == ["otto", "acme"]
    assert reasons(registry) == [
        ("bbb", "second", "the app key 'acme' is taken by another plug-in: aaa first 1.0")
    ]


def test_a_name_belongs_to_the_first_distribution() -> None:
    registry = loaded(("second", "shop", "other"), ("first", "shop", "acme"))
    assert list(registry.apps) == ["otto", "acme"]
    assert reasons(registry) == [
        ("shop", "second", "the name 'shop' is taken by another plug-in: shop first 1.0")
    ]


@pytest.mark.parametrize(("what", "taken"), [("acme_and_more", "acme"), ("otto_and_more", "otto")])
def test_a_plugin_with_one_taken_key_is_left_out_wholly(what: str, taken: str) -> None:
    registry = loaded(("first", "aaa", "acme"), ("second", "bbb", what))
    assert list(registry.apps) == ["otto", "acme"]
    assert [out.name for out in registry.left_out] == ["bbb"]
    assert f"app key '{taken}'" in registry.left_out[0].reason.en


def test_a_plugin_that_offers_one_key_twice_is_left_out_wholly() -> None:
    registry = loaded(("first", "aaa", "acme_twice"))
    assert list(registry.apps) == ["otto"]
    assert reasons(registry) == [("aaa", "first", "offers the app 'acme' twice")]


def test_what_is_left_out_takes_neither_name_nor_key() -> None:
    registry = loaded(("a", "shop", "nothing"), ("b", "shop", "acme_twice"), ("c", "shop", "acme"))
    assert list(registry.apps) == ["otto", "acme"]
    assert [out.distribution for out in registry.left_out] == ["a", "b"]


def test_a_plugin_that_the_environment_shows_twice_is_one() -> None:
    registry = loaded(("acme-shop", "acme", "acme"), ("Acme_Shop", "acme", "acme"))
    assert (list(registry.apps), registry.left_out) == (["otto", "acme"], ())


def test_a_distribution_may_have_several_entries() -> None:
    entries = installed("shops", {"acme": f"{MODULE}:acme", "other": f"{MODULE}:other"})
    assert list(load((OWN,), entries).apps) == ["otto", "acme", "other"]
