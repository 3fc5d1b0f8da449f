"""Orders."""

from typing import Final

from core.orders import PositionState
from core.text import Text

ORDERS: Final = {
    "title": Text(en="Orders", de="Aufträge"),
    "which": Text(en="Which orders", de="Welche Aufträge"),
    "search": Text(en="Number, SKU, name or tracking number", de="Nummer, SKU, Name oder Sendungsnummer"),
    "all": Text(en="All", de="Alle"),
    "announced": Text(en="Announced", de="Angekündigt"),
    "processable": Text(en="To be sent", de="Zu versenden"),
    "sent": Text(en="Sent", de="Versendet"),
    "returned": Text(en="Returned", de="Retourniert"),
    "cancelled": Text(en="Cancelled", de="Storniert"),
    "aside": Text(en="Set aside", de="Zurückgestellt"),
    "order": Text(en="Order", de="Auftrag"),
    "ordered": Text(en="Ordered", de="Bestellt"),
    "buyer": Text(en="Buyer", de="Käufer"),
    "pieces": Text(en="Articles", de="Artikel"),
    "value": Text(en="Value", de="Wert"),
    "state": Text(en="State", de="Status"),
    "no_address": Text(en="no address yet", de="noch keine Adresse"),
    "none": Text(en="No orders yet.", de="Noch keine Aufträge."),
    "none_found": Text(en="No order fits.", de="Kein Auftrag passt."),
    "no_app": Text(
        en="Orders come in once a marketplace is active.",
        de="Aufträge kommen herein, sobald ein Marktplatz aktiv ist.",
    ),
    "to_apps": Text(en="To the apps", de="Zu den Apps"),
    "none_aside": Text(en="Every order could be read.", de="Jeder Auftrag konnte gelesen werden."),
    "aside_lead": Text(
        en="These orders came in but could not be taken over. They are kept with all that was sent, and read "
        "again in every pass.",
        de="Diese Aufträge kamen herein, konnten aber nicht übernommen werden. Sie sind mit allem Gesendeten verwahrt und "
        "werden bei jedem Lauf erneut gelesen.",
    ),
    "without_number": Text(en="without a number", de="ohne Nummer"),
    "changed": Text(en="Changed", de="Geändert"),
    "reason": Text(en="Reason", de="Grund"),
    "earlier_version": Text(en="the last readable version", de="die letzte lesbare Fassung"),
    "marketplace": Text(en="Marketplace", de="Marktplatz"),
    "clear_search": Text(en="Clear the search", de="Suche aufheben"),
    "new": Text(en="There are new or changed orders.", de="Es gibt neue oder geänderte Aufträge."),
}

