"""The interface for hosts: its keys, and its webhooks."""

from typing import Final

from core.interface_keys import Resource
from core.text import Text

INTERFACE: Final = {
    "title": Text(en="Interface", de="Schnittstelle"),
    "lead": Text(
        en="For other software that works with this account: keys to ask with, and webhooks to be told by.",
        de="Für andere Software, die mit diesem Account arbeitet: Schlüssel zum Abfragen und Webhooks zum Benachrichtigen.",
    ),
    "all_keys": Text(en="Keys", de="Schlüssel"),
    "no_keys": Text(en="There is no key yet.", de="Es gibt noch keinen Schlüssel."),
    "name": Text(en="Name", de="Name"),
    "name_hint": Text(en="What it is for", de="Wofür er ist"),
    "scopes": Text(en="Scopes", de="Rechte"),
    "read": Text(en="read", de="lesen"),
    "write": Text(en="write", de="schreiben"),
    "used": Text(en="Last used", de="Zuletzt benutzt"),
    "never": Text(en="never", de="nie"),
    "revoke": Text(en="Revoke", de="Widerrufen"),
    "revoked": Text(en="revoked", de="widerrufen"),
    "new_key": Text(en="New key", de="Neuer Schlüssel"),
    "make_key": Text(en="Make a key", de="Schlüssel erzeugen"),
    "webhooks": Text(en="Webhooks", de="Webhooks"),
    "no_webhooks": Text(en="Nobody is told anything yet.", de="Noch wird niemand benachrichtigt."),
    "new_webhook": Text(en="New webhook", de="Neuer Webhook"),
    "url": Text(en="Address", de="Adresse"),
    "events": Text(en="Events", de="Ereignisse"),
    "all_events": Text(en="everything", de="alles"),
    "none_ticked": Text(en="Nothing ticked: everything.", de="Nichts angekreuzt: alles."),
    "add": Text(en="Add", de="Hinzufügen"),
    "test": Text(en="Send a test", de="Test senden"),
    "remove": Text(en="Remove", de="Entfernen"),
    "waiting": Text(en="{count} waiting", de="{count} wartend"),
    "parked": Text(en="{count} parked", de="{count} zurückgestellt"),
    "again": Text(en="Try again", de="Erneut versuchen"),
    "tested_well": Text(en="The test was taken.", de="Der Test wurde angenommen."),
    "tested_badly": Text(
        en="The test was not taken: {reason}", de="Der Test wurde nicht angenommen: {reason}"
    ),
    "somebody_else": Text(en="somebody else delivers right now", de="gerade stellt ein anderer Prozess zu"),
    "key_once": Text(
        en="This key is shown this one time. Keep it where no stranger reads.",
        de="Dieser Schlüssel wird nur dieses eine Mal gezeigt. Bitte so aufbewahren, dass ihn niemand Fremdes liest.",
    ),
    "secret_once": Text(
        en="With this secret the receiver checks that a message is from here. It is shown this one time.",
        de="Mit diesem Geheimnis prüft der Empfänger, dass eine Nachricht von hier kommt. Es wird nur dieses eine Mal gezeigt.",
    ),
    "back": Text(en="Back", de="Zurück"),
}

RESOURCES: Final = {
    Resource.ACCOUNTS: Text(en="Account and apps", de="Account und Apps"),
    Resource.ARTICLES: Text(en="Articles", de="Artikel"),
    Resource.STOCK: Text(en="Stock", de="Bestand"),
    Resource.ORDERS: Text(en="Orders, with addresses", de="Aufträge, mit Adressen"),
    Resource.DISPATCHES: Text(en="Dispatch", de="Versandmeldungen"),
    Resource.LABELS: Text(en="Labels", de="Versandlabels"),
    Resource.RETURNS: Text(en="Returns", de="Retouren"),
    Resource.LISTINGS: Text(en="Listings", de="Angebote"),
}
