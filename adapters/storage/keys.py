"""The keys of the vault. Whoever loses them loses the stored secrets, so they are backed up apart from the
database; whoever has them and the database has the secrets.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text

_OTHERS: Final = 0o077
_LENGTH: Final = 44


class Keys:
    """One or more Fernet keys: the first encrypts, all decrypt. They do not show themselves."""

    __slots__ = ("_fernet",)

    def __init__(self, keys: Iterable[str]) -> None:
        """raises  InvalidValue: none, or one that is no key (32 bytes, URL-safe base64)"""
        fernets = []
        for number, key in enumerate(keys, start=1):
            try:
                if len(key) != _LENGTH:  # the library would overlook what follows the padding
                    raise ValueError
                fernets.append(Fernet(key))
            except ValueError:
                raise InvalidValue(
                    Text(
                        en=f"key {number} of the vault is none: it takes 32 bytes in URL-safe base64",
                        de=f"Schlüssel {number} des Tresors ist keiner: nötig sind 32 Bytes (URL-Base64)",
                    )
                ) from None
        if not fernets:
            raise InvalidValue(Text(en="the vault has no key", de="der Tresor hat keinen Schlüssel"))
        self._fernet = MultiFernet(fernets)

    def seal(self, plain: bytes) -> str:
        return self._fernet.encrypt(plain).decode()

    def open(self, sealed: str) -> bytes | None:
        """None where none of the keys opens it."""
        try:
            return self._fernet.decrypt(sealed)
        except (InvalidToken, ValueError):  # ValueError: not even ASCII
            return None

    def reseal(self, sealed: str) -> str | None:
        """The same under the first key; None where none of the keys opens it."""
        try:
            return self._fernet.rotate(sealed).decode()
        except (InvalidToken, ValueError):
            return None


def listed_keys(value: Secret) -> Keys:
    """Keys from a setting: separated by commas, the one that encrypts first.

    raises  InvalidValue
    """
    return Keys(key for part in value.reveal().split(",") if (key := part.strip()))


def kept_keys(file: Path) -> Keys:
    """Keys from a file, one a line, the one that encrypts first. It is made where it is missing.

    raises  InvalidValue: it cannot be read or made, others may read it, or it holds no key
    """
    try:
        if not file.exists():
            _make(file)
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
    return Keys(keys)


def _make(file: Path) -> None:
    """A file with a new key, there as a whole or not at all. The first of two that start at once wins."""
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(Fernet.generate_key() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
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
