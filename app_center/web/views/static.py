"""Styles, scripts and pictures. Their addresses change with their content (`pages.asset`)."""

from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from app_center.web.pages import STATIC

router = APIRouter()

_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES: Final = {path.name: path for path in STATIC.iterdir() if path.suffix in _TYPES}


@router.get("/static/{name}")
def file(name: str) -> FileResponse:
    path = _FILES.get(name)
    if path is None:
        raise HTTPException(404)
    year = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(path, media_type=_TYPES[path.suffix], headers=year)
