"""The packing desk: scanning, one order, many at once."""

from typing import Final

from core.text import Text

DISPATCH: Final = {
    "title": Text(en="Dispatch", de="Versand"),
    "desk": Text(en="Scan", de="Scannen"),
    "notices": Text(en="Notices", de="Meldungen"),
    "many": Text(en="Many at once", de="Viele auf einmal"),
    "labels": Text(en="Labels", de="Labels"),
    "parts": Text(en="Parts of dispatch", de="Bereiche des Versands"),
    "scan": Text(en="Order or parcel number", de="Auftrags- oder Paketnummer"),
    "scan_help": Text(
        en="Scan the order, then the label of the parcel: that is all.",
        de="Erst den Auftrag scannen, dann das Label des Pakets: Das ist alles.",
    ),
    "open": Text(en="Open", de="Öffnen"),
    "not_found": Text(
        en="Nothing here has the number {number}.", de="Die Nummer {number} gibt es hier nicht."
    ),
    "not_found_repair": Text(
        en="Check it, or wait until the order has come in. New ones arrive within a minute.",
        de="Bitte prüfen, oder warten, bis der Auftrag da ist. Neue kommen innerhalb einer Minute.",
    ),
    "several": Text(en="Several orders fit. Which one?", de="Mehrere Aufträge passen. Welcher ist es?"),
    "sent": Text(en="{parcel} is reported, pieces: {count}.", de="{parcel} ist gemeldet, {count} Stück."),
    "waiting": Text(en="What waits for you", de="Was auf Sie wartet"),
    "nothing_waits": Text(
        en="Nothing waits. Every parcel is reported.", de="Nichts wartet. Jedes Paket ist gemeldet."
    ),
    "order": Text(en="Order {number}", de="Auftrag {number}"),
    "to_order": Text(en="The whole order", de="Der ganze Auftrag"),
    "in_parcel": Text(en="What is in the parcel?", de="Was ist im Paket?"),
    "of": Text(en="of {count}", de="von {count}"),
    "pieces_of": Text(en="Pieces of {sku}", de="Stück von {sku}"),
    "carrier": Text(en="Carrier", de="Versender"),
    "recognise": Text(en="Tell by the number", de="An der Nummer erkennen"),
    "parcel_carriers": Text(en="Parcels", de="Pakete"),
    "forwarders": Text(en="Freight", de="Spedition"),
    "tracking": Text(en="Tracking number", de="Sendungsnummer"),
    "tracking_of": Text(en="Tracking number of parcel {count}", de="Sendungsnummer von Paket {count}"),
    "return_number_of": Text(en="Return number of parcel {count}", de="Retourennummer von Paket {count}"),
    "return_number": Text(en="Return number", de="Retourennummer"),
    "return_number_help": Text(
        en="Left empty, it is made as the settings say.",
        de="Bleibt sie leer, wird sie nach den Einstellungen erstellt.",
    ),
    "return_carrier": Text(en="Return carrier", de="Retouren-Versender"),
    "same_carrier": Text(
        en="Tell by the number, else the carrier", de="An der Nummer erkennen, sonst der Versender"
    ),
    "ship_date": Text(en="Ship date", de="Versanddatum"),
    "further": Text(en="Return number and date", de="Retourennummer und Datum"),
    "confirmed": Text(
        en="The return number is printed exactly like this.", de="Die Retourennummer ist genau so gedruckt."
    ),
    "send": Text(en="Report the parcel", de="Paket melden"),
    "keep": Text(en="Keep it until that is repaired", de="Vormerken, bis das behoben ist"),
    "more": Text(en="The piece is in a further parcel", de="Das Stück ist noch in einem Paket"),
    "check": Text(en="Check only", de="Nur prüfen"),
    "fine": Text(en="Everything fits.", de="Alles passt."),
    "way_back": Text(en="Return number: {way}", de="Retourennummer: {way}"),
    "warnings": Text(
        en="Worth a look; it can be sent like this.", de="Bitte ansehen; so gesendet werden kann es."
    ),
    "wrong": Text(
        en="Not sent: please repair what is marked.", de="Nicht gesendet: Bitte beheben, was markiert ist."
    ),
    "sender": Text(en="Enter the sender address", de="Absende-Adresse eingeben"),
    "to_app": Text(en="To the app {name}", de="Zur App {name}"),
    "nothing_open": Text(
        en="Nothing of this order is left to be sent.", de="Von diesem Auftrag ist nichts mehr zu versenden."
    ),
    "announced": Text(
        en="The order is only announced. It may be sent once the payment is settled.",
        de="Der Auftrag ist erst angekündigt. Versendet werden darf er, sobald die Zahlung geklärt ist.",
    ),
    "viewer": Text(en="Your role may look, not report.", de="Ihre Rolle darf ansehen, nicht melden."),
    "to": Text(en="To", de="An"),
    "no_address": Text(en="no address yet", de="noch keine Adresse"),
    "parcels": Text(en="Parcels of this order", de="Pakete dieses Auftrags"),
    "add": Text(en="Something was forgotten: add it", de="Etwas vergessen: hinzufügen"),
    "adding": Text(
        en="The pieces are added to the parcel {parcel}, which is reported already.",
        de="Die Stücke werden dem Paket {parcel} hinzugefügt, das schon gemeldet ist.",
    ),
    "own_parcel": Text(en="No, in a parcel of their own", de="Nein, in einem eigenen Paket"),
    "buy": Text(en="Buy a label", de="Label kaufen"),
    "weight": Text(en="Weight in kg", de="Gewicht in kg"),
    "buy_button": Text(en="Buy", de="Kaufen"),
    "no_shipper": Text(
        en="No carrier app is active for labels.", de="Für Labels ist keine Versender-App aktiv."
    ),
    "to_apps": Text(en="To the apps", de="Zu den Apps"),
    "bought": Text(en="Labels of this order", de="Labels dieses Auftrags"),
    "label": Text(en="Label", de="Label"),
    "print": Text(en="Print", de="Drucken"),
    "download": Text(en="Save", de="Speichern"),
    "no_paper": Text(en="The carrier gave no document.", de="Der Versender gab kein Dokument heraus."),
    "use": Text(en="Use it", de="Verwenden"),
}

