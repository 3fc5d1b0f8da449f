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
        "GET /static/{name}": Access.PUBLIC,
        "GET /login": Access.PUBLIC,
        "POST /login": Access.PUBLIC,
        "POST /language": Access.PUBLIC,
        "GET /login/openid": Access.PUBLIC,
        "GET /login/openid/back": Access.PUBLIC,
        "GET /welcome/{token}": Access.PUBLIC,
        "POST /welcome/{token}": Access.PUBLIC,
        "GET /": Access.SIGNED_IN,
        "POST /logout": Access.SIGNED_IN,
        "GET /accounts": Access.SIGNED_IN,
        "POST /accounts": Access.OPERATOR,
        "GET /installation": Access.OPERATOR,
        "POST /installation/links": Access.OPERATOR,
        "GET /consent/{app}": Access.SIGNED_IN,  # it names no account; the view enters one as ADMIN
        "GET /a/{account}/overview": Access.VIEWER,
        "GET /a/{account}/apps": Access.VIEWER,
        "GET /a/{account}/apps/{app}": Access.VIEWER,
        "GET /a/{account}/start-at-otto": Access.VIEWER,
        "POST /a/{account}/apps/{app}": Access.ADMIN,
        "POST /a/{account}/apps/{app}/draft": Access.ADMIN,
        "POST /a/{account}/apps/{app}/state": Access.ADMIN,
        "GET /a/{account}/orders": Access.VIEWER,
        "GET /a/{account}/orders/{app}/{order}": Access.VIEWER,
        "GET /a/{account}/orders/{app}/{order}/cancel": Access.STAFF,
        "POST /a/{account}/orders/{app}/{order}/cancel": Access.STAFF,
        "GET /a/{account}/orders/{app}/{order}/reduce": Access.STAFF,
        "POST /a/{account}/orders/{app}/{order}/reduce": Access.STAFF,
        "POST /a/{account}/orders/{app}/{order}/reduce/decide": Access.STAFF,
        "GET /a/{account}/dispatch": Access.VIEWER,
        "GET /a/{account}/dispatch/orders/{app}/{order}": Access.VIEWER,
        "POST /a/{account}/dispatch/orders/{app}/{order}": Access.STAFF,
        "POST /a/{account}/dispatch/orders/{app}/{order}/label": Access.STAFF,
        "GET /a/{account}/dispatch/notices": Access.VIEWER,
        "GET /a/{account}/dispatch/notices/{app}/{notice}": Access.VIEWER,
        "POST /a/{account}/dispatch/notices/{app}/{notice}": Access.STAFF,
        "POST /a/{account}/dispatch/notices/{app}/{notice}/withdraw": Access.STAFF,
        "GET /a/{account}/dispatch/many": Access.STAFF,
        "POST /a/{account}/dispatch/many": Access.STAFF,
        "GET /a/{account}/dispatch/labels": Access.VIEWER,
        "GET /a/{account}/dispatch/labels/{carrier}/{kind}": Access.VIEWER,
        "GET /a/{account}/dispatch/labels/{carrier}/{kind}/document": Access.VIEWER,
        "POST /a/{account}/dispatch/labels/{carrier}/{kind}": Access.STAFF,
        "GET /a/{account}/returns": Access.VIEWER,
        "GET /a/{account}/returns/orders/{app}/{order}": Access.VIEWER,
        "POST /a/{account}/returns/orders/{app}/{order}": Access.STAFF,
        "GET /a/{account}/returns/numbers": Access.VIEWER,
        "POST /a/{account}/returns/numbers": Access.STAFF,
        "GET /a/{account}/receipts": Access.VIEWER,
        "GET /a/{account}/receipts/{app}/pdf": Access.VIEWER,
        "GET /a/{account}/articles": Access.VIEWER,
        "POST /a/{account}/articles/switch": Access.STAFF,
        "GET /a/{account}/articles/one": Access.VIEWER,
        "POST /a/{account}/articles/one": Access.STAFF,
        "GET /a/{account}/articles/exposure": Access.VIEWER,
        "GET /a/{account}/articles/files": Access.VIEWER,
        "POST /a/{account}/articles/files": Access.STAFF,
        "GET /a/{account}/articles/files/run": Access.VIEWER,
        "POST /a/{account}/articles/files/run": Access.STAFF,
        "GET /a/{account}/articles/export": Access.VIEWER,
        "GET /a/{account}/articles/mask": Access.VIEWER,
        "POST /a/{account}/articles/mask": Access.STAFF,
        "POST /a/{account}/articles/mask/check": Access.STAFF,
        "POST /a/{account}/articles/mask/find": Access.STAFF,
        "GET /a/{account}/articles/adopt": Access.VIEWER,
        "POST /a/{account}/articles/adopt": Access.STAFF,
        "GET /a/{account}/articles/catalogue": Access.VIEWER,
        "POST /a/{account}/articles/catalogue": Access.STAFF,
        "GET /a/{account}/articles/profiles": Access.VIEWER,
        "POST /a/{account}/articles/profiles": Access.STAFF,
        "POST /a/{account}/articles/profiles/delete": Access.STAFF,
        "POST /a/{account}/articles/profiles/assign": Access.STAFF,
        "GET /a/{account}/interface": Access.ADMIN,
        "POST /a/{account}/interface/keys": Access.ADMIN,
        "POST /a/{account}/interface/keys/{key}": Access.ADMIN,
        "POST /a/{account}/interface/webhooks": Access.ADMIN,
        "POST /a/{account}/interface/webhooks/{webhook}": Access.ADMIN,
        "GET /a/{account}/people": Access.ADMIN,
        "POST /a/{account}/people": Access.ADMIN,
        "POST /a/{account}/people/{user}": Access.ADMIN,
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
