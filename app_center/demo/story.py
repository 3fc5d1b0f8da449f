"""A shop in the middle of its day, for looking around in the pages: orders in all states, an oversale that
did not happen, a parcel that is held, an offer that OTTO refused, an app that lost its access."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from adapters.carriers.gls.standin import (
    DEMO_CLIENT as GLS_CLIENT,
)
from adapters.carriers.gls.standin import (
    DEMO_CONTACT,
    GlsStandin,
)
from adapters.carriers.gls.standin import (
    DEMO_SECRET as GLS_SECRET,
)
from adapters.carriers.hermes.standin import HermesStandin
from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from app_center.activation import ActivationDesk
from app_center.adopting import adopt
from app_center.bootstrap import AppCenter
from app_center.concerns import run_concern
from app_center.dispatches import Said, draft
from app_center.listings import judge_of
from core.activation import Activate
from core.apps import AppKey
from core.articles import Count
from core.dispatch import NoticeState
from core.listing.adoption import Candidate
from core.orders import PositionState, Sku
from core.secret import Secret
from ports.memory import AccountMemory, OrderQuery
from standins.server import serving
from sync.dispatch_notes import record
from sync.listing_drafts import list_drafts, plan_listing, save_draft

ACCOUNT: Final = "Möbelhaus Nord"
OTTO, HERMES, GLS = AppKey("otto"), AppKey("hermes"), AppKey("gls")
ARTICLES: Final = 60
ORDERS: Final = 120
#: Of Hermes, and of DHL for the way back; with good check digits.
_PARCELS: Final = ("H1234567890123456789", "H1234567890123456780")
_RETURN: Final = "577546565072"
#: An EAN for which OTTO's sandbox refuses the brand.
_REFUSED: Final = "6250000000065"

_SENDER: Final = {
    "sender_name": "Möbelhaus Nord GmbH",
    "sender_street": "Musterstraße",
    "sender_house_number": "1",
    "sender_postal_code": "20095",
    "sender_city": "Hamburg",
}
_ANSWERS: Final[Mapping[AppKey, Mapping[str, str]]] = {
    HERMES: {
        "environment": "sandbox",
        "client_id": "demo-client",
        "client_secret": "demo-client-secret",
        "user": "demo-user",
        "password": "demo-password",
        **_SENDER,
    },
    GLS: {
        "environment": "sandbox",
        "client_id": GLS_CLIENT,
        "client_secret": GLS_SECRET,
        "contact_id": DEMO_CONTACT,
        **_SENDER,
    },
    OTTO: {
        "mode": "own_app",
        "environment": "sandbox",
        "client_id": DEMO_CLIENT,
        "client_secret": DEMO_SECRET,
        "portal_account": "OTTO Shop",
        "fallback_email": "versand@example.com",
        **_SENDER,
    },
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The other sides. `addresses` is where they listen, by app."""

    otto: OttoStandin
    addresses: Mapping[str, str]


@contextmanager
def staged() -> Iterator[Stage]:
    otto = OttoStandin.with_everything(ARTICLES, ORDERS, seed=2, units=10)
    with serving(otto) as at_otto, serving(HermesStandin()) as at_hermes, serving(GlsStandin()) as at_gls:
        yield Stage(otto, {OTTO: at_otto, HERMES: at_hermes, GLS: at_gls})


def tell(center: AppCenter, stage: Stage) -> AccountMemory:
    """Everything through the real use cases; the answer is the account that it happened in."""
    memory = center.memory.of(center.memory.accounts.add(ACCOUNT).id)
    for app, answers in _ANSWERS.items():
        _activate(center, memory, app, answers)
    for concern in ("catalogue", "orders"):
        _run(center, memory, OTTO, concern)
    _adopt(center, memory)
    _last_piece(center, memory, stage.otto)
    _parcels(center, memory)
    _refused_offer(center, memory)
    stage.otto.fulfilment.returns.announce(_sent(memory))
    for concern in ("orders", "alignment", "stock", "returns", "receipts"):
        _run(center, memory, OTTO, concern)
    _lost_access(center, memory)
    return memory


def _activate(center: AppCenter, memory: AccountMemory, app: AppKey, answers: Mapping[str, str]) -> None:
    step = ActivationDesk(center, memory, center.kind(app)).answer(answers)
    if not isinstance(step, Activate):
        raise SystemExit(f"the activation of {app} stopped: {step}")


def _run(center: AppCenter, memory: AccountMemory, app: AppKey, concern: str) -> None:
    run_concern(center, memory, center.kind(app), concern, lambda _: None)


def _adopt(center: AppCenter, memory: AccountMemory) -> None:
    """What stands at OTTO already, and some pieces of each."""
    counts: list[Count] = []

    def seen(found: Candidate) -> None:
        number = len(counts)
        counts.append(
            Count(
                found.sku,
                on_hand=4 + number * 7 % 40,
                buffer=number % 3,
                title=found.there.get("product_line") or found.sku,
                offered=True,
            )
        )

    adopt(center, memory, center.kind(OTTO), told=seen)
    memory.warehouse.count(counts, center.clock.now())


def _last_piece(center: AppCenter, memory: AccountMemory, otto: OttoStandin) -> None:
    """One is left, OTTO shows it, somebody buys it, and at once it is shown no more."""
    sku = next(iter(memory.warehouse.articles())).sku
    left = len(memory.warehouse.reserved(sku)) + 1
    memory.warehouse.count([Count(sku, on_hand=left, buffer=0)], center.clock.now())
    _run(center, memory, OTTO, "stock")
    otto.buy(sku, at_once=True)
    _run(center, memory, OTTO, "orders")
    _run(center, memory, OTTO, "stock")


def _parcels(center: AppCenter, memory: AccountMemory) -> None:
    """Both with the same return label: one goes out, the other is held until it has a number of its own."""
    ready = frozenset({PositionState.PROCESSABLE})
    book, notices = memory.orders(OTTO), memory.dispatches(OTTO)
    waiting = [each for each in book.find(OrderQuery(states=ready)).orders if each.order is not None]
    for stored, parcel in zip(waiting, _PARCELS, strict=False):
        assert stored.sales_order_id is not None  # noqa: S101 - it was asked for by state
        said = Said([stored.sales_order_id], (), "HERMES", [parcel], [_RETURN], "DHL")
        record(notices, draft(said, book, center.clock.now()))
    _run(center, memory, OTTO, "dispatch")


def _sent(memory: AccountMemory) -> str:
    """The order that went out last; its buyer wants to return it."""
    notice = next(each for each in memory.dispatches(OTTO).all() if each.state is NoticeState.ACCEPTED)
    return notice.positions[0].sales_order_id


def _refused_offer(center: AppCenter, memory: AccountMemory) -> None:
    """A copy of an offer, with an EAN whose brand OTTO does not let this seller use."""
    book, now = memory.listings(OTTO), center.clock.now()
    model = next(iter(book.all()))
    sku = Sku("NEU-0001")
    save_draft(book, sku, {**model.draft, "sku": sku, "ean": _REFUSED}, now)
    plan = plan_listing(book, judge_of(memory, center.kind(OTTO)), [sku])
    list_drafts(book, plan.ready, now)
    _run(center, memory, OTTO, "listings")


def _lost_access(center: AppCenter, memory: AccountMemory) -> None:
    """Somebody changed the secret at GLS."""
    vault = memory.vault(GLS)
    vault.put("settings", "client_secret", Secret("the one of last year"))
    vault.forget("tokens")
    _run(center, memory, GLS, "access")
