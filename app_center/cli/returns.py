"""`app-center returns`, `returns accept`, `returns reject`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AsJson, Marketplace, MaybeAccount, the_account

if TYPE_CHECKING:
    from core.returns import Return, Verdict
    from sync.returns import Matched

Order = Annotated[str, typer.Option("--order", help="Id or number.", metavar="ID")]
Positions = Annotated[
    list[str] | None,
    typer.Option("--position", help="Repeated: several; without it all announced.", metavar="ID"),
]
ConditionLetter = Annotated[
    str,
    typer.Option("--condition", help="A original, B like new, C slightly used, D heavily used, E mistake."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; acceptance is final.")]

_commands = typer.Typer(help="Returns: list them, accept or reject.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(_commands, name="returns")


@_commands.callback(invoke_without_command=True)
def returns(
    context: typer.Context, account: MaybeAccount = None, as_json: AsJson = False, app: Marketplace = "otto"
) -> None:
    """List the returns, those that changed last first, each with its position, number and parcel."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import opened, show
    from sync.returns import matched

    context.obj = {"account": account}
    if context.invoked_subcommand is not None:
        return
    with opened() as center:
        memory = center.account(the_account(context, account))
        rows = [_row(found) for found in matched(memory, marketplace_kind(center, app).manifest.key)]
    columns = ["order_number", "position", "sku", "status", "return_number", "parcel", "decision", "reason"]
    show(rows, as_json=as_json, columns=columns)


def _row(found: "Matched") -> dict[str, Any]:
    from app_center.cli.output import language
    from core.returns import ReturnStatus

    known, shown, parcel = found.known, found.known.shown, found.parcel
    numbers = (
        [line.entry.key.number for line in found.lines] or [key.number for key in shown.keys] if shown else []
    )
    why = known.why.into(language()) if known.why else None
    if shown is not None and shown.status is ReturnStatus.MISDIRECTED:
        where = shown.warehouse or ""
        why = (
            f"went to the marketplace's warehouse {where}"
            if language() == "en"
            else (f"ging an das Lager des Marktplatzes {where}")
        )
    return {
        "order": known.position.sales_order_id,
        "order_number": found.order_number,
        "position": known.position.position_item_id,
        "sku": found.position.sku if found.position else None,
        "status": known.status.value if known.status else None,
        "changed_at": shown.changed_at.isoformat() if shown and shown.changed_at else None,
        "return_number": numbers[0] if numbers else None,
        "return_numbers": numbers,
        "parcel": parcel.stage.value if parcel else None,
        "parcel_number": parcel.number if parcel else None,
        "condition": shown.condition if shown else None,
        "reason": why or (shown.reason if shown else None),
        "decision": _decision(known),
        "by_marketplace": known.by_marketplace,
        "warehouse": shown.warehouse if shown else None,
    }


def _decision(known: "Return") -> str | None:
    if known.by_marketplace:
        return "by the marketplace"
    if known.decision is None or known.state is None:
        return None
    return f"{known.decision.verdict.value}: {known.state.value}"


@_commands.command("accept")
def accept(
    context: typer.Context,
    order: Order,
    position: Positions = None,
    condition: ConditionLetter = "A",
    reason: Annotated[str, typer.Option("--reason", help="As the marketplace words it.")] = "RETURN_RECEIVED",
    yes: Yes = False,
    account: MaybeAccount = None,
    app: Marketplace = "otto",
) -> None:
    """Accept: the buyer is paid back at once. This is final, so it asks first."""
    from core.returns import Verdict

    _decide(context, account, app, order, position, Verdict.ACCEPT, condition, reason, yes=yes)


@_commands.command("reject")
def reject(
    context: typer.Context,
    order: Order,
    reason: Annotated[str, typer.Option("--reason", help="As the marketplace words it.")],
    position: Positions = None,
    condition: ConditionLetter = "D",
    account: MaybeAccount = None,
    app: Marketplace = "otto",
) -> None:
    """Reject, with a reason. A rejection may still be turned into an acceptance."""
    from core.returns import Verdict

    _decide(context, account, app, order, position, Verdict.REJECT, condition, reason, yes=True)


def _decide(
    context: typer.Context,
    account: str | None,
    app: str,
    word: str,
    items: list[str] | None,
    verdict: "Verdict",
    letter: str,
    reason: str,
    *,
    yes: bool,
) -> None:
    from app_center.after_sale import marketplace_kind, not_offered
    from app_center.after_sale import opened as open_market
    from app_center.cli.dispatch import run_now
    from app_center.cli.output import complain, opened
    from app_center.decisions import chosen, condition_of
    from core.returns import DecisionState
    from core.text import Text
    from sync.returns import decide

    with opened() as center:
        memory = center.account(the_account(context, account))
        kind = marketplace_kind(center, app)
        key = kind.manifest.key
        desk = open_market(center, memory, kind).returns
        if desk is None:
            raise not_offered(kind)
        refs = chosen(memory, key, word, items or ())
        condition = condition_of(letter)
        if not yes:
            _ask(len(refs))
        decide(memory, key, desk, refs, verdict, condition, reason)
        run_now(center, memory, app, "returns")
        failed = False
        for ref in refs:
            known = memory.returns(key).get(ref)
            typer.echo(f"{ref.position_item_id} {known.state.value if known.state else 'open'}")
            if known.state is not DecisionState.DONE:
                failed = True
                complain(
                    known.why
                    or Text(en="it goes out with the next pass", de="geht mit dem nächsten Durchgang hinaus")
                )
    if failed:
        raise typer.Exit(1)


def _ask(count: int) -> None:
    from app_center.cli.output import language
    from core.text import Text

    text = Text(
        en=f"Accept {count} position(s)? The buyer is paid back at once, and that is final",
        de=f"{count} Position(en) annehmen? Der Käufer bekommt sein Geld sofort zurück, das ist endgültig",
    )
    if not typer.confirm(text.into(language()), err=True):
        raise typer.Exit(1)
