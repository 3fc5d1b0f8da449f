"""What stands at a marketplace already, beside what is here, and taking it over."""

from collections.abc import Callable, Iterator, Sequence

from app_center.bootstrap import AppCenter
from app_center.listings import listing_kind
from app_center.registry import Kind
from core.errors import InvalidValue
from core.listing.adoption import Candidate
from core.orders import Sku
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.listings import DeliveryDesk, ListingDesk
from ports.memory import AccountMemory
from sync.listing_drafts import candidates, take_over

_AT_ONCE = 200


def found_there(
    center: AppCenter, memory: AccountMemory, kind: Kind, skus: Sequence[str] = ()
) -> Iterator[Candidate]:
    """All that the marketplace has, or these; nothing is stored.

    raises  InvalidValue (field `app`): it takes no listings
            AccessDenied, Throttled, Unreachable, BrokenReply, Refused
    """
    listings, delivery = _desks(center, memory, kind)
    book = memory.listings(kind.manifest.key)
    yield from candidates(listings, delivery, book, frozenset(Sku(sku) for sku in skus))


def adopt(
    center: AppCenter,
    memory: AccountMemory,
    kind: Kind,
    skus: Sequence[str] = (),
    told: Callable[[Candidate], None] = lambda _: None,
) -> int:
    """Take over all of it, or these, as it stands there now; how many were. `told` hears of each.

    raises  as `found_there`
    """
    listings, delivery = _desks(center, memory, kind)
    book = memory.listings(kind.manifest.key)
    profiles = {} if delivery is None else {each.name: each.id for each in delivery.profiles()}
    part: list[Candidate] = []
    done = 0
    for found in candidates(listings, delivery, book, frozenset(Sku(sku) for sku in skus)):
        part.append(found)
        if len(part) == _AT_ONCE:
            done += take_over(book, part, profiles, center.clock.now())
            part = []
        told(found)
    return done + take_over(book, part, profiles, center.clock.now())


def _desks(center: AppCenter, memory: AccountMemory, kind: Kind) -> tuple[ListingDesk, DeliveryDesk | None]:
    listing_kind(kind)
    opened = kind.open(center.connect(memory, kind)) if isinstance(kind, MarketplaceKind) else None
    if opened is None or opened.listings is None:
        raise InvalidValue(Text(en="nothing to take over", de="nichts zu übernehmen"), field="app")
    return opened.listings, opened.delivery
