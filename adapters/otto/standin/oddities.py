"""Oddities of the interface that a client has to live with; each can be switched on and off at any time."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.otto.standin.timestamps import TimeForm


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
    """

    repeat_next_link: bool = False
    duplicates: bool = False
    absolute_links: bool = False
    empty_last_page: bool = False
    time_form: TimeForm = "+0000"
    from_date_exclusive: bool = False
    hide_cancelled: bool = False
    lag: timedelta = timedelta()
