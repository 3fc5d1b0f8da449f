"""Why a shipment is refused, and the answer that says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from standins import as_json

_DETAILS = {
    "PROPERTY_IS_MANDATORY": "The property is mandatory",
    "INSUFFICIENT_PERMISSION": "The partner is not allowed to create/update a shipment for position item ID",
    "DUPLICATE_TRACKING_KEY": "Tracking key already exists for another shipment.",
    "POSITION_ITEM_INCLUDED_IN_OTHER_SHIPMENT": (
        "One or more of the given position item ids already exist in another shipment"
    ),
    # The titles from here on are not published.
    "PROPERTY_IS_INVALID": "The property has no valid value",
    "POSITION_ITEM_NOT_PROCESSABLE": "The position item cannot be sent in its current fulfillment status",
    "DUPLICATE_RETURN_TRACKING_KEY": "Return tracking key was used for another shipment within 42 days.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`json_path` leads to the value that is wrong; "" where the whole request is meant."""

    title: str
    json_path: str = ""


class Refused(Exception):
    """Nothing has changed.

    parcel  which of the parcels of a multiparcel shipment it is about
    """

    def __init__(self, status: int, problems: Sequence[Problem], parcel: int = 0) -> None:
        super().__init__(problems[0].title)
        self.status = status
        self.problems = tuple(problems)
        self.parcel = parcel


def refusal(status: int, problems: Sequence[Problem], path: str) -> Response:
    """`path` is written without the version."""
    errors = []
    for problem in problems:
        error = {"title": problem.title, "detail": _DETAILS[problem.title], "path": path}
        if problem.json_path:
            error["jsonPath"] = problem.json_path
        errors.append(error)
    return as_json({"errors": errors}, status)


def not_found(detail: str, path: str) -> Response:
    return as_json({"errors": [{"title": "RESOURCE_NOT_FOUND", "detail": detail, "path": path}]}, 404)


def bad_parameter(name: str, path: str) -> Response:
    error = {"title": "BAD_REQUEST", "detail": f"Parameter {name} is invalid.", "path": path}
    return as_json({"errors": [error]}, 400)
