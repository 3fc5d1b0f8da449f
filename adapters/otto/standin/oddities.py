"""Oddities of the interface that a client has to live with; each can be switched on and off at any time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from adapters.otto.standin.timestamps import TimeForm

VariationForm = Literal["path", "sku", "url"]
NotProcessable = Literal["permission", "conflict", "accepted"]


@dataclass(slots=True)
class Oddities:
    """
    repeat_next_link     a page reached by a cursor links to itself
    duplicates           a page begins with the last order of the page before
    absolute_links       links carry the host
    empty_last_page      a full last page links to an empty one
    time_form            how moments are written
    from_date_exclusive  fromDate leaves out orders changed at exactly that moment
    hide_cancelled       an order that is cancelled as a whole shows no addresses
    lag                  a change shows only this much later, with the time at which it was made

    quantity_as_text     quantities in lists and in 207 are texts, as in the official examples
    sale_lowers_quantity a sale lowers the shown quantity by itself; nobody states whether it does
    bare_tasks           a task that is not done says its state, pingAfter and own link only
    early_polls_429      a task that is asked about before its pingAfter answers 429
    results_late         the lists of a done task answer 404 for this long
    variation_form       how a result names its variation: "/v5/products/<sku>", the sku, or with the host

    not_processable         what a shipment with a position gets that is neither PROCESSABLE nor sent; nobody
                            states it: 400 INSUFFICIENT_PERMISSION, a 409 with a title of its own, or 201
                            while the position stays as it is
    reused_return_numbers   what a return number gets that another shipment has used within 42 days
    forwarder_needs_number  a forwarder's shipment needs a tracking number, as the document says; its own
                            examples have none
    cancellations_fizzle    an accepted cancellation by the partner never takes effect
    failed_returns_422      verdicts of which none can be taken get 422 in place of 207
    receipt_delay           a receipt shows only this much after its creation date
    refunds_delivery_fee    once everything came back, a receipt of its own refunds delivery costs
    no_receipts_404         a list without receipts is a 404, as the document allows
    downstream_fails        price reductions answer 424
    """

    repeat_next_link: bool = False
    duplicates: bool = False
    absolute_links: bool = False
    empty_last_page: bool = False
    time_form: TimeForm = "+0000"
    from_date_exclusive: bool = False
    hide_cancelled: bool = False
    lag: timedelta = timedelta()
    quantity_as_text: bool = True
    sale_lowers_quantity: bool = False
    bare_tasks: bool = True
    early_polls_429: bool = False
    results_late: timedelta = timedelta()
    variation_form: VariationForm = "path"
    not_processable: NotProcessable = "permission"
    reused_return_numbers: Literal["refused", "accepted"] = "refused"
    forwarder_needs_number: bool = False
    cancellations_fizzle: bool = False
    failed_returns_422: bool = False
    receipt_delay: timedelta = timedelta()
    refunds_delivery_fee: bool = False
    no_receipts_404: bool = False
    downstream_fails: bool = False
