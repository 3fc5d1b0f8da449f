"""The seller's switch of a listing: what he wants, what was sent, what was read. The marketplace's verdict is
something else."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from core.orders import Sku
from core.text import Text

DAY: Final = timedelta(days=1)
#: The share of an account's articles that may go off at once without being asked for, in percent.
ASK_ABOVE: Final = 20
#: So few are never asked about.
ALWAYS_FINE: Final = 5


@dataclass(frozen=True, slots=True)
class Switch:
    """
    wanted      what the seller said last; None: he never did
    on          how it stood when last read or confirmed; None: never
    sent        what the call under way says; None: none is
    task        the marketplace's, while it works on it; not to be asked about before `look_after`
    refused     why the marketplace did not switch it
    due         whether a call is to go out
    """

    sku: Sku
    wanted: bool | None = None
    on: bool | None = None
    read_at: datetime | None = None
    sent: bool | None = None
    task: str | None = None
    look_after: datetime | None = None
    refused: Text | None = None
    due: bool = False


def wished(switch: Switch, on: bool) -> Switch:
    """The seller says so, once more perhaps; it goes out even where it is believed to stand so."""
    return replace(switch, wanted=on, due=True, refused=None)


def handed_over(switch: Switch, on: bool, task: str, look_after: datetime) -> Switch:
    """The marketplace took the call and works on it. The seller may have said something else meanwhile."""
    return replace(switch, sent=on, task=task, look_after=look_after, due=switch.wanted is not on)


def postponed(switch: Switch, look_after: datetime) -> Switch:
    return replace(switch, look_after=look_after)


def confirmed(switch: Switch, now: datetime) -> Switch:
    """The task went well."""
    return replace(_over(switch), on=switch.sent, read_at=now, refused=None)


def turned_down(switch: Switch, reason: Text) -> Switch:
    return replace(_over(switch), refused=reason)


def unheard(switch: Switch) -> Switch:
    """What became of the task can no longer be learnt: send it again."""
    return replace(_over(switch), due=True)


def _over(switch: Switch) -> Switch:
    return replace(switch, sent=None, task=None, look_after=None)


def seen(switch: Switch, on: bool, now: datetime) -> Switch:
    """It was read. What somebody switched by hand stays as he switched it, and is shown."""
    return replace(switch, on=on, read_at=now)


def left_today(calls: int | None, made: int) -> int | None:
    """Calls that may still go out; None: as many as one likes."""
    return None if calls is None else max(0, calls - made)


def must_ask(going_off: int, all_of_them: int) -> bool:
    """Whether so many of an account's articles going off at once is to be asked about first."""
    return going_off > ALWAYS_FINE and going_off * 100 > all_of_them * ASK_ABOVE
