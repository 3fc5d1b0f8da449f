"""Delivery profiles are created, changed and deleted by their names, which are unique."""

from dataclasses import replace

from core.errors import InvalidValue, OutcomeUnknown
from core.listing.delivery import Profile
from core.text import Text
from ports.listings import DeliveryDesk


def set_profile(desk: DeliveryDesk, wanted: Profile) -> bool:
    """Whether it was created; else the one of this name was changed. A lost answer is looked up by the name.

    raises  InvalidValue (field `kind`): the kind of delivery never changes
            Refused, AccessDenied, Throttled, Unreachable, BrokenReply, OutcomeUnknown
    """
    known = _find(desk, wanted.name)
    if known is None:
        try:
            desk.create(wanted)
        except OutcomeUnknown:
            if _find(desk, wanted.name) is None:
                raise
        return True
    if known.kind is not wanted.kind:
        raise InvalidValue(
            Text(
                en=f"{wanted.name} is for {known.kind.value}, which never changes",
                de=f"{wanted.name} gilt für {known.kind.value}, das ist nicht änderbar",
            ),
            field="kind",
        )
    if replace(wanted, id=known.id) != known:
        desk.change(replace(wanted, id=known.id))
    return False


def delete_profile(desk: DeliveryDesk, name: str) -> None:
    """
    raises  InvalidValue (field `profile`): there is none of this name
            Refused: listings are linked to it, or it is the last one
            AccessDenied, Throttled, Unreachable, BrokenReply
    """
    known = _find(desk, name)
    if known is None:
        raise InvalidValue(
            Text(en=f"there is no profile {name!r}", de=f"es gibt kein Profil „{name}“"), field="profile"
        )
    desk.delete(known.id)


def _find(desk: DeliveryDesk, name: str) -> Profile | None:
    return next((profile for profile in desk.profiles() if profile.name == name), None)
