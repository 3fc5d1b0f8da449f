"""`app-center return-numbers`, `return-numbers find`, `range`, `ranges`, `document`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AsJson, MaybeAccount, the_account

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from ports.memory import AccountMemory
    from sync.return_numbers import Line

_commands = typer.Typer(help="The ledger of return numbers.", rich_markup_mode=None)

Number = Annotated[str, typer.Argument(help="A return number.", metavar="NUMBER")]


def register(app: typer.Typer) -> None:
    app.add_typer(_commands, name="return-numbers")


@_commands.callback(invoke_without_command=True)
def return_numbers(context: typer.Context, account: MaybeAccount = None, as_json: AsJson = False) -> None:
    """List every return number with its source, its parcel and its state, newest first."""
    from app_center.cli.output import opened, show
    from sync.return_numbers import ledger

    context.obj = {"account": account}
    if context.invoked_subcommand is not None:
        return
    with opened() as center:
        rows = list(map(_row, ledger(center.account(the_account(context, account)))))
    show(rows, as_json=as_json, columns=_COLUMNS)


_COLUMNS = ["number", "carrier", "source", "state", "parcel", "notice", "issued", "guarded_until"]


def _row(line: "Line") -> dict[str, Any]:
    from app_center.cli.output import language
    from core.return_numbers import NumberSource
    from core.text import Text

    entry, notice = line.entry, line.notice
    not_printed = Text(
        en="kept, not printed: the marketplace gives the buyer the label itself; it must not go into the "
        "parcel",
        de="aufbewahrt, nicht gedruckt: der Marktplatz gibt dem Käufer das Label selbst; es darf nicht ins "
        "Paket",
    )
    return {
        "number": entry.key.number,
        "carrier": entry.key.carrier,
        "source": entry.source.value,
        "state": line.state.value,
        "parcel": str(entry.parcel) if entry.parcel else None,
        "notice": entry.notice,
        "app": entry.app,
        "positions": [ref.position_item_id for ref in notice.positions] if notice else [],
        "orders": sorted({ref.sales_order_id for ref in notice.positions}) if notice else [],
        "issued": entry.issued_at.date().isoformat(),
        "issued_at": entry.issued_at.isoformat(),
        "guarded_until": entry.guarded_until.date().isoformat(),
        "returned_at": entry.returned_at.isoformat() if entry.returned_at else None,
        "document": not_printed.into(language()) if entry.source is NumberSource.LABEL else None,
    }


@_commands.command("find")
def find(
    context: typer.Context, number: Number, account: MaybeAccount = None, as_json: AsJson = False
) -> None:
    """Whose parcel is this?"""
    from app_center.cli.output import complain, opened, show
    from core.text import Text
    from sync.return_numbers import ledger

    with opened() as center:
        memory = center.account(the_account(context, account))
        rows = list(map(_row, ledger(memory, number))) or list(_announced(center, memory, number))
    show(rows, as_json=as_json, columns=["number", "carrier", "state", "parcel", "orders", "positions"])
    if not rows:
        complain(
            Text(
                en=f"the return number {number} is not in the ledger of this account",
                de=f"die Retourennummer {number} steht nicht im Verzeichnis dieses Accounts",
            )
        )
        raise typer.Exit(1)


def _announced(center: "AppCenter", memory: "AccountMemory", number: str) -> Iterator[dict[str, Any]]:
    """A number that is not of this ledger may still be the one that a marketplace told a buyer."""
    from sync.returns import under_number

    for app in center.registry.marketplaces:
        for known in under_number(memory, app, number):
            shown = known.shown
            keys = [key for key in shown.keys if key.number.upper() == number.upper()] if shown else []
            yield {
                "number": number,
                "carrier": keys[0].carrier if keys else None,
                "source": "marketplace",
                "state": known.status.value.lower() if known.status else "announced",
                "parcel": None,
                "notice": None,
                "app": app,
                "positions": [known.position.position_item_id],
                "orders": [known.position.sales_order_id],
            }


@_commands.command("range")
def add_range(
    context: typer.Context,
    carrier: Annotated[str, typer.Option("--carrier", help="The marketplace's code.", metavar="CODE")],
    first: Annotated[
        str, typer.Option("--from", help="The first; 11 digits get a check digit.", metavar="N")
    ],
    last: Annotated[str, typer.Option("--to", metavar="N")],
    account: MaybeAccount = None,
) -> None:
    """Enter a number range that a carrier gave you; it is used up before labels are bought."""
    from app_center.cli.after_stock import send_what_was_held
    from app_center.cli.output import opened
    from core.dispatch import CarrierCode
    from core.return_numbers import number_range

    with opened() as center:
        memory = center.account(the_account(context, account))
        code = CarrierCode(carrier.strip().upper())
        added = memory.return_numbers.add_range(number_range(code, first, last, center.clock.now()))
        typer.echo(f"{added.id} {added.carrier} {added.left}")
        send_what_was_held(center, memory)


@_commands.command("ranges")
def ranges(context: typer.Context, account: MaybeAccount = None, as_json: AsJson = False) -> None:
    """List the number ranges, what is left of them, and when they run dry at the present pace."""
    from app_center.cli.output import opened, show

    with opened() as center:
        rows = list(_range_rows(center, the_account(context, account)))
    show(rows, as_json=as_json, columns=["id", "carrier", "first", "last", "next", "left", "runs_dry_on"])


def _range_rows(center: Any, account: str) -> Iterator[dict[str, Any]]:
    from sync.return_numbers import forecast

    for numbers, day in forecast(center.account(account).return_numbers, center.clock.now()):
        yield {
            "id": numbers.id,
            "carrier": numbers.carrier,
            "first": numbers.first,
            "last": numbers.last,
            "next": numbers.number() if numbers.left else None,
            "left": numbers.left,
            "runs_dry_on": day.isoformat() if day else None,
        }


@_commands.command("document")
def document(
    context: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option("--out", help="Where the document goes.")],
    account: MaybeAccount = None,
) -> None:
    """Write the document that came with a return number to a file. It must not go into the parcel."""
    from app_center.cli.output import opened, say
    from core.errors import InvalidValue
    from core.parcel import LabelKind
    from core.text import Text

    with opened() as center:
        memory = center.account(the_account(context, account))
        labels = [entry.label for entry in memory.return_numbers.find(number) if entry.label is not None]
        purchase = memory.labels(labels[0][0]).get(LabelKind.RETURN, labels[0][1]) if labels else None
    if purchase is None or purchase.label is None or not purchase.label.documents:
        raise InvalidValue(
            Text(
                en=f"there is no document for the return number {number} here",
                de=f"zur Retourennummer {number} gibt es hier kein Dokument",
            ),
            field="number",
        )
    out.write_bytes(purchase.label.documents[0].data)
    say(
        Text(
            en=f"{out}: do not put it into the parcel; the marketplace gives the buyer the label itself",
            de=f"{out}: nicht ins Paket legen; der Marktplatz gibt dem Käufer das Label selbst",
        )
    )
