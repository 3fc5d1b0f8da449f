"""Where the return number of a parcel comes from: the tracking number, a number range, or a label of a
carrier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.apps import AppKey
from core.dispatch import CarrierCode, DeclaredCarrier, Origin, TrackingKey
from core.return_numbers import NumberRange
from core.text import Text


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """What the seller's settings say.

    carrier             the carrier app that makes return numbers; it need not be that of the way out
    tracking_as_number  carrier apps whose tracking number may serve as return number
    """

    carrier: AppKey | None = None
    tracking_as_number: frozenset[AppKey] = frozenset()


@dataclass(frozen=True, slots=True)
class FromTracking:
    """The parcel comes back under the number that it left under."""

    carrier: CarrierCode


@dataclass(frozen=True, slots=True)
class FromRange:
    numbers: NumberRange


@dataclass(frozen=True, slots=True)
class FromLabel:
    carrier: CarrierCode
    app: AppKey


@dataclass(frozen=True, slots=True)
class NoSource:
    """Why no number can be made, and what helps."""

    why: Text
    repair: Text


Source = FromTracking | FromRange | FromLabel | NoSource


def source_of(
    tracking: TrackingKey,
    terms: ReturnTerms,
    carriers: Mapping[CarrierCode, DeclaredCarrier],
    ranges: Iterable[NumberRange],
    cannot: NoSource | None,
) -> Source:
    """
    ranges  of the seller, in the order in which they are used up
    cannot  why the chosen carrier app makes no return labels now; None: it does
    """
    if terms.carrier is None:
        return NoSource(
            Text(en="no carrier is chosen for returns", de="für Retouren ist kein Versender gewählt"),
            Text(
                en="choose one in the settings (return_carrier), or enter the number",
                de="bitte in den Einstellungen wählen (return_carrier) oder die Nummer eingeben",
            ),
        )
    back = next((known for known in carriers.values() if known.app == terms.carrier and known.returns), None)
    if back is None:
        named = ", ".join(known.code for known in carriers.values() if known.returns)
        return NoSource(
            Text(
                en=f"the marketplace takes no returns by {terms.carrier}",
                de=f"der Marktplatz nimmt keine Retouren mit {terms.carrier} an",
            ),
            Text(
                en=f"choose one of these in the settings: {named}",
                de=f"bitte in den Einstellungen einen von diesen wählen: {named}",
            ),
        )
    if back.code == tracking.carrier and terms.carrier in terms.tracking_as_number and tracking.number:
        return FromTracking(back.code)
    numbers = next((known for known in ranges if known.carrier == back.code and known.left), None)
    if numbers is not None:
        return FromRange(numbers)
    return cannot if cannot is not None else FromLabel(back.code, terms.carrier)


@dataclass(frozen=True, slots=True)
class Settings:
    """What dispatch takes out of the settings of a marketplace app.

    origin          None where the sender address is not complete
    fallback_email  the seller's own, for carriers that need one where the marketplace gave none
    """

    origin: Origin | None
    returns: ReturnTerms
    fallback_email: str = ""


def settings_of(settings: Mapping[str, str]) -> Settings:
    """From the settings' common names: sender_*, return_carrier, *_tracking_as_return_number,
    fallback_email."""
    postal_code, city = settings.get("sender_postal_code", ""), settings.get("sender_city", "")
    origin = (
        Origin(postal_code, city, settings.get("sender_country") or "DE") if postal_code and city else None
    )
    mark = "_tracking_as_return_number"
    ticked = frozenset(
        AppKey(name.removesuffix(mark))
        for name, value in settings.items()
        if name.endswith(mark) and value == "true"
    )
    chosen = settings.get("return_carrier", "")
    return Settings(
        origin, ReturnTerms(AppKey(chosen) if chosen else None, ticked), settings.get("fallback_email", "")
    )
