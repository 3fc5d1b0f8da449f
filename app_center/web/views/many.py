"""Many parcels at once: a list is pasted, scanned line by line, or brought as a file."""

from fastapi import APIRouter
from starlette.responses import Response

from app_center.dispatch_lists import Told, lines_in, report_lines
from app_center.tables import decoded
from app_center.web.markets import marketplaces
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.dispatch import DISPATCH, MANY
from app_center.web.words.notices import NOTICE_STATES
from core.errors import InvalidValue
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.dispatch import shown_state

router = APIRouter()


@router.get("/a/{account}/dispatch/many")
def many(visit: Visiting) -> Response:
    return _page(visit, "")


@router.post("/a/{account}/dispatch/many")
def send(visit: Visiting, posted: Form) -> Response:
    """The good lines go; the bad ones stay in the field with what is wrong about each. Sent again, a
    line that went already changes nothing."""
    file = posted.files.get("file", b"")
    text = decoded(file) if file else "\n".join(posted.values.get("list", ()))
    kinds = marketplaces(visit)
    kind = next((each for each in kinds if each.manifest.key == posted.one("app")), next(iter(kinds), None))
    try:
        if kind is None:
            raise InvalidValue(MANY["no_market"], field="list")
        lines = lines_in(text)
        told, trouble = report_lines(visit.center, visit.account, kind, lines)
    except InvalidValue as error:
        return _page(visit, text, 422, problems={error.field or "list": error.text})
    bad = "\n".join(each.line.raw for each in told if each.problem is not None)
    status = 422 if bad else 200
    return _page(visit, bad, status, told=told, trouble=trouble, kind=kind)


def _page(
    visit: Visit,
    text: str,
    status: int = 200,
    *,
    problems: dict[str, Text] | None = None,
    told: list[Told] | None = None,
    trouble: Text | None = None,
    kind: MarketplaceKind | None = None,
) -> Response:
    told = told or []
    sent = [each for each in told if each.notice is not None and shown_state(each.notice) == "accepted"]
    return visit.page(
        "dispatch/many.html",
        MANY,
        status,
        dispatch=DISPATCH,
        text=text,
        problems=problems or {},
        told=told,
        sent=len(sent),
        bad=sum(each.problem is not None for each in told),
        trouble=trouble,
        kind=kind,
        markets=marketplaces(visit),
        notice_states=NOTICE_STATES,
        shown_state=shown_state,
    )
