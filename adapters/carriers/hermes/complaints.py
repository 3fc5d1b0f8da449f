"""Hermes' result codes: what they say, which field of ours they mean, and what may be done next.

The same list stands in refusals and in answers with status 200: e... is an error, w... a warning, i... and OK
are neither. Groups: NOTES.md, "result codes".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.carriers.hermes.manifest import SERVICE
from core.errors import (
    AccessDenied,
    BrokenReply,
    Complaint,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.parcel import LabelKind, Notice
from core.text import Text
from ports import Response, json_of

_LONGEST: Final = 300
_MASK: Final = "…"

#: The token is meant, whatever the status says.
TOKEN_CODES: Final = frozenset({"e902", "e903"})
#: The account as a whole may not, or no longer.
_ACCOUNT: Final = frozenset({"e041", "e083", "e084", "e900"})
#: Something broke inside Hermes, perhaps after a label was made.
_FAULT: Final = frozenset({"e058", "e999"})
#: The label of this order is already there.
ISSUED: Final = "e018"
#: Hermes itself waited in vain, and says that nothing was made.
_BUSY: Final = frozenset({"e031", "e039"})
#: The parcel of the way out is not through Hermes' books yet.
_LATER: Final = "e048"
#: Seconds. Nobody says how long it takes; NOTES.md, open questions.
LATER_S: Final = 3600.0

_BY_CODE: Final = {
    "e005": "consumer.country",
    "e010": "size",
    "e011": "size",
    "e012": "size",
    "e013": "options.parcelClass",
    "e016": "options.parcelClass",
    "e046": "outbound",
    "e048": "outbound",
    "e049": "outbound",
    "e061": "format",
    "e067": "weight_g",
    "e077": "options.parcelClass",
    "e100": "format",
    "e105": "format",
    "e108": "consumer.email",
    "w014": "size",
    "w031": "consumer.phone",
    "w076": "options.parcelVolume",
}
#: Hermes' words for fields, as its messages name them.
_BY_WORD: Final = {
    "houseNumber": ".house_number",
    "street": ".street",
    "zipCode": ".postal_code",
    "town": ".city",
    "countryCode": ".country",
    "addressAddition": ".addition",
    "firstname": ".name",
    "lastname": ".name",
    "notificationEmail": ".email",
    "mail": ".email",
    "phone": ".phone",
    "clientReference2": "order_number",
    "clientReference": "reference",
    "parcelWeight": "weight_g",
    "parcelHeight": "size",
    "parcelWidth": "size",
    "parcelDepth": "size",
    "parcelVolume": "options.parcelVolume",
    "parcelClass": "options.parcelClass",
    "shipmentOrderID": "outbound",
    "shipmentID": "outbound",
}
_WORD: Final = re.compile(rf"\b(?:(receiver|sender)\w*\W+)?({'|'.join(_BY_WORD)})\b")

_OAUTH_CODE: Final = re.compile(r"[a-z_]{3,40}\Z")

_HINTS: Final = {
    "e053": Text(
        en="Hermes has not activated shipment orders for this account; please ask your contact at Hermes",
        de="Hermes hat für diesen Account keine Versandaufträge freigeschaltet; bitte den Ansprechpartner "
        "bei Hermes fragen",
    ),
    "e054": Text(
        en="Hermes has not activated return orders for this account; please ask your contact at Hermes",
        de="Hermes hat für diesen Account keine Retourenaufträge freigeschaltet; bitte den Ansprechpartner "
        "bei Hermes fragen",
    ),
    "e055": Text(
        en="this contract allows returns from the parcel of the way out only; please choose that in the "
        "settings of the Hermes app",
        de="dieser Vertrag erlaubt Retouren nur zu einer Hinsendung; bitte das in den Einstellungen der "
        "Hermes-App wählen",
    ),
}
_HINTS["e046"] = _HINTS["e047"] = _HINTS["e055"]


@dataclass(frozen=True, slots=True)
class About:
    """Which order an answer is about: to find the field that is meant, and to hide people from the words."""

    kind: LabelKind | None = None
    hidden: frozenset[str] = field(default=frozenset(), repr=False)


NOBODY: Final = About()


class OutboundNotReady(Throttled):
    """The return can be made as soon as Hermes has worked on the parcel of the way out."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(SERVICE, LATER_S, status=status)
        self.text = Text(
            en="Hermes has not worked on the parcel of the way out yet (e048); the return can be made later",
            de="Hermes hat die Hinsendung noch nicht bearbeitet (e048); die Retoure ist erst später möglich",
        )
        self.args = (self.text.en,)