MANY: Final = {
    "title": Text(en="Many at once", de="Viele auf einmal"),
    "lead": Text(
        en="One line a parcel: order, carrier, tracking number. The carrier may stay empty where the number tells it.",
        de="Je Paket eine Zeile: Auftrag, Versender, Sendungsnummer. Der Versender darf leer bleiben, wo die Nummer ihn verrät.",
    ),
    "list": Text(en="List", de="Liste"),
    "example": Text(en="For instance", de="Zum Beispiel"),
    "list_help": Text(
        en="With semicolons, tabs or commas between. Return number and return carrier may follow.",
        de="Mit Semikolon, Tabulator oder Komma dazwischen. Retourennummer und Retouren-Versender können folgen.",
    ),
    "file": Text(en="Or a CSV file", de="Oder eine CSV-Datei"),
    "market": Text(en="Marketplace", de="Marktplatz"),
    "send": Text(en="Report all", de="Alle melden"),
    "no_market": Text(en="no marketplace is active", de="kein Marktplatz ist aktiv"),
    "all_went": Text(en="Everything is taken. Lines: {count}.", de="Alles ist übernommen. Zeilen: {count}."),
    "some_bad": Text(
        en="Lines that were not taken: {bad}. They stand below; mend them and send again. The others are kept.",
        de="Nicht übernommene Zeilen: {bad}. Sie stehen unten; bitte berichtigen und erneut senden. Die anderen "
        "sind übernommen.",
    ),
    "reported": Text(en="{count} reported", de="{count} gemeldet"),
    "line": Text(en="Line", de="Zeile"),
    "content": Text(en="Content", de="Inhalt"),
    "result": Text(en="Result", de="Ergebnis"),
    "bad": Text(en="not taken", de="nicht übernommen"),
}
