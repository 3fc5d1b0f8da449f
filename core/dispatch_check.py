"""What stands against a dispatch notice before it is sent: one reason and one repair per finding.

What holds a notice: what the marketplace is known to refuse, and what would leave a return without an owner.
What only warns: numbers in a form that nobody knows, odd dates, states that this version does not know.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Final

from core.dispatch import (
    BEGUN,
    CarrierCode,
    DeclaredCarrier,
    Notice,
    NoticeKind,
    NoticeState,
    Origin,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.findings import Finding
from core.orders import PositionState
from core.parcel_numbers import Form, form_of, looks_like
from core.text import Text

_A_DAY: Final = timedelta(days=1)
_LONG_AGO: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class View:
    """All that a check looks at.

    origin      the sender address; None where it is not set
    carriers    as the marketplace declares them
    positions   the state of each position that is known here
    others      the other notices of the same app that share a position or a tracking key
    taken       the return numbers of this notice that another parcel has within the guard, and until when
    going       the positions that the seller is having cancelled
    why_none    why no return number can be made, and what helps
    to_come     a missing return number is made by itself once nothing else holds the notice
    """

    origin: Origin | None
    carriers: Mapping[CarrierCode, DeclaredCarrier]
    positions: Mapping[PositionRef, PositionState]
    others: Sequence[Notice] = ()
    taken: Mapping[ReturnKey, datetime] | None = None
    going: frozenset[PositionRef] = frozenset()
    why_none: tuple[Text, Text] | None = None
    to_come: bool = False


def lacking(notice: Notice, carriers: Mapping[CarrierCode, DeclaredCarrier]) -> list[int]:
    """Which of its parcels, counted from 0, need a return number and have none."""
    return [at for at, parcel in enumerate(notice.parcels) if _lacks(parcel, carriers)]


def _lacks(parcel: Parcel, carriers: Mapping[CarrierCode, DeclaredCarrier]) -> bool:
    carrier = carriers.get(parcel.tracking.carrier)
    return parcel.return_key is None and carrier is not None and carrier.needs_return


def check(notice: Notice, view: View, now: datetime) -> tuple[Finding, ...]:
    """Every finding, those about positions first; the same notice and view, the same findings."""
    return tuple(_all(notice, view, now))


def _all(notice: Notice, view: View, now: datetime) -> Iterator[Finding]:
    yield from _positions(notice, view)
    if view.origin is None:
        yield _holds(
            "sender_missing",
            "sender",
            Text(en="the sender address is not set", de="die Absende-Adresse fehlt"),
            Text(
                en="enter it in the settings of the marketplace app",
                de="bitte in den Einstellungen der Marktplatz-App eingeben",
            ),
        )
    for parcel in notice.parcels:
        yield from _way_out(parcel, view, now)
        yield from _way_back(parcel, notice, view)
    yield from _keys(notice, view)
    yield from _twice_within(notice)


def _positions(notice: Notice, view: View) -> Iterator[Finding]:
    for ref in notice.positions:
        rival = next(
            (other for other in view.others if _goes_first(other, notice) and ref in other.positions), None
        )
        state = view.positions.get(ref)
        name = ref.position_item_id
        if rival is not None:
            yield _holds(
                "position_elsewhere",
                "position",
                Text(
                    en=f"position {name} is in dispatch notice {rival.id} already",
                    de=f"Position {name} steht schon in Versandmeldung {rival.id}",
                ),
                Text(
                    en="withdraw one of the two; several parcels of one position belong in one notice",
                    de="bitte eine zurückziehen; mehrere Pakete einer Position gehören in eine Meldung",
                ),
            )
        elif state is None:
            yield _holds(
                "position_unknown",
                "position",
                Text(en=f"position {name} is not known here", de=f"Position {name} ist hier nicht bekannt"),
                Text(
                    en="bring the orders in, or correct the id; the notice goes out once the order is here",
                    de="bitte Aufträge einlesen oder die Kennung berichtigen; ist der Auftrag da, geht die "
                    "Meldung "
                    "hinaus",
                ),
            )
        elif state is PositionState.UNKNOWN:
            yield _warns(
                "position_state_unknown",
                "position",
                Text(
                    en=f"position {name} is in a state that this version does not know",
                    de=f"Position {name} ist in einem Zustand, den diese Version nicht kennt",
                ),
            )
        elif state is not PositionState.PROCESSABLE:
            yield _not_processable(ref, state)
        elif ref in view.going:
            yield _holds(
                "position_being_cancelled",
                "position",
                Text(en=f"position {name} is being cancelled", de=f"Position {name} wird storniert"),
                Text(
                    en="keep the parcel back until the order says what came of it; if it is cancelled, "
                    "withdraw the notice, else it goes out by itself",
                    de="bitte das Paket zurückhalten, bis der Auftrag sagt, was daraus wurde; ist sie "
                    "storniert, die Meldung zurückziehen, sonst geht sie von selbst hinaus",
                ),
            )


def _not_processable(ref: PositionRef, state: PositionState) -> Finding:
    name = ref.position_item_id
    if state is PositionState.ANNOUNCED:
        return _holds(
            "position_announced",
            "position",
            Text(
                en=f"position {name} is only announced and may not be sent yet",
                de=f"Position {name} ist erst angekündigt und darf noch nicht versendet werden",
            ),
            Text(
                en="wait until it is paid; the notice then goes out by itself",
                de="bitte die Zahlung abwarten; die Meldung geht dann von selbst hinaus",
            ),
        )
    words = {
        PositionState.SENT: Text(en="has been sent already", de="ist schon versendet"),
        PositionState.RETURNED: Text(en="has come back already", de="ist schon zurückgekommen"),
    }
    said = words.get(state, Text(en="is cancelled", de="ist storniert"))
    return _holds(
        "position_not_processable",
        "position",
        Text(en=f"position {name} {said.en}", de=f"Position {name} {said.de}"),
        Text(
            en="withdraw the notice, or leave this position out",
            de="bitte die Meldung zurückziehen oder diese Position weglassen",
        ),
    )


def _way_out(parcel: Parcel, view: View, now: datetime) -> Iterator[Finding]:
    key = parcel.tracking
    carrier = view.carriers.get(key.carrier)
    if carrier is None or not carrier.way_out:
        yield _carrier_unknown(key.carrier, "carrier", view, lambda declared: declared.way_out)
    elif key.number is None and not carrier.may_omit_number:
        yield _holds(
            "tracking_missing",
            "tracking",
            Text(
                en=f"{key.carrier} needs a tracking number", de=f"{key.carrier} braucht eine Sendungsnummer"
            ),
            Text(en="enter the number of the parcel", de="bitte die Nummer des Pakets eingeben"),
        )
    elif (
        key.number is not None and carrier.needs_return and form_of(key.carrier, key.number) is not Form.FITS
    ):
        yield _warns(
            "tracking_form",
            "tracking",
            Text(
                en=f"the tracking number {key.number} has no form that is known of {key.carrier}",
                de=f"die Sendungsnummer {key.number} hat keine von {key.carrier} bekannte Form",
            ),
        )
    if parcel.shipped_at > now + _A_DAY or parcel.shipped_at < now - _LONG_AGO:
        yield _warns(
            "ship_date",
            "ship_date",
            Text(
                en=f"the ship date {parcel.shipped_at.date()} is far from today",
                de=f"das Versanddatum {parcel.shipped_at.date()} liegt weit von heute entfernt",
            ),
        )


def _way_back(parcel: Parcel, notice: Notice, view: View) -> Iterator[Finding]:
    key = parcel.return_key
    if key is None:
        if _lacks(parcel, view.carriers) and not view.to_come:
            text = Text(en="the return number is missing", de="die Retourennummer fehlt")
            repair = Text(en="enter it", de="bitte eingeben")
            if view.why_none is not None:
                why, repair = view.why_none
                text = Text(en=f"{text.en}: {why.en}", de=f"{text.de}: {why.de}")
            yield _holds("return_number_missing", "return_number", text, repair)
        return
    back = view.carriers.get(key.carrier)
    if back is None or not back.returns:
        yield _carrier_unknown(key.carrier, "return_carrier", view, lambda declared: declared.returns)
    until = (view.taken or {}).get(key)
    if until is not None:
        yield _holds(
            "return_number_taken",
            "return_number",
            Text(
                en=f"the return number {key.number} belongs to another parcel until {until.date()}",
                de=f"die Retourennummer {key.number} gehört bis {until.date()} zu einem anderen Paket",
            ),
            Text(en="enter another return number", de="bitte eine andere Retourennummer eingeben"),
        )
    yield from _form(key, notice)


def _form(key: ReturnKey, notice: Notice) -> Iterator[Finding]:
    form, other = form_of(key.carrier, key.number), looks_like(key.number)
    if form is Form.UNKNOWN and other not in {None, key.carrier} and not notice.confirmed:
        yield _holds(
            "return_number_other_carrier",
            "return_carrier",
            Text(
                en=f"the return number {key.number} looks like one of {other}, not of {key.carrier}",
                de=f"die Retourennummer {key.number} sieht nach {other} aus, nicht nach {key.carrier}",
            ),
            Text(
                en=f"choose {other} for the way back, or confirm that the number is printed like this",
                de=f"bitte {other} für den Rückweg wählen oder bestätigen, dass sie so gedruckt ist",
            ),
        )
    elif form is Form.WRONG_DIGIT and not notice.confirmed:
        yield _holds(
            "return_number_check_digit",
            "return_number",
            Text(
                en=f"the check digit of the return number {key.number} is wrong for {key.carrier}",
                de=f"die Prüfziffer der Retourennummer {key.number} passt nicht zu {key.carrier}",
            ),
            Text(
                en="correct the number, or confirm that it is printed like this",
                de="bitte die Nummer berichtigen oder bestätigen, dass sie so gedruckt ist",
            ),
        )
    elif form is Form.UNKNOWN:
        yield _warns(
            "return_number_form",
            "return_number",
            Text(
                en=f"the return number {key.number} has no form that is known of {key.carrier}",
                de=f"die Retourennummer {key.number} hat keine von {key.carrier} bekannte Form",
            ),
        )


def _keys(notice: Notice, view: View) -> Iterator[Finding]:
    """A tracking number belongs to one shipment; only an addition names one that is there."""
    if notice.kind is NoticeKind.ADDED:
        return
    for key in _numbered(notice):
        rival = next(
            (other for other in view.others if _goes_first(other, notice) and key in _numbered(other)), None
        )
        if rival is not None:
            yield _holds(
                "tracking_elsewhere",
                "tracking",
                Text(
                    en=f"{key} is in dispatch notice {rival.id} already",
                    de=f"{key} steht schon in Versandmeldung {rival.id}",
                ),
                Text(
                    en="add the positions to that shipment, or correct the number",
                    de="bitte die Positionen jener Sendung hinzufügen oder die Nummer berichtigen",
                ),
            )


def _twice_within(notice: Notice) -> Iterator[Finding]:
    """Each of several parcels has a tracking and a return number of its own."""
    returns = [parcel.return_key for parcel in notice.parcels if parcel.return_key is not None]
    if len(set(_numbered(notice))) < len(_numbered(notice)) or len(set(returns)) < len(returns):
        yield _holds(
            "parcels_alike",
            "tracking",
            Text(en="two parcels have the same number", de="zwei Pakete haben dieselbe Nummer"),
            Text(
                en="give each parcel a tracking number and a return number of its own",
                de="bitte jedem Paket eine eigene Sendungs- und Retourennummer geben",
            ),
        )


def _numbered(notice: Notice) -> list[TrackingKey]:
    if notice.kind is NoticeKind.ADDED:
        return []
    return [parcel.tracking for parcel in notice.parcels if parcel.tracking.number is not None]


def _goes_first(other: Notice, notice: Notice) -> bool:
    """Of two notices that exclude each other the older one goes out, unless the younger one has begun."""
    if other.state is NoticeState.WITHDRAWN or other.id == notice.id:
        return False
    return other.state in BEGUN or not notice.id or other.id < notice.id


def _carrier_unknown(
    code: CarrierCode, field: str, view: View, fits: Callable[[DeclaredCarrier], bool]
) -> Finding:
    known = [declared.code for declared in view.carriers.values() if fits(declared)]
    near = get_close_matches(code.upper(), known, n=3) or known[:6]
    return _holds(
        f"{field}_unknown",
        field,
        Text(
            en=f"the marketplace takes no carrier {code!r} here",
            de=f"der Marktplatz kennt hier keinen Versender „{code}“",
        ),
        Text(
            en=f"choose one of its own, as {', '.join(near)}",
            de=f"bitte einen seiner eigenen wählen, wie {', '.join(near)}",
        ),
    )


def _holds(code: str, field: str, text: Text, repair: Text) -> Finding:
    return Finding(code, field, text, repair)


def _warns(code: str, field: str, text: Text) -> Finding:
    return Finding(code, field, text, _LOOK, holds=False)


_LOOK: Final = Text(
    en="please look once more; it is sent as it is", de="bitte noch einmal prüfen; es wird so gesendet"
)
