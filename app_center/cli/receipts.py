"""`app-center receipts`, `receipts pdf`; `price-reduction`, `price-reductions`, `price-reduction-decide`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson, Marketplace, MaybeAccount, the_account

_commands = typer.Typer(help="Receipts: list them, get the PDF.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(_commands, name="receipts")
    app.command("price-reduction")(reduce)
    app.command("price-reductions")(reductions)
    app.command("price-reduction-decide")(decide)


@_commands.callback(invoke_without_command=True)
def receipts(
    context: typer.Context,
    account: MaybeAccount = None,
    as_json: AsJson = False,
    order: Annotated[
        str | None, typer.Option("--order", help="Only those of this order.", metavar="ID")
    ] = None,
    app: Marketplace = "otto",
) -> None:
    """List the marketplace's invoices and credit notes, newest first."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import opened, show

    context.obj = {"account": account}
    if context.invoked_subcommand is not None:
        return
    with opened() as center:
        memory = center.account(the_account(context, account))
        book = memory.receipts(marketplace_kind(center, app).manifest.key)
        missing = set(book.without_pdf())
        rows: list[dict[str, Any]] = [
            {
                "number": receipt.number,
                "kind": receipt.kind.value,
                "created_at": receipt.created_at.isoformat(),
                "day": receipt.created_at.date().isoformat(),
                "order": receipt.sales_order_id,
                "order_number": receipt.order_number,
                "linked": receipt.linked,
                "total_cents": receipt.total.cents if receipt.total else None,
                "currency": receipt.total.currency if receipt.total else None,
                "total": str(receipt.total) if receipt.total else None,
                "real": receipt.real,
                "pdf": receipt.number not in missing,
            }
            for receipt in book.all()
            if order is None or order in {receipt.sales_order_id, receipt.order_number}
        ]
    show(rows, as_json=as_json, columns=["number", "kind", "day", "order_number", "total", "linked", "pdf"])


@_commands.command("pdf")
def pdf(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="The receipt's number.", metavar="NUMBER")],
    out: Annotated[Path, typer.Option("--out", help="Where the PDF goes.")],
    account: MaybeAccount = None,
    app: Marketplace = "otto",
) -> None:
    """Write the PDF of a receipt to a file."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import opened, say
    from core.errors import InvalidValue
    from core.text import Text

    with opened() as center:
        memory = center.account(the_account(context, account))
        kept = memory.receipts(marketplace_kind(center, app).manifest.key).get(number)
    if kept is None or kept.pdf is None:
        raise InvalidValue(
            Text(
                en=f"there is no PDF of a receipt {number} here (yet)",
                de=f"hier gibt es (noch) kein PDF zum Beleg {number}",
            ),
            field="number",
        )
    out.write_bytes(kept.pdf)
    say(str(out))


def reduce(
    account: AccountName,
    order: Annotated[str, typer.Option("--order", help="Id or number.", metavar="ID")],
    position: Annotated[str, typer.Option("--position", metavar="ID")],
    amount: Annotated[str, typer.Option("--amount", help="In euros, as 5.00.", metavar="EUR")],
    app: Marketplace = "otto",
) -> None:
    """Pay part of a price back. Each call is a further reduction; none is ever sent twice."""
    from app_center.after_sale import marketplace_kind
    from app_center.amounts import euros
    from app_center.cli.dispatch import run_now
    from app_center.cli.output import complain, opened
    from app_center.dispatches import the_order
    from core.dispatch import PositionRef
    from core.orders import PositionItemId
    from core.price_reductions import ReductionState
    from core.text import Text
    from sync.receipts import demand_no_open_outcome, record_reduction

    with opened() as center:
        memory = center.account(account)
        key = marketplace_kind(center, app).manifest.key
        found = the_order(memory.orders(key), order)
        ref = PositionRef(found.sales_order_id, PositionItemId(position.strip()))
        demand_no_open_outcome(memory, key, ref)
        noted = record_reduction(memory, key, ref, euros(amount), center.clock)
        run_now(center, memory, app, "receipts")
        reduction = next(known for known in memory.price_reductions(key).all() if known.id == noted.id)
    typer.echo(f"{reduction.id} {reduction.state.value}")
    if reduction.state not in {ReductionState.TAKEN, ReductionState.PROCESSED}:
        complain(
            reduction.reason
            or Text(en="it goes out with the next pass", de="geht mit dem nächsten Durchgang hinaus")
        )
        raise typer.Exit(1)


def reductions(account: AccountName, as_json: AsJson = False, app: Marketplace = "otto") -> None:
    """List the price reductions, newest first."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import language, opened, show

    with opened() as center:
        key = marketplace_kind(center, app).manifest.key
        rows: list[dict[str, Any]] = [
            {
                "id": reduction.id,
                "order": reduction.position.sales_order_id,
                "position": reduction.position.position_item_id,
                "amount_cents": reduction.amount.cents,
                "currency": reduction.amount.currency,
                "amount": str(reduction.amount),
                "state": reduction.state.value,
                "reason": reduction.reason.into(language()) if reduction.reason else None,
                "made_at": reduction.made_at.isoformat(),
            }
            for reduction in center.account(account).price_reductions(key).all()
        ]
    show(rows, as_json=as_json, columns=["id", "order", "position", "amount", "state", "reason"])


def decide(
    account: AccountName,
    identity: Annotated[int, typer.Option("--id", help="As `price-reductions` shows it.", metavar="N")],
    happened: Annotated[
        bool, typer.Option("--happened/--not-happened", help="What the marketplace's own pages show.")
    ],
    app: Marketplace = "otto",
) -> None:
    """Settle a price reduction of unknown outcome, after looking at the marketplace."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import opened, say
    from core.price_reductions import ReductionId
    from sync.receipts import decide_reduction

    with opened() as center:
        key = marketplace_kind(center, app).manifest.key
        memory = center.account(account)
        settled = decide_reduction(memory, key, ReductionId(identity), happened=happened, clock=center.clock)
    say(f"{identity}: {settled.state.value}")
