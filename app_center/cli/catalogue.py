"""`app-center brands` and `app-center categories`: what a marketplace publishes, searched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from app_center.registry import Kind
    from ports.memory import AccountMemory, CatalogueBook
    from ports.memory.catalogue import StoredGroup

Words = Annotated[str, typer.Argument(help="Words of the name.", metavar="SEARCH")]
AppName = Annotated[str, typer.Option("--app", help="The marketplace app.", metavar="APP")]
Most = Annotated[int, typer.Option("--most", help="At most so many.", min=1, max=10_000)]


def register(app: typer.Typer) -> None:
    app.command("brands")(brands)
    app.command("categories")(categories)


def brands(
    search: Words, account: AccountName, as_json: AsJson = False, most: Most = 50, app: AppName = "otto"
) -> None:
    """Find the id of a brand, and whether this account may sell it."""
    from app_center.cli.output import opened, show

    with opened() as center:
        book = _book(center, center.account(account), center.kind(app))
        found = book.find_brands(search, most)
        rows = [{"brand_id": each.id, "name": each.name, "usable": each.usable} for each in found]
        show(rows, as_json=as_json, columns=["brand_id", "name", "usable"])


def categories(
    search: Words, account: AccountName, as_json: AsJson = False, most: Most = 20, app: AppName = "otto"
) -> None:
    """Find a category and the attributes that it asks for."""
    from app_center.cli.output import opened, show

    with opened() as center:
        kind = center.kind(app)
        book = _book(center, center.account(account), kind)
        rows = [_category(kind, name, group) for name, group in book.find_categories(search, most)]
        show(rows, as_json=as_json, columns=["category", "group", "required", "other", "changes"])


def _book(center: "AppCenter", memory: "AccountMemory", kind: "Kind") -> "CatalogueBook":
    from rich.console import Console
    from rich.status import Status

    from app_center.catalogue import filled

    with Status(kind.manifest.name, console=Console(stderr=True)) as status:
        return filled(center, memory, kind, status.update)


def _category(kind: "Kind", name: str, stored: "StoredGroup") -> dict[str, Any]:
    from app_center.cli.output import language
    from app_center.listings import listing_kind

    group = stored.group
    binding = listing_kind(kind).rules().binding_relevance
    required = [each.name for each in group.attributes if each.relevance in binding]
    conditions = [
        f"{each.target.name} ({each.condition.target.name} = {each.condition.value or '...'})"
        for each in group.requirements
        if each.condition is not None
    ]
    return {
        "category": name,
        "group": group.name,
        "required": required + conditions,
        "other": [each.name for each in group.attributes if each.relevance not in binding],
        "variation_themes": list(group.variation_themes),
        "changes": [each.into(language()) for each in stored.changes],
        "attributes": list(_attributes(stored)),
    }


def _attributes(stored: "StoredGroup") -> Iterator[dict[str, Any]]:
    for each in stored.group.attributes:
        yield {
            "name": each.name,
            "type": each.type.value,
            "several": each.several,
            "unit": each.unit,
            "relevance": each.relevance,
            "allowed": list(each.allowed),
            "examples": list(each.recommended or each.examples),
            "media": list(each.media),
        }
