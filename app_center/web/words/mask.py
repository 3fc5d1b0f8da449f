"""The lister's mask."""

from typing import Final

from core.text import Text

MASK: Final = {
    "articles": Text(en="Articles", de="Artikel"),
    "new": Text(en="New listing", de="Neues Angebot"),
    "title": Text(en="{market} mask", de="{market}-Maske"),
    "areas": Text(en="Areas of the mask", de="Bereiche der Maske"),
    "main": Text(en="Main data", de="Stammdaten"),
    "variants": Text(en="Variants", de="Varianten"),
    "offer": Text(en="Offer", de="Angebotsdaten"),
    "product": Text(en="Product data", de="Produktdaten"),
    "attributes": Text(en="Attributes of the category", de="Attribute der Kategorie"),
    "pictures": Text(en="Pictures", de="Bilder"),
    "safety": Text(en="Product safety (GPSR)", de="Produktsicherheit (GPSR)"),
    "limits": Text(en="Order limits", de="Bestellgrenzen"),
    "delivery": Text(en="Delivery", de="Versand"),
    "stars": Text(
        en="* is required. Saving stores a draft and sends nothing; listing sends it.",
        de="* ist Pflicht. Speichern legt einen Entwurf ab und sendet nichts; Listen überträgt ihn.",
    ),
    "permanent_note": Text(
        en="SKU, EAN and main article can never be changed after the first listing.",
        de="SKU, EAN und Hauptartikel sind nach dem ersten Listen nie mehr änderbar.",
    ),
    "permanent": Text(en="permanent", de="unveränderlich"),
    "saved": Text(en="Saved as a draft.", de="Als Entwurf gespeichert."),
    "listed": Text(
        en="It is being listed. What the marketplace says of it is shown here and in the table.",
        de="Es wird gelistet. Was der Marktplatz dazu sagt, steht hier und in der Tabelle.",
    ),
    "no_sku": Text(en="Please enter a SKU first.", de="Bitte zuerst eine SKU eintragen."),
    "sku_taken": Text(
        en="Nothing was saved: there is a listing with this SKU already. Open it, or take another SKU.",
        de="Nichts wurde gespeichert: Ein Angebot mit dieser SKU gibt es schon. Bitte öffnen oder eine andere SKU nehmen.",
    ),
    "overtaken": Text(
        en="Nothing was saved: somebody changed this draft meanwhile. Below is what you typed; saving again takes it.",
        de="Nichts wurde gespeichert: Jemand hat diesen Entwurf inzwischen geändert. Unten steht, was Sie getippt haben; "
        "erneutes Speichern übernimmt es.",
    ),
    "unreadable": Text(
        en="Nothing was saved: some fields hold what cannot be read. They are marked below.",
        de="Nichts wurde gespeichert: Einige Felder sind nicht lesbar. Sie sind unten markiert.",
    ),
    "not_ready": Text(
        en="It is not ready to be listed; what is missing is marked below.",
        de="Zum Listen fehlt noch etwas; es ist unten markiert.",
    ),
    "ask": Text(
        en="This is the first listing. After it these can never be changed, and the article can only be switched "
        "off, not deleted:",
        de="Das ist das erste Listen. Danach sind diese Angaben nie mehr änderbar, und der Artikel lässt sich nur "
        "abschalten, nicht löschen:",
    ),
    "sure": Text(en="All of it is right: list", de="Alles stimmt: listen"),
    "check": Text(en="Check", de="Prüfen"),
    "save": Text(en="Save", de="Speichern"),
    "list": Text(en="Save and list", de="Speichern und listen"),
    "ready": Text(en="Ready to be listed.", de="Bereit zum Listen."),
    "missing": Text(en="{count} to be mended before listing", de="{count} vor dem Listen zu beheben"),
    "hints": Text(en="Hints", de="Hinweise"),
    "status": Text(en="Where it stands", de="Wo es steht"),
    "not_listed": Text(en="not saved yet", de="noch nicht gespeichert"),
    "edited": Text(
        en="The draft has changes that are not listed:", de="Der Entwurf hat nicht gelistete Änderungen:"
    ),
    "find_category": Text(en="Search for a category", de="Kategorie suchen"),
    "find_brand": Text(en="Search for a brand", de="Marke suchen"),
    "find": Text(en="Search", de="Suchen"),
    "category_help": Text(
        en="The exact name at the marketplace; its attributes appear below.",
        de="Der genaue Name beim Marktplatz; seine Attribute erscheinen unten.",
    ),
    "brand_help": Text(en="The id of the brand.", de="Die Kennung der Marke."),
    "take": Text(en="take", de="nehmen"),
    "not_usable": Text(en="not open to this account", de="für diesen Account nicht freigegeben"),
    "none_found": Text(en="Nothing has this name.", de="Nichts heißt so."),
    "show_attributes": Text(en="Show its attributes", de="Attribute zeigen"),
    "no_category": Text(
        en="Choose a category first: then its attributes are here.",
        de="Zuerst eine Kategorie wählen: Dann stehen hier ihre Attribute.",
    ),
    "unknown_category": Text(
        en="The marketplace has no category of this name.",
        de="Eine Kategorie dieses Namens kennt der Marktplatz nicht.",
    ),
    "no_catalogue": Text(
        en="Brands and categories of the marketplace were not read yet.",
        de="Marken und Kategorien des Marktplatzes wurden noch nicht eingelesen.",
    ),
    "read_catalogue": Text(en="Read them now", de="Jetzt einlesen"),
    "further_attributes": Text(en="Further attributes ({count})", de="Weitere Attribute ({count})"),
    "stray": Text(en="Not in this category", de="Nicht in dieser Kategorie"),
    "own": Text(en="Own attributes", de="Eigene Attribute"),
    "own_name": Text(en="Name", de="Name"),
    "own_values": Text(en="Values, one a line", de="Werte, einer je Zeile"),
    "a_line_each": Text(en="one value a line", de="ein Wert je Zeile"),
    "nothing": Text(en="–", de="–"),
    "yes": Text(en="yes", de="ja"),
    "no": Text(en="no", de="nein"),
    "full": Text(en="19 % (full)", de="19 % (voll)"),
    "reduced": Text(en="7 % (reduced)", de="7 % (ermäßigt)"),
    "free": Text(en="0 % (free)", de="0 % (frei)"),
    "kind": Text(en="Kind", de="Art"),
    "url": Text(en="Public address (https)", de="Öffentliche Adresse (https)"),
    "preview": Text(en="Preview of picture {number}", de="Vorschau von Bild {number}"),
    "pictures_lead": Text(
        en="The first picture is the main one. A blank line takes a further one.",
        de="Das erste Bild ist das Hauptbild. Eine leere Zeile nimmt ein weiteres auf.",
    ),
    "safety_lead": Text(
        en="Who answers for the product in the EU; a further one appears once this one is saved.",
        de="Wer in der EU für das Produkt einsteht; ein weiterer erscheint, sobald dieser gespeichert ist.",
    ),
    "contact": Text(en="Contact {number}", de="Kontakt {number}"),
    "packing_lead": Text(en="Grams and millimetres.", de="Gramm und Millimeter."),
    "weight": Text(en="Weight g", de="Gewicht g"),
    "width": Text(en="Width mm", de="Breite mm"),
    "height": Text(en="Height mm", de="Höhe mm"),
    "length": Text(en="Length mm", de="Länge mm"),
    "packing_unit": Text(en="Packing unit {number}", de="Packeinheit {number}"),
    "variants_lead": Text(
        en="All variants of a main article have the same reference.",
        de="Alle Varianten eines Hauptartikels haben dieselbe Referenz.",
    ),
    "no_variants": Text(en="No other variant yet.", de="Noch keine andere Variante."),
    "variant_sku": Text(en="SKU of a further variant", de="SKU einer weiteren Variante"),
    "add_variant": Text(en="Add a variant", de="Variante anlegen"),
    "no_profiles": Text(
        en="No delivery profile was read yet.", de="Noch wurde kein Versandprofil eingelesen."
    ),
    "to_profiles": Text(en="Delivery profiles", de="Versandprofile"),
    "only_staff": Text(
        en="You may look at this listing, but not change it.",
        de="Sie dürfen dieses Angebot ansehen, aber nicht ändern.",
    ),
    "to_article": Text(en="Stock and quantities", de="Bestand und Mengen"),
    "here": Text(en="draft", de="Entwurf"),
    "there": Text(en="listed", de="gelistet"),
    "column": Text(en="Field", de="Feld"),
}
