"""Two workers against one, on PostgreSQL: `python -m benchmarks.jobs.workers URL`

Accounts whose every concern is due, real `app-center worker` processes, the stand-in in a process of its own.
The figure is how many passes end in a given time; the stand-in and PostgreSQL share the machine's cores with
the workers, so two workers cannot be twice as many on a machine of two cores.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import func, select

from adapters.storage.tables import SYNC_PASS
from app_center.bootstrap import open_app_center
from app_center.config import Config
from app_center.log import configure_log
from benchmarks.databases import fresh
from benchmarks.jobs.__main__ import SAMPLE, settle, standin

#: Seconds for which passes are counted, after the workers have started.
COUNTED = 30.0
_STARTING = 12.0


def passes(workers: int, address: str, url: str, folder: Path) -> float:
    """Passes a second."""
    key = Fernet.generate_key().decode()
    config = Config(
        home=folder,
        database_url=SecretStr(url),
        vault_key=SecretStr(key),
        base_urls={"otto": address},
    )
    with open_app_center(config) as center:
        settle(center, SAMPLE)
        environment = {
            **os.environ,
            "APP_CENTER_HOME": str(folder),
            "APP_CENTER_DATABASE_URL": url,
            "APP_CENTER_VAULT_KEY": key,
            "APP_CENTER_BASE_URLS": json.dumps({"otto": address}),
            "APP_CENTER_LOG_LEVEL": "error",
        }
        running = [_started(environment) for _ in range(workers)]
        try:
            time.sleep(_STARTING)
            engine = center.memory._database.engine
            with engine.connect() as connection:
                before = connection.execute(select(func.count()).select_from(SYNC_PASS)).scalar_one()
            time.sleep(COUNTED)
            with engine.connect() as connection:
                after = connection.execute(select(func.count()).select_from(SYNC_PASS)).scalar_one()
        finally:
            for process in running:
                process.kill()
                process.wait()
    return float((after - before) / COUNTED)


def _started(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from app_center.cli import main; main()", "worker", "--workers", "4"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("postgres")
    given = parser.parse_args(words)
    configure_log("error")
    with standin() as address, tempfile.TemporaryDirectory() as folder:
        for workers in (1, 2):
            home = Path(folder) / str(workers)
            home.mkdir()
            with fresh(home, given.postgres) as url:
                found = {"workers": workers, "passes_a_second": passes(workers, address, url, home)}
                print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
