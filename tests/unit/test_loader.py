"""One plug-in at a time: what is fit is on offer, and everything else has a reason in both languages."""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from app_center.loader import load
from app_center.registry import LeftOut, Origin, Registry
from tests.fakes.plugins import installed, offer

Write = Callable[[str, str], str]

GOOD = """
    from ports import hookimpl
    from tests.fakes.plugins import offer

    @hookimpl
    def app_center_marketplaces():
        return [offer({key!r})]
    """


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes a module that can be imported until the test ends; the answer is its name."""
    monkeypatch.syspath_prepend(tmp_path)
    written: list[str] = []

    def write_module(name: str, source: str) -> str:
        (tmp_path / f"{name}.py").write_text(dedent(source))
        written.append(name)
        return name

    yield write_module
    for name in written:
        sys.modules.pop(name, None)


def loaded(*entries: EntryPoint, builtins: tuple[EntryPoint, ...] = ()) -> Registry:
    return load(builtins, entries)


def left_out(write: Write, source: str) -> LeftOut:
    """How a plug-in with this source is left out, beside one that works."""
    good = write("good_plugin", GOOD.format(key="good"))
    registry = loaded(
        *installed("zz-good", {"zz-good": good}),
        *installed("Acme.Shop", {"acme": write("acme_plugin", source)}, version="2.3"),
    )
    assert list(registry.apps) == ["good"], "one that is left out must not take another with it"
    (out,) = registry.left_out
    assert (out.name, out.distribution, out.version) == ("acme", "acme-shop", "2.3")
    return out


def hook(body: str) -> str:
    """A module whose hook has this body."""
    return dedent(
        """
        from ports import hookimpl
        from tests.fakes.plugins import offer

        @hookimpl
        def app_center_marketplaces():
            {}
        """
    ).format(body)


def test_what_a_plugin_offers_stands_behind_the_built_in_apps(write: Write) -> None:
    (own,) = installed("otto-app", {"otto": write("own_plugin", GOOD.format(key="otto"))})
    (acme,) = installed("acme-shop", {"acme": write("acme_plugin", GOOD.format(key="acme"))})
    registry = loaded(acme, builtins=(own,))
    assert list(registry.apps) == ["otto", "acme"]
    assert registry.left_out == ()
    own_origin, acme_origin = registry.origins.values()
    assert own_origin.distribution == "otto-app"
    assert acme_origin == Origin("acme", "acme-shop", "1.0")


def test_a_plugin_may_be_an_object_and_offer_several_apps(write: Write) -> None:
    module = write(
        "acme_plugin",
        """
        from ports import hookimpl
        from tests.fakes.plugins import offer

        class Plugin:
            @hookimpl
            def app_center_marketplaces(self):
                return [offer("acme-de"), offer("acme-at")]

        plugin = Plugin()
        """,
    )
    registry = loaded(*installed("acme-shop", {"acme": f"{module}:plugin"}))
    assert (list(registry.apps), registry.left_out) == (["acme-de", "acme-at"], ())


def test_the_order_of_installation_does_not_matter(write: Write) -> None:
    modules = {name: write(f"plugin_{name}", GOOD.format(key=f"app-{name}")) for name in "abc"}
    entries = [entry for name, module in modules.items() for entry in installed(f"d{name}", {name: module})]
    assert list(loaded(*entries).apps) == list(loaded(*reversed(entries)).apps) == ["app-a", "app-b", "app-c"]


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import no_such_module_anywhere", "ModuleNotFoundError: No module named 'no_such_module_anywhere'"),
        ("\n\nraise SystemExit(3)", "SystemExit: 3 (acme_plugin.py, line 3)"),
        ("def broken(:", "SyntaxError: "),
        ("raise GeneratorExit", "GeneratorExit (acme_plugin.py, line 1)"),
        ("raise RuntimeError('two\\n  lines')", "RuntimeError: two lines (acme_plugin.py, line 1)"),
        ("raise RuntimeError('x' * 5000)", f"RuntimeError: {'x' * 286}… (acme_plugin.py, line 1)"),
        ("from ports import NoSuchName", "ImportError: cannot import name 'NoSuchName'"),
        (
            "class Mute(BaseException):\n    def __str__(self):\n        raise SystemExit\nraise Mute",
            "Mute (acme_plugin.py, line 4)",
        ),
    ],
)
def test_an_import_that_fails_is_a_reason(write: Write, source: str, cause: str) -> None:
    reason = left_out(write, source).reason
    assert reason.en.startswith(f"cannot be imported: {cause}")
    assert reason.de.startswith(f"lässt sich nicht importieren: {cause}")


@pytest.mark.parametrize("value", ["acme_plugin:absent", "acme_plugin.absent", "no module at all", ":", ""])
def test_an_entry_point_that_leads_nowhere_is_a_reason(write: Write, value: str) -> None:
    write("acme_plugin", GOOD.format(key="acme"))
    registry = loaded(EntryPoint("acme", value, "app_center"))
    assert registry.apps == {}
    (out,) = registry.left_out
    assert (out.distribution, out.version) == (None, None)
    assert out.reason.en.startswith("cannot be imported: ")


def test_the_operator_can_still_interrupt(write: Write) -> None:
    module = write("acme_plugin", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        loaded(*installed("acme-shop", {"acme": module}))


def test_a_misspelt_hook_is_told_with_what_was_meant(write: Write) -> None:
    reason = left_out(write, hook("return []").replace("marketplaces", "marketplace")).reason
    assert reason.en == "there is no hook app_center_marketplace; did you mean app_center_marketplaces?"
    assert reason.de == "den Hook app_center_marketplace gibt es nicht; ist app_center_marketplaces gemeint?"


def test_a_hook_unlike_any_other_is_told_without_a_guess(write: Write) -> None:
    source = hook("return [offer()]") + "@hookimpl\ndef paint_it_black(): pass\n"
    assert left_out(write, source).reason.en == "there is no hook paint_it_black"


def test_a_hook_that_is_marked_optional_may_be_unknown(write: Write) -> None:
    source = hook("return [offer()]") + "@hookimpl(optionalhook=True)\ndef app_center_lighthouses(): pass\n"
    assert list(loaded(*installed("a", {"acme": write("acme_plugin", source)})).apps) == ["acme"]


def test_a_plugin_for_a_newer_interface_hears_that_and_not_unknown_hook(write: Write) -> None:
    source = hook("return [offer(requires='>=1.7')]") + "@hookimpl\ndef app_center_lighthouses(): return []\n"
    assert left_out(write, source).reason.en == "the app 'acme' needs plug-in interface >=1.7; here it is 1.0"


def test_a_hook_with_an_argument_of_its_own_is_a_reason(write: Write) -> None:
    reason = left_out(write, hook("return []").replace("places()", "places(account)")).reason
    assert reason.en.startswith("has unreadable hooks: PluginValidationError: ")
    assert "account" in reason.en


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise ValueError('no')", "failed: ValueError: no (acme_plugin.py, line 7)"),
        ("raise SystemExit", "failed: SystemExit (acme_plugin.py, line 7)"),
        ("return [offer('Not a Key')]", "failed: InvalidValue: 'Not a Key' is no app key"),
    ],
)
def test_a_hook_that_fails_is_a_reason(write: Write, body: str, cause: str) -> None:
    reason = left_out(write, hook(body)).reason
    assert reason.en.startswith(f"app_center_marketplaces {cause}")
    assert reason.de.startswith(f"app_center_marketplaces ist {cause.replace('failed', 'gescheitert')}")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("return None", "the answer of app_center_marketplaces is None, expected list"),
        ("return (offer(),)", "the answer of app_center_marketplaces is tuple, expected list"),
        ("yield offer()", "the answer of app_center_marketplaces is generator, expected list"),
        ("return offer()", "the answer of app_center_marketplaces is MarketplaceKind, expected list"),
        (
            "return [offer(), 'acme']",
            "item 2 of app_center_marketplaces is str, expected MarketplaceKind",
        ),
        ("return [type(offer())]", "item 1 of app_center_marketplaces is type, expected MarketplaceKind"),
        ("return []", "offers nothing: its list is empty"),
    ],
)
def test_a_hook_that_returns_something_else_is_told_what(write: Write, body: str, complaint: str) -> None:
    assert left_out(write, hook(body)).reason.en == complaint


def test_a_hook_without_its_mark_offers_nothing(write: Write) -> None:
    reason = left_out(write, hook("return [offer()]").replace("@hookimpl", "")).reason
    assert reason.en == "offers nothing: it implements no hook (is @hookimpl missing?)"


def test_an_entry_point_that_is_none_offers_nothing(write: Write) -> None:
    module = write("acme_plugin", "plugin = None")
    (out,) = loaded(*installed("acme-shop", {"acme": f"{module}:plugin"})).left_out
    assert out.reason.en.startswith("offers nothing: ")


@pytest.mark.parametrize("requires", [">=1,<2", "~=1.0", "==1.*", ">=0.9, !=1.1", ">=1.0.0rc1"])
def test_a_range_that_holds_the_interface_is_fine(write: Write, requires: str) -> None:
    module = write("acme_plugin", hook(f"return [offer(requires={requires!r})]"))
    assert loaded(*installed("acme-shop", {"acme": module})).left_out == ()


@pytest.mark.parametrize("requires", [">=2", "<1", "==1.1", ">=1,<1", "===banana"])
def test_another_range_is_a_reason(write: Write, requires: str) -> None:
    reason = left_out(write, hook(f"return [offer(requires={requires!r})]")).reason
    assert reason.en == f"the app 'acme' needs plug-in interface {requires}; here it is 1.0"


@pytest.mark.parametrize("requires", ["banana", "1.0", "", "  ", 1.0, None])
def test_a_range_that_nobody_can_read_is_a_reason(write: Write, requires: object) -> None:
    reason = left_out(write, hook(f"return [offer(requires={requires!r})]")).reason
    assert reason.en == f"the app 'acme' requires {requires!r}, which is no range of versions"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("name=5", "name of the app 'acme' is int, expected str"),
        ("summary='Sells'", "summary of the app 'acme' is str, expected Text"),
        ("version=(1, 0)", "version of the app 'acme' is tuple, expected str"),
        ("budget=None", "budget of the app 'acme' is None, expected tuple"),
        ("budget=(20,)", "budget of the app 'acme' is int, expected Rate"),
        ("category='carrier'", "the app 'acme' of app_center_marketplaces wants the category carrier"),
    ],
)
def test_a_manifest_that_no_type_checker_saw_is_a_reason(write: Write, change: str, complaint: str) -> None:
    assert left_out(write, hook(f"return [offer({change})]")).reason.en == complaint


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("manifest={}", "manifest of item 1 of app_center_marketplaces is dict, expected Manifest"),
        ("open='acme'", "open of the app 'acme' is str, expected function"),
        ("activation=None", "app_center_marketplaces failed: AttributeError: "),
        (
            "activation=__import__('types').SimpleNamespace(steps=['settings'], advance=print)",
            "activation.steps of the app 'acme' is str, expected StepTitle",
        ),
        (
            "activation=__import__('types').SimpleNamespace(steps=(), form=print, advance=None)",
            "activation.advance of the app 'acme' is None, expected function",
        ),
    ],
)
def test_a_kind_that_no_type_checker_saw_is_a_reason(write: Write, change: str, complaint: str) -> None:
    if "steps=['settings']" in change:
        change = change.replace("['settings']", "('settings',)")
    source = hook(f"from dataclasses import replace; return [replace(offer(), {change})]")
    assert left_out(write, source).reason.en.startswith(complaint)


def test_damaged_metadata_do_not_keep_a_plugin_away(write: Write) -> None:
    class Damaged(Distribution):
        def read_text(self, filename: str) -> str | None:
            module = write("acme_plugin", GOOD.format(key="acme"))
            return f"[app_center]\nacme = {module}\n" if filename == "entry_points.txt" else None

        def locate_file(self, path: Any) -> Any:
            raise FileNotFoundError(path)

    assert list(loaded(*Damaged().entry_points).apps) == ["acme"]


def test_the_fake_offers_what_the_loader_accepts() -> None:
    assert offer().manifest.key == "acme"
