"""Logging in at the host's identity provider, and back."""

from typing import Final

import structlog
from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app_center.web.openid import CALLBACK, OpenIdDoor
from app_center.web.tokens import new_token
from app_center.web.visit import TurnedAway, Visit, Visiting, local
from app_center.web.words.signin import SIGNIN
from core.errors import AppError
from core.text import Text

router = APIRouter()
log = structlog.get_logger()

#: The log-in that is under way: its secret, where it leads, and the one-time link that it is to use.
COOKIE: Final = "openid"


@router.get("/login/openid")
def depart(visit: Visiting, next: str = "/", welcome: str = "") -> Response:  # noqa: A002 - the word in the address
    door = _door(visit)
    if door is None:
        return _sorry(visit, SIGNIN["openid_none"])
    flow = new_token()
    try:
        address = door.departure(flow)
    except AppError as error:
        return _sorry(visit, error.text)
    visit.cookies[COOKIE] = f"{flow}|{local(next)}|{welcome}"
    response = RedirectResponse(address, 303)
    visit.put_cookies(response)
    return response


@router.get(CALLBACK)
def arrive(visit: Visiting, code: str = "", state: str = "") -> Response:
    door = _door(visit)
    if door is None:
        return _sorry(visit, SIGNIN["openid_none"])
    kept = visit.request.cookies.get(COOKIE)
    if not kept and visit.request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise TurnedAway("bounce")  # our strict cookies come with the next request
    flow, onward, welcome = (*(kept or "").split("|"), "", "", "")[:3]
    visit.cookies[COOKIE] = ""
    if not code or not flow:
        return _sorry(visit, SIGNIN["openid_again"])
    try:
        token = visit.door.enter(door.arrival(flow, code, state), welcome or None)
    except AppError as error:
        log.warning("openid.turned_away", error=type(error).__name__)
        return _sorry(visit, error.text)
    visit.end_session()
    visit.begin_session(token)
    return visit.go(local(onward))


def _door(visit: Visit) -> OpenIdDoor | None:
    door: OpenIdDoor = visit.request.app.state.openid
    return None if door.name is None else door


def _sorry(visit: Visit, reason: Text) -> Response:
    return visit.page("signin/login.html", SIGNIN, 422, next="/", email="", problems={}, sorry=reason)
