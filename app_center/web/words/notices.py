"""Dispatch notices: the list, and one of them."""

from types import MappingProxyType
from typing import Final

from core.text import Text

#: Colour and word of each state, by `sync.dispatch.shown_state`.
NOTICE_STATES: Final = MappingProxyType(
    {
        "held": ("warn", Text(en="held", de="wartet")),
        "refused": ("bad", Text(en="refused", de="abgelehnt")),
        "unknown": ("calm", Text(en="being looked up", de="wird geklärt")),
        "accepted": ("good", Text(en="reported", de="gemeldet")),
        "withdrawn": ("off", Text(en="withdrawn", de="zurückgezogen")),
    }
)

NOTICES: Final = {
    "title": Text(en="Dispatch notices", de="Versandmeldungen"),
    "which": Text(en="Which notices", de="Welche Meldungen"),
    "all": Text(en="All", de="Alle"),
    "notice": Text(en="Notice", de="Meldung"),
    "parcel": Text(en="Parcel", de="Paket"),
    "state": Text(en="State", de="Status"),
    "order": Text(en="Order", de="Auftrag"),
    "pieces": Text(en="Pieces", de="Stück"),
    "made": Text(en="Made", de="Angelegt"),
    "none": Text(en="No dispatch notices yet.", de="Noch keine Versandmeldungen."),
    "none_here": Text(en="There is none in this state.", de="In diesem Status gibt es keine."),
    "pages": Text(en="Pages", de="Seiten"),
    "newer": Text(en="Newer", de="Neuere"),
    "older": Text(en="Older", de="Ältere"),
}

NOTICE: Final = {
    "title": Text(en="Dispatch notice {id}", de="Versandmeldung {id}"),
    "notices": Text(en="Dispatch notices", de="Versandmeldungen"),
    "kept": Text(
        en="The parcel is kept, but not reported yet.",
        de="Das Paket ist vorgemerkt, aber noch nicht gemeldet.",
    ),
    "goes_by_itself": Text(
        en="Once this is repaired, it goes out by itself.",
        de="Sobald das behoben ist, geht sie von selbst hinaus.",
    ),
    "warnings": Text(en="Worth a look", de="Bitte ansehen"),
    "repair": Text(en="Repair", de="Beheben"),
    "in_parcel": Text(en="In the parcel", de="Im Paket"),
    "unknown_position": Text(en="not known here", de="hier nicht bekannt"),
    "carrier": Text(en="Carrier", de="Versender"),
    "recognise": Text(en="Tell by the number", de="An der Nummer erkennen"),
    "parcel_carriers": Text(en="Parcels", de="Pakete"),
    "forwarders": Text(en="Freight", de="Spedition"),
    "tracking": Text(en="Tracking number", de="Sendungsnummer"),
    "return_number": Text(en="Return number", de="Retourennummer"),
    "return_number_help": Text(
        en="Left empty, it is made as the settings say.",
        de="Bleibt sie leer, wird sie nach den Einstellungen erstellt.",
    ),
    "return_carrier": Text(en="Return carrier", de="Retouren-Versender"),
    "ship_date": Text(en="Ship date", de="Versanddatum"),
    "confirmed": Text(
        en="The return number is printed exactly like this.", de="Die Retourennummer ist genau so gedruckt."
    ),
    "sender": Text(en="Enter the sender address", de="Absende-Adresse eingeben"),
    "send": Text(en="Save and report", de="Speichern und melden"),
    "withdraw": Text(en="Withdraw this notice", de="Meldung zurückziehen"),
    "withdraw_ask": Text(
        en="Withdraw this notice? The marketplace hears nothing of it, and the positions are free again.",
        de="Meldung zurückziehen? Der Marktplatz erfährt nichts davon, die Positionen sind wieder frei.",
    ),
    "withdraw_yes": Text(en="Yes, withdraw", de="Ja, zurückziehen"),
    "no": Text(en="No, back", de="Nein, zurück"),
    "about": Text(en="About the notice", de="Zur Meldung"),
    "order": Text(en="Order", de="Auftrag"),
    "made": Text(en="Made", de="Angelegt"),
    "last_tried": Text(en="Last sent", de="Zuletzt gesendet"),
    "attempts": Text(en="Attempts", de="Versuche"),
    "settled": Text(en="Decided", de="Entschieden"),
    "shipment": Text(en="Key of the shipment", de="Kennung der Sendung"),
    "no_position": Text(
        en="leave one position in it, or withdraw the notice",
        de="bitte eine Position darin lassen oder die Meldung zurückziehen",
    ),
    "fetch_another": Text(en="To the packing desk", de="Zum Packtisch"),
}