ORDER: Final = {
    "order": Text(en="Order {number}", de="Auftrag {number}"),
    "orders": Text(en="Orders", de="Aufträge"),
    "positions": Text(en="Positions", de="Positionen"),
    "piece_states": Text(en="{count} of them", de="davon {count}"),
    "sku": Text(en="SKU", de="SKU"),
    "ean": Text(en="EAN", de="EAN"),
    "quantity": Text(en="Quantity", de="Menge"),
    "price": Text(en="Unit price", de="Einzelpreis"),
    "sum": Text(en="Sum", de="Summe"),
    "discount": Text(
        en="of it paid by you as a discount: {amount}", de="davon von Ihnen getragener Rabatt: {amount}"
    ),
    "vat": Text(en="with {rate} % VAT", de="mit {rate} % MwSt."),
    "fees": Text(en="Delivery fees", de="Versandkosten"),
    "discounts": Text(en="Discounts", de="Rabatte"),
    "total": Text(en="Value of the positions", de="Wert der Positionen"),
    "delivery_address": Text(en="Delivery address", de="Lieferadresse"),
    "invoice_address": Text(en="Invoice address", de="Rechnungsadresse"),
    "same_address": Text(en="the same", de="dieselbe"),
    "no_address": Text(
        en="The marketplace gives the address once the payment is settled.",
        de="Der Marktplatz nennt die Adresse, sobald die Zahlung geklärt ist.",
    ),
    "about": Text(en="About the order", de="Zum Auftrag"),
    "ordered_at": Text(en="Ordered", de="Bestellt"),
    "changed_at": Text(en="Last changed at the marketplace", de="Zuletzt geändert beim Marktplatz"),
    "first_seen": Text(en="Came in here", de="Hier eingegangen"),
    "paid": Text(en="Paid", de="Bezahlt"),
    "paid_yes": Text(en="yes, says the marketplace", de="ja, sagt der Marktplatz"),
    "paid_no": Text(en="not yet, says the marketplace", de="noch nicht, sagt der Marktplatz"),
    "paid_rule": Text(
        en="by your own rule for the portal account", de="nach Ihrer eigenen Regel für den Portal-Account"
    ),
    "payment_method": Text(en="Kind of payment", de="Zahlungsart"),
    "portal_account": Text(en="Portal account", de="Portal-Account"),
    "sales_order_id": Text(en="Key at the marketplace", de="Kennung beim Marktplatz"),
    "fraud": Text(
        en="The marketplace suspects fraud. Wait before you send anything.",
        de="Der Marktplatz vermutet Betrug. Bitte vor dem Versand abwarten.",
    ),
    "problem": Text(
        en="The latest version of this order could not be read; below is the one before.",
        de="Die jüngste Fassung dieses Auftrags war nicht lesbar; unten steht die davor.",
    ),
    "history": Text(en="What happened", de="Was geschehen ist"),
    "h_ordered": Text(en="The buyer ordered.", de="Der Käufer hat bestellt."),
    "h_came_in": Text(en="The order came in here.", de="Der Auftrag kam hier an."),
    "h_processable": Text(en="{pieces} became ready for dispatch.", de="{pieces} wurde versandbereit."),
    "h_sent": Text(
        en="{pieces} was sent with {carrier}, {number}.",
        de="{pieces} wurde mit {carrier} versendet, {number}.",
    ),
    "h_sent_plain": Text(en="{pieces} was sent.", de="{pieces} wurde versendet."),
    "h_returned": Text(en="{pieces} came back.", de="{pieces} kam zurück."),
    "h_cancelled_by_partner": Text(
        en="{pieces} was cancelled by you{why}.", de="{pieces} wurde von Ihnen storniert{why}."
    ),
    "h_cancelled_by_marketplace": Text(
        en="{pieces} was cancelled by the buyer or the marketplace{why}.",
        de="{pieces} wurde vom Käufer oder Marktplatz storniert{why}.",
    ),
    "return_accepted": Text(
        en="The marketplace accepted the return itself.",
        de="Die Retoure hat der Marktplatz selbst angenommen.",
    ),
    "weee": Text(
        en="The buyer wants the old appliance picked up.",
        de="Der Käufer möchte sein Altgerät abholen lassen.",
    ),
}

#: Colour and word of each state.
#: Colour, word and drawing of a state.
STATES: Final = {
    PositionState.ANNOUNCED: ("calm", Text(en="announced", de="angekündigt"), "clock"),
    PositionState.PROCESSABLE: ("warn", Text(en="to be sent", de="zu versenden"), "parcel"),
    PositionState.SENT: ("good", Text(en="sent", de="versendet"), "dispatch"),
    PositionState.RETURNED: ("off", Text(en="returned", de="retourniert"), "returns"),
    PositionState.CANCELLED_BY_PARTNER: (
        "off",
        Text(en="cancelled by you", de="von Ihnen storniert"),
        "cross",
    ),
    PositionState.CANCELLED_BY_MARKETPLACE: ("off", Text(en="cancelled", de="storniert"), "cross"),
    PositionState.UNKNOWN: ("bad", Text(en="unknown state", de="unbekannter Status"), "alert"),
}
