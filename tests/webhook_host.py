"""A host's server on this machine, which is told by webhooks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class WebhookHost:
    """`status` is what it answers, `heard` what it was told: headers with small letters, and the body."""

    status: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def a_webhook_host() -> Iterator[WebhookHost]:
    host = WebhookHost()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            host.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(host.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
