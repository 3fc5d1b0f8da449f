"""Result codes and what they mean, in words of our own."""

from collections.abc import Sequence
from typing import Any, Final

_TEXTS: Final = {
    "OK": ("OK", "OK"),
    "i001": ("Gefunden.", "Found."),
    "i032": ("Es werden nur die letzten 90 Tage abgefragt.", "Only the last 90 days are searched."),
    "w031": ("Die Telefonnummer ist nicht lesbar: {}", "The telephone number cannot be read: {}"),
    "w100": ("Diese Felder wurden nicht beachtet: {}", "These fields were ignored: {}"),
    "e001": ("Diese Angaben entsprechen nicht der Beschreibung: {}", "These do not meet the description: {}"),
    "e002": ("Pflichtangaben fehlen: {}", "Required fields are missing: {}"),
    "e009": (
        "Die erste Sendung der Gruppe gibt es nicht.",
        "The first shipment of the group does not exist.",
    ),
    "e013": ("Bitte die Paketklasse angeben (parcelClass).", "Please state the parcel class (parcelClass)."),
    "e017": ("Diesen Auftrag gibt es nicht.", "There is no such order."),
    "e018": ("Das Label ist schon ausgestellt.", "The label has been issued already."),
    "e019": ("Dieser Auftrag ist abgelaufen.", "This order has expired."),
    "e036": ("Mehr als {} Aufträge; bitte einschränken.", "More than {} orders; please narrow it down."),
    "e041": ("Dafür fehlt die Berechtigung.", "The right for this is missing."),
    "e042": ("Keine Berechtigung für Aufträge: {}", "No permission for orders: {}"),
    "e043": ("Der Zeitraum reicht zu weit zurück.", "The range of days reaches too far back."),
    "e046": ("Bitte shipmentID oder shipmentOrderID angeben.", "Please state shipmentID or shipmentOrderID."),
    "e047": ("Retouren sind nicht erlaubt.", "Returns are not permitted."),
    "e048": ("Die Hinsendung ist noch nicht bearbeitet.", "The outbound parcel is not processed yet."),
    "e049": ("Die Hinsendung geht ins Ausland.", "The outbound parcel goes abroad."),
    "e050": ("Keine Retoure möglich.", "No return possible."),
    "e053": ("Versandaufträge sind nicht freigeschaltet.", "Shipment orders are not activated."),
    "e054": ("Retourenaufträge sind nicht freigeschaltet.", "Return orders are not activated."),
    "e055": ("Retouren gibt es nur zu einer Hinsendung.", "Returns are made from an outbound order only."),
    "e058": ("Zeitüberschreitung in einem internen System.", "An internal system did not answer in time."),
    "e061": ("Dieses Format gibt es nicht aus dem Ausland.", "This format is not available from abroad."),
    "e067": ("Die Sendung ist zu schwer.", "The parcel is too heavy."),
    "e071": (
        "Straße und Hausnummer sind zusammen zu lang.",
        "Street and house number together are too long.",
    ),
    "e084": ("Der Account ist gesperrt.", "The account is deactivated."),
    "e096": ("Content-Type {} wird nicht unterstützt.", "Content type {} is not supported."),
    "e108": (
        "Nur zusammen mit customerAlertService per E-Mail.",
        "Only with customerAlertService by e-mail.",
    ),
    "e902": ("Das Token ist ungültig.", "The token is not valid."),
    "e903": ("Das Token ist abgelaufen.", "The token has expired."),
    "e999": ("Technischer Fehler.", "Technical error."),
}
#: The tracking has codes of its own under the same names.
_TRACKING: Final = {
    "e001": ("Zu dieser Nummer gibt es keine Angaben.", "Nothing is known about this number."),
    "e005": ("Die Abfrage ist nicht lesbar.", "The query cannot be read."),
    "e008": ("Diese Angaben passen nicht zusammen.", "These parameters do not go together."),
}

Code = tuple[str, str]


class Refusal(Exception):
    """What the real server would refuse, with the codes and their details."""

    def __init__(self, *codes: Code | str, status: int = 400) -> None:
        super().__init__(codes)
        self.codes: tuple[Code, ...] = tuple((c, "") if isinstance(c, str) else c for c in codes)
        self.status = status


def listed(codes: Sequence[Code], language: str, *, tracking: bool = False) -> list[dict[str, Any]]:
    return [
        {"code": code, "message": said(code, detail, language, tracking=tracking)} for code, detail in codes
    ]


def said(code: str, detail: str, language: str, *, tracking: bool = False) -> str:
    texts = {**_TEXTS, **_TRACKING} if tracking else _TEXTS
    german, english = texts.get(code, ("Fehler", "Error"))
    return (english if language == "EN" else german).format(detail)
