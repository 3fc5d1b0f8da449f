"""Amounts of money: whole cents and a currency, never a float."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
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
        if not -LIMIT <= self.cents <= LIMIT:
            raise InvalidValue(
                Text(
                    en="the amount is too large to be true",
                    de="der Betrag ist zu groß, um wahr zu sein",
                )
            )
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
        try:
            # The exponent of a hostile figure must not make us build a number of a million digits.
            cents = amount.quantize(_CENT) if amount.is_finite() and amount.adjusted() < 12 else None
        except InvalidOperation:
            cents = None
        if cents is None or cents != amount:
            raise InvalidValue(
                Text(
                    en="the amount is not a figure in whole cents",
                    de="der Betrag ist keine Zahl in ganzen Cent",
                )
            )
        return cls(int(cents.scaleb(2)), currency)

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02d} {self.currency}"
