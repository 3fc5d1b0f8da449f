"""How an order is found by what somebody types or scans: the beginnings of what stands on it."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from core.orders import Order

#: Characters of a term. What is longer is found by its beginning.
LONGEST: Final = 80


def fold(text: str) -> str:
    """Without capitals and accents, so that Müller, MÜLLER and Muller are the same."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words of what was typed, each once, as `terms_of` has them."""
    plain = fold(text)
    if not plain.isprintable():
        plain = "".join(sign if sign.isprintable() else " " for sign in plain)
    return tuple(dict.fromkeys(word[:LONGEST] for word in plain.split()))


def terms_of(order: Order) -> frozenset[str]:
    """Order number and id, SKUs and EANs, tracking numbers, the buyer's names and company."""
    people = [part for part in (order.delivery_address, order.invoice_address) if part is not None]
    return frozenset(
        _words(
            [
                order.order_number,
                order.sales_order_id,
                *(position.sku for position in order.positions),
                *(position.ean for position in order.positions),
                *(position.tracking_number for position in order.positions),
                *(
                    name
                    for person in people
                    for name in (person.first_name, person.last_name, person.addition)
                ),
            ]
        )
    )


def _words(texts: Iterable[str | None]) -> Iterable[str]:
    return (word for text in texts if text for word in words_of(text))


def found(words: Iterable[str], terms: Iterable[str]) -> bool:
    """Whether every word begins some term."""
    known = tuple(terms)
    return all(any(term.startswith(word) for term in known) for word in words)
