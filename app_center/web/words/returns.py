"""Returns and return numbers."""

from types import MappingProxyType
from typing import Final

from core.returns import Condition
from core.text import Text

#: Colour and word of each state.
RETURN_STATES: Final = MappingProxyType(
    {
        "ANNOUNCED": ("warn", Text(en="announced", de="angekündigt")),
        "ACCEPTED": ("good", Text(en="accepted", de="angenommen")),
        "REJECTED": ("off", Text(en="rejected", de="abgelehnt")),
        "MISDIRECTED": ("bad", Text(en="misdirected", de="fehlgeleitet")),
        "unseen": ("calm", Text(en="only known here", de="nur hier bekannt")),
    }
)
#: Of a decision that is on its way.
DECISIONS: Final = MappingProxyType(
    {
        "accept_ready": Text(en="Acceptance waits to be sent.", de="Die Annahme wartet auf das Senden."),
        "accept_sending": Text(en="Acceptance is on its way.", de="Die Annahme ist unterwegs."),
        "accept_unknown": Text(
            en="The answer to the acceptance was lost; it is being looked up.",
            de="Die Antwort auf die Annahme ging verloren; sie wird nachgesehen.",
        ),
        "accept_done": Text(en="Accepted by you.", de="Von Ihnen angenommen."),
        "accept_refused": Text(en="The acceptance was not taken.", de="Die Annahme wurde nicht übernommen."),
        "reject_ready": Text(en="Rejection waits to be sent.", de="Die Ablehnung wartet auf das Senden."),
        "reject_sending": Text(en="Rejection is on its way.", de="Die Ablehnung ist unterwegs."),
        "reject_unknown": Text(
            en="The answer to the rejection was lost; it is being looked up.",
            de="Die Antwort auf die Ablehnung ging verloren; sie wird nachgesehen.",
        ),
        "reject_done": Text(en="Rejected by you.", de="Von Ihnen abgelehnt."),
        "reject_refused": Text(en="The rejection was not taken.", de="Die Ablehnung wurde nicht übernommen."),
    }
)
PARCEL_STAGES: Final = MappingProxyType(
    {
        "ANNOUNCED": Text(en="label made", de="Label erstellt"),
        "ON_THE_WAY": Text(en="on its way", de="unterwegs"),
        "DELIVERED": Text(en="delivered", de="zugestellt"),
        "UNKNOWN": Text(en="not known", de="unbekannt"),
    }
)
CONDITIONS: Final = {
    Condition.A: Text(en="as new, in its packaging", de="wie neu, originalverpackt"),
    Condition.B: Text(en="like new, opened", de="wie neu, geöffnet"),
    Condition.C: Text(en="slightly used", de="leicht gebraucht"),
    Condition.D: Text(en="heavily used or damaged", de="stark gebraucht oder beschädigt"),
    Condition.E: Text(
        en="a mistake: incomplete, wrong or not there", de="ein Fehler: unvollständig, falsch oder nicht da"
    ),
}
#: By the marketplace's words; one that is missing here is shown as it is.
REASONS: Final = MappingProxyType(
    {
        "RETURN_RECEIVED": Text(en="The return is here", de="Retoure ist da"),
        "STATUS_SENT_BY_ACCIDENT": Text(
            en="Reported as sent by mistake", de="Versehentlich als versendet gemeldet"
        ),
        "CANCEL_REQUEST_BY_CUSTOMER": Text(en="The buyer wanted to cancel", de="Käufer wollte stornieren"),
        "REFUND_AFTER_AFFIDAVIT": Text(
            en="Refund after an affidavit", de="Erstattung nach eidesstattlicher Versicherung"
        ),
        "COMPLAINT": Text(en="Complaint", de="Reklamation"),
        "SHIPMENT_LOST": Text(en="Parcel lost on the way out", de="Paket auf dem Hinweg verloren"),
        "RETURN_LOST": Text(en="Return lost on its way", de="Retoure auf dem Rückweg verloren"),
        "UNDELIVERABLE": Text(en="Could not be delivered", de="Nicht zustellbar"),
        "THIRD_PARTY_ITEM": Text(en="Not ours", de="Artikel ist nicht von uns"),
        "WRONG_ITEM": Text(en="Another article than the one sent", de="Anderer Artikel als der versendete"),
        "EXCHANGE": Text(en="To be exchanged", de="Umtausch"),
        "DAMAGE_TO_THE_HYGIENE_SEAL": Text(en="Hygiene seal broken", de="Hygienesiegel beschädigt"),
        "ITEM_DAMAGED": Text(en="Article damaged", de="Artikel beschädigt"),
        "RETURN_PERIOD_EXCEEDED": Text(en="Too late to return", de="Rückgabefrist abgelaufen"),
        "ITEM_NOT_IN_THE_PARCEL": Text(en="Not in the parcel", de="Nicht im Paket"),
    }
)

