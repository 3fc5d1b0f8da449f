"""Import and export of stock and listings."""

from typing import Final

from core.text import Text

FILES: Final = {
    "title": Text(en="Import and export", de="Import und Export"),
    "articles": Text(en="Articles", de="Artikel"),
    "lead": Text(
        en="CSV files as spreadsheets write them. Each is tried first: you see what it would do before anything "
        "is stored.",
        de="CSV-Dateien, wie Tabellenprogramme sie schreiben. Jede wird erst geprüft: Sie sehen, was sie bewirkt, "
        "bevor etwas gespeichert wird.",
    ),
    "stock": Text(en="Stock", de="Bestand"),
    "stock_lead": Text(
        en="Columns: sku and on_hand; where you like also ean, title and buffer. An empty cell leaves what is known.",
        de="Spalten: sku und on_hand; wenn Sie mögen auch ean, title und buffer. Eine leere Zelle lässt Bekanntes stehen.",
    ),
    "listings": Text(en="Listings", de="Angebote"),
    "listings_lead": Text(
        en="A row is a variant; its cells replace those of the draft, nothing is sent. What the export writes, "
        "the import reads.",
        de="Eine Zeile ist eine Variante; ihre Zellen ersetzen die des Entwurfs, gesendet wird nichts. Was der "
        "Export schreibt, liest der Import.",
    ),
    "marketplace": Text(en="Marketplace", de="Marktplatz"),
    "file": Text(en="CSV file", de="CSV-Datei"),
    "tick": Text(
        en="carry the quantities of new articles along on all portals",
        de="Mengen neuer Artikel auf allen Portalen mitführen",
    ),
    "check": Text(en="Check the file", de="Datei prüfen"),
    "uploading": Text(en="The file is on its way …", de="Die Datei wird hochgeladen …"),
    "export": Text(en="Export", de="Exportieren"),
    "no_file": Text(en="Please choose a file.", de="Bitte eine Datei auswählen."),
    "no_listings": Text(
        en="Listings need an active marketplace.", de="Angebote brauchen einen aktiven Marktplatz."
    ),
    "trial": Text(en="Trial of {name}", de="Prüfung von {name}"),
    "run": Text(en="Import of {name}", de="Import von {name}"),
    "running_trial": Text(
        en="The file is being checked; nothing is stored.",
        de="Die Datei wird geprüft; gespeichert wird nichts.",
    ),
    "running": Text(en="The file is being taken over.", de="Die Datei wird übernommen."),
    "by_itself": Text(
        en="This page follows it. You may leave it; the work goes on.",
        de="Diese Seite zeigt den Fortschritt. Sie können sie verlassen, die Arbeit geht weiter.",
    ),
    "look_again": Text(en="Look again", de="Erneut nachsehen"),
    "rows": Text(en="Rows read", de="Zeilen gelesen"),
    "good": Text(en="Good", de="In Ordnung"),
    "changed": Text(en="Change something", de="Ändern etwas"),
    "bad": Text(en="Bad", de="Fehlerhaft"),
    "trial_good": Text(
        en="Every row is fine. Nothing was stored yet.",
        de="Alle Zeilen sind in Ordnung. Gespeichert wurde noch nichts.",
    ),
    "trial_bad": Text(
        en="The rows below would be left out, all others taken over. Nothing was stored yet.",
        de="Die Zeilen unten blieben weg, alle anderen würden übernommen. Gespeichert wurde noch nichts.",
    ),
    "done_good": Text(en="Everything was taken over.", de="Alles wurde übernommen."),
    "done_bad": Text(
        en="The rows below were left out, all others taken over.",
        de="Die Zeilen unten blieben weg, alle anderen wurden übernommen.",
    ),
    "failed": Text(en="It did not work", de="Das hat nicht geklappt"),
    "lost": Text(
        en="The process that worked on it has ended. Begin again; nothing happens twice.",
        de="Der Prozess, der daran arbeitete, ist beendet. Bitte neu beginnen; doppelt geschieht nichts.",
    ),
    "take": Text(en="Take it over", de="Übernehmen"),
    "again": Text(en="Check again", de="Erneut prüfen"),
    "another": Text(en="Choose another file", de="Andere Datei wählen"),
    "to_articles": Text(en="To the articles", de="Zu den Artikeln"),
    "line": Text(en="Line", de="Zeile"),
    "sku": Text(en="SKU", de="SKU"),
    "column": Text(en="Column", de="Spalte"),
    "reason": Text(en="Reason", de="Grund"),
    "bad_rows": Text(en="Rows left out", de="Ausgelassene Zeilen"),
    "more": Text(en="More", de="Weitere"),
}
