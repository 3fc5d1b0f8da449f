"""The ASGI application."""

from typing import Final

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware

from app_center.api.app import PLACE, create_api
from app_center.bootstrap import AppCenter
from app_center.chores import Chores
from app_center.web.access import demand_complete
from app_center.web.errors import add_error_pages
from app_center.web.headers import SecurityHeaders
from app_center.web.openid import OpenIdDoor
from app_center.web.signin import SignIn
from app_center.web.views import (
    adoption,
    apps,
    article,
    articles,
    cancel,
    dispatch,
    exposure,
    files,
    interface,
    label_purchase,
    labels,
    many,
    mask,
    notices,
    openid,
    orders,
    overview,
    people,
    profiles,
    receipts,
    reduce,
    return_numbers,
    returns,
    signin,
    static,
)
from app_center.web.views import app as one_app
from app_center.web.visit import demand_own_form, guard

#: The areas of the pages.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    static.router,
    signin.router,
    overview.router,
    openid.router,
    apps.router,
    one_app.router,
    orders.router,
    cancel.router,
    reduce.router,
    dispatch.router,
    label_purchase.router,
    notices.router,
    many.router,
    labels.router,
    returns.router,
    return_numbers.router,
    receipts.router,
    articles.router,
    article.router,
    exposure.router,
    files.router,
    mask.router,
    adoption.router,
    profiles.router,
    interface.router,
    people.router,
)


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
        dependencies=[Depends(guard), Depends(demand_own_form)],
    )
    app.state.center = center
    app.state.door = SignIn(center)
    app.state.chores = Chores(center.config.home, center.clock)
    app.state.openid = OpenIdDoor(center.config, center.clock)
    add_error_pages(app)
    for router in (*ROUTERS, *further):
        demand_complete(router.routes)
        app.include_router(router)
    app.mount(PLACE, create_api(center))
    return app
