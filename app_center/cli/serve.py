"""`app-center serve` and `app-center worker`: everything by itself."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from app_center.bootstrap import AppCenter
    from app_center.metrics import Metrics

#: For what is left to do when the grace is over: handing over, closing.
_CLOSING = timedelta(seconds=6)

Workers = Annotated[
    int, typer.Option("--workers", help="Passes that run at once in this process.", min=1, max=64)
]


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("worker")(worker)


def serve(
    port: Annotated[int, typer.Option("--port", help="Of the pages.", min=0, max=65535)] = 8000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    workers: Workers = 8,
) -> None:
    """Keep every activated app of every account in line, and serve the pages, until interrupted."""
    from app_center.cli.output import say
    from app_center.web.server import serve_pages

    with _working(workers) as (center, metrics):
        serve_pages(center, metrics, host, port, say)


def worker(
    workers: Workers = 8,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Of /healthz, /readyz and /metrics; without it none.", min=1, max=65535),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Work beside `serve`, on PostgreSQL, on this or another machine, until interrupted."""
    import signal
    from contextlib import ExitStack
    from threading import Event

    from app_center.cli.output import say
    from app_center.config import Config
    from app_center.web.server import serving_health
    from core.errors import InvalidValue
    from core.text import Text

    if Config.read().is_sqlite:
        raise InvalidValue(
            Text(
                en="on SQLite `app-center serve` does all the work; a worker beside it needs PostgreSQL",
                de="mit SQLite erledigt `app-center serve` alles; weitere Prozesse brauchen PostgreSQL",
            )
        )
    over = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with _working(workers) as (center, metrics), ExitStack() as stack:
        if port is not None:
            stack.enter_context(serving_health(center, metrics, host, port))
        say(Text(en="working; interrupt to stop", de="arbeitet; zum Beenden unterbrechen"))
        over.wait()


def _working(workers: int) -> "AbstractContextManager[tuple[AppCenter, Metrics]]":
    from contextlib import contextmanager

    @contextmanager
    def working() -> "Iterator[tuple[AppCenter, Metrics]]":
        import os
        import sys

        from app_center.bootstrap import open_app_center
        from app_center.config import Config
        from app_center.engine import open_jobs
        from app_center.foreman import Foreman
        from app_center.log import configure_log
        from app_center.metrics import Metrics
        from app_center.worker import Worker

        config = Config.read()
        configure_log(config.log_level)
        jobs = open_jobs(config, workers)
        with open_app_center(config, jobs=jobs) as center:
            with Worker(center.memory.agenda, center.clock, config.patience) as hand:
                metrics = Metrics(center)
                foreman = Foreman(center, jobs, hand, metrics)
                foreman.start()
                try:
                    yield center, metrics
                finally:
                    _at_the_latest(config.grace + _CLOSING)
                    ended = foreman.stop(config.grace)
            if not ended:
                # What still runs stands in a call to the other side and has nothing left to write with.
                sys.stderr.flush()
                os._exit(0)

    return working()


def _at_the_latest(after: timedelta) -> None:
    """The process ends, whatever hangs: a database, say, that does not even take back what it is given."""
    import os
    from threading import Timer

    timer = Timer(after.total_seconds(), os._exit, (1,))
    timer.daemon = True
    timer.start()
