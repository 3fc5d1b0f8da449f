"""What a person says of a parcel is written down as a dispatch notice, corrected, or taken back."""

from dataclasses import replace

from core.dispatch import CORRECTABLE, Notice, NoticeId, NoticeMove, Parcel
from core.errors import InvalidValue
from core.text import Text
from ports.memory.dispatch import DispatchBook
from ports.system import Clock


def record(book: DispatchBook, draft: Notice) -> Notice:
    """Write down what is to be reported. Nothing is sent yet.

    Said again for the same positions it corrects what is not at the marketplace yet; a return number that was
    made for a parcel stays with it. What was reported with the same tracking numbers is given back as it is.
    """
    noted = as_recorded(book, draft)
    if not noted.id:
        return book.add(noted)
    return noted if noted == book.get(noted.id) else book.write(noted)


def as_recorded(book: DispatchBook, draft: Notice) -> Notice:
    """What `record` makes of it: one that is known, corrected where it may be, or else the draft itself."""
    for known in book.sharing(draft.positions, ()):
        if (known.kind, set(known.positions)) != (draft.kind, set(draft.positions)):
            continue
        if known.state in CORRECTABLE:
            return replace(known, parcels=with_made_numbers(known, draft), confirmed=draft.confirmed)
        if [parcel.tracking for parcel in known.parcels] == [parcel.tracking for parcel in draft.parcels]:
            return known
    return draft


def with_made_numbers(known: Notice, draft: Notice) -> tuple[Parcel, ...]:
    """The parcels of the draft, each with the return number that was made for it."""
    padding = (None,) * max(0, len(draft.parcels) - len(known.parcels))
    return tuple(map(_with_number, draft.parcels, (*known.parcels, *padding)))


def _with_number(parcel: Parcel, before: Parcel | None) -> Parcel:
    if before is None or before.return_key is None or parcel.return_key is not None:
        return parcel
    was_the_tracking_number = before.return_key.number == before.tracking.number
    if was_the_tracking_number and parcel.tracking != before.tracking:
        return parcel
    return replace(parcel, return_key=before.return_key)


def withdraw(book: DispatchBook, identity: NoticeId, clock: Clock) -> Notice:
    """A person does not want it any more.

    raises  InvalidValue: there is none, or the marketplace has it or may have it
            Conflict
    """
    notice = book.get(identity)
    if notice is None:
        raise InvalidValue(
            Text(en=f"there is no dispatch notice {identity}", de=f"es gibt keine Versandmeldung {identity}"),
            field="id",
        )
    return book.write(notice.moved(NoticeMove.WITHDRAW, clock.now()))


def correct(book: DispatchBook, known: Notice, wanted: Notice, clock: Clock) -> Notice:
    """From now on it says what `wanted` says; about other positions it is another notice, and this one is
    withdrawn. A return number that was made for a parcel stays with it.

    raises  InvalidValue: the marketplace has it or may have it
            Conflict: somebody else changed it first
    """
    if known.state not in CORRECTABLE:
        raise InvalidValue(
            Text(
                en="the marketplace has this notice, or may have it; it cannot be corrected any more",
                de="der Marktplatz hat diese Meldung oder könnte sie haben; berichtigen geht nicht mehr",
            )
        )
    parcels = with_made_numbers(known, wanted)
    if set(wanted.positions) != set(known.positions):
        withdraw(book, known.id, clock)
        return record(book, replace(wanted, parcels=parcels))
    corrected = replace(known, kind=wanted.kind, parcels=parcels, confirmed=wanted.confirmed)
    return known if corrected == known else book.write(corrected)
