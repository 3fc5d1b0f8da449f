"""Why a listing shows the quantity it shows, in one sentence."""

from core.articles import MOST
from core.display import Display
from core.text import Text


def wanted_of(display: Display) -> int:
    """The quantity that the listing is to show."""
    most = MOST if display.maximum is None else display.maximum
    return max(0, min(display.on_hand - display.reserved - display.buffer, most))


def why(display: Display) -> Text:
    """For instance: 3 = 7 on hand - 2 reserved - 2 held back; shown since 2026-03-02 12:00 UTC."""
    inputs, standing = _inputs(display), _standing(display)
    return Text(en=f"{inputs.en}; {standing.en}", de=f"{inputs.de}; {standing.de}")


def _inputs(display: Display) -> Text:
    if display.revision == 0:
        return Text(en="no article is known", de="kein Artikel bekannt")
    count = wanted_of(display)
    free = display.on_hand - display.reserved - display.buffer
    on_hand, reserved, buffer = display.on_hand, display.reserved, display.buffer
    en = f"{count} = {on_hand} on hand - {reserved} reserved - {buffer} held back"
    de = f"{count} = {on_hand} auf Lager - {reserved} reserviert - {buffer} zurückgehalten"
    if free < 0:
        en, de = f"{en}, never below 0", f"{de}, nie unter 0"
    elif free > count:
        en, de = f"{en}, at most {count} on this portal", f"{de}, höchstens {count} auf diesem Portal"
    return Text(en=en, de=de)


def _standing(display: Display) -> Text:
    if not display.ticked:
        return Text(
            en="not ticked for this portal, so nothing is sent",
            de="für dieses Portal nicht angehakt, daher wird nichts gesendet",
        )
    if display.refusal is not None:
        reason, until = display.refusal.reason, f"{display.refusal.until:%Y-%m-%d %H:%M} UTC"
        return Text(
            en=f"{display.refusal.pieces} was refused ({reason.en}); tried again from {until} on, or once it"
            " changes",
            de=f"{display.refusal.pieces} wurde abgelehnt ({reason.de}); neuer Versuch ab {until} oder bei"
            " Änderung",
        )
    if display.doubts:
        pieces = ", ".join(sorted({str(doubt.pieces) for doubt in display.doubts}))
        return Text(
            en=f"the answer to a call is open, so it may show {pieces}; it is sent again",
            de=f"die Antwort auf einen Aufruf fehlt, es kann {pieces} zeigen; es wird erneut gesendet",
        )
    if display.acknowledged is None:
        return Text(en="not sent yet", de="noch nicht gesendet")
    if display.acknowledged != wanted_of(display):
        return Text(
            en=f"shows {display.acknowledged} until the next pass",
            de=f"zeigt {display.acknowledged} bis zum nächsten Durchlauf",
        )
    since = "" if display.acknowledged_at is None else f"{display.acknowledged_at:%Y-%m-%d %H:%M:%S} UTC"
    return Text(en=f"acknowledged at {since}", de=f"bestätigt am {since}")
