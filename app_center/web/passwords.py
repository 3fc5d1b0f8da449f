"""Passwords: hashed by Argon2 with the library's own parameters, which grow with its releases."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher()


@cache
def _nobody() -> str:
    """Compared with where there is no such user, so that the time tells nothing. Made before the first
    comparison and not at every start: hashing is slow on purpose."""
    return _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Whether it is this one; None (no such user) takes as long and says no."""
    nobody = _nobody()
    try:
        right = _HASHER.verify(password_hash or nobody, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return right and password_hash is not None


def outdated(password_hash: str) -> bool:
    return _HASHER.check_needs_rehash(password_hash)
