"""The interface as an application of its own, put into the pages under `/api/v1`."""

from threading import Lock
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Security
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.api.access import demand_complete
from app_center.api.problems import MEDIA, ProblemDetails, answer
from app_center.api.rate import Gate
from app_center.api.resources import accounts, articles, dispatches, labels, listings, orders, returns
from app_center.bootstrap import AppCenter

ROUTERS: Final[tuple[APIRouter, ...]] = (
    accounts.router,
    articles.router,
    orders.router,
    dispatches.router,
    labels.router,
    returns.router,
    listings.router,
)
PLACE: Final = "/api/v1"
_DESCRIPTION: Final = """For hosts. Money is whole cents with its currency, weights are grams, times are
RFC 3339 in UTC. Lists are read with cursors, writes may carry an `Idempotency-Key`, errors are problem
details (RFC 9457) in the language of `Accept-Language` (en, de). docs/interface.md leads through it."""

_bearer: Final = HTTPBearer(auto_error=False, description="`ack_...`, made with `app-center api-key create`")
_STATUSES: Final = (400, 401, 403, 404, 405, 409, 411, 413, 422, 429, 500, 502, 503)
_PROBLEM: Final[dict[str, Any]] = {
    "description": "A problem (RFC 9457)",
    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
}


class Interface(FastAPI):
    """Its description is worked out when somebody first asks for it: it takes longer than the rest."""

    def __init__(self, **settings: Any) -> None:
        self._describing = Lock()
        super().__init__(**settings)

    def openapi(self) -> dict[str, Any]:
        with self._describing:
            if self.openapi_schema is None:
                _describe(super().openapi())
            return super().openapi()


def create_api(center: AppCenter) -> FastAPI:
    """raises  LookupError: `app_center.api.access` does not say what a key must be good for"""
    app = Interface(
        title="app-center",
        version="1",
        description=_DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": PLACE}],
        root_path_in_servers=False,
        dependencies=[Security(_bearer)],
        responses=dict.fromkeys(_STATUSES, _PROBLEM),
    )
    app.state.center = center
    app.state.gate = Gate(center.config.api_requests_a_minute)
    app.add_exception_handler(HTTPException, _no_route)
    demand_complete(route for router in ROUTERS for route in router.routes)
    for router in ROUTERS:
        app.include_router(router)
    return app


async def _no_route(request: Request, error: Exception) -> Response:
    return answer(request, error)


def _describe(document: dict[str, Any]) -> None:
    """What FastAPI cannot know: the shape of problems, the header of writes, and those of every answer."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(
        ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}").pop("$defs", {})
    )
    schema = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    schemas["ProblemDetails"] = schema
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path in document["paths"].values():
        for method, operation in path.items():
            if method != "get":
                operation.setdefault("parameters", []).append(_IDEMPOTENCY)


_IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same write under the same key is done once; kept for two days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
