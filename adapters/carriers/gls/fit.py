"""What fits on a GLS label. Sources: NOTES.md, "limits"."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.carriers.gls.account import SHOP_RETURNS_COUNTRIES, Account, ReturnWay
from core.errors import InvalidValue
from core.limits import Limits, demand_fit
from core.parcel import LabelKind, LabelOrder, Party
from core.text import Text

LENGTHS: Final = MappingProxyType(
    {
        "name": 40,
        "company": 40,
        "addition": 40,
        "street": 40,
        "house_number": 40,
        "postal_code": 10,
        "city": 40,
        "email": 80,
        "phone": 35,
    }
)
LONGEST_REFERENCE: Final = 80
#: Shop Returns v3 wants an e-mail address of consumers in these countries.
_EMAIL_WANTED: Final = frozenset({"ES", "FR", "IT", "SE"})

_PARTY_FIELDS: Final = (*LENGTHS, "country")
#: Control characters and halves of characters: no label can show them, and GLS's parser may not read them.
_UNFIT: Final = frozenset({"Cc", "Cs"})


def limits_of(account: Account, kind: LabelKind, country: str) -> Limits:
    wants_email = kind is LabelKind.RETURN and account.return_way is ReturnWay.SHOP_RETURNS
    return Limits(
        lengths=LENGTHS,
        required=frozenset({"email"}) if wants_email and country in _EMAIL_WANTED else frozenset(),
        reference_max=LONGEST_REFERENCE,
        heaviest_g=account.heaviest_g,
    )


def demand(account: Account, order: LabelOrder) -> None:
    """raises  InvalidValue: what does not fit, with its field"""
    demand_fit(order, limits_of(account, order.kind, order.consumer.country))
    _demand_characters("", {"reference": order.reference, "reason": order.reason or ""})
    _demand_characters("", {"order_number": order.order_number or ""})
    _demand_characters("consumer.", _texts(order.consumer))
    _demand_characters("options.", order.options)
    if order.order_number is not None and len(order.order_number) > LONGEST_REFERENCE:
        raise InvalidValue(
            Text(
                en=f"order_number has more than {LONGEST_REFERENCE} characters",
                de=f"die Auftragsnummer hat mehr als {LONGEST_REFERENCE} Zeichen",
            ),
            field="order_number",
        )
    by_shop_returns = order.kind is LabelKind.RETURN and account.return_way is ReturnWay.SHOP_RETURNS
    if by_shop_returns and order.consumer.country not in SHOP_RETURNS_COUNTRIES:
        raise InvalidValue(
            Text(
                en=f"GLS makes no return labels for parcels from {order.consumer.country}",
                de=f"GLS erstellt keine Retourenlabels für Pakete aus {order.consumer.country}",
            ),
            field="consumer.country",
        )


def _texts(party: Party) -> Mapping[str, str]:
    return {name: getattr(party, name) for name in _PARTY_FIELDS}


def _demand_characters(prefix: str, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if not text.isprintable() and any(unicodedata.category(char) in _UNFIT for char in text):
            raise InvalidValue(
                Text(
                    en=f"{prefix}{name} contains a character that cannot be printed",
                    de=f"{prefix}{name} enthält ein Zeichen, das sich nicht drucken lässt",
                ),
                field=f"{prefix}{name}",
            )
