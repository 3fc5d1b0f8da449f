"""OTTO's second validation: what becomes of a variation after its task, as a function of what is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from adapters.otto.standin.assortment.categories import HIGH, Directory
from adapters.otto.standin.assortment.variation import Notice, Variation, Verdict

DELIVERYTYPE: Final = Notice(
    "100004 - INVALID_VALUE_DELIVERYTYPE", "Die Lieferart passt zu keinen Lieferbedingungen."
)
API_VERSION: Final = Notice(
    "100096 - SWITCH_API_VERSION", "Bitte wechseln Sie die Version der Schnittstelle."
)
IMAGES: Final = Notice(
    "300007 - INCOMPLETE_MEDIA_ASSET_IMPORT",
    "Die Bilder werden zur Zeit verarbeitet. Wir bitten um etwas Geduld.",
)
BRAND: Final = Notice("600007 - BRAND_BLOCKED", "Die Marke ist für den Verkauf gesperrt.")
MOIN_KNOWN: Final = Notice(
    "700001 - MOIN_ALREADY_KNOWN",
    "Die EAN ist bereits bekannt. Bitte bestätigen Sie den Inhalt mit der MOIN.",
)
MOIN_WRONG: Final = Notice("700002 - MOIN_INCORRECT", "Die MOIN passt nicht zur EAN.")
QUALITY: Final = Notice(
    "800001 - DATAQUALITY_NOTICE_SIGNIFICANT_ATTRIBUTE_AND_INFORMATION",
    "Es fehlen Angaben, die für den Verkauf wichtig sind.",
)
DATASHEET: Final = Notice("800020 - PRODUCTDATASHEET_MISSING", "Das Produktdatenblatt fehlt.")
#: Every code that is known from documents and integrators, by its number.
KNOWN: Final[Mapping[str, Notice]] = {
    notice.code[:6]: notice
    for notice in (
        DELIVERYTYPE, API_VERSION, IMAGES, BRAND, MOIN_KNOWN, MOIN_WRONG, QUALITY, DATASHEET,
    )
}  # fmt: skip

#: The EANs of the sandbox that force a verdict.
SANDBOX_QUALITY: Final = frozenset(
    {"6250000000010", "6250000000027", "6250000000034", "6250000000041", "6250000000058"}
)
SANDBOX_BRAND: Final = frozenset(
    {"6250000000065", "6250000000072", "6250000000089", "6250000000096", "6250000000102"}
)
SANDBOX_MOIN: Final = frozenset(
    {
        "6250000000201",
        "6250000000300",
        "6250000000409",
        "6250000000508",
        "6250000000607",
        "6250000000706",
        "6250000000805",
        "6250000000904",
        "6250000001000",
    }
)


def verdict(variation: Variation, directory: Directory, now: datetime, delay: timedelta) -> Verdict:
    """What OTTO shows now. The switch goes first; new data and a switch turned on are reviewed."""
    if not variation.active:
        return Verdict("INACTIVE", variation.active_at)
    due = variation.review_from + delay
    if now < due:
        return Verdict("PENDING", variation.review_from, information=(IMAGES,))
    if variation.forced is not None:
        return variation.forced
    known = variation.judged
    if known is not None and known[0] is variation.body and known[1:3] == (directory.revision, due):
        return known[3]
    since = max(due, directory.brand_changed_at.get(variation.brand_id, due))
    errors = _errors(variation, directory)
    hints = () if errors else _hints(variation, directory)
    found = Verdict("RESTRICTED" if errors else "ONLINE", since, errors, hints)
    variation.judged = variation.body, directory.revision, due, found
    return found


def _errors(variation: Variation, directory: Directory) -> tuple[Notice, ...]:
    body = variation.body
    found = []
    brand = directory.by_brand.get(variation.brand_id)
    if variation.ean in SANDBOX_BRAND or (brand is not None and not brand.usable):
        found.append(BRAND)
    if body.get("moin") is None:
        if variation.ean in SANDBOX_MOIN:
            found.append(MOIN_KNOWN)
    elif body["moin"] != variation.moin:
        found.append(MOIN_WRONG)
    if "delivery" in body:
        found.append(DELIVERYTYPE)
    given = {asset["type"] for asset in body["mediaAssets"]}
    if "PRODUCT_DATASHEET" in _media_wanted(body, variation.category, directory) - given:
        found.append(DATASHEET)
    return tuple(found)


def _media_wanted(body: Mapping[str, Any], category: str, directory: Directory) -> set[str]:
    """The media that come along with attributes that were sent."""
    group = directory.group_of(category)
    sent = _attributes(body)
    rules = () if group is None else group.attributes
    return {kind for rule in rules if rule.name in sent for kind in rule.media}


def _hints(variation: Variation, directory: Directory) -> tuple[Notice, ...]:
    group = directory.group_of(variation.category)
    sent = _attributes(variation.body)
    rules = () if group is None else group.attributes
    wanting = any(rule.relevance == HIGH and rule.name not in sent for rule in rules)
    return (QUALITY,) if wanting or variation.ean in SANDBOX_QUALITY else ()


def _attributes(body: Mapping[str, Any]) -> set[str]:
    return {attribute["name"] for attribute in body["productDescription"].get("attributes", ())}
