"""Content in one canonical form: to tell equal from different, and to refuse what no database can hold."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from json import JSONEncoder
from typing import Final

from adapters.storage.failures import not_storable
from adapters.storage.moments import iso
from core.errors import InvalidValue
from core.text import Text

#: Characters of an id. Databases limit what an index can hold; no marketplace comes near.
LONGEST_ID: Final = 200


def _in_iso(moment: object) -> str:
    if isinstance(moment, datetime):
        return iso(moment)
    raise TypeError(type(moment).__name__)


_write: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_in_iso).encode


def canonical(*content: object) -> bytes:
    """Equal for equal content: texts, numbers, moments, and lists and mappings of these in their order.

    raises  InvalidValue: a text with NUL or a lone surrogate, or a time without a zone, is in it
    """
    text = _write(content)
    if "\\u0000" in text and _holds_nul(content):
        raise not_storable()
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise not_storable() from None


def _holds_nul(content: object) -> bool:
    if isinstance(content, str):
        return "\0" in content
    if isinstance(content, Mapping):
        return any(_holds_nul(part) for pair in content.items() for part in pair)
    if isinstance(content, Iterable):
        return any(_holds_nul(part) for part in content)
    return False


def digest_of(*content: object) -> str:
    """raises  InvalidValue, as `canonical` does"""
    return blake2b(canonical(*content), digest_size=20).hexdigest()


def limited(identity: str) -> None:
    """raises  InvalidValue: the id is too long"""
    if len(identity) > LONGEST_ID:
        raise InvalidValue(
            Text(
                en=f"an id has more than {LONGEST_ID} characters",
                de=f"eine Kennung hat mehr als {LONGEST_ID} Zeichen",
            )
        )
