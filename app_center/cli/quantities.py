"""`app-center quantities`: what every listing shows, and why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from ports.memory import AccountMemory, QuantityRecord


def register(app: typer.Typer) -> None:
    app.command("quantities")(quantities)


def quantities(account: AccountName, as_json: AsJson = False) -> None:
    """List what every portal shows, what it should show, and why; and how long sales were exposed."""
    from app_center.cli.output import opened, say, show

    with opened() as center:
        memory = center.account(account)
        columns = ["sku", "portal_account", "wanted", "sent", "acknowledged", "acknowledged_at", "why"]
        show(_rows(center, memory), as_json=as_json, columns=columns)
        if not as_json and (told := _exposure(center, memory)):
            say(told)


def _rows(center: "AppCenter", memory: "AccountMemory") -> Iterator[dict[str, Any]]:
    names = {each.id: each.name for each in memory.portal_accounts.all()}
    for app in center.registry.marketplaces:
        for record in memory.quantities(app).records():
            yield _row(record, app, names[record.portal_account])


def _row(record: "QuantityRecord", app: str, portal_account: str) -> dict[str, Any]:
    from app_center.cli.output import language
    from core.exposure import seconds_of
    from core.why_quantity import wanted_of, why

    display, last = record.display, record.last
    at = display.acknowledged_at
    exposed = None if last is None else seconds_of(last.exposure)
    return {
        "sku": display.sku,
        "app": app,
        "portal_account": portal_account,
        "ticked": display.ticked,
        "wanted": wanted_of(display),
        "sent": None if last is None else last.pieces,
        "acknowledged": display.acknowledged,
        "acknowledged_at": None if at is None else at.isoformat(timespec="seconds"),
        "why": why(display).into(language()),
        "exposed_since": None if display.exposed_since is None else display.exposed_since.isoformat(),
        "exposure_seconds": exposed,
    }


def _exposure(center: "AppCenter", memory: "AccountMemory") -> str | None:
    """From the sale to the acknowledged fall, over the last 30 days."""
    from datetime import timedelta

    from app_center.cli.output import language
    from core.exposure import figures, seconds_of
    from core.text import Text

    since = center.clock.now() - timedelta(days=30)
    lengths = [
        seconds
        for app in center.registry.marketplaces
        for entry in memory.quantities(app).exposures(since)
        if (seconds := seconds_of(entry.exposure)) is not None
    ]
    if not lengths:
        return None
    half, most, longest = figures(lengths)
    return Text(
        en=f"From sale to acknowledged fall, last 30 days, {len(lengths)} falls: half within {half:.0f} s,"
        f" 99 of 100 within {most:.0f} s, at most {longest:.0f} s.",
        de=f"Vom Verkauf bis zur bestätigten Senkung, letzte 30 Tage, {len(lengths)} Senkungen: die Hälfte "
        f"binnen {half:.0f} s, 99 von 100 binnen {most:.0f} s, höchstens {longest:.0f} s.",
    ).into(language())
