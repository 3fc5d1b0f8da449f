"""What a key must be good for: one table of all routes. A route that is not in it keeps the interface from
starting."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from core.interface_keys import Resource, Scope, Way

_A: Final = "/accounts/{account}"
_P: Final = "/accounts/{account}/apps/{app}"


def _may(resource: Resource, way: Way, *names: str) -> dict[str, Scope]:
    return dict.fromkeys(names, Scope(resource, way))


#: "METHOD path" as the route declares it.
TABLE: Final[Mapping[str, Scope]] = MappingProxyType(
    {
        **_may(Resource.ACCOUNTS, Way.READ, "GET /accounts", f"GET {_A}", f"GET {_A}/apps"),
        **_may(Resource.ARTICLES, Way.READ, f"GET {_A}/articles", f"GET {_A}/articles/{{sku:path}}"),
        **_may(Resource.ARTICLES, Way.WRITE, f"PUT {_A}/articles/{{sku:path}}"),
        **_may(Resource.STOCK, Way.READ, f"GET {_A}/stock"),
        **_may(Resource.STOCK, Way.WRITE, f"POST {_A}/stock"),
        **_may(Resource.ORDERS, Way.READ, f"GET {_P}/orders", f"GET {_P}/orders/{{order}}"),
        **_may(Resource.ORDERS, Way.WRITE, f"POST {_P}/orders/{{order}}/cancellations"),
        **_may(Resource.DISPATCHES, Way.READ, f"GET {_P}/dispatches", f"GET {_P}/dispatches/{{dispatch}}"),
        **_may(
            Resource.DISPATCHES,
            Way.WRITE,
            f"POST {_P}/dispatches",
            f"POST {_P}/dispatches/{{dispatch}}/withdrawal",
        ),
        **_may(
            Resource.LABELS,
            Way.READ,
            f"GET {_P}/labels",
            f"GET {_P}/labels/{{kind}}/{{reference}}",
            f"GET {_P}/labels/{{kind}}/{{reference}}/documents/{{number}}",
        ),
        **_may(Resource.LABELS, Way.WRITE, f"POST {_P}/labels"),
        **_may(Resource.RETURNS, Way.READ, f"GET {_P}/returns"),
        **_may(Resource.RETURNS, Way.WRITE, f"POST {_P}/returns/decisions"),
        **_may(Resource.LISTINGS, Way.READ, f"GET {_P}/listings"),
        **_may(Resource.LISTINGS, Way.WRITE, f"POST {_P}/listings/switches", f"POST {_P}/listings/ticks"),
    }
)


def name_of(route: APIRoute) -> str:
    method = min(route.methods or {""})  # each of ours has one
    return f"{method} {route.path}"


def demand_complete(routes: Iterable[BaseRoute]) -> None:
    """raises  LookupError: the table and the routes are not the same"""
    names = {name_of(route) for route in routes if isinstance(route, APIRoute)}
    if names != set(TABLE):
        raise LookupError(f"app_center.api.access and the routes differ: {sorted(names ^ set(TABLE))}")