RETURNS: Final = {
    "title": Text(en="Returns", de="Retouren"),
    "list": Text(en="Announcements", de="Ankündigungen"),
    "numbers": Text(en="Return numbers", de="Retourennummern"),
    "parts": Text(en="Parts of returns", de="Bereiche der Retouren"),
    "scan": Text(en="Whose parcel is this?", de="Wem gehört dieses Paket?"),
    "find": Text(en="Look up", de="Nachsehen"),
    "which": Text(en="Which returns", de="Welche Retouren"),
    "all": Text(en="All", de="Alle"),
    "order": Text(en="Order", de="Auftrag"),
    "article": Text(en="Article", de="Artikel"),
    "state": Text(en="State", de="Status"),
    "way": Text(en="Return number and parcel", de="Retourennummer und Paket"),
    "changed": Text(en="Changed", de="Geändert"),
    "unknown_article": Text(en="the order is not here", de="der Auftrag liegt hier nicht vor"),
    "by_marketplace": Text(en="decided by the marketplace", de="vom Marktplatz entschieden"),
    "no_number": Text(en="no number yet", de="noch keine Nummer"),
    "misdirected": Text(
        en="went to the marketplace's warehouse {place}", de="ging an das Lager {place} des Marktplatzes"
    ),
    "none": Text(en="No returns yet.", de="Noch keine Retouren."),
    "none_here": Text(en="There is none in this state.", de="In diesem Status gibt es keine."),
    "pages": Text(en="Pages", de="Seiten"),
    "newer": Text(en="Newer", de="Neuere"),
    "older": Text(en="Older", de="Ältere"),
}

RETURN: Final = {
    "title": Text(en="Returns of order {number}", de="Retouren zu Auftrag {number}"),
    "returns": Text(en="Returns", de="Retouren"),
    "to_order": Text(en="To the order", de="Zum Auftrag"),
    "positions": Text(en="What came back or is announced", de="Was zurückkam oder angekündigt ist"),
    "position": Text(en="Position", de="Position"),
    "unknown_article": Text(en="the order is not here", de="der Auftrag liegt hier nicht vor"),
    "by_marketplace": Text(
        en="The marketplace decided this itself.", de="Das hat der Marktplatz selbst entschieden."
    ),
    "misdirected": Text(
        en="The parcel went to the marketplace's warehouse {place}; nothing is left to be done here.",
        de="Das Paket ging an das Lager {place} des Marktplatzes; hier ist nichts mehr zu tun.",
    ),
    "with_condition": Text(en="condition {letter}", de="Zustand {letter}"),
    "parcel": Text(en="parcel {number}: {stage}", de="Paket {number}: {stage}"),
    "decide": Text(en="Decide", de="Entscheiden"),
    "verdict": Text(en="What now?", de="Was nun?"),
    "accept": Text(en="Accept: the buyer is paid back", de="Annehmen: Der Käufer bekommt sein Geld zurück"),
    "reject": Text(
        en="Reject: the buyer is not paid back", de="Ablehnen: Der Käufer bekommt kein Geld zurück"
    ),
    "condition": Text(en="Condition of the goods", de="Zustand der Ware"),
    "accept_reason": Text(en="Reason, if accepted", de="Grund, wenn angenommen"),
    "reject_reason": Text(en="Reason, if rejected", de="Grund, wenn abgelehnt"),
    "choose": Text(en="Please choose", de="Bitte wählen"),
    "go_on": Text(en="Go on", de="Weiter"),
    "ask": Text(
        en="Accept this return (pieces: {count})? The buyer is paid back at once. This is final.",
        de="{count} Stück annehmen? Der Käufer bekommt sein Geld sofort zurück. Das ist endgültig.",
    ),
    "yes": Text(en="Yes, accept", de="Ja, annehmen"),
    "no": Text(en="No, back", de="Nein, zurück"),
    "no_position": Text(en="choose at least one position", de="bitte mindestens eine Position wählen"),
    "no_verdict": Text(
        en="choose whether to accept or to reject", de="bitte wählen, ob angenommen oder abgelehnt wird"
    ),
    "not_active": Text(
        en="The marketplace is not active; nothing can be decided now.",
        de="Der Marktplatz ist nicht aktiv; gerade lässt sich nichts entscheiden.",
    ),
    "all_decided": Text(en="Everything is decided.", de="Alles ist entschieden."),
}

