"""Who works for an account, and who runs the installation."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.web.signin import read_email
from app_center.web.visit import Fields, Visit, Visiting
from app_center.web.words.people import INSTALLATION, PEOPLE
from core.errors import InvalidValue
from core.text import Text
from core.users import Role, UserId

router = APIRouter()

_ABOUT: Final = {role: PEOPLE[f"{role.value}_can"] for role in Role}


@router.get("/a/{account}/people")
def people(visit: Visiting) -> Response:
    return _people(visit, {}, {})


@router.post("/a/{account}/people")
def invite(visit: Visiting, fields: Fields) -> Response:
    role = fields.get("role", "")
    if role not in set(Role):
        raise HTTPException(400)
    try:
        email = read_email(fields.get("email", ""))
    except InvalidValue as error:
        return _people(visit, fields, {"email": error.text})
    token = visit.door.invite(email, visit.account.account.id, Role(role))
    return _link(visit, token, email, f"{visit.base}/people")


@router.post("/a/{account}/people/{user}")
def change(visit: Visiting, user: str, fields: Fields) -> Response:
    """Another role for somebody of this account, or none any longer. Nobody locks himself out."""
    role, account = fields.get("role", ""), visit.account.account.id
    members = {member.id for member in visit.center.memory.users.of(account)}
    if UserId(user) not in members - {visit.user.id} or role not in {"", *Role}:
        raise HTTPException(404)
    visit.center.memory.users.give_role(UserId(user), account, Role(role) if role else None)
    return visit.go(f"{visit.base}/people")


def _people(visit: Visit, typed: Mapping[str, str], problems: Mapping[str, Text]) -> Response:
    return visit.page(
        "people/list.html",
        PEOPLE,
        422 if problems else 200,
        members=visit.center.memory.users.of(visit.account.account.id),
        roles=list(Role),
        about=_ABOUT,
        email=typed.get("email", ""),
        chosen=typed.get("role", Role.STAFF.value),
        problems=problems,
    )


@router.get("/installation")
def installation(visit: Visiting) -> Response:
    return _installation(visit, "", {})


@router.post("/installation/links")
def link(visit: Visiting, fields: Fields) -> Response:
    """A link that sets a new password, or one that makes a further operator."""
    if fields.get("kind") == "operator":
        return _link(visit, visit.door.invite(None), None, "/installation")
    email = fields.get("email", "").strip()
    if not visit.door.is_known(email):
        return _installation(visit, email, {"email": INSTALLATION["unknown"]})
    return _link(visit, visit.door.invite(email, resets=True), email, "/installation")


def _installation(visit: Visit, email: str, problems: Mapping[str, Text]) -> Response:
    memory = visit.center.memory
    return visit.page(
        "people/installation.html",
        INSTALLATION,
        422 if problems else 200,
        users=memory.users.all(),
        names={account.id: account.name for account in memory.accounts.all()},
        left_out=visit.center.registry.left_out,
        email=email,
        problems=problems,
        people=PEOPLE,
    )


def _link(visit: Visit, token: str, email: str | None, back: str) -> Response:
    address = f"{visit.center.config.public_url.rstrip('/')}/welcome/{token}"
    return visit.page("people/link.html", PEOPLE, address=address, email=email, back=back)
