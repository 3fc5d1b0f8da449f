"""The parcel itself: weight, size and class, as Hermes reckons with them. Facts: NOTES.md, "parcel"."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.carriers.hermes.options import PRODUCTS, chosen, counted
from adapters.carriers.hermes.terms import PARCEL_CLASSES
from core.errors import InvalidValue
from core.parcel import LabelOrder
from core.text import Text

LONGEST_MM: Final = 2000
#: In decilitres, 450 litres.
VOLUME_MAX_DL: Final = 4500
_MM3_A_DL: Final = 100_000


def parcel_of(order: LabelOrder, parcel_class: str) -> Mapping[str, Any]:
    """Weight in grams, size in millimetres, volume in decilitres: some contracts reckon with the class,
    others with the volume, so whatever is known is sent.

    raises  InvalidValue: larger than Hermes takes, or an option that is none
    """
    parcel: dict[str, Any] = {"parcelWeight": order.weight_g}
    if given := chosen(order, "parcelClass", PARCEL_CLASSES, parcel_class):
        parcel["parcelClass"] = given
    if product := chosen(order, "productType", PRODUCTS):
        parcel["productType"] = product
    if order.size is not None:
        sides = (order.size.length_mm, order.size.width_mm, order.size.height_mm)
        if max(sides) > LONGEST_MM:
            raise _too_large(f"{LONGEST_MM} mm", "a side", "eine Seite")
        parcel |= {
            "parcelDepth": order.size.length_mm,
            "parcelWidth": order.size.width_mm,
            "parcelHeight": order.size.height_mm,
        }
        volume = -(-sides[0] * sides[1] * sides[2] // _MM3_A_DL)
        if volume > VOLUME_MAX_DL:
            raise _too_large(f"{VOLUME_MAX_DL // 10} l", "the volume", "das Volumen")
        parcel["parcelVolume"] = volume
    stated = counted(order, "parcelVolume", 0, VOLUME_MAX_DL)
    if stated is not None:
        parcel["parcelVolume"] = stated
    return parcel


def _too_large(most: str, what_en: str, what_de: str) -> InvalidValue:
    return InvalidValue(
        Text(
            en=f"size: {what_en} is larger than Hermes takes; {most} is the most",
            de=f"size: {what_de} ist größer, als Hermes annimmt; höchstens {most}",
        ),
        field="size",
    )
