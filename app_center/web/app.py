"""The ASGI application."""

from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from app_center.bootstrap import AppCenter
from app_center.web.access import demand_complete
from app_center.web.headers import SecurityHeaders

#: The areas of the pages.
ROUTERS: Final[tuple[APIRouter, ...]] = ()


def create_app(center: AppCenter, *further: APIRouter) -> FastAPI:
    """The pages over this app-center, as `app.state.center`. `further` routers share its process.

    raises  LookupError: `app_center.web.access` does not say who may use a route
    """
    app = FastAPI(
        title="app-center",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[Middleware(SecurityHeaders)],
    )
    app.state.center = center
    for router in (*ROUTERS, *further):
        demand_complete(router.routes)
        app.include_router(router)
    return app
