"""Random tokens that open something, their digests, and the token of a form."""

import hmac
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

_FORM: Final = b"app-center form"


def new_token() -> str:
    return token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token. It is random, so a fast digest is enough."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def form_token(token: str) -> str:
    """What every form of this visitor carries: worked out of his cookie, which no other site can read."""
    return hmac.new(token.encode("utf-8", "surrogatepass"), _FORM, sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())
