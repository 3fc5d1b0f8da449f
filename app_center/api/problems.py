"""What goes wrong, as problem details (RFC 9457), in the language that the host asks for."""

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from app_center.api.language import language_of
from core.errors import (
    AccessDenied,
    AppError,
    BrokenReply,
    Conflict,
    InvalidValue,
    LeaseLost,
    OutcomeUnknown,
    Refused,
    StorageUnavailable,
    Throttled,
    Unreachable,
)
from core.text import Text

log = structlog.get_logger()

MEDIA: Final = "application/problem+json"
_URN: Final = "urn:otto-app:problem:"


class FieldProblem(BaseModel):
    """`field` is a path into the body, or the name of a parameter."""

    field: str
    detail: str


class ProblemDetails(BaseModel):
    """RFC 9457. `type` says what to do and stays the same in every language."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    status: int
    title: Text


UNAUTHENTICATED: Final = Kind("unauthenticated", 401, Text(en="No valid key", de="Kein gültiger Schlüssel"))
FORBIDDEN: Final = Kind("forbidden", 403, Text(en="Not within the key's scopes", de="Kein Recht dazu"))
MISSING: Final = Kind("not-found", 404, Text(en="Not found", de="Nicht gefunden"))
METHOD: Final = Kind("method-not-allowed", 405, Text(en="Not possible here", de="Hier nicht möglich"))
CONFLICT: Final = Kind("conflict", 409, Text(en="Changed meanwhile", de="Inzwischen geändert"))
NOT_ACTIVE: Final = Kind(
    "app-not-active", 409, Text(en="The app is not active", de="Die App ist nicht aktiv")
)
UNDER_WAY: Final = Kind("under-way", 409, Text(en="Under way", de="In Arbeit"))
UNKNOWN: Final = Kind("outcome-unknown", 502, Text(en="Outcome unknown", de="Ausgang unbekannt"))
LENGTH: Final = Kind("length-required", 411, Text(en="Length required", de="Länge erforderlich"))
TOO_LARGE: Final = Kind("too-large", 413, Text(en="Too large", de="Zu groß"))
INVALID: Final = Kind("invalid", 422, Text(en="Not valid", de="Nicht gültig"))
REUSED: Final = Kind(
    "idempotency-key-reused",
    422,
    Text(en="Idempotency key used for something else", de="Schlüssel für anderes benutzt"),
)
TOO_MANY: Final = Kind("too-many-requests", 429, Text(en="Too many requests", de="Zu viele Anfragen"))
BROKEN: Final = Kind("broken", 500, Text(en="Our mistake", de="Unser Fehler"))
DENIED: Final = Kind("access-lost", 502, Text(en="The app has no access", de="Die App hat keinen Zugang"))
REFUSED: Final = Kind("refused", 502, Text(en="Refused by the other side", de="Von der Gegenseite abgelehnt"))
UNREADABLE: Final = Kind("unreadable", 502, Text(en="Unreadable answer", de="Unlesbare Antwort"))
UNREACHABLE: Final = Kind("unreachable", 503, Text(en="Not reachable", de="Nicht erreichbar"))
STORAGE: Final = Kind("storage", 503, Text(en="Database not available", de="Datenbank nicht verfügbar"))


@dataclass(slots=True)
class Problem(Exception):
    """Ends a request. `errors`: a field and what is wrong with it."""

    kind: Kind
    detail: Text
    errors: Sequence[tuple[str, Text]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


_BY_CLASS: Final[Mapping[type[AppError], Kind]] = {
    InvalidValue: INVALID,
    Conflict: CONFLICT,
    LeaseLost: CONFLICT,
    StorageUnavailable: STORAGE,
    AccessDenied: DENIED,
    Refused: REFUSED,
    Throttled: UNREACHABLE,
    Unreachable: UNREACHABLE,
    OutcomeUnknown: UNKNOWN,
    BrokenReply: UNREADABLE,
}
_BY_STATUS: Final = {404: MISSING, 405: METHOD}
_NOT_FOUND: Final = Text(
    en="this does not exist, or the key is not for it",
    de="das gibt es nicht, oder der Schlüssel gilt nicht dafür",
)
_SEE_ERRORS: Final = Text(
    en="some of what was sent is not valid", de="einiges des Gesendeten ist nicht gültig"
)


def missing() -> Problem:
    return Problem(MISSING, _NOT_FOUND)


def answer(request: Request, error: Exception) -> JSONResponse:
    """Any error as the answer to this request."""
    problem = _problem(request, error)
    language, kind = language_of(request), problem.kind
    content = ProblemDetails(
        type=_URN + kind.name,
        title=kind.title.into(language),
        status=kind.status,
        detail=problem.detail.into(language),
        errors=[FieldProblem(field=name, detail=text.into(language)) for name, text in problem.errors],
    )
    headers = {"Content-Language": language, **problem.headers}
    return JSONResponse(content.model_dump(), kind.status, headers, media_type=MEDIA)


def _problem(request: Request, error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    match error:
        case RequestValidationError():
            return Problem(INVALID, _SEE_ERRORS, [_field(each) for each in error.errors()])
        case InvalidValue():
            return Problem(INVALID, error.text, [(error.field, error.text)] if error.field else [])
        case AppError():
            return _of_kind(error)
        case HTTPException():
            kind = _BY_STATUS.get(error.status_code, MISSING)
            text = _NOT_FOUND if kind is MISSING else kind.title
            return Problem(kind, text, headers=dict(error.headers or {}))
    return _broken(request, error)


def _of_kind(error: AppError) -> Problem:
    kind = next((kind for each, kind in _BY_CLASS.items() if isinstance(error, each)), BROKEN)
    if not isinstance(error, Throttled):
        return Problem(kind, error.text)
    seconds = max(1, round(error.retry_after or 60))
    return Problem(kind, error.text, headers={"Retry-After": str(seconds)})


def _broken(request: Request, error: Exception) -> Problem:
    number = token_hex(4)
    # The places in the code, without the message and the values, which may be somebody's.
    places = traceback.format_tb(error.__traceback__)
    route = getattr(request.scope.get("route"), "path", None)
    log.error("interface.broke", number=number, route=route, error=type(error).__name__, places=places)
    return Problem(
        BROKEN,
        Text(
            en=f"this is our mistake, not yours; it is in the log with the number {number}",
            de=f"das ist unser Fehler, nicht Ihrer; er steht im Protokoll unter der Nummer {number}",
        ),
    )


_WRONG: Final = {
    "missing": Text(en="is required", de="ist erforderlich"),
    "extra_forbidden": Text(en="is not known here", de="ist hier unbekannt"),
    "json_invalid": Text(en="is no JSON", de="ist kein JSON"),
    "string_type": Text(en="is a text in quotes", de="ist ein Text in Anführungszeichen"),
    "string_too_short": Text(en="is too short", de="ist zu kurz"),
    "string_too_long": Text(en="is too long", de="ist zu lang"),
    "string_pattern_mismatch": Text(en="is not of the required form", de="hat nicht die verlangte Form"),
    "int_type": Text(en="is a whole number", de="ist eine ganze Zahl"),
    "int_parsing": Text(en="is a whole number", de="ist eine ganze Zahl"),
    "int_from_float": Text(en="is a whole number", de="ist eine ganze Zahl"),
    "greater_than_equal": Text(en="is too small", de="ist zu klein"),
    "less_than_equal": Text(en="is too large", de="ist zu groß"),
    "bool_type": Text(en="is true or false", de="ist true oder false"),
    "bool_parsing": Text(en="is true or false", de="ist true oder false"),
    "list_type": Text(en="is a list", de="ist eine Liste"),
    "too_short": Text(en="has too few entries", de="hat zu wenige Einträge"),
    "too_long": Text(en="has too many entries", de="hat zu viele Einträge"),
    "enum": Text(en="is none of the possible values", de="ist keiner der möglichen Werte"),
    "literal_error": Text(en="is none of the possible values", de="ist keiner der möglichen Werte"),
    "date_parsing": Text(en="is no date like 2026-05-31", de="ist kein Datum wie 2026-05-31"),
    "date_from_datetime_parsing": Text(en="is no date like 2026-05-31", de="ist kein Datum wie 2026-05-31"),
}
_OTHERWISE: Final = Text(en="is not as the interface describes it", de="entspricht nicht der Beschreibung")


def _field(wrong: Mapping[str, Any]) -> tuple[str, Text]:
    """The place without the part that says where it was sent, and never the value."""
    place = [str(part) for part in wrong["loc"][1:]] or [str(wrong["loc"][0])]
    return ".".join(place), _WRONG.get(wrong["type"], _OTHERWISE)
