"""The returns interface over HTTP."""

from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.bodies import Unreadable, body_of
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.returns.case import Case, Status, Verdict
from adapters.otto.standin.returns.cases import Cases, Objection
from adapters.otto.standin.returns.reading import TooMany, Unfit, verdicts_of
from adapters.otto.standin.timestamps import written
from standins import as_json

_UTF8: Final = "application/json;charset=UTF-8"
_DEFAULT_LIMIT: Final = 10
_MAX_LIMIT: Final = 50

Json = dict[str, Any]


class ReturnDesk:
    def __init__(self, cases: Cases, odd: Oddities) -> None:
        self.cases = cases
        self.odd = odd

    def list(self, request: Request) -> Response:
        wanted = request.args.get("status")
        page = number_of(request, "page", 1, 1, 10**9)
        limit = number_of(request, "limit", _DEFAULT_LIMIT, 1, _MAX_LIMIT)
        if page is None or limit is None or (wanted is not None and wanted.upper() not in set(Status)):
            return _refused(request, 400, "Bad Request", "invalid parameter")
        rows = self.cases.listed(None if wanted is None else Status(wanted.upper()))
        links = []
        if page * limit < len(rows):
            query = {} if wanted is None else {"status": wanted}
            onward = urlencode({**query, "page": page + 1, "limit": limit})
            links.append({"rel": "next", "href": f"{request.path}?{onward}"})
        shown = [_shown(case) for case in rows[(page - 1) * limit : page * limit]]
        return as_json({"positionItems": shown, "links": links}, 200, _UTF8)

    def accept(self, request: Request) -> Response:
        return self._decide(request, Status.ACCEPTED)

    def reject(self, request: Request) -> Response:
        return self._decide(request, Status.REJECTED)

    def _decide(self, request: Request, status: Status) -> Response:
        """Position by position: what cannot be taken does not hold up the others."""
        try:
            verdicts = verdicts_of(body_of(request), status)
        except Unreadable:
            return _refused(request, 422, "Unprocessable Entity", "the body cannot be read")
        except TooMany:
            return _refused(request, 413, "Payload Too Large", "at most 200 position items")
        except Unfit as unfit:
            detail = f"{unfit.field} is missing or invalid {unfit.about}".rstrip()
            return _refused(request, 422, "Unprocessable Entity", detail, unfit.field)
        results: list[Json] = []
        errors: list[Json] = []
        for verdict in verdicts:
            objection = self.cases.decide(verdict)
            if objection is None:
                results.append(_echoed(verdict))
            else:
                errors.append(_error(request.path, verdict, objection))
        if not errors:
            return as_json({}, 200, _UTF8)
        if not results and self.odd.failed_returns_422:
            return as_json({"errors": errors}, 422, _UTF8)
        return as_json({"results": results, "errors": errors}, 207, _UTF8)


def _shown(case: Case) -> Json:
    return {
        "positionItemId": case.item_id,
        "salesOrderId": case.order_id,
        "status": case.status.value,
        "occurredTime": written(case.changed_at, "Z"),
        "details": _details(case),
    }


def _details(case: Case) -> Json:
    if case.status is Status.ANNOUNCED:
        return {"returnTrackingKey": {"trackingNumbers": list(case.numbers), "carrier": case.carrier}}
    if case.status is Status.MISDIRECTED:
        return {"orderNumber": case.order_number, "ottoWarehouseID": case.warehouse}
    details = {"condition": case.condition, "reason": case.reason}
    return {name: value for name, value in details.items() if value is not None}


def _echoed(verdict: Verdict) -> Json:
    body = {
        "positionItemId": verdict.item_id,
        "salesOrderId": verdict.order_id,
        "condition": verdict.condition,
        "reason": verdict.reason,
    }
    return {name: value for name, value in body.items() if value is not None}


def _error(path: str, verdict: Verdict, objection: Objection) -> Json:
    """The official texts, which put id and field name in changing order."""
    item_id = verdict.item_id
    accepting = verdict.status is Status.ACCEPTED
    already = f"{item_id}: positionItemId" if accepting else f"positionItemId: {item_id}"
    details = {
        Objection.NOT_SENT: f"Error: Product Not Sent By The Partner for positionItemId: {item_id}",
        Objection.OTHER_ORDER: (
            f"Error: Product Does Not Belong To Sales Order Id for positionItemId: {item_id}"
        ),
        Objection.ALREADY_ACCEPTED: f"Product Is Already Accepted By The Partner for {already}",
    }
    return {
        "path": path,
        "title": f"Error while processing request: {item_id}",
        "detail": details[objection],
        "logref": "positionItemId",
    }


def _refused(request: Request, status: int, title: str, detail: str, logref: str = "") -> Response:
    error = {"path": request.path, "title": title, "detail": detail, "logref": logref}
    return as_json({"errors": [error]}, status, _UTF8)