def complaints(answer: Response, about: About = NOBODY) -> tuple[Complaint, ...]:
    """The reasons in an error body; none where it is empty, HTML or anything else unknown.

    raises  ValueError and its like for bodies that are no JSON; `ports.send` takes that as "no reasons"
    """
    body = json_of(answer)
    return result_codes(body, about) or _oauth(body)


def result_codes(body: Any, about: About = NOBODY) -> tuple[Complaint, ...]:
    """What `listOfResultCodes` says, good and bad; whatever cannot be read is left out."""
    listed = body.get("listOfResultCodes") if isinstance(body, dict) else None
    found = []
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict):
            continue
        code, words = _clean(entry.get("code")), _clean(entry.get("message"))
        if code or words:
            text = _hide(words or "", about.hidden)
            found.append(Complaint(text or code or "", code, _field(code, words or "", about.kind)))
    return tuple(found)


def errors(codes: Iterable[Complaint]) -> tuple[Complaint, ...]:
    return tuple(code for code in codes if (code.code or "").lower().startswith("e"))


def notices(codes: Iterable[Complaint]) -> tuple[Notice, ...]:
    """What has to be shown beside a label: everything but information."""
    return tuple(
        Notice(code.code or "", code.text, code.field)
        for code in codes
        if (code.code or "").lower() != "ok" and not (code.code or "").lower().startswith("i")
    )


def verdict(found: tuple[Complaint, ...], *, buying: bool, status: int | None = None) -> RemoteError:
    """The error that Hermes' errors amount to; the more careful one where they differ.

    buying  whether a label was asked for, so that a doubt is a doubt about money
    """
    codes = {(complaint.code or "").lower() for complaint in found}
    named = ", ".join(sorted(codes - {""}))
    if buying and codes & {*_FAULT, ISSUED}:
        return OutcomeUnknown(SERVICE, named, status=status)
    if codes & (_ACCOUNT | TOKEN_CODES):
        return _denied(found, status)
    if codes - _BUSY - _FAULT - {_LATER} or not codes:
        hint = next((_HINTS[code] for code in sorted(codes) if code in _HINTS), None)
        return Refused(SERVICE, found, status=status, text=_with(hint, found) if hint else None)
    if _LATER in codes:
        return OutboundNotReady(status)
    return Unreachable(SERVICE, named, status=status)


def unusable(error: Refused, what: str) -> BrokenReply:
    """A question that was refused: nothing that asking again or otherwise would mend."""
    codes = sorted({complaint.code for complaint in error.complaints if complaint.code})
    said = ", ".join(codes) or f"status {error.status}"
    return BrokenReply(SERVICE, f"{what} was refused ({said})", status=error.status)


def _denied(found: tuple[Complaint, ...], status: int | None) -> AccessDenied:
    said = "; ".join(map(str, found))
    return AccessDenied(
        SERVICE,
        Text(en=f"Hermes denies access: {said}", de=f"Hermes verweigert den Zugang: {said}"),
        status=status,
    )


def _with(hint: Text, found: tuple[Complaint, ...]) -> Text:
    said = "; ".join(map(str, found))
    return Text(en=f"Hermes refused: {said}. {hint.en}", de=f"Hermes hat abgelehnt: {said}. {hint.de}")


def _oauth(body: Any) -> tuple[Complaint, ...]:
    """OAuth's `error` where it is a code; free text could repeat what was sent."""
    code = body.get("error") if isinstance(body, dict) else None
    return (Complaint(code, code),) if isinstance(code, str) and _OAUTH_CODE.match(code) else ()


def _field(code: str | None, words: str, kind: LabelKind | None) -> str | None:
    if (code or "").lower() in _BY_CODE:
        return _BY_CODE[(code or "").lower()]
    if (code or "").lower() == "e071":
        return f"{_role(None, words, kind)}.street"
    named = _WORD.search(words)
    if named is None:
        return None
    ours = _BY_WORD[named[2]]
    return f"{_role(named[1], words, kind)}{ours}" if ours.startswith(".") else ours


def _role(end: str | None, words: str, kind: LabelKind | None) -> str:
    """Who is at that end of the parcel. Where Hermes does not say, it is the consumer, whose data nobody has
    checked before."""
    named = end or ("sender" if "sender" in words else "receiver" if "receiver" in words else None)
    merchants = "receiver" if kind is LabelKind.RETURN else "sender"
    return "merchant" if named == merchants else "consumer"


def _hide(words: str, hidden: frozenset[str]) -> str:
    """The words without what they repeat of the order: a telephone number, a name."""
    for value in sorted(hidden, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", _MASK, words, flags=re.IGNORECASE)
    return words


def _clean(value: Any) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return "".join(c for c in str(value) if c.isprintable())[:_LONGEST].strip() or None
    return None
