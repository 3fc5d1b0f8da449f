"""One app of an account: its activation, settings, and how its access stands."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.activation import ActivationDesk
from app_center.concerns import wanted_concerns
from app_center.registry import Kind
from app_center.web.access import Access
from app_center.web.answers import given, lines, missing, shown_step, stages
from app_center.web.standing import standing
from app_center.web.visit import Fields, Visit, Visiting
from app_center.web.words.apps import APP
from core.activation import Activate, Ask, Step, Stop, Wait
from core.activation import Visit as Consent
from core.apps import AppState, Move
from core.errors import Conflict, InvalidValue
from core.text import Text
from ports.memory import AccountMemory, PassRecord

router = APIRouter()

#: Tells which account a consent page leads back to: its address names none.
CONSENT_COOKIE: Final = "consent"
_MOVES: Final = {"pause": Move.PAUSE, "resume": Move.RESUME, "remove": Move.REMOVE}
_DONE: Final = {"active": "now_active", "kept": "kept", "saved": "saved"}


def _desk(visit: Visit, app: str) -> ActivationDesk:
    return ActivationDesk(visit.center, visit.account, _kind(visit, app))


def _kind(visit: Visit, app: str) -> Kind:
    try:
        return visit.center.kind(app)
    except InvalidValue:
        raise HTTPException(404) from None


@router.get("/a/{account}/apps/{app}")
def app(visit: Visiting, app: str, step: str | None = None, done: str = "") -> Response:
    told = APP[_DONE[done]] if done in _DONE else None
    return _page(visit, app, wanted=step, told=told)


@router.post("/a/{account}/apps/{app}")
def answer(visit: Visiting, app: str, fields: Fields) -> Response:
    desk = _desk(visit, app)
    asked = fields.get("step")
    was = desk.record().state
    answers = given(desk.form().get(asked or "", ()), fields, desk.kept_secrets())
    try:
        step = desk.answer(answers, _revision(fields))
    except Conflict as error:
        return _page(visit, app, 409, wanted=asked, typed=answers, trouble=error.text)
    except InvalidValue as error:
        return _page(visit, app, 422, wanted=asked, typed=answers, trouble=error.text)
    return _after(visit, app, asked, step, desk, was)


def _after(
    visit: Visit, app: str, asked: str | None, step: Step, desk: ActivationDesk, was: AppState
) -> Response:
    """The page that follows an answer."""
    here = f"{visit.base}/apps/{app}"
    match step:
        case Activate():
            return visit.go(f"{here}?done={'saved' if was is AppState.ACTIVE else 'active'}")
        case Ask():
            problems = dict(step.problems)
            if asked == step.step:
                problems = {**missing(step.fields, desk.answers(), desk.kept_secrets()), **problems}
            if problems:
                return _page(visit, app, 422, wanted=step.step, problems=problems)
            return visit.go(f"{here}?step={step.step}")
        case Consent():
            visit.cookies[CONSENT_COOKIE] = visit.account.account.id
            return _page(visit, app, consent=step)
        case Stop():
            return _page(visit, app, trouble=step.reason, repair=step.repair)
        case Wait():
            return _page(visit, app, trouble=step.reason)


@router.post("/a/{account}/apps/{app}/draft")
def keep(visit: Visiting, app: str, fields: Fields) -> Response:
    """What was typed is kept, and nobody is asked yet: a choice that opens other fields, or "go on later"."""
    desk = _desk(visit, app)
    asked = fields.get("step")
    answers = given(desk.form().get(asked or "", ()), fields, desk.kept_secrets())
    try:
        desk.keep(answers, _revision(fields))
    except Conflict as error:
        return _page(visit, app, 409, wanted=asked, typed=answers, trouble=error.text)
    done = "&done=kept" if fields.get("later") else ""
    return visit.go(f"{visit.base}/apps/{app}?step={asked}{done}")


@router.post("/a/{account}/apps/{app}/state")
def move(visit: Visiting, app: str, fields: Fields) -> Response:
    wanted = _MOVES.get(fields.get("move", ""))
    if wanted is None:
        raise HTTPException(400)
    try:
        _desk(visit, app).move(wanted)
    except (Conflict, InvalidValue) as error:
        return _page(visit, app, 409, trouble=error.text)
    return visit.go(f"{visit.base}/apps/{app}")


@router.get("/consent/{app}")
def consent(visit: Visiting, app: str, code: str = "", state: str = "") -> Response:
    """Where a consent page sends the browser back to."""
    account = visit.request.cookies.get(CONSENT_COOKIE)
    if not account:
        raise InvalidValue(APP["lost_consent"])
    visit.enter(account, Access.ADMIN)
    if not code:
        return _page(visit, app, 422, trouble=APP["consent_denied"])
    desk = _desk(visit, app)
    was = desk.record().state
    step = desk.consent_code(code, state)
    visit.cookies[CONSENT_COOKIE] = ""
    return _after(visit, app, None, step, desk, was)


def _revision(fields: Mapping[str, str]) -> int | None:
    revision = fields.get("revision", "")
    return int(revision) if revision.isascii() and revision.isdigit() else None


def _page(
    visit: Visit,
    app: str,
    status: int = 200,
    *,
    wanted: str | None = None,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, Text] | None = None,
    **told: Any,
) -> Response:
    """
    wanted  the step whose form is shown, if it has one
    typed   what was posted and could not be stored: nobody types it twice
    told    trouble, repair, told, consent: what to say above the form
    """
    kind, desk = _kind(visit, app), _desk(visit, app)
    record, form = desk.record(), desk.form()
    shown = shown_step(form, record, wanted)
    is_through = record.state in {AppState.ACTIVE, AppState.PAUSED}
    if is_through and wanted not in form and not record.answers:
        shown = next(reversed(list(form)), None)
    trouble = told.pop("trouble", None) or (None if is_through or problems else record.reason)
    values = {**desk.answers(), **(typed or {})}
    return visit.page(
        "apps/app.html",
        APP,
        status,
        kind=kind,
        record=record,
        standing=standing(record),
        is_through=is_through,
        stages=stages(
            desk.steps,
            shown or record.step,
            stuck=trouble is not None,
            through=is_through and not record.answers,
        ),
        shown=shown,
        lines=lines(form.get(shown or "", ()), values, desk.kept_secrets(), problems),
        form_steps=[step for step in desk.steps if step.key in form],
        last=_last(visit.account, kind) if is_through else (None, None),
        trouble=trouble,
        **{"repair": None, "told": None, "consent": None, **told},
    )


def _last(memory: AccountMemory, kind: Kind) -> tuple[PassRecord | None, PassRecord | None]:
    """The last success, and the failure since, over all concerns."""
    try:
        concerns = wanted_concerns(kind, None)
    except InvalidValue:  # a carrier has none
        return None, None
    log = memory.passes(kind.manifest.key)
    good = [record for concern in concerns if (record := log.last_success(concern))]
    bad = [record for concern in concerns if (record := log.last(concern)) and record.failure]
    return (
        max(good, key=lambda record: record.finished_at, default=None),
        max(bad, key=lambda record: record.finished_at, default=None),
    )
