"""The story's shop, ready to be served: its own home, its own vault, an operator who may come in."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app_center.bootstrap import open_app_center
from app_center.config import Config
from app_center.demo.story import ACCOUNT, staged, tell
from app_center.log import configure_log
from app_center.web.signin import SignIn


@contextmanager
def prepared(port: int) -> Iterator[str]:
    """The environment of `serve` is set for this process; the answer says how to come in."""
    home = Path(tempfile.mkdtemp(prefix="app-center-demo-"))
    address = f"http://127.0.0.1:{port}"
    with staged() as stage:
        os.environ |= {
            "APP_CENTER_HOME": str(home),
            "APP_CENTER_BASE_URLS": json.dumps(stage.addresses),
            "APP_CENTER_PUBLIC_URL": address,
        }
        os.environ.pop("APP_CENTER_DATABASE_URL", None)
        configure_log("error")
        with open_app_center(Config.read()) as center:
            tell(center, stage)
            token = SignIn(center).first_link()
        yield f"{ACCOUNT} is open. Come in by this link, once: {address}/welcome/{token}"
