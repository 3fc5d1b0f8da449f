"""Access tokens as OAuth gives them: fetched once, kept on the account's shelf, renewed when refused.

How a token is asked for differs from service to service; what is done with it does not. An adapter writes the
function that fetches one and leaves the rest to `Tokens`.
"""

import re
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from core.secret import Secret
from ports.connection import Token, TokenShelf
from ports.http import Auth, Request, Response, json_of, reading
from ports.system import Clock

#: A token is not used in its last seconds: the answer to a long request must still find it valid.
MARGIN: Final = timedelta(seconds=90)
#: The name under which an account's access token is kept, where it has but one.
ACCESS: Final = "access"
_DAY_S: Final = 86_400
_CODE: Final = re.compile(r"[a-z_]{3,40}\Z")


class Tokens:
    """One access token of an account, from the shelf or fresh.

    fetch  asks for a new one; it may raise whatever an adapter raises
    name   under which it is kept; tokens of two environments or of two sets of rights need two

    Safe to share between threads: the worst that two of them do is to fetch twice.
    """

    def __init__(
        self, shelf: TokenShelf, clock: Clock, fetch: Callable[[], Token], name: str = ACCESS
    ) -> None:
        self._shelf = shelf
        self._clock = clock
        self._fetch = fetch
        self._name = name

    def current(self) -> Token:
        """The one that is kept, as long as it is good for `MARGIN`; else a fresh one. Errors as `fetch`."""
        token = self._shelf.get(self._name)
        if token is not None and self._clock.now() < token.ends_at - MARGIN:
            return token
        return self.anew()

    def renew(self, refused: Token) -> Token:
        """After a 401: a fresh one, unless somebody else has fetched it already. Errors as `fetch`."""
        token = self._shelf.get(self._name)
        if token is not None and token.value != refused.value:
            return token
        return self.anew()

    def anew(self) -> Token:
        """A fresh one, whatever is kept: a token that is still good hides that the password is not. Errors as
        `fetch`; the old one is gone then too."""
        self._shelf.drop(self._name)
        token = self._fetch()
        self._shelf.put(self._name, token)
        return token


class Bearer(Auth):
    """Puts the token on a request. After a 401, which did nothing, it is renewed once and sent once more."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def sync_auth_flow(self, request: Request) -> Generator[Request, Response, None]:
        token = self._tokens.current()
        request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
        answer = yield request
        if answer.status_code == 401:
            token = self._tokens.renew(token)
            request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
            yield request


def oauth_token(answer: Response, now: datetime, *, service: str, lifetime_s: int) -> Token:
    """The token in the answer of an OAuth 2 token endpoint (RFC 6749, 5.1), good for a day at the most.

    lifetime_s  where the answer names none; some servers write theirs as text

    raises  BrokenReply
    """
    with reading(service):
        body = json_of(answer)
        return token_of(body["access_token"], body.get("expires_in") or lifetime_s, now)


def token_of(value: object, lifetime_s: object, now: datetime) -> Token:
    """What a server gave as a token, where a header can carry it; good for a day at the most.

    lifetime_s  as the server writes it: a figure or a text

    raises  TypeError, ValueError; call it inside `reading`
    """
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
        raise TypeError("token")
    if isinstance(lifetime_s, bool) or not isinstance(lifetime_s, (int, str, Decimal)):
        raise TypeError("lifetime")
    return Token(Secret(value), now + timedelta(seconds=min(max(int(lifetime_s), 0), _DAY_S)))


def oauth_error(answer: Response) -> str | None:
    """OAuth's `error` (RFC 6749, 5.2), and nothing else of the body: its free text could repeat what was
    sent."""
    try:
        code = json_of(answer)["error"]
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return None
    return code if isinstance(code, str) and _CODE.match(code) else None
