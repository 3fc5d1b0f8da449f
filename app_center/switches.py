"""The seller's switch of many listings at once, and the question before a large share of them goes off."""

from collections.abc import Sequence

from app_center.stock_passes import portal_account_of
from core.orders import Sku
from core.switching import must_ask
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory


def question_before(memory: AccountMemory, kind: MarketplaceKind, skus: Sequence[Sku]) -> Text | None:
    """What to ask before these go off; None where they are few."""
    switches = {switch.sku: switch for switch in memory.switches(kind.manifest.key).all()}
    off = {sku for sku, switch in switches.items() if switch.on is False}
    going = len(set(skus) - off)
    on = len(switches.keys() | set(skus)) - len(off)
    if not must_ask(going, on):
        return None
    return Text(
        en=f"{going} of {on} listings would go off. Go on?",
        de=f"{going} von {on} Angeboten würden abgeschaltet. Fortfahren?",
    )


def turn(memory: AccountMemory, kind: MarketplaceKind, skus: Sequence[Sku], *, on: bool) -> None:
    """Say that these are to be on or off; the next pass over switches hands it over."""
    book = memory.switches(kind.manifest.key)
    book.wish(sorted(set(skus)), on, portal_account_of(memory, kind))
