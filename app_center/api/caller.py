"""Who calls: the key of a request, what it is good for, and the account that it is of."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import Depends, Path, Request

from adapters.storage.memory import DatabaseAccountMemory
from app_center.api.language import language_of
from app_center.api.problems import FORBIDDEN, NOT_ACTIVE, TOO_MANY, UNAUTHENTICATED, Problem, missing
from app_center.api.rate import Gate, Room
from app_center.bootstrap import AppCenter
from core.apps import AppState
from core.errors import InvalidValue, StorageUnavailable
from core.interface_keys import InterfaceKey, Scope, parts
from core.text import Language, Text
from ports.hooks import CarrierKind, MarketplaceKind

#: How exactly it is known when a key was used last.
_SEEN: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caller:
    center: AppCenter
    memory: DatabaseAccountMemory
    key: InterfaceKey
    room: Room
    language: Language

    def marketplace(self, app: str) -> MarketplaceKind:
        """raises  Problem: 404"""
        kind = self.center.registry.apps.get(app)  # type: ignore[call-overload]
        if not isinstance(kind, MarketplaceKind):
            raise missing()
        return kind

    def carrier(self, app: str) -> CarrierKind:
        """raises  Problem: 404"""
        kind = self.center.registry.apps.get(app)  # type: ignore[call-overload]
        if not isinstance(kind, CarrierKind):
            raise missing()
        return kind

    def demand_active(self, kind: MarketplaceKind) -> None:
        """Before its marketplace is opened.

        raises  Problem: 409, and why
        """
        record = self.memory.apps.get(kind.manifest.key)
        if record.state is not AppState.ACTIVE:
            name, reason = kind.manifest.name, record.reason
            text = Text(en=f"the app {name} is not active", de=f"die App {name} ist nicht aktiv")
            raise Problem(NOT_ACTIVE, reason or text)

    def now(self) -> datetime:
        return self.center.clock.now()

    def say(self, text: Text | None) -> str | None:
        return None if text is None else text.into(self.language)


def arrive(request: Request, gate: Gate, need: Scope) -> Caller:
    """raises  Problem: 401, 429, 404 for an account that the key is not of, 403"""
    center: AppCenter = request.app.state.center
    key, now = _key(center, request), center.clock.now()
    room = gate.enter(key.id, now)
    if not room.allowed:
        wait = Text(
            en=f"this key has asked {room.most} times within a minute; again in {room.seconds} seconds",
            de=f"mit diesem Schlüssel wurde {room.most}-mal in einer Minute angefragt; wieder möglich in "
            f"{room.seconds} Sekunden",
        )
        raise Problem(TOO_MANY, wait, headers={"Retry-After": str(room.seconds), **room.headers})
    if request.path_params.get("account", key.account) != key.account:
        raise missing()
    if not key.may(need):
        raise Problem(
            FORBIDDEN,
            Text(en=f"the key has no scope {need}", de=f"dem Schlüssel fehlt das Recht {need}"),
            headers=room.headers,
        )
    if key.used_at is None or now - key.used_at >= _SEEN:
        with suppress(StorageUnavailable):  # a database that is busy keeps nobody from reading
            center.memory.interface_keys.used(key, now)
    try:
        memory = center.memory.of(key.account)
    except InvalidValue:
        raise missing() from None
    return Caller(center, memory, key, room, language_of(request))


def _key(center: AppCenter, request: Request) -> InterfaceKey:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    given = parts(text.strip()) if scheme.lower() == "bearer" else None
    key = None
    if given is not None and "\0" not in given[0]:
        key = center.memory.interface_keys.find(given[0])
    if given is None or key is None or not key.opens(given[1]):
        raise Problem(
            UNAUTHENTICATED,
            Text(
                en="send `Authorization: Bearer KEY` with a key that is good",
                de="bitte `Authorization: Bearer SCHLÜSSEL` mit einem gültigen Schlüssel senden",
            ),
            headers={"WWW-Authenticate": 'Bearer realm="app-center"'},
        )
    return key


def _caller(request: Request) -> Caller:
    found: Caller = request.state.caller
    return found


def _of_account(
    request: Request, account: Annotated[str, Path(description="Its id, as `/accounts` gives it.")]
) -> Caller:
    """Whether the key is of this account was looked at before anything else."""
    caller = _caller(request)
    assert account == caller.key.account  # noqa: S101 - `arrive` sees to it
    return caller


#: Of a route that names no account, and of all others.
AnyCalling = Annotated[Caller, Depends(_caller)]
Calling = Annotated[Caller, Depends(_of_account)]
