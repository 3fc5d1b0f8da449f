"""`app-center listings`: why each is or is not on sale; drafts, files, adoption."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from app_center.listing_files import BadRow
    from app_center.registry import Kind
    from core.text import Text
    from ports.memory import AccountMemory
    from sync.listing_drafts import Plan

AppName = Annotated[str, typer.Option("--app", help="The marketplace app.", metavar="APP")]
Skus = Annotated[list[str] | None, typer.Argument(help="SKUs; none means all.", metavar="SKU...")]
Yes = Annotated[bool, typer.Option("--yes", help="Go on without asking.")]


def add_to(listings: typer.Typer) -> None:
    listings.callback(invoke_without_command=True)(overview)
    listings.command("save")(save)
    listings.command("list")(list_)
    listings.command("import")(import_)
    listings.command("export")(export)
    listings.command("adopt")(adopt)


def overview(
    context: typer.Context,
    account: Annotated[
        str | None, typer.Option("--account", "-a", help="The account's name.", metavar="NAME")
    ] = None,
    as_json: AsJson = False,
    app: AppName = "otto",
) -> None:
    """Every listing: its state, why it is so, and what to do next."""
    if context.invoked_subcommand is not None:
        return
    if account is None:
        raise typer.BadParameter("--account is needed")
    from app_center.cli.output import opened, show

    with opened() as center:
        memory, kind = center.account(account), center.kind(app)
        columns = ["sku", "state", "why", "action"]
        show(_rows(center, memory, kind), as_json=as_json, columns=columns)


def _rows(center: "AppCenter", memory: "AccountMemory", kind: "Kind") -> Iterator[dict[str, Any]]:
    from app_center.cli.output import language
    from app_center.listings import explained, shown_of

    for told in explained(memory, kind, center.clock, shown_of(memory, kind)):
        found = told.explanation
        yield {
            "sku": told.sku,
            "state": found.state.value,
            "why": found.why.into(language()),
            "action": found.action.into(language()),
        }


def save(
    sku: Annotated[str, typer.Argument(help="The article's SKU.", metavar="SKU")],
    cells: Annotated[
        list[str],
        typer.Option("--set", "-s", help="A column and its cell; empty empties it.", metavar="COLUMN=CELL"),
    ],
    account: AccountName,
    app: AppName = "otto",
) -> None:
    """Save a draft. Nothing is sent; what is wrong with it is said at once."""
    from app_center.cli.output import opened, say
    from app_center.listings import judge_of, listing_kind
    from core.errors import InvalidValue
    from core.orders import Sku
    from core.text import Text
    from sync.listing_drafts import save_draft

    changes: dict[str, str] = {}
    for each in cells:
        column, given, cell = each.partition("=")
        if not given:
            raise InvalidValue(
                Text(en=f"{each!r} is not COLUMN=CELL", de=f"„{each}“ ist nicht SPALTE=INHALT")
            )
        changes[column] = cell
    with opened() as center:
        memory, kind = center.account(account), center.kind(app)
        listing_kind(kind)
        record = save_draft(memory.listings(kind.manifest.key), Sku(sku), changes, center.clock.now())
        found = judge_of(memory, kind).judge({record.sku: record.draft})[record.sku].findings
        for finding in found:
            say(finding.sentence)
        typer.echo(f"{sku}: saved, {len(found)} findings")


def list_(
    account: AccountName,
    skus: Skus = None,
    yes: Yes = False,
    app: AppName = "otto",
) -> None:
    """Say that drafts are to be listed as they are now; the next pass sends them."""
    from app_center.cli.output import complain, opened, say
    from app_center.listings import judge_of
    from core.listing.mass import MassLimit, too_many
    from core.orders import Sku
    from core.text import Text
    from sync.listing_drafts import list_drafts, plan_listing

    with opened() as center:
        memory, kind = center.account(account), center.kind(app)
        book, judge = memory.listings(kind.manifest.key), judge_of(memory, kind)
        plan = plan_listing(book, judge, [Sku(sku) for sku in skus] if skus else None)
        for sku, findings in plan.blocked.items():
            sentence = next(finding for finding in findings if finding.blocks).sentence
            complain(Text(en=f"{sku}: {sentence.en}", de=f"{sku}: {sentence.de}"))
        if plan.first:
            _agree(_permanent(plan, judge.rules.permanent), yes=yes)
        many = too_many(plan.changing, book.count(), MassLimit())
        if many is not None:
            _agree(many, yes=yes)
        done = list_drafts(book, plan.ready, center.clock.now())
        say(Text(en="The next pass sends them.", de="Der nächste Lauf überträgt sie.")) if done else None
        typer.echo(f"{done} to be listed, {len(plan.same)} as they are, {len(plan.blocked)} not ready")
        if plan.blocked:
            raise typer.Exit(1)


def _permanent(plan: "Plan", columns: tuple[str, ...]) -> "Text":
    from core.text import Text

    names = ", ".join(columns)
    return Text(
        en=f"{len(plan.first)} are listed for the first time: after that {names} can never be changed, and "
        "an article can only be switched off, not deleted",
        de=f"{len(plan.first)} werden zum ersten Mal gelistet: danach sind {names} nicht mehr änderbar, und "
        "ein Artikel lässt sich nur abschalten, nicht löschen",
    )


def _agree(question: "Text", *, yes: bool) -> None:
    """Go on only if a person says so.

    raises  typer.Exit: he does not, or there is nobody to ask
    """
    import sys

    from app_center.cli.output import language, say
    from core.text import Text

    say(question)
    if yes:
        return
    if sys.stdin.isatty() and typer.confirm(Text(en="Go on?", de="Weiter?").into(language())):
        return
    say(Text(en="Nothing was changed; --yes goes on.", de="Nichts wurde geändert; --yes macht weiter."))
    _stop()


def _stop() -> NoReturn:
    raise typer.Exit(1)


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file (docs/listings.md).", metavar="FILE.csv")],
    account: AccountName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be saved.")] = False,
    as_json: AsJson = False,
    app: AppName = "otto",
) -> None:
    """Save the rows of a file as drafts. Bad rows are named and left out; nothing is sent."""
    from rich.console import Console
    from rich.status import Status

    from app_center.cli.output import opened, show
    from app_center.listing_files import import_file
    from app_center.listings import listing_kind

    bad: list[BadRow] = []
    with opened() as center, Status(file.name, console=Console(stderr=True)) as status:
        memory, kind = center.account(account), center.kind(app)
        listing_kind(kind)
        done = import_file(
            file,
            memory.listings(kind.manifest.key),
            center.clock.now(),
            dry_run=dry_run,
            on_bad=bad.append,
            told=lambda far: status.update(f"{file.name}: {far.rows} rows, {far.bad} bad"),
        )
    if as_json or bad:
        show(map(_bad, bad), as_json=as_json, columns=["row", "column", "reason"])
    if not as_json:
        would = "would be saved" if dry_run else "saved"
        typer.echo(f"{done.changed} {would}, {done.unchanged} unchanged, {done.bad} bad rows")
    if bad:
        raise typer.Exit(1)


def _bad(row: "BadRow") -> dict[str, Any]:
    from app_center.cli.output import language

    return {"row": row.row, "column": row.column, "reason": row.reason.into(language())}


def export(
    file: Annotated[Path, typer.Argument(help="Where to write it.", metavar="FILE.csv")],
    account: AccountName,
    app: AppName = "otto",
) -> None:
    """Write all drafts into a CSV file that `import` reads."""
    from app_center.cli.output import opened
    from app_center.listing_files import export_file

    with opened() as center:
        memory, kind = center.account(account), center.kind(app)
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            count = export_file(out, memory.listings(kind.manifest.key))
    typer.echo(f"{count} listings")


def adopt(
    account: AccountName,
    skus: Skus = None,
    take: Annotated[bool, typer.Option("--take", help="Take them over, instead of showing.")] = False,
    as_json: AsJson = False,
    app: AppName = "otto",
) -> None:
    """Show what the marketplace has and how it differs from here; with --take, take it over."""
    from app_center.cli.adopting import adopted_rows
    from app_center.cli.output import opened, show

    with opened() as center:
        memory, kind = center.account(account), center.kind(app)
        rows = adopted_rows(center, memory, kind, skus or (), take=take)
        show(rows, as_json=as_json, columns=["sku", "match", "column", "here", "there"])
