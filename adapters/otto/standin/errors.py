"""The error bodies of the interface, in the shapes that its parts really use."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from werkzeug.wrappers import Response

from standins import as_json

#: The order interface does not name the real path in its errors.
_ORDERS_PATH = "/v4/orders/..."
_ORDERS = {
    400: ("Bad Request", "Cannot parse request - please check query parameters and/or body"),
    401: ("Unauthorized", "No proper credentials were provided"),
    403: ("Forbidden", "No permission to access specified resource(s)"),
    404: ("Not Found", "The specified resource(s) could not be found"),
}


def no_route() -> Response:
    """The gateway, for every path and method that it does not know."""
    return as_json({"message": "no Route matched with those values"}, 404)


def orders_error(status: int) -> Response:
    title, detail = _ORDERS[status]
    return as_json({"errors": [{"path": _ORDERS_PATH, "title": title, "detail": detail}]}, status)


def orders_conflict(path: str, detail: str) -> Response:
    return as_json({"errors": [{"path": path, "title": "Conflict", "detail": detail}]}, 409)


def oauth_error(error: str, description: str, status: int) -> Response:
    response = as_json({"error": error, "error_description": description}, status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Basic"
    return response


def access_error(method: str, path: str, status: int, now: datetime) -> Response:
    """401 or 403 in the style of the interface that `path` belongs to; some are empty or no JSON at all."""
    if status == 403 and method == "POST" and path.startswith("/v1/availability/"):
        return as_json({"message": "Forbidden"}, 403)
    for beginning, style in _STYLES:
        if path.startswith(beginning):
            return style(path, status, now)
    return Response(status=status)


def _orders(_: str, status: int, __: datetime) -> Response:
    return orders_error(status)


def _availability(path: str, status: int, now: datetime) -> Response:
    if status == 401:
        moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        return as_json({"errors": [{"message": "Unauthorized"}], "timestamp": moment}, 401)
    if "product-delivery-information" in path:
        return as_json({"message": "Forbidden"}, 403)
    error = {
        "code": 403,
        "detail": "User is unauthorised to perform this action",
        "path": path,
        "title": "Access Forbidden",
        "logreg": "",
    }
    return as_json({"errors": [error]}, 403)


def _shipping_profiles(_: str, status: int, __: datetime) -> Response:
    return as_json({"message": "Forbidden"}, 403) if status == 403 else Response(status=401)


def _shipments(path: str, status: int, _: datetime) -> Response:
    title = "UNAUTHORIZED" if status == 401 else "INSUFFICIENT_PERMISSION"
    return as_json({"errors": [{"title": title, "path": path.removeprefix("/v1")}]}, status)


def _returns(path: str, status: int, _: datetime) -> Response:
    if status == 401:
        return Response(status=401)
    error = {"path": path, "title": "Forbidden", "detail": "no right to this resource", "logref": ""}
    return as_json({"errors": [error]}, 403, "application/json;charset=UTF-8")


def _price_reductions(path: str, status: int, _: datetime) -> Response:
    if status == 401:
        return Response(status=401)
    detail = "Access is denied, please make sure you have right permissions."
    return as_json({"errors": [{"title": "Forbidden", "code": 403, "detail": detail, "path": path}]}, 403)


def _returns_warehouse(_: str, status: int, __: datetime) -> Response:
    if status == 401:
        return Response(status=401)
    return as_json({"errors": [{"message": "missing permission", "jsonPath": ""}]}, 403)


def _products(_: str, status: int, __: datetime) -> Response:
    if status == 401:
        return Response(status=401)
    page = "<html><body><h1>403 Forbidden</h1></body></html>"
    return Response(page, status=403, content_type="text/html")


_STYLES: Final[tuple[tuple[str, Callable[[str, int, datetime], Response]], ...]] = (
    ("/v4/orders", _orders),
    ("/v1/availability/", _availability),
    ("/v1/shipping-profiles", _shipping_profiles),
    ("/v1/shipments", _shipments),
    ("/v1/multiparcel-shipments", _shipments),
    ("/v1/return-shipments", _shipments),
    ("/v3/returns", _returns),
    ("/v1/price-reductions", _price_reductions),
    ("/v2/returns-warehouse", _returns_warehouse),
    ("/v5/products", _products),
)
