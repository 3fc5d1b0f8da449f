"""`app-center status`: how each app of an account is doing, and why."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from datetime import date, datetime

    from app_center.bootstrap import AppCenter
    from app_center.registry import Kind
    from ports.memory import AccountMemory, AppRecord


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(account: AccountName, as_json: AsJson = False) -> None:
    """Show each app: state, credentials with the cause, last success, next run, counts."""
    from app_center.cli.output import opened, show

    with opened() as center:
        rows = list(_rows(center, center.account(account)))
    if as_json:
        show(rows, as_json=True, columns=())
    else:
        columns = ["app", "state", "credentials", "last_success", "counts", "reason"]
        show(map(_brief, rows), as_json=False, columns=columns)


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    """What a person looks for; everything else is in the JSON."""
    credentials = row["credentials"]
    valid = {True: "✓ valid", False: "✗ not valid", None: ""}[credentials["valid"]]
    missing = [f"without {right}" for right, granted in credentials["rights"].items() if granted is False]
    return {
        **row,
        "state": row["state"].replace("_", " "),
        "credentials": [valid, *missing, *credentials["warnings"]] if valid else [],
        "last_success": (row["last_success"] or "")[:16].replace("T", " "),
        "counts": [
            f"{count} {name.lower().replace('_', ' ')}" for name, count in row["counts"].items() if count
        ],
        "reason": row["reason"] or row["last_failure"],
    }


def _rows(center: "AppCenter", memory: "AccountMemory") -> Iterator[dict[str, Any]]:
    from app_center.cli.output import language
    from app_center.concerns import concerns_of

    records = {record.app: record for record in memory.apps.all()}
    for key, kind in center.registry.apps.items():
        record = records.get(key) or memory.apps.get(key)
        passes = memory.passes(key)
        done = [found for concern in concerns_of(kind) if (found := passes.last_success(concern))]
        success = max((found.finished_at for found in done), default=None)
        last = [found for concern in concerns_of(kind) if (found := passes.last(concern))]
        failure = next((found.failure for found in last if found.failure), None)
        next_run = _next_run(memory, kind)
        yield {
            "app": key,
            "name": kind.manifest.name,
            "state": record.state.value,
            "step": record.step,
            "reason": record.reason.into(language()) if record.reason else None,
            "credentials": _credentials(record, center.clock.now().date()),
            "last_success": success.isoformat() if success else None,
            "last_failure": failure.into(language()) if failure else None,
            "next_run": next_run.isoformat() if next_run else None,
            "counts": _counts(memory, kind),
        }


def _counts(memory: "AccountMemory", kind: "Kind") -> dict[str, int]:
    """Of a marketplace its orders, of a carrier its labels, by state."""
    from ports.hooks import Category

    key = kind.manifest.key
    if kind.manifest.category is Category.CARRIER:
        return dict(Counter(purchase.state.value for purchase in memory.labels(key).all()))
    book = memory.orders(key)
    counts = {state.value: count for state, count in book.counts().items()}
    counts["set_aside"] = len(book.set_aside())
    return counts


def _next_run(memory: "AccountMemory", kind: "Kind") -> "datetime | None":
    """When `app-center serve` has something to do for it next."""
    from app_center.concerns import concerns_of

    work = memory.work(kind.manifest.key)
    standings = [found for concern in concerns_of(kind) if (found := work.standing(concern))]
    return min((standing.due for standing in standings if standing.due), default=None)


def _credentials(record: "AppRecord", today: "date") -> dict[str, Any]:
    from app_center.cli.output import language
    from core.activation import ending_soon
    from core.apps import AppState

    valid = {AppState.ACTIVE: True, AppState.PAUSED: True, AppState.NEEDS_ACCESS: False}.get(record.state)
    return {
        "valid": valid,
        "cause": record.reason.into(language()) if record.reason and not valid else None,
        "checked_at": record.checked_at.isoformat() if record.checked_at else None,
        "rights": {right.key: right.granted for right in record.rights},
        "warnings": [right.text.into(language()) for right in ending_soon(record.rights, today)],
    }
