"""The overview."""

from types import MappingProxyType
from typing import Final

from core.text import Text

#: What needs a person, each followed by how many there are. `{name}` is an app's.
NEEDS: Final = MappingProxyType(
    {
        "no_access": Text(en="{name} has lost its access", de="{name} hat den Zugang verloren"),
        "begun": Text(
            en="{name}: the activation is not finished", de="{name}: die Aktivierung ist nicht abgeschlossen"
        ),
        "paused": Text(en="{name} is paused", de="{name} ist pausiert"),
        "refused": Text(en="Dispatch notices refused", de="Versandmeldungen abgelehnt"),
        "unknown": Text(
            en="Dispatch notices of unknown outcome", de="Versandmeldungen mit ungewissem Ausgang"
        ),
        "held": Text(
            en="Dispatch notices held until something is repaired",
            de="Versandmeldungen warten auf eine Korrektur",
        ),
        "labels": Text(en="Labels of unknown outcome", de="Labels mit ungewissem Ausgang"),
        "listings": Text(en="Listings refused", de="Angebote abgelehnt"),
        "set_aside": Text(
            en="Orders that could not be read", de="Aufträge, die nicht gelesen werden konnten"
        ),
        "failing": Text(en="Tasks that fail again and again", de="Aufgaben, die wiederholt scheitern"),
        "to_send": Text(en="Orders to send", de="Aufträge zu versenden"),
        "returns": Text(en="Returns to decide", de="Retouren zu entscheiden"),
    }
)

OVERVIEW: Final = {
    "title": Text(en="Overview", de="Übersicht"),
    "needs": Text(en="Waiting for you", de="Das wartet auf Sie"),
    "all_well": Text(
        en="Nothing waits for you. Everything runs by itself.",
        de="Nichts wartet auf Sie. Alles läuft von selbst.",
    ),
    "days": Text(en="{count} days", de="{count} Tage"),
    "span": Text(en="How many days", de="Wie viele Tage"),
    "orders": Text(en="Orders", de="Aufträge"),
    "dispatches": Text(en="Dispatched parcels reported", de="Gemeldete Sendungen"),
    "returns": Text(en="Returns", de="Retouren"),
    "day": Text(en="Day", de="Tag"),
    "number": Text(en="Number", de="Anzahl"),
    "figures": Text(en="Figures", de="Zahlen"),
    "most": Text(en="at most {count} a day", de="höchstens {count} am Tag"),
    "as_of": Text(en="as of {moment}", de="Stand {moment}"),
    "start": Text(en="Activate your first app", de="Die erste App aktivieren"),
    "start_lead": Text(
        en="With the OTTO app the orders come in; with a carrier's app the labels are made.",
        de="Mit der OTTO-App kommen die Aufträge herein, mit der App eines Versenders entstehen die Labels.",
    ),
}
