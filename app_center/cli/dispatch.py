"""`app-center dispatch`, `dispatches`, `dispatch-withdraw`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson, Marketplace

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from core.dispatch import Notice
    from ports.memory import AccountMemory


def register(app: typer.Typer) -> None:
    app.command("dispatch")(dispatch)
    app.command("dispatches")(dispatches)
    app.command("dispatch-withdraw")(withdraw)


def dispatch(
    account: AccountName,
    order: Annotated[list[str], typer.Option("--order", help="Id or number; may be repeated.", metavar="ID")],
    carrier: Annotated[
        str, typer.Option("--carrier", help="The marketplace's code, for instance DHL.", metavar="CODE")
    ],
    tracking: Annotated[
        list[str] | None,
        typer.Option("--tracking", help="Repeated: one position in several parcels.", metavar="NUMBER"),
    ] = None,
    position: Annotated[
        list[str] | None,
        typer.Option("--position", help="Repeated: several; without it all that is left.", metavar="ID"),
    ] = None,
    return_number: Annotated[
        list[str] | None,
        typer.Option("--return-number", help="Without it one is made; see the settings.", metavar="N"),
    ] = None,
    return_carrier: Annotated[
        str | None,
        typer.Option("--return-carrier", help="Default: the carrier.", metavar="CODE"),
    ] = None,
    ship_date: Annotated[
        str | None, typer.Option("--ship-date", help="As 2026-05-31; default: today.", metavar="D")
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Add the positions to a shipment that is reported already.")
    ] = False,
    number_confirmed: Annotated[
        bool, typer.Option("--number-confirmed", help="The return number is printed like this.")
    ] = False,
    app: Marketplace = "otto",
) -> None:
    """Report that positions are on their way. What cannot be sent yet is held with its reason."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import opened
    from app_center.dispatches import Said, draft
    from sync.dispatch_notes import record

    said = Said(
        orders=order,
        positions=position or (),
        carrier=carrier,
        tracking=tracking or (),
        return_numbers=return_number or (),
        return_carrier=return_carrier,
        ship_date=ship_date,
        add=add,
        confirmed=number_confirmed,
    )
    with opened() as center:
        memory = center.account(account)
        kind = marketplace_kind(center, app)
        key = kind.manifest.key
        book = memory.dispatches(key)
        noted = record(book, draft(said, memory.orders(key), center.clock.now()))
        run_now(center, memory, app, "dispatch")
        _tell(book.get(noted.id) or noted)


def run_now(center: "AppCenter", memory: "AccountMemory", app: str, concern: str) -> None:
    """What was written down goes out now, if it can. What cannot stays written down, and says why."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.after_stock import follow_up
    from app_center.cli.output import complain
    from app_center.concerns import run_concern
    from core.errors import AppError

    kind = marketplace_kind(center, app)
    try:
        record = run_concern(center, memory, kind, concern, lambda _: None)
    except AppError as error:
        complain(error.text)
        return
    if record.failure is not None:
        complain(record.failure)
        return
    follow_up(center, memory, kind, {concern: record.counts})


def _tell(notice: "Notice") -> None:
    from app_center.cli.output import complain, say
    from app_center.dispatches import waiting
    from core.dispatch import NoticeState
    from core.findings import holding
    from core.text import Text
    from sync.dispatch import shown_state

    state = shown_state(notice)
    typer.echo(f"{notice.id} {state}")
    for finding in notice.findings:
        if not finding.holds:
            say(Text(en=f"note: {finding.text.en}", de=f"Hinweis: {finding.text.de}"))
    if notice.state is NoticeState.ACCEPTED:
        return
    for finding in holding(notice.findings):
        complain(finding.sentence)
    if not holding(notice.findings):
        complain(waiting(notice))
    raise typer.Exit(1)


def dispatches(account: AccountName, as_json: AsJson = False, app: Marketplace = "otto") -> None:
    """List the dispatch notices, newest first, with what holds those that are not accepted."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.output import opened, show

    with opened() as center:
        key = marketplace_kind(center, app).manifest.key
        rows = list(_rows(center.account(account), key))
    columns = ["id", "carrier", "tracking_number", "return_number", "state", "reason", "positions"]
    show(rows, as_json=as_json, columns=columns)


def _rows(memory: "AccountMemory", app: Any) -> Iterator[dict[str, Any]]:
    from app_center.cli.output import language
    from sync.dispatch import shown_state

    for notice in memory.dispatches(app).all():
        parcels = [
            {
                "carrier": parcel.tracking.carrier,
                "tracking_number": parcel.tracking.number,
                "return_carrier": parcel.return_key.carrier if parcel.return_key else None,
                "return_number": parcel.return_key.number if parcel.return_key else None,
                "ship_date": parcel.shipped_at.isoformat(),
            }
            for parcel in notice.parcels
        ]
        state = shown_state(notice)
        reason = notice.reason
        yield {
            "id": notice.id,
            **{name: parcels[0][name] for name in ("carrier", "tracking_number", "return_carrier")},
            "return_number": parcels[0]["return_number"],
            "state": state,
            "reason": reason.sentence.into(language()) if reason else _open(notice, state),
            "field": reason.field if reason else None,
            "warnings": [f.text.into(language()) for f in notice.findings if not f.holds],
            "positions": [ref.position_item_id for ref in notice.positions],
            "orders": sorted({ref.sales_order_id for ref in notice.positions}),
            "parcels": parcels,
            "shipment": notice.shipment,
            "made_at": notice.made_at.isoformat(),
            "settled_at": notice.settled_at.isoformat() if notice.settled_at else None,
        }


def _open(notice: "Notice", state: str) -> str | None:
    """Nothing is open without a reason."""
    from app_center.cli.output import language
    from app_center.dispatches import waiting

    if state in {"accepted", "withdrawn"}:
        return None
    return waiting(notice).into(language())


def withdraw(
    account: AccountName,
    identity: Annotated[int, typer.Option("--id", help="As `dispatches` shows it.", metavar="N")],
    app: Marketplace = "otto",
) -> None:
    """Take a notice back that the marketplace does not have."""
    from app_center.after_sale import marketplace_kind
    from app_center.cli.after_stock import send_what_was_held
    from app_center.cli.output import opened, say
    from core.dispatch import NoticeId
    from core.text import Text
    from sync.dispatch_notes import withdraw as take_back

    with opened() as center:
        key = marketplace_kind(center, app).manifest.key
        memory = center.account(account)
        take_back(memory.dispatches(key), NoticeId(identity), center.clock)
        # Another notice may have waited for this one.
        send_what_was_held(center, memory)
    say(
        Text(
            en=f"dispatch notice {identity} is withdrawn.", de=f"Versandmeldung {identity} ist zurückgezogen."
        )
    )
