"""`app-center jobs` and `app-center interval`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from ports.memory import Entry


def register(app: typer.Typer) -> None:
    app.command("jobs")(jobs)
    app.command("interval")(interval)


def jobs(as_json: AsJson = False) -> None:
    """List what runs, waits and failed, with the last and the next time, of all accounts."""
    from app_center.cli.output import opened, show

    with opened() as center:
        rows = _rows(center)
        if as_json:
            show(rows, as_json=True, columns=())
        else:
            columns = ["account", "app", "concern", "state", "last_success", "next", "reason"]
            show(map(_brief, rows), as_json=False, columns=columns)


def _rows(center: "AppCenter") -> "Iterator[dict[str, Any]]":
    names = {account.id: account.name for account in center.memory.accounts.all()}
    for entry in center.memory.agenda.entries():
        yield _row(entry, names.get(entry.job.account, entry.job.account))


def _row(entry: "Entry", account: str) -> dict[str, Any]:
    from app_center.cli.output import language

    standing = entry.standing

    def iso(moment: Any) -> str | None:
        return None if moment is None else str(moment.isoformat())

    return {
        "account": account,
        "app": entry.job.app,
        "concern": entry.job.concern,
        "state": entry.state.value,
        "worker": entry.holder,
        "due_because": standing.reason,
        "last_started": iso(standing.started),
        "last_finished": iso(standing.finished),
        "last_success": iso(standing.succeeded),
        "next": iso(standing.due),
        "failures": standing.failures,
        "failure": standing.failure.into(language()) if standing.failure else None,
        "every_seconds": int(standing.every.total_seconds()) if standing.every else None,
    }


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    def minute(moment: str | None) -> str:
        return (moment or "")[:19].replace("T", " ")

    return {
        **row,
        "last_success": minute(row["last_success"]),
        "next": minute(row["next"]),
        "reason": row["failure"],
    }


def interval(
    app: Annotated[str, typer.Argument(help="The app's key, for instance otto.", metavar="APP")],
    concern: Annotated[str, typer.Argument(help="For instance orders.", metavar="CONCERN")],
    account: AccountName,
    seconds: Annotated[
        int | None, typer.Option("--seconds", help="Without it, the usual interval again.", min=1)
    ] = None,
) -> None:
    """Choose how often a concern of an app runs by itself for an account."""
    from datetime import timedelta

    from app_center.cli.output import opened, say
    from app_center.concerns import concerns_of, wanted_concerns
    from core.text import Text

    with opened() as center:
        kind = center.kind(app)
        (name,) = wanted_concerns(kind, concern)
        rhythm = concerns_of(kind)[name].rhythm
        every = None if seconds is None else timedelta(seconds=seconds)
        book = center.account(account).work(kind.manifest.key)
        standing = book.choose(name, rhythm, every, center.clock.now())
    chosen = int((standing.every or rhythm.every).total_seconds())
    say(
        Text(
            en=f"{name} of {app} runs every {chosen} seconds.", de=f"{name} von {app} läuft alle {chosen} s."
        )
    )
