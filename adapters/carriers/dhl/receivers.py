"""The return receivers that DHL names, to be remembered and chosen from in the settings."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from adapters.carriers.dhl.returns import Receiver
from core.activation import Answers, Choice, Field, FieldKind
from core.text import Text

#: The answer under which the return receivers that DHL named are remembered.
RECEIVERS: Final = "receivers"

RETURN_BILLING_NUMBER: Final = Field(
    "return_billing_number",
    Text(en="Billing number for enclosed returns", de="Abrechnungsnummer für beigelegte Retouren"),
    required=False,
    max_length=14,
)
_RECEIVER_ID: Final = Field(
    "receiver_id",
    Text(en="Return receiver", de="Retourenempfänger"),
    required=False,
    max_length=50,
    help=Text(
        en="Set up in DHL's portal under returns; needed for return labels without a shipment.",
        de="Im DHL-Portal unter Retoure eingerichtet; nötig für Retourenlabel ohne Hinsendung.",
    ),
)


def return_billing_number_field(receivers: Sequence[Receiver]) -> Field:
    """Text and no choice: the contract for enclosed returns may be another than those of the receivers."""
    numbers = sorted({receiver.billing_number for receiver in receivers if receiver.billing_number})
    known = ", ".join(numbers)
    field = RETURN_BILLING_NUMBER
    return Field(
        field.key,
        field.label,
        required=False,
        max_length=field.max_length,
        help=Text(
            en="DHL Retoure: procedure 07." + (f" Known from the return receivers: {known}" if known else ""),
            de="DHL Retoure: Verfahren 07."
            + (f" Bekannt von den Retourenempfängern: {known}" if known else ""),
        ),
    )


def receiver_field(receivers: Sequence[Receiver], answered: str) -> Field:
    """A choice as soon as DHL has named the receivers. An answer that is not among them stays choosable, so
    that a receiver set up later can be chosen; the check says whether DHL knows it by then."""
    if not receivers:
        return _RECEIVER_ID
    choices = [_receiver_choice(receiver) for receiver in receivers]
    if answered and answered not in {choice.value for choice in choices}:
        choices.append(
            Choice(answered, Text(en=f"{answered} (not checked)", de=f"{answered} (nicht geprüft)"))
        )
    return Field(
        _RECEIVER_ID.key,
        _RECEIVER_ID.label,
        FieldKind.CHOICE,
        required=False,
        help=_RECEIVER_ID.help,
        choices=tuple(choices),
    )


def _receiver_choice(receiver: Receiver) -> Choice:
    words = (
        f"{receiver.receiver_id}: {receiver.country or '?'} → {receiver.address} ({receiver.billing_number})"
    )
    return Choice(receiver.receiver_id, Text(en=words, de=words))


def receivers_in(answers: Answers) -> Sequence[Receiver]:
    """As `remembered` wrote them; none where nothing is remembered."""
    try:
        return tuple(Receiver(**row) for row in json.loads(str(answers.get(RECEIVERS) or "[]")))
    except (TypeError, ValueError):
        return ()


def remembered(receivers: Sequence[Receiver]) -> str:
    return json.dumps([asdict(receiver) for receiver in receivers], ensure_ascii=False)
