"""`app-center stock`: articles and what is there of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from core.articles import Article, Level
    from core.text import Text
    from sync.stock_import import BadRow, Imported


def register(app: typer.Typer) -> None:
    stock = typer.Typer(help="Articles and their stock.", no_args_is_help=True)
    stock.command("import")(import_file)
    stock.command("set")(set_count)
    stock.command("list")(list_articles)
    app.add_typer(stock, name="stock")


def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file: sku,ean,title,on_hand,buffer.", metavar="FILE")],
    account: AccountName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row, store nothing.")] = False,
    no_tick: Annotated[bool, typer.Option("--no-tick", help="Do not offer them on portals yet.")] = False,
) -> None:
    """Take stock over from a table. Bad rows are named, the good ones imported.

    The exit status is 0 when every row was good, and 1 when one was not, though the good ones are in by then:
    the line that counts them on standard output says so. Without that line the file as a whole was refused.
    """
    from app_center.cli.after_stock import bring_quantities_in_line
    from app_center.cli.output import language, opened
    from app_center.tables import lines_of
    from sync.stock_import import import_stock

    with opened() as center:
        memory = center.account(account)
        with lines_of(file) as lines:
            done = import_stock(
                lines,
                memory.warehouse,
                center.clock,
                offered=False if no_tick else None,
                dry_run=dry_run,
                on_bad=_name_bad_row,
            )
        typer.echo(_summary(done, dry_run=dry_run).into(language()))
        if done.changed:
            bring_quantities_in_line(center, memory)
    if done.bad:
        raise typer.Exit(1)


def _summary(done: "Imported", *, dry_run: bool) -> "Text":
    from core.text import Text

    english, german = ("would be imported", "würden importiert") if dry_run else ("imported", "importiert")
    return Text(
        en=f"{done.good} {english}, {done.changed} changed, {done.bad} bad",
        de=f"{done.good} {german}, {done.changed} geändert, {done.bad} fehlerhaft",
    )


def _name_bad_row(row: "BadRow") -> None:
    from app_center.cli.output import language, say
    from core.text import Text

    place = f", {row.column}" if row.column else ""
    sku = f" ({row.sku})" if row.sku else ""
    say(
        Text(
            en=f"line {row.line}{sku}{place}: {row.reason.en}",
            de=f"Zeile {row.line}{sku}{place}: {row.reason.de}",
        ).into(language())
    )


def set_count(
    sku: Annotated[str, typer.Argument(help="The article's SKU.", metavar="SKU")],
    on_hand: Annotated[int, typer.Argument(help="Pieces in the warehouse, promised ones included.")],
    account: AccountName,
    buffer: Annotated[int | None, typer.Option("--buffer", help="Pieces to hold back.")] = None,
) -> None:
    """Say how many pieces of one article are there. Quantities on portals follow at once."""
    from app_center.cli.after_stock import bring_quantities_in_line
    from app_center.cli.output import language, opened
    from core.articles import Count
    from core.errors import InvalidValue
    from core.orders import Sku
    from core.text import Text

    with opened() as center:
        memory = center.account(account)
        if not memory.warehouse.find([Sku(sku)]):
            raise InvalidValue(
                Text(
                    en=f"there is no article {sku!r}; `app-center stock list` shows all",
                    de=f"es gibt keinen Artikel „{sku}“; `app-center stock list` zeigt alle",
                ),
                field="sku",
            )
        changed = memory.warehouse.count([Count(Sku(sku), on_hand, buffer)], center.clock.now())
        (article,) = memory.warehouse.find([Sku(sku)])
        typer.echo(_standing(article.level).into(language()))
        if changed:
            bring_quantities_in_line(center, memory)


def _standing(level: "Level") -> "Text":
    from core.text import Text

    return Text(
        en=f"{level.sku}: {level.on_hand} on hand, {level.reserved} reserved, {level.buffer} held back, "
        f"{level.free} free",
        de=f"{level.sku}: {level.on_hand} auf Lager, {level.reserved} reserviert, "
        f"{level.buffer} zurückgehalten, {level.free} frei",
    )


def list_articles(account: AccountName, as_json: AsJson = False) -> None:
    """List the articles, and what orders claim of articles that are not known."""
    from app_center.cli.output import opened, say, show
    from core.text import Text

    with opened() as center:
        warehouse = center.account(account).warehouse
        columns = ["sku", "title", "on_hand", "reserved", "buffer", "free", "counted_at"]
        show(map(_row, warehouse.articles()), as_json=as_json, columns=columns)
        waiting: dict[str, int] = {}
        for claim in warehouse.unknown():
            waiting[claim.sku] = waiting.get(claim.sku, 0) + 1
        for sku, pieces in waiting.items():
            say(
                Text(
                    en=f"orders hold {pieces} of {sku}, which is no article here; import it, and they count.",
                    de=f"Aufträge halten {pieces} von {sku}, hier kein Artikel; nach dem Import zählen sie.",
                )
            )


def _row(article: "Article") -> dict[str, Any]:
    level = article.level
    return {
        "sku": article.sku,
        "ean": article.ean,
        "title": article.title,
        "on_hand": level.on_hand,
        "reserved": level.reserved,
        "buffer": level.buffer,
        "free": level.free,
        "revision": level.revision,
        "counted_at": article.counted_at.isoformat(timespec="seconds"),
    }
