"""A PostgreSQL of our own for the tests: one cluster a session, one database a test.

Needs Debian's `postgresql` (the server's programs; its service need not run). Under CI it has to be there.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """The folder of `initdb` and `postgres`, of the newest version that is installed."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    found = shutil.which("initdb")
    if found is not None:
        folders.append(Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class Cluster:
    """A running server on a free loopback port, with a password that nobody knows."""

    def __init__(self, port: int, password: str) -> None:
        self._port = port
        self._password = password
        self._numbers = count(1)
        self._restart: Callable[[], None] | None = None

    @property
    def port(self) -> int:
        return self._port

    def restarts_by(self, restart: Callable[[], None]) -> None:
        self._restart = restart

    def restart(self) -> None:
        """Shut down, with all connections cut, and begin anew at the same address."""
        assert self._restart is not None
        self._restart()

    @property
    def password(self) -> str:
        return self._password

    def url(self, database: str = "postgres", scheme: str = "postgresql") -> str:
        return f"{scheme}://{USER}:{self._password}@127.0.0.1:{self._port}/{database}"

    def new_database(self) -> str:
        """The name of a new database with nothing in it."""
        name = f"test_{next(self._numbers)}"
        self.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def empty(self, database: str, tables: Iterable[str]) -> None:
        """Nobody is connected any more, and there are no rows."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {} AND pid <> {}"
        with psycopg.connect(self.url(database)) as connection:
            connection.execute(sql.SQL(others).format(database, connection.info.backend_pid))
            for table in tables:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))

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
                shutil.chown(path, USER, USER)
        initdb = f"{folder_of_programs}/initdb", "-D", f"{folder}/data", "-U", USER, "-A", "scram-sha-256"
        options = "--no-sync", "--locale=C", "--encoding=UTF8", f"--pwfile={folder}/password"
        if (made := _begin([*initdb, *options], folder)).wait():
            raise _failed(made, folder)
        server, cluster = _start(folder_of_programs, folder, password)

        def restart() -> None:
            nonlocal server
            server.send_signal(signal.SIGINT)
            server.wait()
            server, _ = _start(folder_of_programs, folder, password, cluster.port)

        cluster.restarts_by(restart)
        try:
            yield cluster
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody needs the data any more
            server.wait()
    finally:
        shutil.rmtree(folder)


def _start(
    folder_of_programs: Path, folder: Path, password: str, at: int | None = None
) -> tuple[subprocess.Popen[bytes], Cluster]:
    for _ in range(5):  # somebody else can take a free port, but not five times in a row
        port = at or _free_port()
        settings = {**_FAST, "port": str(port)}.items()
        options = [part for name, value in settings for part in ("-c", f"{name}={value}")]
        server = _begin([f"{folder_of_programs}/postgres", "-D", f"{folder}/data", *options], folder)
        cluster = Cluster(port, password)
        ends = time.monotonic() + 60
        while server.poll() is None:
            try:
                psycopg.connect(cluster.url()).close()
            except psycopg.OperationalError:
                if time.monotonic() > ends:
                    server.kill()
                time.sleep(0.05)
            else:
                return server, cluster
    raise _failed(server, folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _begin(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """Runs as the server's user, and ends when we end, however that happens."""
    user = ["--reuid", USER, "--regid", USER, "--init-groups"] if os.geteuid() == 0 else []
    with (folder / "output").open("ab") as output:
        return subprocess.Popen(
            ["setpriv", *user, "--pdeathsig", "QUIT", *command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, "LC_ALL": "C"},
        )


def _failed(process: subprocess.Popen[bytes], folder: Path) -> RuntimeError:
    output = (folder / "output").read_text("utf-8", "replace")
    return RuntimeError(f"PostgreSQL did not start, exit code {process.wait()}:\n{output}")
