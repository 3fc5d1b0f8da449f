"""`app-center listings`: the seller's switch, and which articles take part on a portal. What else there is to
do with listings stands in `listing_desk`."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app_center.cli import listing_desk
from app_center.cli.options import AccountName

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from app_center.registry import Kind
    from core.orders import Sku
    from core.switching import Switch
    from core.text import Text
    from ports.hooks import MarketplaceKind
    from ports.memory import AccountMemory

Skus = Annotated[list[str], typer.Argument(help="SKUs of the listings.", metavar="SKU...")]
App = Annotated[str, typer.Option("--app", help="The marketplace app.", metavar="APP")]

#: Seconds that a command waits for the marketplace's answer, and between two looks.
_PATIENCE: Final = 30.0
_LOOK: Final = 1.0


def register(app: typer.Typer) -> None:
    listings = typer.Typer(help="Listings of articles on marketplaces.", invoke_without_command=True)
    listing_desk.add_to(listings)
    listings.command("activate")(activate)
    listings.command("deactivate")(deactivate)
    listings.command("tick")(tick)
    listings.command("untick")(untick)
    app.add_typer(listings, name="listings")


def activate(skus: Skus, account: AccountName, app: App = "otto") -> None:
    """Switch listings on, at once. Whether they are on sale then is the marketplace's verdict."""
    _turn(skus, account, app, on=True, agreed=True)


def deactivate(
    skus: Skus,
    account: AccountName,
    app: App = "otto",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, however many they are.")] = False,
) -> None:
    """Switch listings off. It asks first where a large share of the articles would go off."""
    _turn(skus, account, app, on=False, agreed=yes)


def tick(
    skus: Skus,
    account: AccountName,
    app: App = "otto",
    most: Annotated[
        int | None, typer.Option("--max", help="The most to show there; -1: no limit.", metavar="N")
    ] = None,
) -> None:
    """Let quantities of these articles follow the stock on a portal."""
    _arrange(skus, account, app, ticked=True, most=most)


def untick(skus: Skus, account: AccountName, app: App = "otto") -> None:
    """Leave the quantities of these articles on a portal as they are."""
    _arrange(skus, account, app, ticked=False, most=None)


def _arrange(skus: Sequence[str], account: str, app: str, *, ticked: bool, most: int | None) -> None:
    from app_center.cli.after_stock import run_and_tell
    from app_center.cli.output import opened
    from app_center.stock_passes import portal_account_of
    from core.orders import Sku

    with opened() as center:
        memory, kind = center.account(account), _marketplace(center, app)
        memory.quantities(kind.manifest.key).arrange(
            [Sku(sku) for sku in skus],
            portal_account_of(memory, kind),
            center.clock.now(),
            ticked=ticked,
            maximum=most,
        )
        run_and_tell(center, memory, [(kind.manifest.key, "stock")])


def _turn(skus: Sequence[str], account: str, app: str, *, on: bool, agreed: bool) -> None:
    from app_center.cli.output import opened
    from app_center.switches import turn
    from core.orders import Sku

    with opened() as center:
        memory, kind = center.account(account), _marketplace(center, app)
        chosen = sorted({Sku(sku) for sku in skus})
        if not on and not agreed:
            _ask(memory, kind, chosen)
        turn(memory, kind, chosen, on=on)
        went_well = _hand_over(center, memory, kind) and _tell(memory, kind, chosen)
    if not went_well:
        raise typer.Exit(1)


def _ask(memory: "AccountMemory", kind: "MarketplaceKind", skus: Sequence["Sku"]) -> None:
    from app_center.cli.output import language
    from app_center.switches import question_before

    question = question_before(memory, kind, skus)
    if question is not None and not typer.confirm(question.into(language()), err=True):
        raise typer.Exit(1)


def _hand_over(center: "AppCenter", memory: "AccountMemory", kind: "Kind") -> bool:
    """One pass now, and another once the marketplace may be asked what became of it."""
    from app_center.cli.output import complain
    from app_center.concerns import run_concern

    until = time.monotonic() + _PATIENCE
    while True:
        record = run_concern(center, memory, kind, "switches", lambda _: None)
        if record.failure is not None:
            complain(record.failure)
            return False
        if not record.counts.get("open", 0) or time.monotonic() > until:
            return True
        time.sleep(_LOOK)


def _tell(memory: "AccountMemory", kind: "Kind", skus: Sequence["Sku"]) -> bool:
    """Every listing in a line; whether none was refused."""
    from app_center.cli.output import language, say

    switches = {switch.sku: switch for switch in memory.switches(kind.manifest.key).all()}
    refused = 0
    for switch in (switches[sku] for sku in skus):
        if switch.refused is not None:
            refused += 1
            say(f"{switch.sku}: {switch.refused.into(language())}")
            continue
        typer.echo(f"{switch.sku}: {_state(switch).into(language())}")
    return refused == 0


def _state(switch: "Switch") -> "Text":
    from core.text import Text

    if switch.due or switch.task is not None:
        return Text(en="handed over, answer open", de="übergeben, Antwort steht aus")
    return Text(en="on", de="an") if switch.on else Text(en="off", de="aus")


def _marketplace(center: "AppCenter", app: str) -> "MarketplaceKind":
    """raises  InvalidValue (field `app`): it is none"""
    from core.errors import InvalidValue
    from core.text import Text
    from ports.hooks import MarketplaceKind

    kind = center.kind(app)
    if not isinstance(kind, MarketplaceKind):
        raise InvalidValue(Text(en=f"{app} is no marketplace", de=f"{app} ist kein Marktplatz"), field="app")
    return kind
