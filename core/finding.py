"""How an order is found by what somebody types or scans: the beginnings of what stands on it."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from core.orders import Order

#: Characters of a term. What is longer is found by its beginning.
LONGEST: Final = 80


def fold(text: str) -> str:
    """Without capitals and accents, so that Müller, MÜLLER and Muller are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words of what was typed, each once, as `terms_of` has them."""
    words: dict[str, None] = {}
    for part in text.split():
        if part.isascii() and part.isprintable():
            words[part.lower()[:LONGEST]] = None
        else:
            plain = "".join(sign if sign.isprintable() else " " for sign in fold(part))
            words |= dict.fromkeys(word[:LONGEST] for word in plain.split())
    return tuple(words)


def terms_of(order: Order) -> frozenset[str]:
    """Order number and id, SKUs and EANs, tracking numbers, the buyer's names and company."""
    texts = _numbers(order)
    for person in (order.delivery_address, order.invoice_address):
        if person is not None:
            texts += (person.first_name or "", person.last_name or "", person.addition or "")
    return frozenset(words_of(" ".join(texts)))


def anonymous_terms(order: Order) -> frozenset[str]:
    """As `terms_of`, without the buyer."""
    return frozenset(words_of(" ".join(_numbers(order))))


def _numbers(order: Order) -> list[str]:
    texts = [order.order_number, order.sales_order_id]
    for position in order.positions:
        texts += (position.sku, position.ean or "", position.tracking_number or "")
    return texts


def found(words: Iterable[str], terms: Iterable[str]) -> bool:
    """Whether every word begins some term."""
    known = tuple(terms)
    return all(any(term.startswith(word) for term in known) for word in words)