#: Colour and word of each state.
NUMBER_STATES: Final = MappingProxyType(
    {
        "free": ("off", Text(en="free", de="frei")),
        "issued": ("calm", Text(en="issued", de="vergeben")),
        "sent": ("calm", Text(en="being reported", de="wird gemeldet")),
        "accepted": ("good", Text(en="at the marketplace", de="beim Marktplatz")),
        "returned": ("warn", Text(en="came back", de="zurückgekommen")),
    }
)
NUMBER_SOURCES: Final = MappingProxyType(
    {
        "label": Text(en="return label", de="Retourenlabel"),
        "range": Text(en="number range", de="Nummernkreis"),
        "tracking": Text(en="tracking number", de="Sendungsnummer"),
        "entered": Text(en="entered", de="eingegeben"),
    }
)

NUMBERS: Final = {
    "title": Text(en="Return numbers", de="Retourennummern"),
    "scan": Text(en="Whose parcel is this?", de="Wem gehört dieses Paket?"),
    "find": Text(en="Look up", de="Nachsehen"),
    "found": Text(en="This parcel belongs to", de="Dieses Paket gehört zu"),
    "not_found": Text(
        en="The return number {number} is not in your ledger.",
        de="Die Retourennummer {number} steht nicht in Ihrem Verzeichnis.",
    ),
    "not_found_repair": Text(
        en="The parcel may be of another shop, or was sent without this app.",
        de="Das Paket kann von einem anderen Shop sein oder wurde ohne diese App versendet.",
    ),
    "show_all": Text(en="Show all numbers", de="Alle Nummern zeigen"),
    "which": Text(en="Which numbers", de="Welche Nummern"),
    "all": Text(en="All", de="Alle"),
    "number": Text(en="Number", de="Nummer"),
    "parcel": Text(en="Parcel of the way out", de="Paket des Hinwegs"),
    "state": Text(en="State", de="Status"),
    "guarded": Text(en="Guarded until", de="Gesperrt bis"),
    "returned_at": Text(en="came back {day}", de="zurück am {day}"),
    "order": Text(en="Order", de="Auftrag"),
    "no_order": Text(en="not reported yet", de="noch nicht gemeldet"),
    "decide": Text(en="To the return", de="Zur Retoure"),
    "document": Text(en="Document", de="Dokument"),
    "none": Text(en="No return numbers yet.", de="Noch keine Retourennummern."),
    "ranges": Text(en="Number ranges", de="Nummernkreise"),
    "ranges_lead": Text(
        en="Numbers that a carrier gave you. They are used up before labels are bought.",
        de="Nummern, die ein Versender Ihnen gegeben hat. Sie werden verbraucht, bevor Labels gekauft werden.",
    ),
    "left": Text(en="{count} left", de="noch {count}"),
    "used_up": Text(en="used up", de="aufgebraucht"),
    "dry_on": Text(en="at this pace until {day}", de="reicht so bis {day}"),
    "no_pace": Text(en="not in use", de="nicht in Gebrauch"),
    "no_ranges": Text(en="There is no number range.", de="Es gibt keinen Nummernkreis."),
    "add": Text(en="Enter a range", de="Nummernkreis eingeben"),
    "carrier": Text(en="Carrier", de="Versender"),
    "first": Text(en="First number", de="Erste Nummer"),
    "last": Text(en="Last number", de="Letzte Nummer"),
    "save": Text(en="Save", de="Speichern"),
    "no_carrier": Text(en="choose the carrier", de="bitte den Versender wählen"),
    "pages": Text(en="Pages", de="Seiten"),
    "newer": Text(en="Newer", de="Neuere"),
    "older": Text(en="Older", de="Ältere"),
}
