"""The shop's interface over HTTP, as a WSGI application, with controls for demonstrations:

POST /_shop/buy     {"sku": "A", "pieces": 2}
POST /_shop/change  {"order": "W-000001", "status": "cancelled"}
POST /_shop/stock   {"sku": "A", "available": 5}: by hand, in the back office
GET  /_shop/stock   what is shown
"""

import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from webshop_market.standin.shop import KEY, Shop

BATCH = 50
PAGE = 100
MOST = 99_999


class Refusal(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"code": code, "message": message}}


class ShopServer:
    """`calls` are method and path of everything that was asked, the controls left out."""

    def __init__(self, shop: Shop, key: str = KEY) -> None:
        self.shop = shop
        self.key = key
        self.calls: deque[tuple[str, str]] = deque(maxlen=100_000)
        self._answers: Mapping[tuple[str, str], Callable[[Mapping[str, str], Any], Any]] = {
            ("GET", "/shop"): lambda _, __: {"name": "Demo-Shop", "currency": "EUR"},
            ("GET", "/orders"): self._orders,
            ("GET", "/stock"): self._stock,
            ("PUT", "/stock"): self._set_stock,
            ("POST", "/_shop/buy"): self._buy,
            ("POST", "/_shop/change"): self._change,
            ("POST", "/_shop/stock"): self._edit,
            ("GET", "/_shop/stock"): lambda _, __: dict(self.shop.stock()),
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status, body = 200, {}
        try:
            body = self._answer(environ)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        except (LookupError, TypeError, ValueError) as error:
            status, body = 400, Refusal(400, "bad_request", str(error)).body
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [content]

    def _answer(self, environ: WSGIEnvironment) -> Any:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if not path.startswith("/_shop/"):
            self.calls.append((method, path))
            if environ.get("HTTP_X_API_KEY") != self.key:
                raise Refusal(401, "wrong_key", "the key is not known")
        answer = self._answers.get((method, path))
        if answer is None:
            raise Refusal(404, "no_such_address", "there is nothing here")
        query = {name: values[-1] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        return answer(query, json.loads(sent) if sent else {})

    def _orders(self, query: Mapping[str, str], _: Any) -> Any:
        """A cursor is a number of a change and, behind a dot, the moment that the listing began from."""
        after, _, since = query.get("after", "0").partition(".")
        since = since or query.get("changed_since", "")
        moment = datetime.fromisoformat(since) if since else None
        limit = min(int(query.get("limit", PAGE)), PAGE)
        found = self.shop.changed(moment, int(after), limit)
        return {
            "orders": [self.shop.shown(order) for order in found[:limit]],
            "next": f"{found[limit - 1].change}.{since}" if len(found) > limit else None,
            "now": self.shop.clock().isoformat(),
        }

    def _stock(self, query: Mapping[str, str], _: Any) -> Any:
        rows = sorted(self.shop.stock().items())
        rest = [row for row in rows if row[0] > query.get("after", "")]
        return {
            "stock": [{"sku": sku, "available": available} for sku, available in rest[:PAGE]],
            "next": rest[PAGE - 1][0] if len(rest) > PAGE else None,
        }

    def _set_stock(self, _: Mapping[str, str], body: Any) -> Any:
        levels = body["levels"]
        if len(levels) > BATCH:
            raise Refusal(413, "too_many", f"at most {BATCH} levels")
        accepted, rejected = [], []
        for level in levels:
            sku, available = level["sku"], level["available"]
            if sku not in self.shop.articles:
                rejected.append({"sku": sku, "code": "unknown_sku", "message": "no such article"})
            elif type(available) is not int or not 0 <= available <= MOST:
                rejected.append({"sku": sku, "code": "wrong_level", "message": "not a whole number"})
            else:
                self.shop.set_stock(sku, available)
                accepted.append(sku)
        return {"accepted": accepted, "rejected": rejected}

    def _buy(self, _: Mapping[str, str], body: Any) -> Any:
        return {"order": self.shop.buy(body["sku"], body.get("pieces", 1))}

    def _change(self, _: Mapping[str, str], body: Any) -> Any:
        self.shop.change(body["order"], body["status"])
        return {}

    def _edit(self, _: Mapping[str, str], body: Any) -> Any:
        self.shop.set_stock(body["sku"], int(body["available"]))
        return {}
