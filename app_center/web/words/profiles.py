"""Delivery profiles."""

from typing import Final

from core.listing.delivery import DeliveryKind, Weekday
from core.text import Text

PROFILES: Final = {
    "articles": Text(en="Articles", de="Artikel"),
    "title": Text(en="Delivery profiles", de="Versandprofile"),
    "lead": Text(
        en="How fast and in which way parcels get to the buyer. An article without one is not sold at {market}.",
        de="Wie schnell und auf welchem Weg Pakete zum Käufer kommen. Ohne Profil wird ein Artikel bei {market} nicht verkauft.",
    ),
    "none": Text(en="No profile yet.", de="Noch kein Profil."),
    "stale": Text(
        en="The marketplace cannot be asked right now; this is what it had when last read.",
        de="Der Marktplatz ist gerade nicht zu fragen; das ist der zuletzt gelesene Stand.",
    ),
    "new": Text(en="New profile", de="Neues Profil"),
    "change": Text(en="Change", de="Ändern"),
    "name": Text(en="Name", de="Name"),
    "name_help": Text(
        en="Articles are assigned by this name; it stays.",
        de="Artikel werden über diesen Namen zugeordnet; er bleibt.",
    ),
    "kind": Text(en="Kind of delivery", de="Lieferart"),
    "kind_help": Text(en="It can never be changed.", de="Sie ist nicht mehr änderbar."),
    "working_days": Text(en="Parcels leave on", de="Versandtage"),
    "cutoff": Text(en="Orders before this time count for the day", de="Bestellschluss für den Tag"),
    "processing": Text(en="Processing days", de="Bearbeitungstage"),
    "processing_help": Text(
        en="Until the parcel is handed over; 1 is the same day.", de="Bis zur Übergabe; 1 ist derselbe Tag."
    ),
    "transport": Text(en="Transport days", de="Transporttage"),
    "no_days": Text(en="Please a whole number of days.", de="Bitte eine ganze Zahl von Tagen."),
    "save": Text(en="Save", de="Speichern"),
    "created": Text(en="The profile was created.", de="Das Profil wurde angelegt."),
    "changed": Text(en="The profile was changed.", de="Das Profil wurde geändert."),
    "deleted": Text(en="The profile was deleted.", de="Das Profil wurde gelöscht."),
    "delete": Text(en="Delete", de="Löschen"),
    "delete_lead": Text(
        en="Only a profile that no article uses can be deleted, and the last one stays.",
        de="Löschen lässt sich nur ein Profil, das kein Artikel benutzt, und das letzte bleibt.",
    ),
    "delete_sure": Text(en="Yes, delete it", de="Ja, löschen"),
    "assign": Text(en="Assign articles", de="Artikel zuordnen"),
    "assign_lead": Text(
        en="What is listed already is told to the marketplace at once; drafts with other changes stay drafts.",
        de="Was schon gelistet ist, erfährt der Marktplatz sofort; Entwürfe mit anderen Änderungen bleiben Entwürfe.",
    ),
    "skus": Text(en="SKUs, one a line", de="SKUs, eine je Zeile"),
    "no_skus": Text(
        en="Please name at least one SKU and a profile.",
        de="Bitte mindestens eine SKU und ein Profil nennen.",
    ),
    "unknown_skus": Text(
        en="These are no listings here: {skus}", de="Diese sind hier keine Angebote: {skus}"
    ),
    "assigned": Text(
        en="{count} articles assigned, {listed} of them are told to the marketplace now.",
        de="{count} Artikel zugeordnet, {listed} davon werden jetzt dem Marktplatz gemeldet.",
    ),
    "in_days": Text(en="{days} days until delivery", de="{days} Tage bis zur Lieferung"),
    "until": Text(en="until {time}", de="bis {time} Uhr"),
}

DELIVERY_KINDS: Final = {
    DeliveryKind.PARCEL: Text(en="parcel", de="Paket"),
    DeliveryKind.FORWARDER_ROOM: Text(en="forwarder, to the room", de="Spedition bis zum Wunschort"),
    DeliveryKind.FORWARDER_KERB: Text(en="forwarder, to the kerb", de="Spedition bis Bordsteinkante"),
    DeliveryKind.FORWARDER_HEAVY: Text(en="forwarder, heavy goods", de="Spedition, Schwergut"),
}

DAYS: Final = {
    Weekday.MONDAY: Text(en="Mon", de="Mo"),
    Weekday.TUESDAY: Text(en="Tue", de="Di"),
    Weekday.WEDNESDAY: Text(en="Wed", de="Mi"),
    Weekday.THURSDAY: Text(en="Thu", de="Do"),
    Weekday.FRIDAY: Text(en="Fri", de="Fr"),
    Weekday.SATURDAY: Text(en="Sat", de="Sa"),
    Weekday.SUNDAY: Text(en="Sun", de="So"),
}
