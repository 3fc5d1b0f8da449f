"""`app-center vault`: other keys, while a process runs that knows only the old one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.storage.keys import kept_keys
from adapters.storage.memory import DatabaseMemory, open_memory
from app_center.config import Config
from core.secret import Secret
from tests.contract.command_line import CommandLine
from tests.order_desk import OTTO, a_desk


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path, "http://127.0.0.1:9")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[DatabaseMemory]:
    """A process that started before the change and goes on."""
    memory = open_memory(Config(home=tmp_path).url, kept_keys(tmp_path / "vault.key"))
    yield memory
    memory.close()


def test_keys_change_while_a_process_runs(line: CommandLine, running: DatabaseMemory, tmp_path: Path) -> None:
    vault = a_desk(running).account.vault(OTTO)
    vault.put("settings", "password", Secret("hunter2"))
    old = (tmp_path / "vault.key").read_text().strip()
    said = line.run("vault", "rotate")
    assert said.status == 0
    assert "1 secrets" in said.err
    assert vault.get("settings", "password") == Secret("hunter2")
    vault.put("settings", "another", Secret("swordfish"))
    row = {"keys": 2, "newest": 2, "older": 0, "unopened": 0}
    assert line.run("vault", "status", "--json").rows == [row]
    assert line.run("vault", "retire").status == 0
    assert old not in (tmp_path / "vault.key").read_text()
    assert vault.all("settings") == {"password": Secret("hunter2"), "another": Secret("swordfish")}


def test_a_key_that_is_needed_is_not_forgotten(
    line: CommandLine, running: DatabaseMemory, tmp_path: Path
) -> None:
    a_desk(running).account.vault(OTTO).put("settings", "password", Secret("hunter2"))
    kept_keys(tmp_path / "vault.key").begin_new()
    said = line.run("vault", "retire")
    assert said.status == 1
    assert "1 secrets still need an old key" in said.err
    assert len(running.keys) == 2


def test_keys_of_the_setting_are_changed_by_the_operator(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = line.run("vault", "new-key").out.strip()
    second = line.run("vault", "new-key").out.strip()
    assert first != second
    monkeypatch.setenv("APP_CENTER_VAULT_KEY", first)
    refused = line.run("vault", "rotate")
    assert refused.status == 1
    assert "vault new-key" in refused.err
    monkeypatch.setenv("APP_CENTER_VAULT_KEY", f"{second},{first}")
    assert line.run("vault", "rotate").status == 0
    said = line.run("vault", "retire")
    assert said.status == 1
    assert "take all but the first out" in said.err
