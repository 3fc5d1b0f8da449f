"""What stands around every page."""

from typing import Final

from core.text import Text

FRAME: Final = {
    "product": Text(en="App-Center", de="App-Center"),
    "skip": Text(en="Skip to the content", de="Zum Inhalt springen"),
    "areas": Text(en="Areas", de="Bereiche"),
    "more": Text(en="More", de="Mehr"),
    "overview": Text(en="Overview", de="Übersicht"),
    "orders": Text(en="Orders", de="Aufträge"),
    "dispatch": Text(en="Dispatch", de="Versand"),
    "returns": Text(en="Returns", de="Retouren"),
    "receipts": Text(en="Receipts", de="Belege"),
    "articles": Text(en="Articles", de="Artikel"),
    "listings": Text(en="Listings", de="Angebote"),
    "quantities": Text(en="Quantities (PüMa)", de="Mengen (PüMa)"),
    "apps": Text(en="Apps", de="Apps"),
    "people": Text(en="People", de="Personen"),
    "interface": Text(en="Interface", de="Schnittstelle"),
    "installation": Text(en="Installation", de="Installation"),
    "account": Text(en="Account", de="Account"),
    "change_account": Text(en="Change account", de="Account wechseln"),
    "log_out": Text(en="Log out", de="Abmelden"),
    "logged_in_as": Text(en="Logged in as", de="Angemeldet als"),
    "other_language": Text(en="Deutsch", de="English"),
    "language": Text(en="Language", de="Sprache"),
    "menu": Text(en="Menu", de="Menü"),
    "search": Text(en="Search", de="Suchen"),
    "pages": Text(en="Pages", de="Seiten"),
    "newest": Text(en="To the beginning", de="Zum Anfang"),
    "following": Text(en="Next page", de="Nächste Seite"),
    "all_rows": Text(en="All on this page", de="Alle auf dieser Seite"),
    "final": Text(en="This cannot be undone.", de="Das lässt sich nicht rückgängig machen."),
    "cancel": Text(en="Cancel", de="Abbrechen"),
    "open_paper": Text(en="Open on its own", de="Einzeln öffnen"),
    "download": Text(en="Download", de="Herunterladen"),
    "no_paper": Text(
        en="This browser does not show PDF files in a page. The links above open or download it.",
        de="Dieser Browser zeigt PDF-Dateien nicht in der Seite. Die Links oben öffnen oder laden sie.",
    ),
    "choose": Text(en="please choose", de="bitte wählen"),
    "required": Text(en="required", de="Pflichtfeld"),
}

TURNED_AWAY: Final = {
    "missing_title": Text(en="There is nothing here", de="Hier ist nichts"),
    "missing": Text(
        en="This page does not exist, or it belongs to an account that you do not work for.",
        de="Diese Seite gibt es nicht, oder sie gehört zu einem Account, für den Sie nicht arbeiten.",
    ),
    "forbidden_title": Text(en="Your role does not allow this", de="Ihre Rolle erlaubt das nicht"),
    "forbidden": Text(
        en="Somebody who administers this account can do it, or give you the role for it under “People”.",
        de="Wer diesen Account verwaltet, kann es tun oder Ihnen unter „Personen“ die Rolle dafür geben.",
    ),
    "foreign_title": Text(en="This form is out of date", de="Dieses Formular ist veraltet"),
    "foreign": Text(
        en="It was opened before you logged in, or in another browser. Nothing was changed. Go back, reload the "
        "page and send it again.",
        de="Es wurde vor der Anmeldung oder in einem anderen Browser geöffnet. Nichts wurde geändert. Bitte zurückgehen, "
        "die Seite neu laden und erneut absenden.",
    ),
    "failed_title": Text(en="That did not work", de="Das hat nicht geklappt"),
    "broken_title": Text(en="Something broke here", de="Hier ist etwas kaputtgegangen"),
    "broken": Text(
        en="This is our mistake, not yours. It is in the log with the number {number}.",
        de="Das ist unser Fehler, nicht Ihrer. Er steht im Protokoll unter der Nummer {number}.",
    ),
    "bounce_title": Text(en="One moment", de="Einen Moment"),
    "bounce": Text(en="You come from another site.", de="Sie kommen von einer anderen Seite."),
    "go_on": Text(en="Go on", de="Weiter"),
    "home": Text(en="To the start page", de="Zur Startseite"),
}
