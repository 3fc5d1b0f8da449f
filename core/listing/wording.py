"""Parts of the sentences that explain a listing."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from core.errors import Complaint
from core.listing.facts import Facts
from core.listing.finding import Finding
from core.listing.values import Listing
from core.listing.verdict import Advice
from core.text import Text

Advise = Callable[[Complaint], Advice]


def told(complaints: Sequence[Complaint], facts: Facts, advise: Advise) -> tuple[Text, Text]:
    """The first complaint as reason and repair, with the picture it is about where it names one."""
    advice = advise(complaints[0])
    number = _picture(complaints[0], facts.listing)
    reason = advice.reason if number is None else _about_picture(advice, number)
    return with_more(reason, len(complaints) - 1), advice.repair


def _about_picture(advice: Advice, number: int) -> Text:
    reason, picture = advice.reason, advice.picture
    if picture is None:
        return Text(en=f"picture {number}: {reason.en}", de=f"Bild {number}: {reason.de}")
    return Text(*(text.replace("{number}", str(number)) for text in (picture.en, picture.de)))


def unready(blocking: Sequence[Finding]) -> tuple[Text, Text]:
    """The first finding as reason and repair."""
    first = blocking[0]
    reason = Text(en=f"{first.field}: {first.reason.en}", de=f"{first.field}: {first.reason.de}")
    repair = Text(en=f"{first.field}: {first.repair.en}", de=f"{first.field}: {first.repair.de}")
    return with_more(reason, len(blocking) - 1), repair


def with_more(reason: Text, more: int) -> Text:
    if not more:
        return reason
    return Text(en=f"{reason.en} (and {more} more)", de=f"{reason.de} (und {more} weitere)")


def _picture(complaint: Complaint, listing: Listing | None) -> int | None:
    text = f"{complaint.text} {complaint.field or ''}"
    media = () if listing is None else listing.media
    return next((at for at, medium in enumerate(media, start=1) if medium.url and medium.url in text), None)


def since(moment: datetime | None, now: datetime) -> Text:
    """How long ago, in the unit that fits."""
    if moment is None:
        return Text(en="time unknown", de="Zeitpunkt unbekannt")
    minutes = int(max(now - moment, timedelta(0)).total_seconds() // 60)
    if minutes >= 72 * 60:
        return Text(en=f"for {minutes // 1440} days", de=f"seit {minutes // 1440} Tagen")
    if minutes >= 60:
        return Text(en=f"for {minutes // 60} h", de=f"seit {minutes // 60} h")
    return Text(en=f"for {minutes} min", de=f"seit {minutes} min")
