"""The errors of the availability interface, in the words of its examples."""

from collections.abc import Sequence
from uuid import uuid4

from werkzeug.wrappers import Response

from adapters.otto.standin.bodies import Json
from standins import as_json

UTF8 = "application/json;charset=UTF-8"


def entry_error(path: str, code: str | int, title: str, detail: str, logref: str) -> Json:
    return {"path": path, "title": title, "code": code, "detail": detail, "logref": logref}


def mixed(results: Sequence[Json], errors: Sequence[Json]) -> Response:
    """207: `errors` name their entries only inside of texts."""
    return as_json({"results": list(results), "errors": list(errors)}, 207, UTF8)


def too_large(path: str) -> Response:
    error = {
        "code": 413,
        "detail": "Payload too large",
        "logref": str(uuid4()),
        "path": path,
        "title": "Error while processing request",
    }
    return as_json({"errors": [error]}, 413, UTF8)


def no_integers(path: str) -> Response:
    error = {
        "code": 400,
        "detail": "Limit and page need to be valid integers",
        "path": path,
        "title": "BAD REQUEST",
        "logreg": "",
    }
    return as_json({"errors": [error]}, 400)


def no_record() -> Response:
    """The interface writes the placeholder and not the sku."""
    error = {
        "code": 404,
        "detail": "No record found for requested sku",
        "path": "/v1/availability/quantities/{sku}",
        "title": "NOT FOUND",
        "logreg": "",
    }
    return as_json({"errors": [error]}, 404)
