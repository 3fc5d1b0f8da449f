"""How somebody gets in: passwords, one-time links, sessions, and the wait after wrong passwords."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import Final

import structlog
from email_validator import EmailNotValidError, validate_email

from app_center.bootstrap import AppCenter
from app_center.web import passwords
from app_center.web.openid import Identity
from app_center.web.tokens import digest_of, new_token
from core.apps import AccountId
from core.attempts import Attempts
from core.errors import InvalidValue
from core.text import Text
from core.users import Invitation, Role, User, read_password
from ports.memory import Session

log = structlog.get_logger()

#: Nobody stays logged in longer, and nobody who was away for IDLE.
LONGEST_SESSION: Final = timedelta(days=7)
IDLE: Final = timedelta(hours=12)
#: `seen_at` is not written more often.
SEEN_EVERY: Final = timedelta(minutes=5)
LINK_LASTS: Final = timedelta(days=3)

_MOST_WATCHED: Final = 10_000
#: How much more wrong passwords one address may send than one e-mail gets: many people share an address.
_SHARED: Final = 10


@dataclass(slots=True)
class Watch:
    """Wrong passwords of late, by digest of what they were for. Kept in memory: a restart forgives."""

    _known: OrderedDict[str, Attempts] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def attempts(self, key: str) -> Attempts:
        with self._lock:
            return self._known.get(key, Attempts())

    def put(self, key: str, attempts: Attempts) -> None:
        with self._lock:
            self._known[key] = attempts
            self._known.move_to_end(key)
            if len(self._known) > _MOST_WATCHED:
                self._known.popitem(last=False)

    def forget(self, key: str) -> None:
        with self._lock:
            self._known.pop(key, None)


class SignIn:
    """The door of one app-center."""

    def __init__(self, center: AppCenter) -> None:
        self._memory = center.memory
        self._clock = center.clock
        self._watch = Watch()

    def log_in(self, email: str, password: str, address: str) -> str:
        """The token of a new session.

        raises  InvalidValue: wrong, without a word on which of the two; or too often wrong, and the wait
        """
        keys = [digest_of(f"{email.strip().casefold()} {address}"), digest_of(address)]
        self._demand_patience(keys)
        known = self._memory.users.find(email)
        if not passwords.fits(password, known.password_hash if known else None) or known is None:
            self._failed(keys)
            raise InvalidValue(_WRONG, field="password")
        self._watch.forget(keys[0])
        if passwords.outdated(known.password_hash):
            self._memory.users.set_password(known.user.id, passwords.hashed(password))
        return self.open_session(known.user)

    def open_session(self, user: User) -> str:
        """Every log-in gets a token of its own, so nobody can slip one in beforehand."""
        token, now = new_token(), self._clock.now()
        self._memory.sessions.open(digest_of(token), user.id, now, now + LONGEST_SESSION)
        log.info("user.logged_in", user=user.id)
        return token

    def session(self, token: str) -> Session | None:
        digest, now = digest_of(token), self._clock.now()
        found = self._memory.sessions.find(digest, now)
        if found is None or now - found.seen_at > IDLE:
            return None
        if now - found.seen_at > SEEN_EVERY:
            self._memory.sessions.seen(digest, now)
        return found

    def log_out(self, token: str) -> None:
        self._memory.sessions.close(digest_of(token))

    def invite(
        self,
        email: str | None,
        account: AccountId | None = None,
        role: Role | None = None,
        *,
        resets: bool = False,
    ) -> str:
        """The token of a one-time link."""
        token, now = new_token(), self._clock.now()
        invitation = Invitation(now + LINK_LASTS, email, account, role, resets)
        self._memory.users.invite(digest_of(token), invitation, now)
        return token

    def invitation(self, token: str) -> Invitation | None:
        return self._memory.users.invitation(digest_of(token), self._clock.now())

    def is_known(self, email: str) -> bool:
        return self._memory.users.find(email) is not None

    def join(self, token: str, *, email: str, name: str, password: str, address: str) -> str:
        """Use a one-time link, and be logged in: the token of a new session.

        Somebody who is known already proves it with his password, unless the link is there to set a new one.

        raises  InvalidValue (with the field): what is wrong about it; the link is still good
        """
        invitation = self.invitation(token)
        if invitation is None:
            raise InvalidValue(GONE)
        known = self._memory.users.find(email)
        password_hash: str | None = None
        if known is not None and not invitation.resets:
            keys = [digest_of(f"{email.strip().casefold()} {address}"), digest_of(address)]
            self._demand_patience(keys)
            if not passwords.fits(password, known.password_hash):
                self._failed(keys)
                raise InvalidValue(_WRONG_KNOWN, field="password")
            name = known.user.name
        else:
            email = email if known is not None else read_email(email)
            name = known.user.name if known is not None else name
            password_hash = passwords.hashed(read_password(password))
        user = self._memory.users.accept(
            digest_of(token),
            email=email.strip(),
            name=name,
            password_hash=password_hash,
            now=self._clock.now(),
        )
        return self.open_session(user)

    def enter(self, identity: Identity, token: str | None) -> str:
        """The token of a new session for whom the identity provider vouches for.

        token  of a one-time link that is used up on the occasion: it is for this e-mail, or for anybody's

        raises  InvalidValue: nobody here has this e-mail, or the link is another's or used up
        """
        known = self._memory.users.find(identity.email)
        invitation = None if token is None else self.invitation(token)
        if token is not None and invitation is None:
            raise InvalidValue(GONE)
        if token is None or invitation is None or invitation.resets:
            if known is None:
                raise InvalidValue(_STRANGER)
            return self.open_session(known.user)
        if invitation.email is not None and invitation.email.casefold() != identity.email.casefold():
            raise InvalidValue(_OTHERS)
        user = self._memory.users.accept(
            digest_of(token),
            email=identity.email,
            name=identity.name if known is None else known.user.name,
            # Nobody knows it: he gets in by the provider, until he is sent a link to set one.
            password_hash=passwords.hashed(new_token()) if known is None else None,
            now=self._clock.now(),
        )
        return self.open_session(user)

    def first_link(self) -> str | None:
        """The token of the link that makes the first operator; None where there is one. Earlier ones end."""
        users = self._memory.users
        if users.has_operator():
            return None
        users.forget_operator_links()
        return self.invite(None)

    def _demand_patience(self, keys: list[str]) -> None:
        now = self._clock.now()
        email, address = (self._watch.attempts(key) for key in keys)
        shared = Attempts(address.failures // _SHARED, address.last)
        seconds = max(email.wait(now), shared.wait(now)).total_seconds()
        if seconds > 0:
            raise InvalidValue(_patience(round(seconds) + 1), field="password")

    def _failed(self, keys: list[str]) -> None:
        now = self._clock.now()
        for key in keys:
            self._watch.put(key, self._watch.attempts(key).failed(now))


def read_email(given: str) -> str:
    """raises  InvalidValue (field `email`)"""
    try:
        return validate_email(given.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise InvalidValue(_NO_EMAIL, field="email") from None


_NO_EMAIL: Final = Text(en="This is no e-mail address.", de="Das ist keine E-Mail-Adresse.")
_WRONG: Final = Text(
    en="E-mail and password do not fit together.", de="E-Mail-Adresse und Passwort passen nicht zusammen."
)
_WRONG_KNOWN: Final = Text(
    en="With this e-mail somebody is known here already; please take the password that you log in with.",
    de="Diese E-Mail-Adresse ist hier schon bekannt; bitte das Passwort nehmen, mit dem Sie sich anmelden.",
)
_STRANGER: Final = Text(
    en="You are known at the log-in service, but not here. Whoever administers your account can invite you.",
    de="Der Anmeldedienst kennt Sie, dieses App-Center noch nicht. "
    "Wer Ihren Account verwaltet, kann Sie einladen.",
)
_OTHERS: Final = Text(
    en="This link is for another e-mail than the one that the log-in service names.",
    de="Dieser Link ist für eine andere E-Mail-Adresse als die, die der Anmeldedienst nennt.",
)
GONE: Final = Text(
    en="This link is good no longer: it was used, or it is too old. Ask for a new one.",
    de="Dieser Link gilt nicht mehr: Er wurde benutzt oder ist zu alt. Bitte einen neuen anfordern.",
)


def _patience(seconds: int) -> Text:
    return Text(
        en=f"Too many wrong passwords. Please wait {seconds} seconds and try again.",
        de=f"Zu viele falsche Passwörter. Bitte {seconds} Sekunden warten und erneut versuchen.",
    )
