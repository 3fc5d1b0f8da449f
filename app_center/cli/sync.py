"""`app-center sync`: one pass now."""

from typing import Annotated

import typer

from app_center.cli.options import AccountName


def register(app: typer.Typer) -> None:
    app.command("sync")(sync)


def sync(
    app: Annotated[str, typer.Argument(help="The app's key, for instance otto.", metavar="APP")],
    account: AccountName,
    only: Annotated[
        str | None, typer.Option("--only", help="One concern instead of all: orders.", metavar="CONCERN")
    ] = None,
) -> None:
    """Bring an app of an account in line, once, and say what came, changed or was set aside."""
    from rich.console import Console
    from rich.status import Status

    from app_center.cli.output import complain, opened, say
    from app_center.concerns import run_concern, wanted_concerns
    from core.text import Text

    failed = False
    with opened() as center:
        kind = center.kind(app)
        memory = center.account(account)
        for concern in wanted_concerns(kind, only):
            with Status(f"{kind.manifest.name}: {concern}", console=Console(stderr=True)) as status:
                result = run_concern(
                    center,
                    memory,
                    kind,
                    concern,
                    lambda done, status=status: status.update(done),  # type: ignore[misc]
                )
            if result.failure is None:
                told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in result.counts.items())
                typer.echo(f"{concern}: {told}")
            else:
                failed = True
                complain(result.failure)
        if not failed and (set_aside := len(memory.orders(kind.manifest.key).set_aside())):
            say(
                Text(
                    en=f"{set_aside} set aside; `app-center orders` shows why.",
                    de=f"{set_aside} zurückgestellt; `app-center orders` zeigt, warum.",
                )
            )
    if failed:
        raise typer.Exit(1)
