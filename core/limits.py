"""What fits on a label: asked before a carrier is called, so that nothing is cut or refused later."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import InvalidValue
from core.parcel import LabelOrder, Party
from core.text import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """What a carrier takes for one kind of label and one country.

    lengths   of the fields of a `Party`, in characters; a field that is not named has no limit
    required  party fields that this carrier needs beyond those that every `Party` has ("email", "phone",
              "house_number"), of the consumer
    """

    lengths: Mapping[str, int]
    required: frozenset[str] = frozenset()
    reference_min: int = 1
    reference_max: int = 35
    heaviest_g: int = 31_500


def demand_fit(order: LabelOrder, limits: Limits) -> None:
    """raises  InvalidValue: what does not fit; `field` as "reference", "weight_g" or "consumer.street" """
    length = len(order.reference)
    if not limits.reference_min <= length <= limits.reference_max:
        raise InvalidValue(
            Text(
                en=f"reference has {length} characters; {limits.reference_min} to {limits.reference_max} fit",
                de=f"die Referenz hat {length} Zeichen; erlaubt sind {limits.reference_min} bis "
                f"{limits.reference_max}",
            ),
            field="reference",
        )
    if order.weight_g > limits.heaviest_g:
        raise InvalidValue(
            Text(
                en=f"{order.weight_g} g is too heavy; {limits.heaviest_g} g is the most",
                de=f"{order.weight_g} g ist zu schwer; höchstens {limits.heaviest_g} g",
            ),
            field="weight_g",
        )
    _demand_party("consumer", order.consumer, limits)
    _demand_party("merchant", order.merchant, limits)
    for name in sorted(limits.required):
        if not getattr(order.consumer, name):
            raise InvalidValue(
                Text(
                    en=f"this carrier needs consumer.{name}", de=f"dieser Versender braucht consumer.{name}"
                ),
                field=f"consumer.{name}",
            )


def _demand_party(role: str, party: Party, limits: Limits) -> None:
    for name, most in limits.lengths.items():
        length = len(getattr(party, name))
        if length > most:
            raise InvalidValue(
                Text(
                    en=f"{role}.{name} has {length} characters; {most} fit",
                    de=f"{role}.{name} hat {length} Zeichen; {most} passen",
                ),
                field=f"{role}.{name}",
            )
