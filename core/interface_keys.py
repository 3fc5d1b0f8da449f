"""Keys of the interface for hosts: what one may be used for, and how one is written.

A key is `ack_ID_SECRET`. The id finds it; of the secret only a digest is kept. The secret is random and long,
so a fast digest is enough.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, NewType

from core.apps import AccountId
from core.errors import InvalidValue
from core.text import Text

KeyId = NewType("KeyId", str)

_MARK: Final = "ack"


class Resource(StrEnum):
    """What the interface shows of an account."""

    ACCOUNTS = "accounts"
    ARTICLES = "articles"
    STOCK = "stock"
    ORDERS = "orders"
    DISPATCHES = "dispatches"
    LABELS = "labels"
    RETURNS = "returns"
    LISTINGS = "listings"


class Way(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """`orders:write`. Whoever may write may read."""

    resource: Resource
    way: Way

    def __str__(self) -> str:
        return f"{self.resource}:{self.way}"

    def covers(self, need: "Scope") -> bool:
        return self.resource is need.resource and (self.way is Way.WRITE or need.way is Way.READ)


#: All that there are. An account itself is only read.
SCOPES: Final = tuple(
    Scope(resource, way)
    for resource in Resource
    for way in Way
    if (resource, way) != (Resource.ACCOUNTS, Way.WRITE)
)


@dataclass(frozen=True, slots=True)
class InterfaceKey:
    """`digest` is of the secret. `used_at` is moved on now and then; None: never used."""

    id: KeyId
    account: AccountId
    name: str
    scopes: frozenset[Scope]
    digest: str = field(repr=False)
    made_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def may(self, need: Scope) -> bool:
        return any(scope.covers(need) for scope in self.scopes)

    def opens(self, secret: str) -> bool:
        """Takes as long for a wrong secret as for the right one."""
        return hmac.compare_digest(digest_of(secret), self.digest) and self.revoked_at is None


def written(key: KeyId, secret: str) -> str:
    return f"{_MARK}_{key}_{secret}"


def parts(text: str) -> tuple[KeyId, str] | None:
    """The id and the secret; None for what is no key."""
    mark, _, rest = text.partition("_")
    key, _, secret = rest.partition("_")
    return (KeyId(key), secret) if mark == _MARK and key and secret else None


def digest_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def read_scopes(words: Iterable[str]) -> frozenset[Scope]:
    """From `orders:read`; `read` alone is all that can be read, `write` all there is.

    raises  InvalidValue (field `scope`): no such scope, or none at all
    """
    known = {str(scope): frozenset({scope}) for scope in SCOPES}
    for way in Way:
        known[str(way)] = frozenset(scope for scope in SCOPES if way is Way.WRITE or scope.way is way)
    chosen: set[Scope] = set()
    for word in words:
        found = known.get(word.strip().lower())
        if found is None:
            raise _unknown(word, sorted(known))
        chosen |= found
    if not chosen:
        raise InvalidValue(
            Text(en="a key needs at least one scope", de="ein Schlüssel braucht mindestens ein Recht"),
            field="scope",
        )
    return frozenset(chosen)


def _unknown(word: str, known: list[str]) -> InvalidValue:
    names = ", ".join(known)
    return InvalidValue(
        Text(
            en=f"there is no scope {word!r}; there are: {names}",
            de=f"es gibt kein Recht „{word}“, nur: {names}",
        ),
        field="scope",
    )
