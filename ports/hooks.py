"""What a plug-in may offer, as typed pluggy hooks. docs/hooks.md has a section for each.

Hooks only offer: they do no work, touch no network and read no account. A plug-in is an installed package
with an entry point in the group `app_center` that names a module (or object) with hook implementations:

    [project.entry-points.app_center]
    mymarket = "mymarket.plugin"
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol
from urllib.parse import urlsplit

import pluggy

from core.apps import AppKey
from core.errors import InvalidValue
from core.parcel import LabelKind, Reference
from core.secret import Secret
from core.text import Text
from ports.activation import Activation
from ports.carrier import Carrier, CarrierInfo
from ports.connection import Connection
from ports.http import Transport
from ports.listings import ListingKind
from ports.marketplace import Marketplace

PROJECT: Final = "app_center"
#: The version of everything a plug-in may import. A plug-in names the range it was written for.
API_VERSION: Final = "1.0"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

_KEY: Final = re.compile(r"[a-z][a-z0-9-]{1,30}\Z")


class Category(StrEnum):
    """The shelf of the app-center that an app stands on."""

    MARKETPLACE = "marketplace"
    CARRIER = "carrier"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS: Final = {
    Category.MARKETPLACE: Text(en="Online marketplaces", de="Online-Marktplätze"),
    Category.CARRIER: Text(en="Logistics & shipping", de="Logistik & Versand"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `requests` in any `seconds`."""

    requests: int
    seconds: float

    def __post_init__(self) -> None:
        if self.requests < 1 or not 0 < self.seconds < math.inf:
            raise InvalidValue(f"{self.requests} requests in {self.seconds} seconds is no rate")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an app is.

    key       its name in commands, settings and the database; lower case, digits and hyphens; never changes
    servers   address by name, for instance {"production": "https://api.example.com"}; the app may call no
              other; the operator may send them all elsewhere. One that begins with a setting, as in
              "https://{own_host}.example.com", is completed by `ports.servers`
    requires  the range of `API_VERSION` that it was written for, as packaging writes it: ">=1,<2"
    budget    what the other side allows one account, over all servers
    apart     the ends of paths that do not count there, as of a token endpoint; they have `apart_budget`
    """

    key: AppKey
    name: str
    summary: Text
    category: Category
    version: str
    requires: str
    servers: Mapping[str, str]
    budget: tuple[Rate, ...] = field(default=())
    apart: tuple[str, ...] = ()
    apart_budget: tuple[Rate, ...] = (Rate(10, 1),)

    def __post_init__(self) -> None:
        if not _KEY.match(self.key):
            raise InvalidValue(f"{self.key!r} is no app key: lower-case letters, digits, hyphens")
        if not self.servers:
            raise InvalidValue(f"{self.key}: an app without a server")
        for name, address in self.servers.items():
            if not _is_https_address(address):
                raise InvalidValue(f"{self.key}: server {name!r} is no https address")


def _is_https_address(address: str) -> bool:
    """Of a host, perhaps with port and path; credentials and queries have no place in a manifest."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and address.isprintable() and not any(sign in address for sign in "@?# \\")


@dataclass(frozen=True, slots=True)
class MarketplaceKind:
    """A marketplace on offer: what it is, how its activation goes, how one account with it is opened.

    listings  what it says about listings; None where it takes none from here
    """

    manifest: Manifest
    activation: Activation
    open: Callable[[Connection], Marketplace]
    listings: ListingKind | None = None


class Rehearsal(Protocol):
    """A carrier's own stand-in, with which the conformance kit tries it out.

    `transport` is behind the client of every `Connection` that the kit makes; the kit puts faults in between.
    """

    @property
    def settings(self) -> Mapping[str, str]:
        """That the stand-in accepts."""
        ...

    @property
    def secrets(self) -> Mapping[str, Secret]: ...

    @property
    def transport(self) -> Transport: ...

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        """The stand-in's ledger: kind, reference and number of every label that was paid for, in order."""
        ...

    def outbound(self) -> str | None:
        """The number of a parcel that a return can be made from, where the carrier needs one."""
        ...


@dataclass(frozen=True, slots=True)
class CarrierKind:
    """A carrier on offer: what it is and can do, how its activation goes, how one account is opened.

    rehearse  a fresh stand-in for the conformance kit
    """

    manifest: Manifest
    info: CarrierInfo
    activation: Activation
    open: Callable[[Connection], Carrier]
    rehearse: Callable[[], Rehearsal]


@hookspec
def app_center_marketplaces() -> list[MarketplaceKind]:  # type: ignore[empty-body]
    """Offer marketplaces. Called once at start; no network, no account."""


@hookspec
def app_center_carriers() -> list[CarrierKind]:  # type: ignore[empty-body]
    """Offer carriers. Called once at start; no network, no account."""
