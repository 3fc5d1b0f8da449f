"""DHL's error bodies: problem objects, and the two shapes of Shipping's items."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from werkzeug.wrappers import Response

from standins import as_json

PROBLEM: Final = "application/problem+json"
Json = dict[str, Any]

_TITLES: Final = {
    400: ("Bad Request", "The request could not be understood."),
    401: ("Unauthorized", "The credentials you provided are invalid."),
    403: ("Forbidden", "Authenticated, but not authorized for this request."),
    404: ("Not Found", "There is nothing at this address."),
    422: ("Unprocessable", "Unable to process the content."),
    429: ("Too Many Requests", "Too many requests in this time unit."),
    500: ("Internal Server Error", "Something went wrong."),
}


def status_of(code: int, title: str, detail: str | None = None) -> Json:
    """Shipping writes the number twice: under its new name and under its old one."""
    status: Json = {"title": title, "statusCode": code, "status": code}
    return status if detail is None else {**status, "detail": detail[:80]}


def shipping_problem(code: int) -> Response:
    title, detail = _TITLES[code]
    return as_json(status_of(code, title, detail), code, PROBLEM)


def problem(code: int, detail: str | None = None, content_type: str = PROBLEM) -> Response:
    """As Returns and tracking write it."""
    title, words = _TITLES[code]
    return as_json({"title": title, "status": code, "detail": (detail or words)[:80]}, code, content_type)


def schema_refusal(findings: Iterable[tuple[str, str]]) -> Response:
    """What the schema check says: items without a status, which DHL's own file does not know."""
    status = status_of(400, "Bad Request", "Your request contained technical errors as listed below.")
    items = [{"propertyPath": path, "message": message} for path, message in findings]
    return as_json({"status": status, "items": items}, 400, PROBLEM)


def items_answer(items: list[Json], done: int, words: str) -> Response:
    """200 or 400 for one shipment, 207 for several."""
    detail = f"{done} of {len(items)} shipment{'' if len(items) == 1 else 's'} {words}"
    if len(items) > 1:
        code, title = 207, "Multi-Status"
    else:
        code, title = (200, "OK") if done else (400, "Bad Request")
    body = {"status": status_of(code, title, detail), "items": items}
    return as_json(body, code, PROBLEM if code == 400 else "application/json")


def message(place: str, text: str, state: str) -> Mapping[str, str]:
    return {"property": place, "validationMessage": text, "validationState": state}
