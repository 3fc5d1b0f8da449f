"""Logging in and out, one-time links, the language, the choice of an account."""

from fastapi import APIRouter
from starlette.responses import Response

from app_center.web.signin import GONE
from app_center.web.visit import LANGUAGE_COOKIE, Fields, Visit, Visiting, local
from app_center.web.words.signin import ACCOUNTS, SIGNIN
from core.errors import InvalidValue
from core.text import Text
from core.users import Invitation

router = APIRouter()

Problems = dict[str, Text]


@router.get("/")
def start(visit: Visiting) -> Response:
    accounts = visit.accounts
    return visit.go(f"/a/{accounts[0].id}/overview" if len(accounts) == 1 else "/accounts")


@router.get("/login")
def log_in_form(visit: Visiting, next: str = "/") -> Response:  # noqa: A002 - the word in the address
    if visit.session is not None:
        return visit.go(local(next))
    return visit.page("signin/login.html", SIGNIN, next=local(next), email="", problems={})


@router.post("/login")
def log_in(visit: Visiting, fields: Fields) -> Response:
    onward, email = local(fields.get("next")), fields.get("email", "")
    try:
        token = visit.door.log_in(email, fields.get("password", ""), visit.address)
    except InvalidValue as error:
        problems = {error.field or "password": error.text}
        return visit.page("signin/login.html", SIGNIN, 422, next=onward, email=email, problems=problems)
    visit.end_session()
    visit.begin_session(token)
    return visit.go(onward)


@router.post("/logout")
def log_out(visit: Visiting) -> Response:
    visit.end_session()
    return visit.go("/login")


@router.post("/language")
def change_language(visit: Visiting, fields: Fields) -> Response:
    visit.cookies[LANGUAGE_COOKIE] = "en" if fields.get("language") == "en" else "de"
    return visit.go(local(fields.get("back")))


@router.get("/welcome/{token}")
def welcome(visit: Visiting, token: str) -> Response:
    invitation = visit.door.invitation(token)
    if invitation is None:
        return visit.page("signin/gone.html", SIGNIN, 404, text=GONE)
    return _welcome(visit, invitation, {"email": invitation.email or ""}, {})


@router.post("/welcome/{token}")
def join(visit: Visiting, token: str, fields: Fields) -> Response:
    invitation = visit.door.invitation(token)
    if invitation is None:
        return visit.page("signin/gone.html", SIGNIN, 404, text=GONE)
    try:
        session = visit.door.join(
            token,
            email=invitation.email or fields.get("email", ""),
            name=fields.get("name", ""),
            password=fields.get("password", ""),
            address=visit.address,
        )
    except InvalidValue as error:
        return _welcome(visit, invitation, fields, {error.field or "password": error.text})
    visit.end_session()
    visit.begin_session(session)
    return visit.go("/")


def _welcome(visit: Visit, invitation: Invitation, given: dict[str, str], problems: Problems) -> Response:
    account = None if invitation.account is None else visit.center.memory.of(invitation.account).account
    return visit.page(
        "signin/welcome.html",
        SIGNIN,
        422 if problems else 200,
        invitation=invitation,
        account=account,
        known=invitation.email is not None
        and not invitation.resets
        and visit.door.is_known(invitation.email),
        email=invitation.email or given.get("email", ""),
        name=given.get("name", ""),
        problems=problems,
    )


@router.get("/accounts")
def accounts(visit: Visiting) -> Response:
    return _accounts(visit, "", {})


@router.post("/accounts")
def add_account(visit: Visiting, fields: Fields) -> Response:
    try:
        added = visit.center.memory.accounts.add(fields.get("name", ""))
    except InvalidValue as error:
        return _accounts(visit, fields.get("name", ""), {"name": error.text})
    return visit.go(f"/a/{added.id}/apps")


def _accounts(visit: Visit, name: str, problems: Problems) -> Response:
    status = 422 if problems else 200
    return visit.page("signin/accounts.html", ACCOUNTS, status, name=name, problems=problems)
