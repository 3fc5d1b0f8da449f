"""The keys of the vault. Whoever loses them loses the stored secrets, so they are backed up apart from the
database; whoever has them and the database has the secrets.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text

_OTHERS: Final = 0o077
_LENGTH: Final = 44


class Keys:
    """One or more Fernet keys: the first encrypts, all decrypt. They do not show themselves."""

    __slots__ = ("_fernets",)

    def __init__(self, keys: Iterable[str]) -> None:
        """raises  InvalidValue: none, or one that is no key (32 bytes, URL-safe base64)"""
        self._fernets = _fernets(keys)

    def __len__(self) -> int:
        return len(self._now())

    def seal(self, plain: bytes) -> str:
        return self._now()[0].encrypt(plain).decode()

    def open(self, sealed: str) -> bytes | None:
        """None where none of the keys opens it."""
        try:
            return MultiFernet(self._now()).decrypt(sealed)
        except (InvalidToken, ValueError):  # ValueError: not even ASCII
            return None

    def reseal(self, sealed: str) -> str | None:
        """The same under the first key; None where none of the keys opens it."""
        try:
            return MultiFernet(self._now()).rotate(sealed).decode()
        except (InvalidToken, ValueError):
            return None

    def is_newest(self, sealed: str) -> bool:
        """Whether the first key alone opens it."""
        try:
            self._now()[0].decrypt(sealed)
        except (InvalidToken, ValueError):
            return False
        return True

    def _now(self) -> Sequence[Fernet]:
        return self._fernets


class KeptKeys(Keys):
    """Keys of a file that are read anew when the file changes, so that keys are changed without a stop."""

    __slots__ = ("_file", "_lock", "_seen")

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._seen = _look(file)
        super().__init__(_read(file))

    def begin_new(self) -> None:
        """A new key that encrypts from now on, before the present ones.

        raises  InvalidValue: the file cannot be written
        """
        _write(self._file, [new_key(), *_read(self._file)])

    def keep_first(self) -> None:
        """Forget all keys but the one that encrypts.

        raises  InvalidValue: the file cannot be written
        """
        _write(self._file, _read(self._file)[:1])

    def _now(self) -> Sequence[Fernet]:
        seen = _look(self._file)
        # A file that is gone or being repaired is no reason to lose the keys that are known.
        if seen is not None and seen != self._seen:
            with self._lock:
                try:
                    self._fernets = _fernets(_read(self._file))
                    self._seen = seen
                except InvalidValue:
                    return self._fernets
        return self._fernets


def _fernets(keys: Iterable[str]) -> Sequence[Fernet]:
    found = []
    for number, key in enumerate(keys, start=1):
        try:
            if len(key) != _LENGTH:  # the library would overlook what follows the padding
                raise ValueError
            found.append(Fernet(key))
        except ValueError:
            raise InvalidValue(
                Text(
                    en=f"key {number} of the vault is none: it takes 32 bytes in URL-safe base64",
                    de=f"Schlüssel {number} des Tresors ist keiner: nötig sind 32 Bytes (URL-Base64)",
                )
            ) from None
    if not found:
        raise InvalidValue(Text(en="the vault has no key", de="der Tresor hat keinen Schlüssel"))
    return found


def listed_keys(value: Secret) -> Keys:
    """Keys from a setting: separated by commas, the one that encrypts first.

    raises  InvalidValue
    """
    return Keys(key for part in value.reveal().split(",") if (key := part.strip()))


def new_key() -> str:
    return Fernet.generate_key().decode()


def kept_keys(file: Path) -> KeptKeys:
    """Keys from a file, one a line, the one that encrypts first. It is made where it is missing.

    raises  InvalidValue: it cannot be read or made, others may read it, or it holds no key
    """
    try:
        if not file.exists():
            _make(file)
    except OSError as error:
        raise _unusable(file, error) from None
    return KeptKeys(file)


def _look(file: Path) -> tuple[int, int, int] | None:
    """What tells a changed file from the same one; None where there is none."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _read(file: Path) -> Sequence[str]:
    try:
        mode = file.stat().st_mode
        text = file.read_text("ascii", "replace")
    except OSError as error:
        raise _unusable(file, error) from None
    if os.name == "posix" and mode & _OTHERS:
        raise InvalidValue(
            Text(
                en=f"others may read the vault's keys; repair it with: chmod 600 {file}",
                de=f"andere dürfen die Schlüssel des Tresors lesen; Abhilfe: chmod 600 {file}",
            )
        )
    lines = (line.strip() for line in text.splitlines())
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise InvalidValue(
            Text(
                en=f"{file} holds no key; put it back from a backup, or remove it if no secret is stored yet",
                de=f"{file} enthält keinen Schlüssel; bitte aus einer Sicherung zurückholen, oder löschen,"
                " falls noch kein Geheimnis gespeichert ist",
            )
        )
    return keys


def _write(file: Path, keys: Sequence[str]) -> None:
    """Other keys in the file's place, as a whole or not at all."""
    try:
        draft = _draft(file, keys)
        try:
            draft.replace(file)
        except OSError:
            draft.unlink()
            raise
        _settle(file.parent)
    except OSError as error:
        raise _unusable(file, error) from None


def _draft(file: Path, keys: Sequence[str]) -> Path:
    """A file beside it with these keys, safe on the disk."""
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.writelines(f"{key}\n" for key in keys)
        stream.flush()
        os.fsync(stream.fileno())
    return draft


def _make(file: Path) -> None:
    """A file with a new key, there as a whole or not at all. The first of two that start at once wins."""
    draft = _draft(file, [new_key()])
    try:
        try:
            os.link(draft, file)
        except FileExistsError:
            return
        _settle(file.parent)
    finally:
        draft.unlink()


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut, before anything is encrypted with the key."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unusable(file: Path, error: OSError) -> InvalidValue:
    reason = os.strerror(error.errno or 0)
    return InvalidValue(
        Text(
            en=f"the vault's key file {file} cannot be used: {reason}",
            de=f"die Schlüsseldatei des Tresors {file} ist nicht benutzbar: {reason}",
        )
    )
