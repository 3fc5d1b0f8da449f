"""Users and sessions over a `Store`: the rules of `ports.memory.users` in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from core.apps import AccountId
from core.errors import InvalidValue
from core.text import Text
from core.users import Invitation, Role, User, UserId
from ports.memory import Credentials, Session
from tests.fakes.committed import Committed, Store, limited, read_name, refuse_unstorable


def _refused() -> InvalidValue:
    return InvalidValue(Text(en="no such thing", de="das gibt es nicht"))


@dataclass(frozen=True, slots=True)
class InMemoryUsers:
    _store: Store

    def all(self) -> Sequence[User]:
        known = [each.user for each in self._store.read().users.values()]
        return sorted(known, key=lambda user: user.email.casefold())

    def of(self, account: AccountId) -> Sequence[User]:
        return [user for user in self.all() if account in user.roles and not user.operator]

    def find(self, email: str) -> Credentials | None:
        return _by_email(self._store.read(), email)

    def has_operator(self) -> bool:
        return any(user.operator for user in self.all())

    def give_role(self, user: UserId, account: AccountId, role: Role | None) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            if user not in was.users or account not in was.accounts:
                raise _refused()
            return _put(was, _with_role(was.users[user], account, role)), None

        self._store.write(change)

    def set_password(self, user: UserId, password_hash: str) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            if user not in was.users:
                raise _refused()
            return _new_password(was, was.users[user], password_hash), None

        self._store.write(change)

    def invite(self, digest: str, invitation: Invitation, now: datetime) -> None:
        refuse_unstorable(invitation)

        def change(was: Committed) -> tuple[Committed, None]:
            if invitation.account is not None and invitation.account not in was.accounts:
                raise _refused()
            good = {mark: each for mark, each in was.invitations.items() if each.expires_at > now}
            return replace(was, invitations={**good, digest: invitation}), None

        self._store.write(change)

    def invitation(self, digest: str, now: datetime) -> Invitation | None:
        found = self._store.read().invitations.get(digest)
        return found if found is not None and found.expires_at > now else None

    def forget_operator_links(self) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            kept = {mark: each for mark, each in was.invitations.items() if not each.operator}
            return replace(was, invitations=kept), None

        self._store.write(change)

    def accept(self, digest: str, *, email: str, name: str, password_hash: str | None, now: datetime) -> User:
        name = read_name(name, "name")
        limited(email)
        refuse_unstorable(email)

        def change(was: Committed) -> tuple[Committed, User]:
            invitation = was.invitations.get(digest)
            if invitation is None or invitation.expires_at <= now:
                raise _refused()
            if invitation.email is not None and invitation.email.casefold() != email.casefold():
                raise _refused()
            was = replace(was, invitations={k: v for k, v in was.invitations.items() if k != digest})
            known = _by_email(was, email)
            if known is None:
                if password_hash is None or invitation.resets:
                    raise _refused()
                user = User(UserId(uuid4().hex), email, name, invitation.operator)
                known = Credentials(user, password_hash)
            elif password_hash is not None:
                was = _new_password(was, known, password_hash)
                known = replace(known, password_hash=password_hash)
            if invitation.operator:
                known = replace(known, user=replace(known.user, operator=True))
            if invitation.account is not None:
                known = _with_role(known, invitation.account, invitation.role)
            return _put(was, known), known.user

        return self._store.write(change)


@dataclass(frozen=True, slots=True)
class InMemorySessions:
    _store: Store

    def open(self, digest: str, user: UserId, now: datetime, ends_at: datetime) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            if user not in was.users:
                raise _refused()
            good = {mark: each for mark, each in was.sessions.items() if each.ends_at > now}
            session = Session(was.users[user].user, now, now, ends_at)
            return replace(was, sessions={**good, digest: session}), None

        self._store.write(change)

    def find(self, digest: str, now: datetime) -> Session | None:
        committed = self._store.read()
        found = committed.sessions.get(digest)
        if found is None or found.ends_at <= now:
            return None
        return replace(found, user=committed.users[found.user.id].user)

    def seen(self, digest: str, now: datetime) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            if digest not in was.sessions:
                return was, None
            moved = replace(was.sessions[digest], seen_at=now)
            return replace(was, sessions={**was.sessions, digest: moved}), None

        self._store.write(change)

    def close(self, digest: str) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            return replace(was, sessions={k: v for k, v in was.sessions.items() if k != digest}), None

        self._store.write(change)


def _by_email(committed: Committed, email: str) -> Credentials | None:
    wanted = email.strip().casefold()
    return next((each for each in committed.users.values() if each.user.email.casefold() == wanted), None)


def _put(was: Committed, known: Credentials) -> Committed:
    return replace(was, users={**was.users, known.user.id: known})


def _with_role(known: Credentials, account: AccountId, role: Role | None) -> Credentials:
    roles = {key: value for key, value in known.user.roles.items() if key != account}
    return replace(known, user=replace(known.user, roles=roles if role is None else {**roles, account: role}))


def _new_password(was: Committed, known: Credentials, password_hash: str) -> Committed:
    sessions = {k: v for k, v in was.sessions.items() if v.user.id != known.user.id}
    return _put(replace(was, sessions=sessions), replace(known, password_hash=password_hash))
