"""A full disk: the command says so, nothing is half stored, and it goes on once there is room."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.otto.standin import OttoStandin
from standins import Weather
from tests.chaos.town import town
from tests.specs import IN_CI


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4M", "tmpfs", str(folder)]
    refused = os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode
    if refused:
        why = "a small disk is a tmpfs, and only root may mount one"
        if IN_CI and os.geteuid() == 0:
            pytest.fail(why)
        pytest.skip(why)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_the_disk_is_full(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    otto = OttoStandin.with_orders(600, seed=4)
    otto.weather = Weather()
    url = f"sqlite:///{small_disk}/app.db"
    with town(tmp_path, monkeypatch, otto, url, "serve") as opened:
        filling = small_disk / "filling"
        with suppress(OSError), filling.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        said = opened.line.run("sync", "otto", "--account", "shop", "--only", "orders")
        assert said.status == 1
        assert "disk is full" in said.err
        assert "Traceback" not in said.err
        # What is there is whole: every order that is stored is one that OTTO has, as OTTO has it.
        assert opened.stored().items() <= opened.shown().items()
        filling.unlink()
        otto.place_visible()
        subprocess.run(["mount", "-o", "remount,size=64M", str(small_disk)], check=True)
        said = opened.line.run("sync", "otto", "--account", "shop", "--only", "orders")
        assert said.status == 0, said.err
        assert opened.stored() == opened.shown()
