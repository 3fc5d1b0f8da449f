"""Looking apps up, and being told why one is not there."""

from dataclasses import FrozenInstanceError

import pluggy
import pytest

from app_center.registry import OFFERS, Kind, LeftOut, Registry
from core.apps import AppKey
from core.errors import InvalidValue
from core.text import Text
from ports import hooks
from ports.hooks import PROJECT, Category
from tests.fakes.plugins import offer


def registry_of(*kinds: Kind, left_out: tuple[LeftOut, ...] = ()) -> Registry:
    return Registry({kind.manifest.key: kind for kind in kinds}, left_out)


def keys(kinds: tuple[Kind, ...]) -> list[str]:
    return [kind.manifest.key for kind in kinds]


SHOPS = registry_of(
    offer("zeta", name="alpha Markt"),
    offer("acme", name="ÖKO Market"),
    offer("otto", name="Otto Market"),
    left_out=(LeftOut("torn", "torn-shop", "1.0", Text(en="cannot be imported", de="nicht importierbar")),),
)


def test_every_hook_has_its_line_in_the_table() -> None:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hooks)
    assert set(OFFERS) == {name for name in vars(manager.hook) if not name.startswith("_")}


def test_an_app_is_found_by_its_key() -> None:
    assert SHOPS.get("acme").manifest.key == "acme"


def test_a_key_that_is_nearly_right_is_told() -> None:
    with pytest.raises(InvalidValue) as caught:
        SHOPS.get("oto")
    assert caught.value.field == "app"
    assert caught.value.text.en == "there is no app 'oto'; did you mean 'otto'?"
    assert caught.value.text.de == "es gibt keine App „oto“; meinten Sie „otto“?"


def test_a_key_unlike_any_other_is_told_without_a_guess() -> None:
    with pytest.raises(InvalidValue, match=r"\Athere is no app 'xyzzy'\Z"):
        SHOPS.get("xyzzy")


def test_an_app_that_was_left_out_says_why() -> None:
    with pytest.raises(InvalidValue, match="'torn' is left out: cannot be imported") as caught:
        SHOPS.get("torn")
    assert "nicht importierbar" in caught.value.text.de


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["zeta", "otto", "acme"]),
        ("market", ["otto", "acme"]),
        ("MARK", ["zeta", "otto", "acme"]),
        ("öko", ["acme"]),
        ("market otto", ["otto"]),
        ("zeta", ["zeta"]),
        ("market zeta", []),
    ],
)
def test_search_finds_every_word_in_name_or_key(words: str, found: list[str]) -> None:
    assert keys(SHOPS.search(words)) == found


def test_a_shelf_holds_its_category_by_name() -> None:
    assert keys(SHOPS.in_category(Category.MARKETPLACE)) == ["zeta", "otto", "acme"]
    assert SHOPS.in_category(Category.CARRIER) == ()


def test_a_registry_does_not_change() -> None:
    apps = {AppKey("acme"): offer("acme")}
    registry = Registry(apps)
    apps.clear()
    assert list(registry.apps) == ["acme"]
    with pytest.raises(TypeError):
        registry.apps[AppKey("other")] = offer("other")  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        registry.left_out = ()  # type: ignore[misc]
