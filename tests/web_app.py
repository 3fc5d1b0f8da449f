"""The pages over an app-center of their own, asked in-process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from fastapi import APIRouter
from pydantic import SecretStr
from starlette.testclient import TestClient

from app_center.bootstrap import AppCenter, open_app_center
from app_center.config import Config
from app_center.web.app import create_app


@contextmanager
def opened(home: Path, database_url: str, *further: APIRouter) -> Iterator[tuple[AppCenter, TestClient]]:
    """An app-center on this database, and a browser without JavaScript in front of it."""
    config = Config(
        home=home,
        database_url=SecretStr(database_url),
        vault_key=SecretStr(Fernet.generate_key().decode()),
    )
    with open_app_center(config) as center:
        yield center, TestClient(create_app(center, *further), follow_redirects=False)
