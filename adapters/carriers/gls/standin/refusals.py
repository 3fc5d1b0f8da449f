"""GLS's ways of saying no."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from werkzeug.wrappers import Response

from adapters.carriers.gls.standin.oddities import Oddities
from standins import as_json


class Fault(Exception):
    """ShipIT: 400 with the reason in the headers `error` and `message`."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message

    @classmethod
    def missing(cls, field: str) -> "Fault":
        return cls("MANDATORY_PARAMETER_NOT_SET", f"The Mandatory parameter {field} is not set")

    @classmethod
    def invalid(cls, field: str, value: object, reason: str) -> "Fault":
        return cls(
            "INVALID_FIELD_VALUE", f"Invalid field {field}. Value {value} is not a valid value. {reason}"
        )

    def response(self, odd: Oddities) -> Response:
        body = {"errors": [{"code": self.error, "message": self.message}]}
        response = Response("", status=400) if odd.errors == "headers" else as_json(body, 400)
        if odd.errors != "json":
            response.headers["error"] = self.error
            # A header holds no letters beyond Latin ones, and the in-process transport only ASCII.
            response.headers["message"] = " ".join(self.message.encode("ascii", "replace").decode().split())
        return response


class Unreadable(Exception):
    """ShipIT: 400 with the parser's own words as plain text."""

    def response(self) -> Response:
        return Response(str(self), status=400, content_type="text/plain; charset=utf-8")


@dataclass(frozen=True, slots=True)
class OrderError:
    """Shop Returns: one entry of `errors`."""

    type: str
    fieldName: str  # noqa: N815 - GLS's name
    message: str
    fieldValue: str | None = None  # noqa: N815


class NoOrder(Exception):
    """Shop Returns: refused, with all reasons at once."""

    def __init__(self, errors: Sequence[OrderError], status: int = 400) -> None:
        super().__init__(", ".join(error.type for error in errors))
        self.errors = errors
        self.status = status

    def response(self) -> Response:
        entries = [
            {key: value for key, value in asdict(error).items() if value is not None} for error in self.errors
        ]
        return as_json({"errors": entries}, self.status)


def gateway_fault(status: int, words: str, code: str) -> Response:
    """The portal's gateway, before anything behind it is reached."""
    return as_json({"fault": {"faultstring": words, "detail": {"errorcode": code}}}, status)


def problem(status: int, title: str, detail: str, instance: str) -> Response:
    """Track and Trace."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": instance}
    return as_json(body, status, "application/problem+json")
