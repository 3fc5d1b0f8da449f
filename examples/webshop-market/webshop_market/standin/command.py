"""The stand-in from the command line: `webshop-standin --port 4020`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from webshop_market.standin.server import ShopServer
from webshop_market.standin.shop import KEY, Shop


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None: ...


def server_of(app: ShopServer, port: int) -> WSGIServer:
    return make_server("127.0.0.1", port, app, server_class=_Server, handler_class=_Quiet)


@contextmanager
def serving(app: ShopServer) -> Iterator[str]:
    """The address of the shop while the block runs."""
    with server_of(app, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in of the web shop.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--sku", action="append", help="an article; may be repeated")
    parser.add_argument("--orders", type=int, default=0, help="orders to begin with")
    options = parser.parse_args()
    skus = options.sku or ["ART-000000", "ART-000001", "ART-000002"]
    shop = Shop.with_articles(*skus)
    shop.set_stock(skus[0], options.orders)
    for _ in range(options.orders):
        shop.buy(skus[0])
    with server_of(ShopServer(shop), options.port) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        sys.stdout.write(
            f"Webshop stand-in: {address}\n"
            f"  key       {KEY}\n"
            f"  articles  {', '.join(skus)}\n"
            f"  controls  {address}/_shop/buy, /change, /stock\n"
        )
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
