"""The pages as a server, in the process that works."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn

from app_center.bootstrap import AppCenter
from app_center.metrics import Metrics
from app_center.web.app import create_app
from app_center.web.health import health_app, router
from app_center.web.signin import SignIn
from core.text import Text


def serve_pages(
    center: AppCenter, metrics: Metrics, host: str, port: int, say: Callable[[Text], None]
) -> None:
    """Until the process is interrupted. What is asked for then has a few seconds to be answered.

    `say` reaches whoever started the process.
    """
    told = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises the signal again after its own end; the process shall not die of it.
        signal.signal(number, lambda *_: told.set())
    app = create_app(center, router)
    app.state.metrics = metrics
    _tell_first_link(center, app.state.door, say)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
    )
    if not told.is_set():
        uvicorn.Server(config).run()


@contextmanager
def serving_health(center: AppCenter, metrics: Metrics, host: str, port: int) -> Iterator[None]:
    """How this process is, for machines, beside what it does."""
    app = health_app(center, metrics)
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, name="health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(3)


def _tell_first_link(center: AppCenter, door: SignIn, say: Callable[[Text], None]) -> None:
    """Until there is an operator, whoever started the process becomes one, with a link of this start only."""
    token = door.first_link()
    if token is not None:
        link = f"{center.config.public_url.rstrip('/')}/welcome/{token}"
        say(
            Text(
                en=f"There is no operator yet. This link makes one, once, for three days: {link}",
                de=f"Es gibt noch keinen Betreiber. Dieser Link legt ihn an, einmal, drei Tage lang: {link}",
            )
        )
