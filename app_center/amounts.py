"""Amounts of money as people write them."""

from decimal import Decimal, InvalidOperation

from core.errors import InvalidValue
from core.money import Money
from core.text import Text


def euros(word: str) -> Money:
    """Of "5", "5.00" or "5,00".

    raises  InvalidValue (field `amount`): no amount, or parts of a cent
    """
    try:
        figure = Decimal(word.strip().replace(",", "."))
    except InvalidOperation:
        raise InvalidValue(
            Text(
                en=f"{word!r} is no amount; write it as 5.00",
                de=f"„{word}“ ist kein Betrag; bitte wie 5,00 schreiben",
            ),
            field="amount",
        ) from None
    return Money.of(figure, "EUR")
