"""`app-center cancel`, `cancellations`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson, Marketplace

if TYPE_CHECKING:
    from core.cancellations import Cancellation


def register(app: typer.Typer) -> None:
    app.command("cancel")(cancel)
    app.command("cancellations")(cancellations)


def cancel(
    account: AccountName,
    order: Annotated[str, typer.Option("--order", help="Id or number.", metavar="ID")],
    position: Annotated[
        list[str] | None,
        typer.Option("--position", help="Repeated: several; without it the whole order.", metavar="ID"),
    ] = None,
    app: Marketplace = "otto",
) -> None:
    """Cancel an order or positions of it. The marketplace carries it out a little later."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.dispatch import run_now
    from app_center.cli.output import complain, opened
    from app_center.dispatches import the_order
    from core.cancellations import CancelState
    from core.orders import PositionItemId
    from core.text import Text
    from sync.cancellations import record

    only = tuple(PositionItemId(item.strip()) for item in position or ())
    with opened() as center:
        memory = center.account(account)
        key = marketplace_kind(center, app).manifest.key
        found = the_order(memory.orders(key), order)
        noted = record(memory, key, found.sales_order_id, only, center.clock)
        run_now(center, memory, app, "dispatch")
        wish = next(known for known in memory.cancellations(key).all() if known.id == noted.id)
    typer.echo(f"{wish.id} {_in_words(wish)}")
    if wish.state not in {CancelState.ASKED, CancelState.DONE}:
        complain(
            wish.reason
            or Text(en="it goes out with the next pass", de="geht mit dem nächsten Durchgang hinaus")
        )
        raise typer.Exit(1)


def _in_words(wish: "Cancellation") -> str:
    from app_center.cli.output import language
    from core.cancellations import CancelState
    from core.text import Text

    texts = {
        CancelState.ASKED: Text(en="is being cancelled", de="wird storniert"),
        CancelState.DONE: Text(en="cancelled", de="storniert"),
        CancelState.REFUSED: Text(en="refused", de="abgelehnt"),
        CancelState.UNKNOWN: Text(en="unknown", de="unbekannt"),
    }
    waiting = Text(en="waits to be sent", de="wartet auf das Senden")
    return texts.get(wish.state, waiting).into(language())


def cancellations(account: AccountName, as_json: AsJson = False, app: Marketplace = "otto") -> None:
    """List what was asked to be cancelled, newest first."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import language, opened, show

    with opened() as center:
        key = marketplace_kind(center, app).manifest.key
        wishes = center.account(account).cancellations(key).all()
    rows: list[dict[str, Any]] = [
        {
            "id": wish.id,
            "order": wish.sales_order_id,
            "positions": list(wish.positions),
            "state": wish.state.value if as_json else _in_words(wish),
            "reason": wish.reason.into(language()) if wish.reason else None,
            "made_at": wish.made_at.isoformat(),
        }
        for wish in wishes
    ]
    show(rows, as_json=as_json, columns=["id", "order", "positions", "state", "reason"])
