"""What one plug-in offers, looked at so closely that nobody downstream has to."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Final

import pluggy
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from app_center.registry import OFFERS, Kind, Offer
from core.activation import StepTitle
from core.apps import AppKey
from core.text import Text
from ports import CarrierInfo, hooks
from ports.hooks import API_VERSION, PROJECT, CarrierKind, Manifest, Rate

_LONGEST_CAUSE: Final = 300


class Unfit(Exception):
    """The plug-in cannot be used. `reason` is one sentence without its subject."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def offered_by(entry: EntryPoint) -> dict[AppKey, Kind]:
    """The apps of one plug-in by key; at least one, and every one fit for use.

    raises  Unfit, and KeyboardInterrupt; nothing else, whatever the plug-in does
    """
    package = entry.value.partition(":")[0].partition(".")[0].strip()
    with _guarded(package, Text(en="cannot be imported", de="lässt sich nicht importieren")):
        plugin = entry.load()
    # A manager of its own: what one plug-in registers cannot disturb the next.
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hooks)
    with _guarded(package, Text(en="has unreadable hooks", de="hat unlesbare Hooks")):
        manager.register(plugin, name=entry.name)
    answers: list[Kind] = []
    implemented = False
    for hook, offer in OFFERS.items():
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            implemented = True
            with _guarded(package, Text(en=f"{hook} failed", de=f"{hook} ist gescheitert")):
                answers.extend(_answer(implementation, hook, offer))
    # After the version ranges: a plug-in for a newer interface shall hear that, not "unknown hook".
    _refuse_unknown_hooks(manager)
    if not implemented:
        raise _unfit(
            "offers nothing: it implements no hook (is @hookimpl missing?)",
            "bietet nichts an: kein Hook ist implementiert (fehlt @hookimpl?)",
        )
    if not answers:
        raise _unfit("offers nothing: its list is empty", "bietet nichts an: die Liste ist leer")
    offered: dict[AppKey, Kind] = {}
    for kind in answers:
        key = kind.manifest.key
        if offered.setdefault(key, kind) is not kind:
            raise _unfit(f"offers the app {key!r} twice", f"bietet die App „{key}“ zweimal an")
    return offered


def _answer(implementation: pluggy.HookImpl, hook: str, offer: Offer) -> list[Kind]:
    """What one hook implementation offers.

    It is called directly: pluggy would drop a None, which is an answer to complain about.

    raises  Unfit, and whatever the plug-in raises
    """
    answer: object = implementation.function()
    if not isinstance(answer, list):
        raise _wrong_type(Text(en=f"the answer of {hook}", de=f"die Antwort von {hook}"), answer, "list")
    for number, kind in enumerate(answer, start=1):
        item = Text(en=f"item {number} of {hook}", de=f"Eintrag {number} von {hook}")
        if not isinstance(kind, offer.kind):
            raise _wrong_type(item, kind, offer.kind.__name__)
        if not isinstance(kind.manifest, Manifest):
            raise _wrong_type(_part("manifest", item), kind.manifest, "Manifest")
        _look_at_range(kind.manifest)
        _look_at_types(kind, Text(en=f"the app {kind.manifest.key!r}", de=f"der App „{kind.manifest.key}“"))
        if kind.manifest.category is not offer.category:
            raise _unfit(
                f"the app {kind.manifest.key!r} of {hook} wants the category {kind.manifest.category}",
                f"die App „{kind.manifest.key}“ von {hook} nennt die Kategorie {kind.manifest.category}",
            )
    return answer


def _look_at_range(manifest: Manifest) -> None:
    requires: object = manifest.requires
    try:
        readable = isinstance(requires, str) and bool(requires.strip())
        fits = readable and SpecifierSet(manifest.requires).contains(API_VERSION, prereleases=True)
    except InvalidSpecifier:
        readable = fits = False
    if not readable:
        raise _unfit(
            f"the app {manifest.key!r} requires {requires!r}, which is no range of versions",
            f"die App „{manifest.key}“ verlangt {requires!r}; das ist kein Versionsbereich",
        )
    if not fits:
        raise _unfit(
            f"the app {manifest.key!r} needs plug-in interface {requires}; here it is {API_VERSION}",
            f"die App „{manifest.key}“ braucht Plug-in-Schnittstelle {requires}; hier ist es {API_VERSION}",
        )


