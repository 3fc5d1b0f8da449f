"""What stands at a marketplace already, and taking it over."""

from typing import Final

from core.text import Text

ADOPTION: Final = {
    "articles": Text(en="Articles", de="Artikel"),
    "title": Text(en="Take over from {market}", de="Von {market} übernehmen"),
    "lead": Text(
        en="What stands at {market} already is found by SKU, else by EAN. First you only look; nothing that was "
        "not listed from here is changed or switched off.",
        de="Was bei {market} schon steht, wird über die SKU gefunden, sonst über die EAN. Zuerst wird nur "
        "nachgesehen; was nicht von hier gelistet wurde, wird weder geändert noch abgeschaltet.",
    ),
    "only": Text(
        en="Only these SKUs, one a line (blank: all)", de="Nur diese SKUs, eine je Zeile (leer: alle)"
    ),
    "look": Text(en="Look what is there", de="Nachsehen, was dort steht"),
    "look_again": Text(en="Look again", de="Erneut nachsehen"),
    "not_active": Text(
        en="{market} is not active; activate the app first.",
        de="{market} ist nicht aktiv; bitte zuerst die App aktivieren.",
    ),
    "running_look": Text(en="{count} articles read so far", de="bisher {count} Artikel gelesen"),
    "running_take": Text(en="{count} articles looked at so far", de="bisher {count} Artikel angesehen"),
    "by_itself": Text(
        en="This page follows it. You may leave it; the work goes on.",
        de="Diese Seite zeigt den Fortschritt. Sie können sie verlassen, die Arbeit geht weiter.",
    ),
    "failed": Text(en="It did not work", de="Das hat nicht geklappt"),
    "lost": Text(
        en="The process that worked on it has ended. Begin again; nothing happens twice.",
        de="Der Prozess, der daran arbeitete, ist beendet. Bitte neu beginnen; doppelt geschieht nichts.",
    ),
    "found": Text(en="There", de="Dort"),
    "new": Text(en="New here", de="Hier neu"),
    "drafted": Text(en="A draft is here", de="Entwurf vorhanden"),
    "by_ean": Text(en="Same EAN", de="Gleiche EAN"),
    "known": Text(en="Already here", de="Schon hier"),
    "nothing": Text(
        en="Everything that stands there is here already.", de="Alles, was dort steht, ist schon hier."
    ),
    "match_new": Text(en="new here", de="hier neu"),
    "match_drafted": Text(en="your draft stays a draft", de="Ihr Entwurf bleibt Entwurf"),
    "match_by_ean": Text(
        en="here under the SKU {sku}; that of the marketplace counts",
        de="hier unter der SKU {sku}; die des Marktplatzes zählt",
    ),
    "same": Text(en="no difference", de="kein Unterschied"),
    "here": Text(en="here", de="hier"),
    "there": Text(en="there", de="dort"),
    "empty": Text(en="empty", de="leer"),
    "pick": Text(en="Choose {sku}", de="{sku} auswählen"),
    "pick_all": Text(en="Choose all of this page", de="Alle dieser Seite auswählen"),
    "take": Text(en="Take over the chosen ones", de="Ausgewählte übernehmen"),
    "take_all": Text(en="Take over all ({count})", de="Alle übernehmen ({count})"),
    "none_chosen": Text(en="No article was chosen.", de="Es war kein Artikel ausgewählt."),
    "taken": Text(
        en="{count} articles were taken over. They are changed from here from now on.",
        de="{count} Artikel wurden übernommen. Von nun an werden sie von hier aus geändert.",
    ),
    "to_articles": Text(en="To the articles", de="Zu den Artikeln"),
    "more": Text(en="More", de="Weitere"),
    "sku": Text(en="Article", de="Artikel"),
    "fields": Text(en="Field by field", de="Feld für Feld"),
    "catalogue": Text(en="Brands and categories", de="Marken und Kategorien"),
    "reading": Text(
        en="They are being read from the marketplace: {count} pages so far.",
        de="Sie werden vom Marktplatz gelesen: bisher {count} Seiten.",
    ),
}
