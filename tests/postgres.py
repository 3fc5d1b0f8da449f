"""A PostgreSQL of our own for the tests: one cluster a session, one database a test.

Needs Debian's `postgresql` (the server's programs; its service need not run). Under CI it has to be there.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

#: The server refuses to run as root; Debian's package brings this user.
USER: Final = "postgres"

#: Nothing here has to survive a power cut.
_FAST: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, of the newest version that is installed."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    found = shutil.which("initdb")
    if found is not None:
        folders.append(Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


class Cluster:
    """A running server on a free loopback port, with a password that nobody knows."""

    def __init__(self, port: int, password: str) -> None:
        self._port = port
        self._password = password
        self._numbers = count(1)

    @property
    def password(self) -> str:
        return self._password

    def url(self, database: str = "postgres", scheme: str = "postgresql") -> str:
        return f"{scheme}://{USER}:{self._password}@127.0.0.1:{self._port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`, which nobody may be using."""
        name = f"test_{next(self._numbers)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return name

    def drop(self, database: str) -> None:
        self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running(folder_of_programs: Path) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, USER)
        data = folder / "data"
        initdb = (
            f"{folder_of_programs}/initdb",
            "-D",
            f"{data}",
            "-U",
            USER,
            "-A",
            "scram-sha-256",
            "--no-sync",
        )
        _run([*initdb, "--locale=C", "--encoding=UTF8", f"--pwfile={folder}/password"], folder)
        pg_ctl = f"{folder_of_programs}/pg_ctl", "-D", f"{data}", "-w"
        port = _start(pg_ctl, folder)
        try:
            yield Cluster(port, password)
        finally:
            _run([*pg_ctl, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


def _start(pg_ctl: Sequence[str], folder: Path) -> int:
    for attempt in range(5):
        port = _free_port()
        options = " ".join(f"-c {name}={value}" for name, value in {**_FAST, "port": str(port)}.items())
        try:
            _run([*pg_ctl, "-o", options, "-l", f"{folder}/log", "start"], folder)
        except subprocess.CalledProcessError:
            if attempt == 4:  # somebody else can take a free port, but not five times in a row
                raise
        else:
            return port
    raise AssertionError


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: Sequence[str], folder: Path) -> None:
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    with (folder / "output").open("ab") as output:
        subprocess.run(
            [*as_user, *command],
            check=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, "LC_ALL": "C"},
        )