def _look_at_types(kind: Kind, app: Text) -> None:
    """What a type checker would have told the author, for everything that the host itself looks at."""
    for name, value, expected in _typed(kind):
        if not isinstance(value, expected):
            raise _wrong_type(_part(name, app), value, expected.__name__)
    for name, function in _callable(kind):
        if not callable(function):
            raise _wrong_type(_part(name, app), function, "function")


def _typed(kind: Kind) -> Iterator[tuple[str, object, type]]:
    """Name, value and type; a container comes before what is in it, so that it is looked at first."""
    manifest = kind.manifest
    yield "name", manifest.name, str
    yield "summary", manifest.summary, Text
    yield "version", manifest.version, str
    yield "budget", manifest.budget, tuple
    yield from (("budget", rate, Rate) for rate in manifest.budget)
    yield "activation.steps", kind.activation.steps, tuple
    yield from (("activation.steps", step, StepTitle) for step in kind.activation.steps)
    if isinstance(kind, CarrierKind):
        yield "info", kind.info, CarrierInfo


def _callable(kind: Kind) -> Iterator[tuple[str, object]]:
    yield "activation.form", kind.activation.form
    yield "activation.advance", kind.activation.advance
    yield "open", kind.open
    if isinstance(kind, CarrierKind):
        yield "rehearse", kind.rehearse


def _refuse_unknown_hooks(manager: pluggy.PluginManager) -> None:
    """Misspelt hooks. Those marked `optionalhook` may be unknown here."""
    try:
        manager.check_pending()
    except pluggy.PluginValidationError:
        unknown = sorted(
            name
            for name, caller in vars(manager.hook).items()
            if isinstance(caller, pluggy.HookCaller) and not caller.has_spec()
        )
    else:
        return
    names = ", ".join(unknown)
    meant = get_close_matches(unknown[0], OFFERS, n=1)
    raise _unfit(
        f"there is no hook {names}" + (f"; did you mean {meant[0]}?" if meant else ""),
        f"den Hook {names} gibt es nicht" + (f"; ist {meant[0]} gemeint?" if meant else ""),
    )


def _unfit(en: str, de: str) -> Unfit:
    return Unfit(Text(en=en, de=de))


def _part(name: str, whole: Text) -> Text:
    return Text(en=f"{name} of {whole.en}", de=f"{name} von {whole.de}")


def _wrong_type(what: Text, value: object, expected: str) -> Unfit:
    got = "None" if value is None else type(value).__name__
    return _unfit(
        f"{what.en} is {got}, expected {expected}", f"{what.de} ist {got}, erwartet wird {expected}"
    )


@contextmanager
def _guarded(package: str, what_failed: Text) -> Iterator[None]:
    """Runs a stranger's code: whatever it raises, even an exit, becomes the reason to leave it out."""
    try:
        yield
    except (KeyboardInterrupt, Unfit):
        raise
    except BaseException as error:
        cause = _cause(error, package)
        raise _unfit(f"{what_failed.en}: {cause}", f"{what_failed.de}: {cause}") from None


def _cause(error: BaseException, package: str) -> str:
    """The error on one line, and the last place in the plug-in's own code that it came through."""
    try:
        words = " ".join(str(error).split())
    except BaseException:  # a stranger's exception may not even be printable
        words = ""
    text = f"{type(error).__name__}: {words}" if words else type(error).__name__
    if len(text) > _LONGEST_CAUSE:
        text = f"{text[:_LONGEST_CAUSE]}…"
    places = [
        f" ({Path(frame.f_code.co_filename).name}, line {line})"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if str(frame.f_globals.get("__name__")).partition(".")[0] == package
    ]
    return text + (places[-1] if places else "")
