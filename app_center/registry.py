"""The apps on offer, and what was left out; filled once at start by `app_center.loader`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from core.apps import AppKey
from core.errors import InvalidValue
from core.text import Text
from ports.hooks import CarrierKind, Category, MarketplaceKind

#: Everything that a hook may offer. All kinds share the manifest and the activation.
Kind = MarketplaceKind | CarrierKind


@dataclass(frozen=True, slots=True)
class Offer:
    """What one hook offers: this kind of app, for this shelf."""

    kind: type[Kind]
    category: Category


#: Every hook of `ports.hooks` with what it offers. A further kind of app is a further line.
OFFERS: Final[Mapping[str, Offer]] = MappingProxyType(
    {
        "app_center_marketplaces": Offer(MarketplaceKind, Category.MARKETPLACE),
        "app_center_carriers": Offer(CarrierKind, Category.CARRIER),
    }
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an app comes from: the name of its entry point, and its package where that is known."""

    name: str
    distribution: str | None
    version: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A plug-in that is not used: none of its apps is on offer.

    name                   of its entry point
    distribution, version  of the installed package it came with; None where that is not known
    reason                 one sentence without its subject: "cannot be imported: ..."
    """

    name: str
    distribution: str | None
    version: str | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Registry:
    """The apps by key, built-ins first, then in the order of their entry points' names.

    `origins` has the same keys as `apps`.
    """

    apps: Mapping[AppKey, Kind] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    origins: Mapping[AppKey, Origin] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("apps", "origins"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def marketplaces(self) -> Mapping[AppKey, MarketplaceKind]:
        return {key: kind for key, kind in self.apps.items() if isinstance(kind, MarketplaceKind)}

    @property
    def carriers(self) -> Mapping[AppKey, CarrierKind]:
        return {key: kind for key, kind in self.apps.items() if isinstance(kind, CarrierKind)}

    def get(self, key: str) -> Kind:
        """The app with this key.

        raises  InvalidValue (field `app`): none has it; says why, or what was probably meant
        """
        try:
            return self.apps[AppKey(key)]
        except KeyError:
            raise InvalidValue(self._absent(key), field="app") from None

    def in_category(self, category: Category) -> tuple[Kind, ...]:
        """The apps of one shelf, by name."""
        return _by_name(kind for kind in self.apps.values() if kind.manifest.category is category)

    def search(self, words: str) -> tuple[Kind, ...]:
        """The apps whose name or key contains every one of the words, by name; all for no words."""
        wanted = words.casefold().split()
        return _by_name(
            kind
            for kind in self.apps.values()
            if all(word in f"{kind.manifest.name} {kind.manifest.key}".casefold() for word in wanted)
        )

    def _absent(self, key: str) -> Text:
        for plugin in self.left_out:
            if plugin.name == key:
                return Text(
                    en=f"the app {key!r} is left out: {plugin.reason.en}",
                    de=f"die App „{key}“ ist ausgelassen: {plugin.reason.de}",
                )
        meant = get_close_matches(key, self.apps, n=1)
        hint_en, hint_de = (
            (f"; did you mean {meant[0]!r}?", f"; meinten Sie „{meant[0]}“?") if meant else ("", "")
        )
        return Text(en=f"there is no app {key!r}{hint_en}", de=f"es gibt keine App „{key}“{hint_de}")


def _by_name(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    return tuple(sorted(kinds, key=lambda kind: (kind.manifest.name.casefold(), kind.manifest.key)))
