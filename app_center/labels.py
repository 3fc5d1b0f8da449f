"""Labels for an account: whose address is on them, and who is asked for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from app_center.bootstrap import AppCenter
from core.apps import AppState
from core.errors import AccessDenied, Conflict, InvalidValue
from core.parcel import DocumentFormat, LabelKind, LabelOrder, Party, Reference, Size
from core.purchases import Purchase
from core.text import Text
from ports.carrier import Carrier, NotOffered
from ports.hooks import CarrierKind
from ports.memory import AccountMemory
from ports.sender import sender_of
from sync.labels import buy_label
from sync.passes import lose_access

_PARTY: Final = (
    "name",
    "company",
    "street",
    "house_number",
    "postal_code",
    "city",
    "country",
    "email",
    "phone",
)
_KNOWN: Final = frozenset(
    {
        *_PARTY,
        "addition",
        "weight_g",
        "size_mm",
        "outbound",
        "order_number",
        "reason",
        "format",
        "enclosed_return",
        "options",
    }
)


def carrier_kind(center: AppCenter, key: str) -> CarrierKind:
    """raises  InvalidValue (field `carrier`): no such carrier"""
    kind = center.kind(key)
    if not isinstance(kind, CarrierKind):
        name = kind.manifest.name
        raise InvalidValue(Text(en=f"{name} is no carrier", de=f"{name} ist kein Versender"), field="carrier")
    return kind


def open_carrier(center: AppCenter, memory: AccountMemory, kind: CarrierKind) -> Carrier:
    """raises  InvalidValue: the carrier's app is not active, and why"""
    record = memory.apps.get(kind.manifest.key)
    if record.state is not AppState.ACTIVE:
        name = kind.manifest.name
        why = f": {record.reason.en}" if record.reason else ""
        warum = f": {record.reason.de}" if record.reason else ""
        raise InvalidValue(
            Text(
                en=f"the app {name} is not active ({record.state.words.en}{why})",
                de=f"die App {name} ist nicht aktiv ({record.state.words.de}{warum})",
            ),
            field="carrier",
        )
    return kind.open(center.connect(memory, kind))


def buy(center: AppCenter, memory: AccountMemory, kind: CarrierKind, order: LabelOrder) -> Purchase:
    """The label; as `sync.labels.buy_label`. AccessDenied turns the carrier's app to "needs access"."""
    carrier = open_carrier(center, memory, kind)
    try:
        return buy_label(carrier, memory.labels(kind.manifest.key), center.clock, order)
    except AccessDenied as error:
        lose_access(memory, kind.manifest.key, error.text)
        raise
    except Conflict:
        raise Conflict(
            Text(
                en="another process is buying this label; ask for it again in a moment",
                de="ein anderer Prozess kauft dieses Label gerade; bitte gleich erneut abrufen",
            )
        ) from None


def fetch_again(center: AppCenter, memory: AccountMemory, kind: CarrierKind, purchase: Purchase) -> Purchase:
    """A bought label whose paper is not here gets it from the carrier, to be kept.

    raises  InvalidValue: the carrier cannot give it again, or no longer
            whatever `Carrier.fetch` raises
    """
    if purchase.label is None:
        raise InvalidValue(_NO_PAPER, field="reference")
    carrier = open_carrier(center, memory, kind)
    papers = carrier.fetch(purchase.kind, purchase.label.handle, DocumentFormat.PDF)
    if isinstance(papers, NotOffered):
        raise InvalidValue(papers.text or _NO_PAPER, field="reference")
    if not papers:
        raise InvalidValue(_NO_PAPER, field="reference")
    kept = replace(purchase, label=replace(purchase.label, documents=tuple(papers)))
    return memory.labels(kind.manifest.key).write(kept)


_NO_PAPER: Final = Text(
    en="the carrier does not give the document of this label (any more)",
    de="der Versender gibt das Dokument dieses Labels nicht (mehr) heraus",
)


def label_order(
    content: Mapping[str, Any],
    *,
    kind: LabelKind,
    reference: str,
    merchant: Party,
    now: datetime,
) -> LabelOrder:
    """What is to be bought for the consumer that `content` describes (the file of `app-center label`).

    raises  InvalidValue: a field that is missing, unknown or not of its form, by its name in the file
    """
    unknown = sorted(set(content) - _KNOWN)
    if unknown:
        known = ", ".join(sorted(_KNOWN))
        raise InvalidValue(
            Text(
                en=f"{unknown[0]!r} is not known here; known are: {known}",
                de=f"„{unknown[0]}“ ist hier unbekannt; bekannt sind: {known}",
            ),
            field=unknown[0],
        )
    return LabelOrder(
        kind=kind,
        reference=Reference(reference),
        merchant=merchant,
        consumer=Party(
            **{name: _text(content, name) for name in (*_PARTY, "addition") if name != "country"},
            country=_text(content, "country") or "DE",
        ),
        weight_g=_grams(content.get("weight_g")),
        on=now.date(),
        size=_size(content.get("size_mm")),
        format=_format(content.get("format")),
        outbound=_text(content, "outbound") or None,
        order_number=_text(content, "order_number") or None,
        reason=_text(content, "reason") or None,
        enclosed_return=content.get("enclosed_return") is True,
        options=_options(content.get("options")),
    )


def has_sender(memory: AccountMemory, kind: CarrierKind) -> bool:
    """Whether labels of this carrier can be made out: some app of the account has an address."""
    try:
        sender(memory, kind)
    except InvalidValue:
        return False
    return True


def sender(memory: AccountMemory, kind: CarrierKind) -> Party:
    """The account's own address: the carrier app's, or else the one of a marketplace app.

    raises  InvalidValue (field `sender`): there is none, and where to enter it
    """
    own = memory.apps.get(kind.manifest.key)
    others = [record for record in memory.apps.all() if record.app != own.app]
    for record in (own, *others):
        if (found := sender_of(record.settings)) is not None:
            return found
    key = kind.manifest.key
    raise InvalidValue(
        Text(
            en=f"there is no sender address; give it with `app-center activate {key} --set sender_name=...`",
            de=f"es fehlt die Absender-Adresse; bitte mit `app-center activate {key} --set sender_name=...` "
            "eingeben",
        ),
        field="sender",
    )


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        # "01067" written as a number has already lost its zero; it cannot be guessed back.
        raise InvalidValue(Text(en=f"{name} is a text in quotes", de=f"{name} ist ein Text in "
                                "Anführungszeichen"), field=name)  # fmt: skip
    return value.strip()


def _grams(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(
            Text(en="weight_g is a whole number of grams", de="weight_g ist eine ganze Zahl in Gramm"),
            field="weight_g",
        )
    return value


def _size(value: object) -> Size | None:
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 3 and all(type(part) is int for part in value):
        return Size(*value)
    raise InvalidValue(
        Text(
            en="size_mm is a list of length, width and height in millimetres",
            de="size_mm ist eine Liste aus Länge, Breite und Höhe in Millimetern",
        ),
        field="size_mm",
    )


def _format(value: object) -> DocumentFormat:
    try:
        return DocumentFormat("pdf" if value is None else str(value))
    except ValueError:
        raise InvalidValue(
            Text(en="format is pdf, zpl or png", de="format ist pdf, zpl oder png"), field="format"
        ) from None


def _options(value: object) -> Mapping[str, str]:
    if value is None:
        return {}
    if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
        return value
    raise InvalidValue(
        Text(en="options is an object of texts", de="options ist ein Objekt aus Texten"), field="options"
    )
