"""`app-center sync`: one pass now."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from app_center.cli.options import AccountName

if TYPE_CHECKING:
    from app_center.registry import Kind
    from ports.memory import AccountMemory


def register(app: typer.Typer) -> None:
    app.command("sync")(sync)


def sync(
    app: Annotated[str, typer.Argument(help="The app's key, for instance otto.", metavar="APP")],
    account: AccountName,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            help="One concern instead of all: orders, stock, alignment, labels ...",
            metavar="CONCERN",
        ),
    ] = None,
    later: Annotated[
        bool, typer.Option("--later", help="Leave it to the server that runs: it begins at once.")
    ] = False,
) -> None:
    """Bring an app of an account in line, once, and say what came, changed or was set aside."""
    from rich.console import Console
    from rich.status import Status

    from app_center.cli.after_stock import follow_up
    from app_center.cli.output import complain, opened
    from app_center.concerns import run_concern, wanted_concerns
    from app_center.foreman import wake

    failed, done = False, dict[str, Mapping[str, int]]()
    with opened() as center:
        kind = center.kind(app)
        memory = center.account(account)
        for concern in wanted_concerns(kind, only):
            if later:
                wake(center, memory, kind, concern, "asked", by_person=True)
                continue
            with Status(f"{kind.manifest.name}: {concern}", console=Console(stderr=True)) as status:
                result = run_concern(
                    center,
                    memory,
                    kind,
                    concern,
                    lambda done, status=status: status.update(done),  # type: ignore[misc]
                )
            if result.failure is None:
                done[concern] = result.counts
                told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in result.counts.items())
                typer.echo(f"{concern}: {told}")
            else:
                failed = True
                complain(result.failure)
        follow_up(center, memory, kind, done)
        if not failed and not later:
            _say_what_is_left(memory, kind)
    if failed:
        raise typer.Exit(1)


def _say_what_is_left(memory: "AccountMemory", kind: "Kind") -> None:
    """What a person may want to look at after a pass that went well."""
    from app_center.cli.output import say
    from core.purchases import PurchaseState
    from core.text import Text
    from ports.hooks import CarrierKind

    key = kind.manifest.key
    if isinstance(kind, CarrierKind):
        states = [purchase.state for purchase in memory.labels(key).all()]
        if left := states.count(PurchaseState.OUTCOME_UNKNOWN):
            say(
                Text(
                    en=f"{left} of unknown outcome; `app-center labels` shows what to do.",
                    de=f"{left} mit unbekanntem Ausgang; `app-center labels` zeigt, was zu tun ist.",
                )
            )
        return
    if open_notices := len(memory.dispatches(key).open()):
        say(
            Text(
                en=f"{open_notices} dispatch notices are open; `app-center dispatches` shows why.",
                de=f"{open_notices} Versandmeldungen sind offen; `app-center dispatches` zeigt, warum.",
            )
        )
    if left := len(memory.orders(key).set_aside()):
        say(
            Text(
                en=f"{left} set aside; `app-center orders` shows why.",
                de=f"{left} zurückgestellt; `app-center orders` zeigt, warum.",
            )
        )
