"""Finds the plug-ins, loads them one by one, and leaves out what is not fit for use, with the reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from typing import Final

from packaging.utils import canonicalize_name

from app_center.offers import Unfit, offered_by
from app_center.registry import Kind, LeftOut, Origin, Registry
from core.apps import AppKey
from core.text import Text

GROUP: Final = "app_center"
DISTRIBUTION: Final = "otto-app"

#: Our own apps. The name of each is also its app key, and belongs to it even while it cannot be loaded:
#: otherwise a stranger could take its place and be handed its accounts' credentials.
BUILTINS: Final = tuple(
    EntryPoint(name=name, value=value, group=GROUP)
    for name, value in (
        ("otto", "adapters.otto.plugin"),
        ("dhl", "adapters.carriers.dhl.plugin"),
        ("gls", "adapters.carriers.gls.plugin"),
        ("hermes", "adapters.carriers.hermes.plugin"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class _Plugin:
    entry: EntryPoint
    is_builtin: bool
    distribution: str | None
    version: str | None

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def identity(self) -> tuple[str, str, str]:
        """Two entries with the same are one, however often the environment shows it."""
        return (self.name, self.distribution or "", self.entry.value)


def load(builtins: Iterable[EntryPoint] = BUILTINS, entries: Iterable[EntryPoint] | None = None) -> Registry:
    """The registry of all that can be used. A plug-in is used wholly or not at all.

    Whatever a plug-in's code does on the way (raise, exit, return nonsense) stays with that plug-in; only
    KeyboardInterrupt passes. An import that never ends is not cut short.

    builtins  come first, in their order; their names cannot be taken
    entries   the installed plug-ins; None looks them up in this environment
    """
    ours = [_builtin(entry) for entry in builtins]
    reserved = {plugin.name: plugin for plugin in ours}
    names = dict(reserved)
    owners: dict[AppKey, _Plugin] = {}
    apps: dict[AppKey, Kind] = {}
    left_out: list[LeftOut] = []
    for plugin in (*ours, *_strangers(entry_points(group=GROUP) if entries is None else entries, ours)):
        try:
            if (owner := names.get(plugin.name, plugin)) is not plugin:
                raise Unfit(_taken(Text(en="name", de="Name"), plugin.name, owner))
            offered = offered_by(plugin.entry)
            for key in offered:
                if (owner := owners.get(key) or reserved.get(key, plugin)) is not plugin:
                    raise Unfit(_taken(Text(en="app key", de="App-Schlüssel"), key, owner))
        except Unfit as unfit:
            left_out.append(LeftOut(plugin.name, plugin.distribution, plugin.version, unfit.reason))
        else:
            names[plugin.name] = plugin
            apps.update(offered)
            owners.update(dict.fromkeys(offered, plugin))
    origins = {key: Origin(owner.name, owner.distribution, owner.version) for key, owner in owners.items()}
    return Registry(apps, tuple(left_out), origins)


def _builtin(entry: EntryPoint) -> _Plugin:
    try:
        installed = version(DISTRIBUTION)
    except PackageNotFoundError:  # run from a checkout that is not installed
        installed = None
    return _Plugin(entry, True, DISTRIBUTION, installed)


def _strangers(entries: Iterable[EntryPoint], ours: Iterable[_Plugin]) -> Iterator[_Plugin]:
    """What is not built in, once each, in an order that does not depend on the order of installation."""
    known = {plugin.identity for plugin in ours}
    for plugin in sorted(map(_stranger, entries), key=lambda each: each.identity):
        if plugin.identity not in known:
            known.add(plugin.identity)
            yield plugin


def _stranger(entry: EntryPoint) -> _Plugin:
    distribution = entry.dist
    if distribution is None:
        return _Plugin(entry, False, None, None)
    try:
        return _Plugin(entry, False, canonicalize_name(distribution.name), distribution.version)
    except Exception:  # damaged metadata of a package say nothing about its code
        return _Plugin(entry, False, None, None)


def _taken(what: Text, value: str, owner: _Plugin) -> Text:
    if owner.is_builtin:
        return Text(
            en=f"the {what.en} {value!r} belongs to a built-in app",
            de=f"der {what.de} „{value}“ gehört einer eingebauten App",
        )
    origin = " ".join(part for part in (owner.name, owner.distribution, owner.version) if part)
    return Text(
        en=f"the {what.en} {value!r} is taken by another plug-in: {origin}",
        de=f"der {what.de} „{value}“ ist von einem anderen Plug-in belegt: {origin}",
    )
