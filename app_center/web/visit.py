"""Who looks at a page: found out once for every request, before any view."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app_center.bootstrap import AppCenter
from app_center.web.access import TABLE, Access
from app_center.web.areas import AREAS, Area
from app_center.web.openid import OpenIdDoor
from app_center.web.pages import draw
from app_center.web.signin import LONGEST_SESSION, SignIn
from app_center.web.tokens import form_token, new_token, same
from core.apps import Account, AccountId
from core.errors import InvalidValue
from core.text import Language, Text
from core.users import Role, User
from ports.memory import AccountMemory, Session

LANGUAGE_COOKIE: Final = "language"
_SAFE: Final = frozenset({"GET", "HEAD"})
_RANKS: Final = {Access.VIEWER: Role.VIEWER, Access.STAFF: Role.STAFF, Access.ADMIN: Role.ADMIN}

Words = dict[str, Text]


class TurnedAway(Exception):
    """The request goes no further. `kind` decides about the page that says so."""

    def __init__(self, kind: Literal["log in", "bounce", "forbidden", "missing", "foreign form"]) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(slots=True)
class Visit:
    """
    session  None for somebody who is not logged in
    memory   of the account that the address names; None where it names none
    secret   what the tokens of this visitor's forms are made of
    """

    request: Request
    center: AppCenter
    door: SignIn
    language: Language
    session: Session | None
    secret: str
    memory: AccountMemory | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def user(self) -> User:
        if self.session is None:
            raise TurnedAway("log in")
        return self.session.user

    @property
    def account(self) -> AccountMemory:
        if self.memory is None:
            raise TurnedAway("missing")
        return self.memory

    @property
    def role(self) -> Role | None:
        return None if self.memory is None or self.session is None else self.role_in(self.memory.account)

    def role_in(self, account: Account) -> Role | None:
        return self.user.role_in(account.id)

    def may(self, name: str) -> bool:
        """Whether this visitor may use the route; decided by the same table as the route itself."""
        return self.session is not None and _allowed(TABLE[name], self.user, self.memory)

    def enter(self, account: str, need: Access) -> AccountMemory:
        """From now on this is the account that the visit is about.

        raises  TurnedAway: there is none, the user does not work for it, or his role is not enough
        """
        if self.user.role_in(AccountId(account)) is None:
            raise TurnedAway("missing")
        try:
            self.memory = self.center.memory.of(AccountId(account))
        except InvalidValue:
            raise TurnedAway("missing") from None
        if not _allowed(need, self.user, self.memory):
            raise TurnedAway("forbidden")
        return self.memory

    @property
    def here(self) -> str:
        """The address of this page, to come back to; of a form's answer, that of its page."""
        query = f"?{self.request.url.query}" if self.request.url.query else ""
        return self.request.url.path + query

    @property
    def areas(self) -> list[Area]:
        return [area for area in AREAS if area.is_built and self.may(area.route)]

    @property
    def base(self) -> str:
        """Where the pages of this account begin."""
        return f"/a/{self.account.account.id}"

    @property
    def accounts(self) -> list[Account]:
        """Those that this user may enter, by name."""
        everything = self.center.memory.accounts.all()
        return [account for account in everything if self.role_in(account) is not None]

    def is_in(self, area: Area) -> bool:
        """Whether this page belongs to the area."""
        path, begin = self.request.url.path, self.base + area.path
        return path == begin or path.startswith(begin + "/")

    def page(self, template: str, words: Words, status: int = 200, **data: Any) -> HTMLResponse:
        """The template, drawn for this visitor."""
        html = draw(template, self.language, {"visit": self, "w": words, **data})
        response = HTMLResponse(html, status)
        response.headers["Vary"] = "Cookie, HX-Request"
        self.put_cookies(response)
        return response

    def paper(self, data: bytes, name: str, *, media_type: str = "application/pdf") -> Response:
        """A document to look at on our own pages (`frame.parts.paper`), or to download under this name."""
        headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}"}
        response = Response(data, media_type=media_type, headers=headers)
        self.put_cookies(response)
        return response

    def go(self, path: str) -> Response:
        """On to another page, so that a reload there repeats nothing."""
        if self.request.headers.get("HX-Request") and not self.request.headers.get("HX-Boosted"):
            response: Response = Response(headers={"HX-Redirect": path})
        else:
            response = RedirectResponse(path, 303)
        self.put_cookies(response)
        return response

    def put_cookies(self, response: Response) -> None:
        for name, value in self.cookies.items():
            age = 365 * 86400 if name == LANGUAGE_COOKIE else int(LONGEST_SESSION.total_seconds())
            response.set_cookie(
                name,
                value,
                max_age=age if value else 0,
                secure=self.is_secure,
                httponly=True,
                samesite="strict",
            )

    @property
    def form_token(self) -> str:
        return form_token(self.secret)

    @property
    def is_secure(self) -> bool:
        return _is_secure(self.center)

    @property
    def openid(self) -> str | None:
        """What the button of the identity provider says; None without one."""
        door: OpenIdDoor = self.request.app.state.openid
        return door.name

    def begin_session(self, token: str) -> None:
        """From now on the visitor is who logged in. What he had before is forgotten."""
        self.secret = token
        self.cookies[session_cookie(self.center)] = token

    def end_session(self) -> None:
        if self.session is not None:
            self.door.log_out(self.secret)
        self.session = None
        self.cookies[session_cookie(self.center)] = ""

    @property
    def address(self) -> str:
        """Where the request came from; the server behind a proxy is told by uvicorn whom to believe."""
        return self.request.client.host if self.request.client else ""


