"""Listings as rows: what they show and how they are switched, put into their table and taken out again."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from adapters.storage.database import Database
from adapters.storage.moments import iso
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import LISTING
from core.apps import PortalAccountId
from core.display import Display, Doubt, Refusal
from core.orders import Sku
from core.switching import Switch
from core.text import Text


def displays(
    connection: Connection, scope: Scope, skus: Collection[Sku], *, lock: bool = True
) -> dict[Sku, Display]:
    """Those of these listings that there are. Locked, nobody else moves them before the transaction ends."""
    found: dict[Sku, Display] = {}
    for chunk in chunks(sorted(skus)):
        query = select(LISTING).where(scope.of(LISTING), LISTING.c.sku.in_(chunk)).order_by(LISTING.c.sku)
        rows = connection.execute(query.with_for_update() if lock else query).mappings()
        found |= {Sku(row["sku"]): display_of(row) for row in rows}
    return found


def write(
    database: Database,
    connection: Connection,
    scope: Scope,
    moved: Iterable[Display],
    portal_account: PortalAccountId | None = None,
) -> None:
    """With a portal account some may be new here; that of the others stays."""
    rows = [display_row(display) for display in moved]
    if not rows:
        return
    if portal_account is None:
        this = scope.of(LISTING), LISTING.c.sku == bindparam("this_sku")
        connection.execute(
            update(LISTING).where(*this), [{"this_sku": row.pop("sku"), **row} for row in rows]
        )
        return
    insert = database.insert(LISTING)
    changes = {name: insert.excluded[name] for name in rows[0] if name != "sku"}
    key = ["account_id", "app", "sku"]
    connection.execute(
        insert.on_conflict_do_update(index_elements=key, set_=changes),
        [{**scope.row(portal_account_id=portal_account, switch_due=False), **row} for row in rows],
    )


def display_row(display: Display) -> dict[str, Any]:
    refusal = display.refusal
    return {
        "sku": display.sku,
        "ticked": display.ticked,
        "maximum": display.maximum,
        "on_hand": display.on_hand,
        "reserved": display.reserved,
        "buffer": display.buffer,
        "revision": display.revision,
        "acknowledged": display.acknowledged,
        "acknowledged_at": display.acknowledged_at,
        "sent_at": display.sent_at,
        "sent_as": display.sent_as,
        "doubts": [[doubt.pieces, iso(doubt.sent_at), doubt.number] for doubt in display.doubts],
        "refused_pieces": None if refusal is None else refusal.pieces,
        "refused_en": None if refusal is None else refusal.reason.en,
        "refused_de": None if refusal is None else refusal.reason.de,
        "refused_tries": None if refusal is None else refusal.tries,
        "refused_until": None if refusal is None else refusal.until,
        "exposed_since": display.exposed_since,
        "exposed_pieces": display.exposed_pieces,
        "due_at": display.due_at,
        "version": display.version,
    }


def display_of(row: RowMapping) -> Display:
    refusal = None
    if row["refused_pieces"] is not None:
        reason = Text(row["refused_en"], row["refused_de"])
        refusal = Refusal(row["refused_pieces"], reason, row["refused_tries"], row["refused_until"])
    plain = ("ticked", "maximum", "on_hand", "reserved", "buffer", "revision", "acknowledged")
    moments = (
        "acknowledged_at",
        "sent_at",
        "sent_as",
        "exposed_since",
        "exposed_pieces",
        "due_at",
        "version",
    )
    return Display(
        Sku(row["sku"]),
        **{name: row[name] for name in (*plain, *moments)},
        doubts=tuple(_doubt(*doubt) for doubt in row["doubts"]),
        refusal=refusal,
    )


def _doubt(pieces: int, sent_at: str, number: int) -> Doubt:
    return Doubt(pieces, datetime.fromisoformat(f"{sent_at}+00:00"), number)


def switch_row(switch: Switch) -> Mapping[str, Any]:
    refused = switch.refused
    return {
        "switch_wanted": switch.wanted,
        "switch_on": switch.on,
        "switch_read_at": switch.read_at,
        "switch_sent": switch.sent,
        "switch_task": switch.task,
        "switch_look_after": switch.look_after,
        "switch_refused_en": None if refused is None else refused.en,
        "switch_refused_de": None if refused is None else refused.de,
        "switch_due": switch.due,
    }


def switch_of(row: RowMapping) -> Switch:
    refused = row["switch_refused_en"]
    return Switch(
        Sku(row["sku"]),
        row["switch_wanted"],
        row["switch_on"],
        row["switch_read_at"],
        row["switch_sent"],
        row["switch_task"],
        row["switch_look_after"],
        None if refused is None else Text(refused, row["switch_refused_de"]),
        row["switch_due"],
    )
