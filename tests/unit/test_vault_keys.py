"""Where the vault's keys come from, and what is refused."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters.storage.keys import Keys, kept_keys, listed_keys
from core.errors import InvalidValue
from core.secret import Secret

ONE, TWO = (Fernet.generate_key().decode() for _ in range(2))


def test_the_first_key_encrypts_and_all_decrypt() -> None:
    keys = listed_keys(Secret(f" {ONE} , {TWO},, "))
    sealed = keys.seal(b"secret")
    assert Keys([ONE]).open(sealed) == b"secret"
    assert Keys([TWO]).open(sealed) is None
    assert keys.open(Keys([TWO]).seal(b"older")) == b"older"


def test_the_same_under_another_key() -> None:
    renewed = Keys([TWO, ONE]).reseal(Keys([ONE]).seal(b"secret"))
    assert renewed is not None
    assert Keys([TWO]).open(renewed) == b"secret"
    assert Keys([TWO]).reseal(Keys([ONE]).seal(b"secret")) is None


@pytest.mark.parametrize("value", ["", " , ", "hunter2", "KEY,hunter2", "KEYKEY", "ä"])
def test_what_is_no_key_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(InvalidValue) as failure:
        listed_keys(Secret(value.replace("KEY", ONE)))
    for shown in (repr(failure.value), failure.value.text.en, failure.value.text.de):
        assert "hunter2" not in shown
        assert ONE not in shown


def test_the_key_that_is_none_is_named_by_its_place() -> None:
    with pytest.raises(InvalidValue, match="key 2 of the vault"):
        listed_keys(Secret(f"{ONE},{ONE[:-1]}"))


def test_keys_do_not_show_themselves() -> None:
    keys = Keys([ONE])
    assert ONE not in repr(keys) + str(keys) + str(getattr(keys, "__dict__", ""))


def test_a_key_file_is_made_on_the_first_start_for_us_alone(tmp_path: Path) -> None:
    file = tmp_path / "vault.key"
    sealed = kept_keys(file).seal(b"secret")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert kept_keys(file).open(sealed) == b"secret"


def test_a_strange_umask_does_not_open_the_file_to_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept_keys(tmp_path / "vault.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "vault.key").stat().st_mode) == 0o600


def test_all_that_start_at_once_have_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(kept_keys, [tmp_path / "vault.key"] * 8))
    sealed = keys[0].seal(b"secret")
    assert all(each.open(sealed) == b"secret" for each in keys)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_may_hold_several_keys_and_remarks(tmp_path: Path) -> None:
    file = tmp_path / "vault.key"
    file.write_text(f"# since spring\n{TWO}\n\n  {ONE}\n")
    file.chmod(0o600)
    keys = kept_keys(file)
    assert Keys([TWO]).open(keys.seal(b"new")) == b"new"
    assert keys.open(Keys([ONE]).seal(b"old")) == b"old"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_a_file_that_others_can_open_is_refused_with_the_repair(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "vault.key"
    file.write_text(ONE)
    file.chmod(mode)
    with pytest.raises(InvalidValue, match=f"chmod 600 {file}"):
        kept_keys(file)
    file.chmod(0o600)
    kept_keys(file)


@pytest.mark.parametrize("content", [b"", b"\n# nothing\n"])
def test_a_file_without_key_is_refused_and_left(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vault.key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(InvalidValue, match="holds no key"):
        kept_keys(file)
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", [b"hunter2\n", b"\xff\xfe\n"])
def test_a_file_with_something_else_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vault.key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(InvalidValue, match="key 1 of the vault") as failure:
        kept_keys(file)
    assert "hunter2" not in str(failure.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="No such file or directory"):
        kept_keys(tmp_path / "missing" / "vault.key")


def test_a_folder_is_no_key_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="cannot be used"):
        kept_keys(tmp_path)


def test_a_running_process_learns_a_new_key_from_the_file(tmp_path: Path) -> None:
    mine, running = kept_keys(tmp_path / "vault.key"), kept_keys(tmp_path / "vault.key")
    before = running.seal(b"before")
    mine.begin_new()
    after = mine.seal(b"after")
    assert running.open(after) == b"after"
    assert running.open(before) == b"before"
    assert running.is_newest(running.seal(b"now"))
    assert not mine.is_newest(before)
    mine.keep_first()
    assert len(running) == len(mine) == 1
    assert running.open(before) is None
    assert stat.S_IMODE((tmp_path / "vault.key").stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 1


def test_a_broken_file_does_not_take_the_known_keys_away(tmp_path: Path) -> None:
    file = tmp_path / "vault.key"
    keys = kept_keys(file)
    sealed = keys.seal(b"secret")
    whole = file.read_text()
    file.write_text("hunter2\n")
    assert keys.open(sealed) == b"secret"
    file.unlink()
    assert keys.open(sealed) == b"secret"
    file.write_text(f"{ONE}\n{whole}")
    file.chmod(0o600)
    assert Keys([ONE]).open(keys.seal(b"new")) == b"new"
