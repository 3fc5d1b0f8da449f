"""The tables of procrastinate, apart from ours."""

from typing import Final

from procrastinate import App
from procrastinate.exceptions import ConnectorException

#: The schema in the database of the app-center that only procrastinate uses.
SCHEMA: Final = "jobs"

_LOCK: Final = 0x6A6F6273


async def prepare(app: App) -> None:
    """Make what is missing. Several processes may do so at once."""
    make = f"SELECT pg_advisory_xact_lock({_LOCK}); CREATE SCHEMA IF NOT EXISTS {SCHEMA}"
    await app.connector.execute_query_async(make)
    if await _there(app):
        return
    try:
        await app.schema_manager.apply_schema_async()
    except ConnectorException:
        # Another process was faster; all of it is one transaction.
        if not await _there(app):
            raise


async def _there(app: App) -> bool:
    row = await app.connector.execute_query_one_async(
        f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs') IS NOT NULL AS there"
    )
    return bool(row["there"])
