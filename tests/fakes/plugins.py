"""Apps that do nothing, and distributions that exist on paper only."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import Distribution, EntryPoint
from typing import Any, Final

from core.activation import Activate, Answers, Field, Step, StepTitle
from core.apps import AppKey
from core.text import Text
from ports import (
    CarrierInfo,
    CarrierKind,
    Category,
    Connection,
    Desk,
    Manifest,
    Marketplace,
    MarketplaceKind,
    OrderPage,
    OrderSource,
)

MANIFEST: Final = Manifest(
    key=AppKey("acme"),
    name="Acme Market",
    summary=Text(en="Sells anything.", de="Verkauft alles."),
    category=Category.MARKETPLACE,
    version="1.0",
    requires=">=1,<2",
    servers={"production": "https://api.example.com"},
)


class AskNothing:
    """An activation that is through at once."""

    @property
    def steps(self) -> tuple[StepTitle, ...]:
        return (StepTitle("settings", Text(en="Settings", de="Einstellungen")),)

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        return Activate(settings={})


class SellNothing(Marketplace):
    """A marketplace without orders."""

    @property
    def orders(self) -> OrderSource:
        return self

    def changed_orders(self, since: object, page: str | None) -> OrderPage:
        return OrderPage(orders=())

    def read_again(self, raw: str) -> Any:
        raise AssertionError("nothing was ever set aside")


def open_nothing(connection: Connection) -> Marketplace:
    return SellNothing()


def offer(key: str = "acme", **changes: Any) -> MarketplaceKind:
    """A kind whose manifest has this key and these changes; unchecked, so they may be wrong on purpose."""
    manifest = replace(MANIFEST, key=AppKey(key))
    for name, value in changes.items():
        object.__setattr__(manifest, name, value)
    return MarketplaceKind(manifest=manifest, activation=AskNothing(), open=open_nothing)


def never_opened(*_: object) -> Any:
    raise AssertionError("loading a carrier opens nothing and rehearses nothing")


def carrier(key: str = "parcels", **changes: Any) -> CarrierKind:
    """A carrier with this key that can do nothing; `changes` are unchecked."""
    manifest = replace(MANIFEST, key=AppKey(key), category=Category.CARRIER)
    info = CarrierInfo(capabilities=frozenset(), formats={})
    kind = CarrierKind(manifest, info, AskNothing(), open=never_opened, rehearse=never_opened)
    return replace(kind, **changes)


class PaperDistribution(Distribution):
    """Metadata and entry points of an installed package, without the package."""

    def __init__(self, name: str, entries: Mapping[str, str], version: str = "1.0") -> None:
        lines = "\n".join(f"{entry} = {value}" for entry, value in entries.items())
        self._texts = {
            "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            "entry_points.txt": f"[app_center]\n{lines}\n",
        }

    def read_text(self, filename: str) -> str | None:
        return self._texts.get(filename)

    def locate_file(self, path: Any) -> Any:
        raise FileNotFoundError(path)


def installed(distribution: str, entries: Mapping[str, str], version: str = "1.0") -> list[EntryPoint]:
    """The entry points of a distribution with this name, as the environment would list them."""
    return list(PaperDistribution(distribution, entries, version).entry_points)
