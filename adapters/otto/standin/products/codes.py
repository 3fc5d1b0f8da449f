"""The numbers of the errors that a task reports.

OTTO publishes no list. The numbers and names are invented here in the form of the one that is known (100004
INVALID_VALUE_DELIVERYTYPE); they begin with 19, so that nobody takes them for OTTO's.
"""

from typing import Final

from adapters.otto.standin.assortment.tasks import Complaint

_TITLES: Final = (
    "SKU_UNKNOWN",
    "INVALID_TYPE",
    "MANDATORY_FIELD_MISSING",
    "VALUE_TOO_LONG",
    "VALUE_TOO_SHORT",
    "SURROUNDING_BLANKS",
    "CONTROL_CHARACTER",
    "INVALID_EAN",
    "EAN_ALREADY_USED",
    "UNKNOWN_CATEGORY",
    "UNKNOWN_BRAND",
    "INVALID_PRICE",
    "INVALID_CURRENCY",
    "INVALID_VAT",
    "INVALID_SALE",
    "INVALID_NORM_PRICE",
    "INVALID_BULLET_POINTS",
    "INVALID_MEDIA_ASSET",
    "IMAGE_MISSING",
    "INVALID_URL",
    "INVALID_COMPLIANCE",
    "DISTRIBUTOR_MISSING",
    "INVALID_ORDER_LIMIT",
    "INVALID_LOGISTICS",
    "INVALID_DATE",
    "UNKNOWN_ATTRIBUTE",
    "INVALID_ATTRIBUTE_VALUE",
    "LEGAL_ATTRIBUTE_MISSING",
    "CONDITIONAL_ATTRIBUTE_MISSING",
    "VARIATION_THEME_MISSING",
    "VARIATION_NOT_DISTINCT",
    "VARIATIONS_DIFFER",
)
#: By title.
NUMBERS: Final = {title: f"{190001 + place}" for place, title in enumerate(_TITLES)}


def complaint(title: str, json_path: str) -> Complaint:
    return NUMBERS[title], title, json_path
