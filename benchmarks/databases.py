"""Fresh databases for programs that are measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg
from psycopg.sql import SQL, Identifier


@contextmanager
def fresh(folder: Path, postgres: str | None) -> Iterator[str]:
    """The address of an empty database: a file in `folder`, or one made on the server at `postgres`."""
    if postgres is None:
        yield f"sqlite:///{folder}/bench.db"
        return
    name = f"bench_{token_hex(6)}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield f"{postgres.rpartition('/')[0]}/{name}"
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
