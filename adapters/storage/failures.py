"""What databases complain of, in the errors of `core.errors`. Their own messages may quote what is stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

import psycopg
from sqlalchemy import exc

from core.errors import AppError, InvalidValue, StorageUnavailable
from core.text import Text

BUSY: Final = Text(en="it is busy; try again", de="sie ist beschäftigt; bitte erneut versuchen")
#: While connecting, the client library tells all of these apart in its message only.
_GONE: Final = Text(
    en="it cannot be reached, does not exist or refuses the log-in; check its address, user and password, and"
    " whether the server runs",
    de="sie ist nicht erreichbar, nicht vorhanden oder verweigert die Anmeldung; bitte Adresse, Benutzer und"
    " Passwort prüfen, und ob der Server läuft",
)
_FULL: Final = Text(en="its disk is full", de="ihr Datenträger ist voll")
_READ_ONLY: Final = Text(en="it may only be read", de="sie darf nur gelesen werden")
_CLOSED: Final = Text(
    en="its file cannot be opened; check the folder and its rights",
    de="ihre Datei lässt sich nicht öffnen; bitte Ordner und Rechte prüfen",
)
_BROKEN_DISK: Final = Text(
    en="its file cannot be read or written", de="ihre Datei lässt sich nicht lesen oder schreiben"
)
_DAMAGED: Final = Text(
    en="its file is damaged or no database; restore it from a backup",
    de="ihre Datei ist beschädigt oder keine Datenbank; bitte aus einer Sicherung wiederherstellen",
)
_SQLITE: Final = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: BUSY,
        sqlite3.SQLITE_LOCKED: BUSY,
        sqlite3.SQLITE_PROTOCOL: BUSY,
        sqlite3.SQLITE_FULL: _FULL,
        sqlite3.SQLITE_READONLY: _READ_ONLY,
        sqlite3.SQLITE_CANTOPEN: _CLOSED,
        sqlite3.SQLITE_PERM: _CLOSED,
        sqlite3.SQLITE_IOERR: _BROKEN_DISK,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_NOTADB: _DAMAGED,
    }
)

#: Classes and codes of PostgreSQL's SQLSTATE (its manual, appendix A), the longest match first.
_POSTGRESQL: Final = (
    ("55P03", BUSY),
    ("53100", _FULL),
    ("25006", _READ_ONLY),
    ("40", BUSY),
    ("53", BUSY),
)

_NOT_STORABLE: Final = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    psycopg.DataError,
    psycopg.IntegrityError,
    UnicodeEncodeError,
    OverflowError,
)


def unavailable(why: Text) -> StorageUnavailable:
    return StorageUnavailable(
        Text(
            en=f"the database does not answer as it should: {why.en}",
            de=f"die Datenbank antwortet nicht wie nötig: {why.de}",
        )
    )


def not_storable() -> InvalidValue:
    return InvalidValue(
        Text(
            en="something in it cannot be stored (a sign that no text may hold, or a figure too large)",
            de="etwas darin lässt sich nicht speichern (ein unzulässiges Zeichen oder eine zu große Zahl)",
        )
    )


@contextmanager
def in_words() -> Iterator[None]:
    """Failures of a database become errors that say what to do; defects of this program stay what they are.

    raises  StorageUnavailable, InvalidValue
    """
    try:
        yield
    except exc.StatementError as error:
        known = _meaning(error.orig)
        if known is None:
            raise
        raise known from None
    except exc.TimeoutError:  # all connections are in use
        raise unavailable(BUSY) from None
    except (UnicodeEncodeError, OverflowError):
        raise not_storable() from None


def _meaning(error: BaseException | None) -> AppError | None:
    if isinstance(error, AppError):
        return error
    if isinstance(error, _NOT_STORABLE):
        return not_storable()
    if isinstance(error, sqlite3.Error):
        why = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        return None if why is None else unavailable(why)
    if isinstance(error, psycopg.Error):
        code = error.sqlstate or ""
        why = next((why for start, why in _POSTGRESQL if code.startswith(start)), None)
        if why is None and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            why = _GONE
        return None if why is None else unavailable(why)
    return None
