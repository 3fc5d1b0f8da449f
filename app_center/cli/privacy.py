"""`app-center privacy`: what is kept of buyers, and what happens when one of them asks."""

from pathlib import Path
from typing import Annotated

import typer

from app_center.cli.options import AccountName, AsJson

commands = typer.Typer(
    help="Buyers' data: what is kept, hand it out, erase it.", no_args_is_help=True, rich_markup_mode=None
)
Email = Annotated[str, typer.Option("--email", help="The buyer's address, as it stands on the orders.")]


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="privacy")


@commands.command("record")
def record(as_json: AsJson = False) -> None:
    """The record of processing: what is kept, why, on which basis, where, how long."""
    from app_center.cli.output import language, show
    from app_center.config import Config
    from core.privacy import record_of_processing

    into = language()
    rows = [
        {
            "what": line.what.into(into),
            "why": line.why.into(into),
            "basis": line.basis.into(into),
            "where": line.where,
            "kept": line.kept.into(into),
        }
        for line in record_of_processing(Config.read().retention)
    ]
    show(rows, as_json=as_json, columns=["what", "why", "basis", "where", "kept"])


@commands.command("export")
def export(
    account: AccountName,
    email: Email,
    out: Annotated[Path, typer.Option("--out", help="The ZIP to write.", metavar="FILE.zip")],
) -> None:
    """All that is known of a buyer: orders with addresses, and receipts."""
    from app_center import privacy
    from app_center.cli.output import opened, say
    from core.text import Text

    with opened() as center:
        found = privacy.dossiers(center, center.account(account), email)
        count = privacy.export(found, out)
    say(Text(en=f"{count} orders are in {out}.", de=f"{count} Aufträge stehen in {out}."))


@commands.command("erase")
def erase(
    account: AccountName,
    email: Email,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; it cannot be taken back.")] = False,
) -> None:
    """Forget a buyer for good. Receipts stay as long as the law asks."""
    from app_center import privacy
    from app_center.cli.output import complain, language, opened, say
    from core.text import Text

    with opened() as center:
        found = privacy.dossiers(center, center.account(account), email)
        count = sum(len(dossier.orders) for dossier in found)
        question = Text(
            en=f"Forget the buyer of {count} orders? It cannot be taken back",
            de=f"Käufer von {count} Aufträgen vergessen? Das ist nicht umkehrbar",
        )
        if not yes:
            typer.confirm(question.into(language()), abort=True, err=True)
        done = privacy.erase(found, center.clock.now())
    say(
        Text(
            en=f"{done.orders} orders know their buyer no more. Receipts stay as long as the law asks.",
            de=f"{done.orders} Aufträge kennen ihren Käufer nicht mehr. Belege bleiben, so lange das Gesetz"
            " es verlangt.",
        )
    )
    if done.under_way:
        orders = ", ".join(done.under_way)
        complain(
            Text(
                en=f"still under way; erase again when they are closed: {orders}",
                de=f"noch nicht abgeschlossen, danach bitte erneut löschen: {orders}",
            )
        )
        raise typer.Exit(1)
