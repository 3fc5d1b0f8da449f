"""Whether this process lives, and whether it can work."""

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app_center.bootstrap import AppCenter
from app_center.metrics import Metrics
from core.errors import StorageUnavailable

router = APIRouter()


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """It answers, so it lives. Nothing outside is asked: a database that is down is no reason to restart."""
    return {"status": "alive"}


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """In the text format of Prometheus."""
    found: Metrics = request.app.state.metrics
    return Response(found.text(), media_type=CONTENT_TYPE_LATEST)


@router.get("/readyz")
def readyz(request: Request, response: Response) -> dict[str, str]:
    center: AppCenter = request.app.state.center
    try:
        center.memory.ping()
    except StorageUnavailable as error:
        response.status_code = 503
        return {"status": "not ready", "reason": error.text.en}
    return {"status": "ready"}


def health_app(center: AppCenter, metrics: Metrics) -> FastAPI:
    """These addresses alone, for a process without pages."""
    app = FastAPI(title="app-center worker", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.center, app.state.metrics = center, metrics
    app.include_router(router)
    return app