def _is_secure(center: AppCenter) -> bool:
    return center.config.public_url.startswith("https://")


def session_cookie(center: AppCenter) -> str:
    """With the prefix no other host of the domain can set it; browsers take it over TLS only."""
    return "__Host-session" if _is_secure(center) else "session"


def _visitor_cookie(center: AppCenter) -> str:
    return "__Host-visitor" if _is_secure(center) else "visitor"


def arrive(request: Request) -> Visit:
    """Who sends this request. Decides nothing."""
    center: AppCenter = request.app.state.center
    door: SignIn = request.app.state.door
    token = request.cookies.get(session_cookie(center))
    session = door.session(token) if token else None
    language: Language = "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "de"
    cookies = {}
    secret = token if session is not None and token else request.cookies.get(_visitor_cookie(center))
    if not secret:
        secret = cookies[_visitor_cookie(center)] = new_token()
    visit = Visit(request, center, door, language, session, secret, cookies=cookies)
    request.state.visit = visit
    return visit


Visiting = Annotated[Visit, Depends(arrive)]


def guard(request: Request, visit: Visiting) -> None:
    """Stops whoever may not; runs before every view."""
    need = TABLE[f"{request.method} {request.scope['route'].path}"]
    if need is Access.PUBLIC:
        return
    if visit.session is None:
        arrived = request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method == "GET"
        raise TurnedAway("bounce" if arrived else "log in")
    account = request.path_params.get("account")
    if account is not None:
        visit.enter(account, need)
    elif not _allowed(need, visit.user, None):
        raise TurnedAway("missing")


def _allowed(need: Access, user: User, memory: AccountMemory | None) -> bool:
    if need <= Access.SIGNED_IN or user.operator:
        return True
    if need is Access.OPERATOR or memory is None:
        return False
    role = user.role_in(memory.account.id)
    return role is not None and role.rank >= _RANKS[need].rank


async def demand_own_form(request: Request, visit: Visiting) -> None:
    """Whatever changes something comes from a form of ours: it carries the visitor's token, and no other site
    can read that."""
    if request.method in _SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise TurnedAway("foreign form")
    given = request.headers.get("X-Form-Token") or str((await request.form()).get("form_token", ""))
    if not same(given, visit.form_token):
        raise TurnedAway("foreign form")


async def _fields(request: Request) -> dict[str, str]:
    """The fields of the form, but for its token and files. Of several with one name the last counts."""
    form = await request.form()
    return {key: value for key, value in form.items() if isinstance(value, str) and key != "form_token"}


Fields = Annotated[dict[str, str], Depends(_fields)]


def local(path: str | None) -> str:
    """`path` if it is one of ours, else the start page: nobody is led away by a link that he was sent."""
    fine = path is not None and path.startswith("/") and not path.startswith(("//", "/\\"))
    return quote(path, safe="/?=&%-._~+:,") if fine and path is not None and path.isprintable() else "/"
