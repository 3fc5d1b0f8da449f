"""A WSGI application behind a real socket on the loopback address: HTTP/1.1, kept alive, quiet."""

import io
import socket
import struct
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from wsgiref.types import WSGIApplication

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

from standins.losses import CutShort, Reset

LOOPBACK: Final = "127.0.0.1"
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class _Open:
    """The connections that are open, so that an ending server can close them."""

    def __init__(self) -> None:
        self._sockets: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()

    def add(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets[connection] = threading.current_thread()

    def drop(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets.pop(connection, None)

    def end(self) -> None:
        with self._lock:
            everything = dict(self._sockets)
        for connection in everything:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in everything.values():
            thread.join(timeout=5)


class _Handler(WSGIRequestHandler):
    """werkzeug's handler closes each connection after one answer and waits for leftovers of the request;
    this one reads the request to its end first and keeps the connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    connections: _Open

    def setup(self) -> None:
        super().setup()
        self.connections.add(self.connection)

    def finish(self) -> None:
        super().finish()
        self.connections.drop(self.connection)
        # Closed here and not by the server, which would say goodbye (FIN) where a reset is wanted.
        self.connection.close()

    def run_wsgi(self) -> None:
        self.environ = environ = self.make_environ()
        body = environ["wsgi.input"]
        if environ.get("wsgi.input_terminated"):
            environ["wsgi.input"] = io.BytesIO(body.read())
        else:
            environ["wsgi.input"] = io.BytesIO(body.read(int(environ.get("CONTENT_LENGTH") or 0)))
        try:
            self._answer(*run_wsgi_app(self.server.app, environ))
        except Reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.close_connection = True
        except (CutShort, ConnectionError):
            self.close_connection = True
        except Exception:
            # A defect of the stand-in: whoever runs it has to see where.
            traceback.print_exc()
            self.close_connection = True
            self.send_error(500)

    def _answer(self, body: Any, status: str, headers: Any) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        for key, value in headers:
            self.send_header(key, value)
        if "Content-Length" not in headers:
            self.send_header("Connection", "close")
        self.end_headers()
        try:
            for part in body:
                self.wfile.write(part)
        finally:
            self.wfile.flush()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Quiet: the ledger says more."""


def _server(app: WSGIApplication, port: int, connections: _Open) -> BaseWSGIServer:
    class Handler(_Handler):
        pass

    Handler.connections = connections
    return make_server(LOOPBACK, port, app, threaded=True, request_handler=Handler)


def _address(server: BaseWSGIServer) -> str:
    return f"http://{LOOPBACK}:{server.server_port}"


@contextmanager
def serving(app: WSGIApplication, port: int = 0) -> Iterator[str]:
    """The base address of `app` while the block runs. Port 0 takes a free one."""
    connections = _Open()
    server = _server(app, port, connections)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield _address(server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        connections.end()


def serve(app: WSGIApplication, port: int, started: Callable[[str], None]) -> None:
    """Serve until interrupted from the keyboard. `started` is told the base address."""
    connections = _Open()
    server = _server(app, port, connections)
    started(_address(server))
    try:
        # serve_forever ends quietly on KeyboardInterrupt and closes the socket.
        server.serve_forever()
    finally:
        server.server_close()
        connections.end()
