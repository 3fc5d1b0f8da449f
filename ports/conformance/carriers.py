"""Finds the carrier that `--carrier` names, installed or not yet."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import pytest

from ports.conformance.promises import PROMISES
from ports.hooks import PROJECT, CarrierKind

HOOK: Final = "app_center_carriers"
EXEMPTIONS: Final = "CONFORMANCE_EXEMPTIONS"

Offer = Callable[[], Sequence[CarrierKind]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The carriers to try. `exempt` are the reasons of promises that this plug-in does not keep."""

    title: str
    kinds: Sequence[CarrierKind]
    offer: Offer
    exempt: Mapping[int, str]


def chosen(name: str, given: Sequence[str], installed: Iterable[EntryPoint] | None = None) -> Chosen:
    """What the options name.

    name   `NAME` or `NAME:key` of an installed plug-in, or `package.module`, with `:key` or `:object`
    given  exemptions as `NUMBER=reason`

    raises  pytest.UsageError: there is no such carrier, or an exemption is not well-formed
    """
    entries = list(entry_points(group=PROJECT) if installed is None else installed)
    entry, key = _entry(name, entries)
    plugin = _load(name, entry)
    if key is not None and entry.dist is None and hasattr(plugin, key):
        plugin, key = getattr(plugin, key), None
    offers = list(_implementations(plugin))
    if not offers:
        raise pytest.UsageError(f"--carrier {name}: {entry.value} has no {HOOK} marked with @hookimpl")

    def offer() -> Sequence[CarrierKind]:
        return [kind for each in offers for kind in each()]

    kinds = offer()
    keys = [kind.manifest.key for kind in kinds]
    if key is not None and key not in keys:
        raise pytest.UsageError(f"--carrier {name}: it offers {', '.join(keys) or 'no carriers'}")
    wanted = [kind for kind in kinds if key in {None, kind.manifest.key}]
    if not wanted:
        raise pytest.UsageError(f"--carrier {name}: it offers no carriers")
    own = getattr(plugin, EXEMPTIONS, None) or getattr(sys.modules.get(entry.module), EXEMPTIONS, None) or {}
    return Chosen(_title(name, entry), wanted, offer, exemptions(own, given))


def _entry(name: str, entries: Sequence[EntryPoint]) -> tuple[EntryPoint, str | None]:
    """The plug-in, and what stands behind the colon: the key of an app, or of a module also an object."""
    head, _, rest = name.partition(":")
    for entry in entries:
        if entry.name == head:
            return entry, rest or None
    if "." in head or ":" in name:
        return EntryPoint(head, head, PROJECT), rest or None
    known = ", ".join(sorted(entry.name for entry in entries)) or "none"
    raise pytest.UsageError(
        f"--carrier {name}: no plug-in of this name is installed (installed: {known}); "
        "a plug-in that is not installed yet is named by its module, as acme_carrier.plugin"
    )


def _load(name: str, entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:
        raise pytest.UsageError(
            f"--carrier {name}: {entry.value} cannot be imported: {type(error).__name__}: {error}"
        ) from error


def _title(name: str, entry: EntryPoint) -> str:
    if entry.dist is None:
        return name
    return f"{name} ({entry.dist.name} {entry.dist.version})"


def _implementations(plugin: Any) -> Iterator[Offer]:
    """The functions that pluggy would call for the hook."""
    for name in dir(plugin):
        function = getattr(plugin, name, None)
        marked = getattr(function, f"{PROJECT}_impl", None)
        if callable(function) and isinstance(marked, dict) and (marked.get("specname") or name) == HOOK:
            yield function


def exemptions(own: Mapping[int, str], given: Sequence[str]) -> Mapping[int, str]:
    """The plug-in's own and those of the command line, which count more.

    raises  pytest.UsageError: no such promise, or no reason
    """
    found: dict[int, str] = {}
    for number, reason in (*own.items(), *map(_exemption, given)):
        if number not in PROMISES:
            raise pytest.UsageError(f"exemption {number}: there is no promise with this number")
        if not isinstance(reason, str) or not reason.strip():
            raise pytest.UsageError(f"exemption {number}: a reason is needed")
        found[number] = reason.strip()
    return found


def _exemption(text: str) -> tuple[int, str]:
    number, _, reason = text.partition("=")
    if not number.strip().isdecimal():
        raise pytest.UsageError(f"--exempt {text}: it is NUMBER=reason")
    return int(number), reason
