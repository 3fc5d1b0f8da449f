"""Brands and categories of a marketplace, read before they are searched."""

from app_center.bootstrap import AppCenter
from app_center.listing_passes import Progress, read_all
from app_center.listings import listing_kind
from app_center.registry import Kind
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory, CatalogueBook


def filled(center: AppCenter, memory: AccountMemory, kind: Kind, progress: Progress) -> CatalogueBook:
    """The first look reads it from the marketplace; later ones are kept fresh by its concern.

    raises  InvalidValue (field `app`): the marketplace takes no listings
            AccessDenied, Throttled, Unreachable, BrokenReply, Refused
    """
    listing_kind(kind)
    book = memory.catalogue(kind.manifest.key)
    if isinstance(kind, MarketplaceKind) and not book.complete():
        read_all(center, memory, kind, progress)
    return book
