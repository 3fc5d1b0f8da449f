"""Amounts of money: whole cents and a currency, never a float."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from core.errors import InvalidValue
from core.text import Text

#: The largest amount that is believed, in cents: ten billion; more is a defect, and databases have limits.
LIMIT: Final = 10**12

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`cents` of `currency` (ISO 4217, three capitals); negative for a credit."""

    cents: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.cents) is not int:  # a figure out of JSON may be of any type
            raise _no_whole_cents()
        if not -LIMIT <= self.cents <= LIMIT:
            raise _too_large()
        code = self.currency
        if len(code) != 3 or not (code.isascii() and code.isalpha() and code.isupper()):
            raise InvalidValue(
                Text(en=f"{code[:8]!r} is no currency code", de=f"{code[:8]!r} ist kein Währungscode")
            )

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Self:
        """The exact amount. A fraction of a cent is refused, not rounded.

        raises  InvalidValue
        """
        if not amount.is_finite():
            raise _no_whole_cents()
        # The exponent of a hostile figure must not make us build a number of a million digits.
        if amount and amount.adjusted() >= 12:
            raise _too_large()
        cents = amount.quantize(_CENT)
        if cents != amount:
            raise _no_whole_cents()
        return cls(int(cents.scaleb(2)), currency)

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02d} {self.currency}"


def _no_whole_cents() -> InvalidValue:
    return InvalidValue(
        Text(
            en="the amount is not a figure in whole cents",
            de="der Betrag ist keine Zahl in ganzen Cent",
        )
    )


def _too_large() -> InvalidValue:
    return InvalidValue(
        Text(
            en="the amount is too large to be true",
            de="der Betrag ist zu groß, um wahr zu sein",
        )
    )
