"""A value that must not show itself."""

import hmac
from typing import Final


class Secret:
    """Wraps a password, key or token. Neither repr, str, format nor pickling shows it; `reveal` does."""

    __slots__ = ("_value",)
    MASK: Final = "••••••"

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._value), _bytes(other._value))

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return f"Secret({self.MASK})"

    def __str__(self) -> str:
        return self.MASK

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a Secret does not travel; store it in the vault")


def _bytes(value: str) -> bytes:
    """Also of what UTF-8 has no bytes for: the error that tells so would carry the secret."""
    return value.encode("utf-8", "surrogatepass")
