"""What is done from an order after its sale."""

from typing import Final

from core.cancellations import CancelState
from core.price_reductions import ReductionState
from core.text import Text

#: Colour and word of each state.
CANCEL_STATES: Final = {
    CancelState.READY: ("calm", Text(en="waits to be sent", de="wartet auf das Senden")),
    CancelState.ASKING: ("calm", Text(en="is being cancelled", de="wird storniert")),
    CancelState.ASKED: ("calm", Text(en="is being cancelled", de="wird storniert")),
    CancelState.UNKNOWN: ("calm", Text(en="is being cancelled", de="wird storniert")),
    CancelState.DONE: ("off", Text(en="cancelled", de="storniert")),
    CancelState.REFUSED: ("bad", Text(en="not cancelled", de="nicht storniert")),
}
REDUCTION_STATES: Final = {
    ReductionState.READY: ("calm", Text(en="waits to be sent", de="wartet auf das Senden")),
    ReductionState.SENDING: ("calm", Text(en="is being sent", de="wird gesendet")),
    ReductionState.TAKEN: ("calm", Text(en="taken", de="angenommen")),
    ReductionState.PROCESSED: ("good", Text(en="paid back", de="erstattet")),
    ReductionState.REJECTED: ("bad", Text(en="rejected", de="abgelehnt")),
    ReductionState.REFUSED: ("bad", Text(en="not taken", de="nicht angenommen")),
    ReductionState.UNKNOWN: ("bad", Text(en="outcome unknown", de="Ausgang unbekannt")),
}

AFTER_SALE: Final = {
    "send": Text(en="Dispatch", de="Versenden"),
    "cancel": Text(en="Cancel", de="Stornieren"),
    "reduce": Text(en="Reduce the price", de="Preisnachlass geben"),
    "parcels": Text(en="Dispatch notices", de="Versandmeldungen"),
    "cancellations": Text(en="Cancellations", de="Stornierungen"),
    "pieces": Text(en="pieces: {count}", de="{count} Stück"),
    "reductions": Text(en="Price reductions", de="Preisnachlässe"),
    "happened": Text(en="It was paid back", de="Er wurde erstattet"),
    "not_happened": Text(en="It was not paid back", de="Er wurde nicht erstattet"),
    "returns": Text(en="Returns", de="Retouren"),
    "to_returns": Text(en="The returns of this order", de="Die Retouren dieses Auftrags"),
    "receipts": Text(en="Receipts", de="Belege"),
    "no_pdf": Text(en="PDF not here yet", de="PDF noch nicht da"),
}

CANCEL: Final = {
    "title": Text(en="Cancel order {number}", de="Auftrag {number} stornieren"),
    "order": Text(en="Order {number}", de="Auftrag {number}"),
    "which": Text(en="What shall be cancelled?", de="Was soll storniert werden?"),
    "of": Text(en="of {count}", de="von {count}"),
    "pieces_of": Text(en="Pieces of {sku}", de="Stück von {sku}"),
    "go_on": Text(en="Go on", de="Weiter"),
    "ask": Text(
        en="Cancel this (pieces: {count})? The buyer is told, and this cannot be taken back.",
        de="{count} Stück stornieren? Der Käufer erfährt es, und das lässt sich nicht zurücknehmen.",
    ),
    "yes": Text(en="Yes, cancel", de="Ja, stornieren"),
    "no": Text(en="No, back", de="Nein, zurück"),
    "nothing": Text(
        en="Nothing of this order can be cancelled: only what is to be sent may be.",
        de="Von diesem Auftrag lässt sich nichts stornieren: Das geht nur, solange etwas zu versenden ist.",
    ),
}

REDUCE: Final = {
    "title": Text(en="Reduce the price of order {number}", de="Preisnachlass für Auftrag {number}"),
    "order": Text(en="Order {number}", de="Auftrag {number}"),
    "lead": Text(
        en="Part of the price goes back to the buyer, for instance because of a scratch. The marketplace writes the receipt.",
        de="Ein Teil des Preises geht an den Käufer zurück, etwa wegen eines Kratzers. Den Beleg schreibt der Marktplatz.",
    ),
    "position": Text(en="Position", de="Position"),
    "amount": Text(en="Amount in euros", de="Betrag in Euro"),
    "go_on": Text(en="Go on", de="Weiter"),
    "ask": Text(
        en="Pay {amount} back for {title}? This cannot be taken back.",
        de="{amount} für {title} erstatten? Das lässt sich nicht zurücknehmen.",
    ),
    "yes": Text(en="Yes, pay back", de="Ja, erstatten"),
    "no": Text(en="No, back", de="Nein, zurück"),
    "no_position": Text(en="choose the position", de="bitte die Position wählen"),
    "no_intent": Text(
        en="open the form anew; nothing was sent", de="bitte das Formular neu öffnen; gesendet wurde nichts"
    ),
    "gone": Text(
        en="this order has no such price reduction", de="diesen Preisnachlass hat der Auftrag nicht"
    ),
    "nothing": Text(
        en="Only what was sent and has not come back can be reduced.",
        de="Einen Nachlass gibt es nur auf Versendetes, das nicht zurückgekommen ist.",
    ),
}
