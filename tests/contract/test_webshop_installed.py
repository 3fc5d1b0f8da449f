"""The example marketplace as a stranger has it: a wheel beside ours, activated, and equal with the shop."""

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.installed import Place, installed
from tests.specs import ROOT

EXAMPLE = ROOT / "examples" / "webshop-market"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return installed(tmp_path_factory.mktemp("webshop"), EXAMPLE)


@contextmanager
def shop(place: Place) -> Iterator[str]:
    """The address of the installed stand-in."""
    command = [str(place.bin / "webshop-standin"), "--sku", "ART-1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=place.folder) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.kill()


def test_the_installed_package_is_the_one_in_use(place: Place) -> None:
    found = place.run("python", "-c", "import webshop_market; print(webshop_market.__file__)").strip()
    assert Path(found).is_relative_to(place.folder)
    apps = {app["key"]: app for app in json.loads(place.run("app-center", "apps", "--json"))}
    assert apps["webshop"]["package"] == "webshop-market"
    assert apps["webshop"]["left_out"] is None


def test_orders_come_in_from_the_installed_stand_in(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with shop(place) as address:
        monkeypatch.setenv("APP_CENTER_BASE_URLS", json.dumps({"webshop": address}))
        httpx.post(f"{address}/_shop/stock", json={"sku": "ART-1", "available": 3}).raise_for_status()
        httpx.post(f"{address}/_shop/buy", json={"sku": "ART-1", "pieces": 2}).raise_for_status()
        place.run("app-center", "account", "add", "shop")
        place.run("app-center", "activate", "webshop", "--account", "shop", "--set", "api_key=demo-key")
        printed = place.run("app-center", "sync", "webshop", "--account", "shop", "--only", "orders")
        assert "1 new" in printed
        (order,) = json.loads(
            place.run("app-center", "orders", "--app", "webshop", "--account", "shop", "--json")
        )
        assert order["order_number"] == "2026-000001"
        place.run("app-center", "sync", "webshop", "--account", "shop", "--only", "stock")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(shutil.which("bash") is None, reason="the commands are written for bash")
def test_the_commands_of_the_document_bring_the_orders_in(place: Place, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "marketplaces.md").read_text()
    (commands,) = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    script = "set -e\ntrap 'kill $(jobs -p)' EXIT\n" + commands.replace("4020", str(free_port()))
    hidden = {"PYTHONPATH", "VIRTUAL_ENV", "APP_CENTER_BASE_URLS"}
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    env |= {"PATH": f"{place.bin}{os.pathsep}{env['PATH']}", "APP_CENTER_HOME": str(tmp_path / "home")}
    command = ["bash", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 new" in done.stdout
    assert "2026-000002" in done.stdout


def test_a_strict_type_checker_has_nothing_to_say(place: Place) -> None:
    cache = ROOT / ".mypy_cache" / "installed"
    command = ("-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(cache), "-p", "webshop_market")
    assert "Success: no issues found" in place.run("python", *command)
