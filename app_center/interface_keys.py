"""Keys of the interface for hosts, made and shown once."""

from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex, token_urlsafe

from adapters.storage.memory import DatabaseAccountMemory
from core.interface_keys import InterfaceKey, KeyId, digest_of, read_scopes, written
from core.secret import Secret
from ports.system import Clock


@dataclass(frozen=True, slots=True)
class NewKey:
    """`text` is what the host sends; nobody can work it out later."""

    key: InterfaceKey
    text: Secret


def make_key(memory: DatabaseAccountMemory, name: str, scopes: Iterable[str], clock: Clock) -> NewKey:
    """raises  InvalidValue (field `name` or `scope`)"""
    identity, secret = KeyId(token_hex(6)), token_urlsafe(32)
    key = InterfaceKey(
        identity, memory.account.id, name.strip(), read_scopes(scopes), digest_of(secret), clock.now()
    )
    return NewKey(memory.keys.add(key), Secret(written(identity, secret)))
