"""What a visitor sees when a request goes no further."""

import traceback
from secrets import token_hex
from typing import Final
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app_center.api.app import PLACE
from app_center.api.problems import answer
from app_center.web.visit import TurnedAway, Visit, arrive
from app_center.web.words.frame import TURNED_AWAY
from core.errors import AppError, Conflict, StorageUnavailable
from core.text import Text

log = structlog.get_logger()

_STATUS: Final = {"forbidden": 403, "missing": 404, "foreign form": 403}


def add_error_pages(app: FastAPI) -> None:
    app.add_exception_handler(TurnedAway, _turned_away)
    app.add_exception_handler(AppError, _failed)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(Exception, _broken)


async def _turned_away(request: Request, error: Exception) -> Response:
    assert isinstance(error, TurnedAway)  # noqa: S101 - tells the type
    if error.kind == "log in":
        return await _to_log_in(request)
    if error.kind == "bounce":
        return await _page(request, "frame/bounce.html", 200, path=_path(request))
    name = error.kind.partition(" ")[0]
    return await _message(request, TURNED_AWAY[f"{name}_title"], TURNED_AWAY[name], _STATUS[error.kind])


async def _to_log_in(request: Request) -> Response:
    if request.headers.get("Accept", "").startswith("text/event-stream"):
        return Response(status_code=401)
    if request.headers.get("HX-Request"):
        return Response(headers={"HX-Redirect": "/login"})
    if request.method != "GET" or request.url.path == "/":
        return RedirectResponse("/login", 303)
    return RedirectResponse(f"/login?{urlencode({'next': _path(request)})}", 303)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101 - tells the type
    status = 503 if isinstance(error, StorageUnavailable) else 409 if isinstance(error, Conflict) else 422
    return await _message(request, TURNED_AWAY["failed_title"], error.text, status)


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - tells the type
    if request.url.path.startswith(f"{PLACE}/"):  # what no route can be, for instance with a line end in it
        return answer(request, error)
    if error.status_code != 404:
        return Response(status_code=error.status_code, headers=error.headers)
    return await _message(request, TURNED_AWAY["missing_title"], TURNED_AWAY["missing"], 404)


async def _broken(request: Request, error: Exception) -> Response:
    number = token_hex(4)
    # The places in the code, without the message and the values, which may be somebody's.
    places = traceback.format_tb(error.__traceback__)
    route = getattr(request.scope.get("route"), "path", None)
    log.error("page.broke", number=number, route=route, error=type(error).__name__, places=places)
    text = TURNED_AWAY["broken"]
    numbered = Text(en=text.en.format(number=number), de=text.de.format(number=number))
    return await _message(request, TURNED_AWAY["broken_title"], numbered, 500)


async def _message(request: Request, title: Text, text: Text, status: int) -> Response:
    return await _page(request, "frame/message.html", status, title=title, text=text)


async def _page(request: Request, template: str, status: int, **data: object) -> HTMLResponse:
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        visit = await run_in_threadpool(arrive, request)
    return await run_in_threadpool(visit.page, template, TURNED_AWAY, status, **data)


def _path(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query
