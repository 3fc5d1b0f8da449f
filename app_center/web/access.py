"""Who may: one table of all routes. A route that is not in it keeps the application from starting."""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute


class Access(IntEnum):
    """What a visitor must be, at least. From VIEWER to ADMIN: in the account that the address names."""

    PUBLIC = 0
    SIGNED_IN = 1
    VIEWER = 2
    STAFF = 3
    ADMIN = 4
    OPERATOR = 5


#: "METHOD path" as the route declares it.
TABLE: Final[Mapping[str, Access]] = MappingProxyType(
    {
        "GET /healthz": Access.PUBLIC,
        "GET /readyz": Access.PUBLIC,
        "GET /metrics": Access.PUBLIC,
    }
)


def names_of(route: BaseRoute) -> Iterator[str]:
    """The route as the table writes it, once for each method."""
    if isinstance(route, APIRoute):
        yield from (f"{method} {route.path}" for method in sorted(route.methods or ()))
    else:
        yield f"{type(route).__name__} {getattr(route, 'path', '')}"


def demand_complete(routes: Iterable[BaseRoute]) -> None:
    """raises  LookupError: a route is not in the table; nobody has decided who may use it"""
    unknown = [name for route in routes for name in names_of(route) if name not in TABLE]
    if unknown:
        raise LookupError(f"who may use {', '.join(unknown)}? app_center.web.access does not say")
