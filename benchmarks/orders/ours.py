"""Ours: the app activated through its real flow, then one pass of the concern `orders`.

python ours.py SERVER DATABASE-URL HOME
"""

import json
import sys
import time
from pathlib import Path

from pydantic import SecretStr

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from app_center.activation import ActivationDesk
from app_center.bootstrap import open_app_center
from app_center.concerns import run_concern
from app_center.config import Config
from app_center.log import configure_log
from benchmarks.measure import own_cpu
from core.activation import Activate


def main(server: str, url: str, home: str) -> None:
    configure_log("error")
    config = Config(home=Path(home), database_url=SecretStr(url), base_urls={"otto": server})
    with open_app_center(config) as center:
        memory = center.memory.of(center.memory.accounts.add("bench").id)
        kind = center.kind("otto")
        answers = {
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "client_secret": DEMO_SECRET,
            "portal_account": "OTTO",
        }
        assert isinstance(ActivationDesk(center, memory, kind).answer(answers), Activate)
        cpu, wall = own_cpu(), time.perf_counter()
        done = run_concern(center, memory, kind, "orders", lambda _: None)
        cpu, wall = own_cpu() - cpu, time.perf_counter() - wall
        assert done.failure is None, done.failure
    sys.stdout.write(json.dumps({"orders": done.counts["new"], "cpu": cpu, "wall": wall}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
