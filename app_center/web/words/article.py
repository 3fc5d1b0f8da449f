"""One article, its stock and its quantities (PüMa)."""

from typing import Final

from core.display import Outcome
from core.text import Text

ARTICLE: Final = {
    "articles": Text(en="Articles", de="Artikel"),
    "ean": Text(en="EAN", de="EAN"),
    "stock": Text(en="Stock", de="Bestand"),
    "no_article": Text(
        en="Stock knows nothing of this SKU yet. Enter how many are there, and quantities follow it.",
        de="Zu dieser SKU ist noch kein Bestand erfasst. Tragen Sie ihn ein, dann folgen ihm die Mengen.",
    ),
    "on_hand": Text(en="On hand", de="Auf Lager"),
    "on_hand_help": Text(
        en="Pieces in the warehouse, promised ones included.", de="Stück im Lager, zugesagte eingeschlossen."
    ),
    "buffer": Text(en="Held back (Reserv.2)", de="Zurückgehalten (Reserv.2)"),
    "buffer_help": Text(en="Pieces that no portal offers.", de="Stück, die kein Portal anbietet."),
    "reserved": Text(en="Reserved", de="Reserviert"),
    "free": Text(en="Free", de="Frei"),
    "counted": Text(en="Last counted", de="Zuletzt gezählt"),
    "portals": Text(en="Portals", de="Portale"),
    "ticked": Text(en="carry the quantity along", de="Menge mitführen"),
    "maximum": Text(en="Maximum", de="Maximalmenge"),
    "no_maximum": Text(en="none", de="keine"),
    "save": Text(en="OK", de="OK"),
    "save_align": Text(en="OK + PüMa", de="OK + PüMa"),
    "align_help": Text(
        en="“OK + PüMa” saves and brings the quantities on all portals in line at once.",
        de="„OK + PüMa“ speichert und gleicht sofort die Mengen auf allen Portalen ab.",
    ),
    "saved": Text(en="Saved.", de="Gespeichert."),
    "no_pieces": Text(
        en="Please a whole number of pieces, 0 or more.", de="Bitte eine ganze Stückzahl ab 0 eintragen."
    ),
    "quantity_on": Text(en="Quantity on {portal}", de="Menge bei {portal}"),
    "why_is": Text(en="Why is the quantity {count}?", de="Warum ist die Menge {count}?"),
    "wanted": Text(en="Wanted", de="Gewünscht"),
    "shown_there": Text(en="Shown", de="Gezeigt"),
    "sent": Text(en="Last sent", de="Zuletzt gesendet"),
    "acknowledged": Text(en="Acknowledged", de="Bestätigt"),
    "never": Text(en="never", de="noch nie"),
    "under_way": Text(en="being brought in line", de="wird abgeglichen"),
    "refused": Text(en="refused", de="abgelehnt"),
    "in_line": Text(en="in line", de="abgeglichen"),
    "not_ticked": Text(en="not carried along", de="nicht mitgeführt"),
    "exposed": Text(
        en="A sale since {moment} is not answered there yet: until then it may be oversold.",
        de="Ein Verkauf seit {moment} ist dort noch nicht angekommen: Bis dahin ist ein Überverkauf möglich.",
    ),
    "chart": Text(en="Quantities over time", de="Mengen im Verlauf"),
    "chart_about": Text(
        en="Stepped lines: pieces that are free, and what {portal} shows. Bands: exposed to overselling. The "
        "table below has every figure.",
        de="Treppenlinien: freie Stück und was {portal} zeigt. Streifen: Überverkauf möglich. Die Tabelle "
        "darunter nennt jede Zahl.",
    ),
    "line_free": Text(en="free", de="frei"),
    "line_shown": Text(en="shown", de="gezeigt"),
    "band": Text(en="exposed to overselling", de="Überverkauf möglich"),
    "ledger": Text(en="Every quantity sent ({count})", de="Jede gesendete Menge ({count})"),
    "ledger_newest": Text(en="the newest {count}", de="die neuesten {count}"),
    "at": Text(en="Sent", de="Gesendet"),
    "pieces": Text(en="Quantity", de="Menge"),
    "inputs": Text(en="From", de="Aus"),
    "inputs_are": Text(
        en="“From” is: on hand − reserved − held back.",
        de="„Aus“ heißt: auf Lager − reserviert − zurückgehalten.",
    ),
    "outcome": Text(en="Outcome", de="Ausgang"),
    "exposure": Text(en="Window", de="Fenster"),
    "seconds": Text(en="{count} s", de="{count} s"),
    "reserved_by": Text(en="Reserved by", de="Reserviert durch"),
    "pieces_since": Text(en="{count} since {moment}", de="{count} seit {moment}"),
    "nobody": Text(en="No order holds a piece.", de="Kein Auftrag hält ein Stück."),
    "listing_on": Text(en="Listing on {portal}", de="Angebot bei {portal}"),
    "not_listed": Text(en="not listed", de="nicht gelistet"),
    "to_mask": Text(en="Open the mask", de="Maske öffnen"),
    "list_it": Text(en="List it", de="Listen"),
    "shop": Text(en="See it in the shop", de="Im Shop ansehen"),
}

OUTCOMES: Final = {
    Outcome.UNKNOWN: ("warn", Text(en="answer open", de="Antwort offen")),
    Outcome.ACKNOWLEDGED: ("good", Text(en="acknowledged", de="bestätigt")),
    Outcome.REFUSED: ("bad", Text(en="refused", de="abgelehnt")),
    Outcome.NEVER_ARRIVED: ("off", Text(en="never arrived", de="nie angekommen")),
}

EXPOSURE: Final = {
    "title": Text(en="Quantity alignment (PüMa)", de="Mengenabgleich (PüMa)"),
    "articles": Text(en="Articles", de="Artikel"),
    "lead": Text(
        en="Every sale lowers the quantity on all other portals. How long that took:",
        de="Jeder Verkauf senkt die Menge auf allen anderen Portalen. So lange dauerte das:",
    ),
    "days": Text(en="last 30 days", de="letzte 30 Tage"),
    "falls": Text(en="{count} falls", de="{count} Senkungen"),
    "half": Text(en="half within", de="die Hälfte binnen"),
    "most": Text(en="99 of 100 within", de="99 von 100 binnen"),
    "longest": Text(en="longest", de="am längsten"),
    "seconds": Text(en="{count} s", de="{count} s"),
    "none": Text(
        en="Nothing was sold and lowered in this time.",
        de="In dieser Zeit wurde nichts verkauft und gesenkt.",
    ),
    "by_day": Text(en="Longest exposure of each day", de="Längstes Überverkaufsfenster je Tag"),
    "day": Text(en="Day", de="Tag"),
    "count": Text(en="Falls", de="Senkungen"),
    "median": Text(en="Half within", de="Hälfte binnen"),
    "scale": Text(
        en="Each bar is a day; its height is the longest time from sale to acknowledged fall, logarithmic.",
        de="Jeder Balken ist ein Tag; seine Höhe ist die längste Zeit vom Verkauf bis zur bestätigten Senkung, "
        "logarithmisch.",
    ),
}
