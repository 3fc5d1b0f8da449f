"""Alembic runs this file. `adapters.storage.schema` hands it the connection, in a transaction of its own."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from adapters.storage.moments import Moment
from adapters.storage.tables import metadata


def _as_of_today(kind: str, thing: Any, _: object) -> str | Literal[False]:
    """Write our own types in SQLAlchemy's, so that a revision means the same whatever they become later."""
    if kind == "type" and isinstance(thing, Moment):
        return 'sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")'
    if kind == "type" and isinstance(thing, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_as_of_today,
    render_as_batch=True,  # SQLite changes a table by building it anew
    transactional_ddl=True,  # SQLite can, once the driver begins transactions itself
)
with context.begin_transaction():
    context.run_migrations()
