"""Labels: the list, and one of them."""

from types import MappingProxyType
from typing import Final

from core.parcel import Cancellation
from core.text import Text

#: Colour and word of each state.
LABEL_STATES: Final = MappingProxyType(
    {
        "bought": ("good", Text(en="bought", de="gekauft")),
        "failed": ("off", Text(en="not bought", de="nicht gekauft")),
        "outcome_unknown": ("bad", Text(en="outcome unknown", de="Ausgang unbekannt")),
        "cancelled": ("off", Text(en="cancelled", de="storniert")),
    }
)

#: What a carrier says to a cancellation that it does not carry out.
ANSWERS: Final = {
    Cancellation.TOO_LATE: Text(en="too late to cancel", de="für eine Stornierung zu spät"),
    Cancellation.NOT_KNOWN: Text(
        en="the carrier does not know this label", de="der Versender kennt dieses Label nicht"
    ),
    Cancellation.NOT_OFFERED: Text(
        en="this carrier cannot cancel it", de="dieser Versender kann es nicht stornieren"
    ),
}

LABELS: Final = {
    "title": Text(en="Labels", de="Labels"),
    "which": Text(en="Which labels", de="Welche Labels"),
    "all": Text(en="All", de="Alle"),
    "reference": Text(en="Reference", de="Referenz"),
    "number": Text(en="Number", de="Nummer"),
    "carrier": Text(en="Carrier", de="Versender"),
    "state": Text(en="State", de="Status"),
    "begun": Text(en="Bought", de="Gekauft"),
    "shipment": Text(en="way out", de="Hinweg"),
    "return": Text(en="return", de="Retoure"),
    "none": Text(en="No labels yet.", de="Noch keine Labels."),
    "none_here": Text(en="There is none in this state.", de="In diesem Status gibt es keines."),
    "pages": Text(en="Pages", de="Seiten"),
    "newer": Text(en="Newer", de="Neuere"),
    "older": Text(en="Older", de="Ältere"),
}

LABEL: Final = {
    "title": Text(en="Label {reference}", de="Label {reference}"),
    "labels": Text(en="Labels", de="Labels"),
    "shipment": Text(en="For the way out", de="Für den Hinweg"),
    "return": Text(en="For the return", de="Für die Retoure"),
    "carrier": Text(en="Carrier", de="Versender"),
    "number": Text(en="Number", de="Nummer"),
    "begun": Text(en="Bought", de="Gekauft"),
    "return_number": Text(en="Return number", de="Retourennummer"),
    "order": Text(en="Order", de="Auftrag"),
    "track": Text(en="Follow the parcel", de="Sendung verfolgen"),
    "paper": Text(en="Document", de="Dokument"),
    "print": Text(en="Print", de="Drucken"),
    "download": Text(en="Save", de="Speichern"),
    "show": Text(en="Show it all the same", de="Trotzdem ansehen"),
    "not_printed": Text(
        en="This return label is kept, not printed: the marketplace gives the buyer the label itself. It must not go into the "
        "parcel.",
        de="Dieses Retourenlabel wird aufbewahrt, nicht gedruckt: Der Marktplatz gibt dem Käufer das Label selbst. Es darf nicht "
        "ins Paket.",
    ),
    "no_paper": Text(en="There is no document here.", de="Hier liegt kein Dokument vor."),
    "again": Text(en="Get it from the carrier again", de="Beim Versender erneut abrufen"),
    "cancel": Text(en="Cancel the label", de="Label stornieren"),
    "cancel_ask": Text(
        en="Cancel this label? A parcel with it is then not delivered.",
        de="Dieses Label stornieren? Ein Paket damit wird dann nicht zugestellt.",
    ),
    "cancel_yes": Text(en="Yes, cancel it", de="Ja, stornieren"),
    "no": Text(en="No, back", de="Nein, zurück"),
    "decide": Text(en="Was it bought?", de="Wurde es gekauft?"),
    "decide_lead": Text(
        en="Nobody here knows. Look in the carrier's own portal, then say what you saw. Until then nothing is bought twice.",
        de="Das weiß hier niemand. Bitte im Portal des Versenders nachsehen und dann angeben, was dort steht. Bis dahin wird "
        "nichts doppelt gekauft.",
    ),
    "bought_as": Text(en="Number on the label", de="Nummer auf dem Label"),
    "bought": Text(en="It was bought", de="Es wurde gekauft"),
    "not_bought": Text(en="It was not bought", de="Es wurde nicht gekauft"),
    "number_missing": Text(en="enter the number on the label", de="bitte die Nummer auf dem Label eingeben"),
}
