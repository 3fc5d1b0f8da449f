"""Parcels and their labels: who sends what to whom, and what a carrier gave for it.

People are named by role, merchant and consumer, never as sender and recipient: on a return these would change
places, and somebody would turn them round twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType, Self

from core.errors import InvalidValue
from core.text import Text

Reference = NewType("Reference", str)

#: The heaviest parcel any of the carriers takes, in grams.
HEAVIEST_G: Final = 40_000


class LabelKind(StrEnum):
    """Which way the parcel goes: from the merchant to the consumer, or back."""

    SHIPMENT = "shipment"
    RETURN = "return"


class DocumentFormat(StrEnum):
    PDF = "pdf"
    ZPL = "zpl"
    PNG = "png"

    @classmethod
    def of(cls, data: bytes) -> "DocumentFormat | None":
        """By the first bytes; a declared media type is not believed."""
        head = data[:64].lstrip()
        if data.startswith(b"%PDF-"):
            return cls.PDF
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return cls.PNG
        return (
            cls.ZPL
            if head.startswith((b"^XA", b"\xef\xbb\xbf^XA", b"\x10CT~~CD,~CC^~CT~", b"CT~~CD,"))
            else None
        )


class DocumentRole(StrEnum):
    LABEL = "label"
    RETURN_LABEL = "return_label"
    QR = "qr"
    CUSTOMS = "customs"

    @classmethod
    def of(cls, kind: LabelKind) -> "DocumentRole":
        """The role of the label itself."""
        return cls.LABEL if kind is LabelKind.SHIPMENT else cls.RETURN_LABEL


@dataclass(frozen=True, slots=True)
class Document:
    """A paper or picture that came with a label. It shows an address: `data` is not in the repr."""

    role: DocumentRole
    format: DocumentFormat
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, role: DocumentRole, data: bytes) -> Self:
        """raises  InvalidValue: the bytes are neither PDF nor ZPL nor PNG"""
        found = DocumentFormat.of(data)
        if found is None:
            raise InvalidValue(
                Text(
                    en="the document is neither PDF nor ZPL nor PNG",
                    de="das Dokument ist weder PDF noch ZPL noch PNG",
                )
            )
        return cls(role, found, data)


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a parcel: a person or company and where it lives. Personal data, so only the country shows.

    `house_number` is empty where it stands in `street` and was never apart. `country` is alpha-2.
    """

    name: str = field(repr=False)
    street: str = field(repr=False)
    house_number: str = field(repr=False)
    postal_code: str = field(repr=False)
    city: str = field(repr=False)
    country: str
    company: str = field(default="", repr=False)
    addition: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for name in ("name", "street", "postal_code", "city"):
            if not getattr(self, name).strip():
                raise InvalidValue(Text(en=f"{name} is missing", de=f"{name} fehlt"), field=name)
        code = self.country
        if len(code) != 2 or not (code.isascii() and code.isalpha() and code.isupper()):
            raise InvalidValue(
                Text(
                    en="country is a two-letter code, for instance DE",
                    de="country ist ein Code aus zwei Buchstaben, zum Beispiel DE",
                ),
                field="country",
            )

    @property
    def street_line(self) -> str:
        return f"{self.street} {self.house_number}".strip()


@dataclass(frozen=True, slots=True)
class Size:
    """In millimetres, all three or none."""

    length_mm: int
    width_mm: int
    height_mm: int

    def __post_init__(self) -> None:
        if min(self.length_mm, self.width_mm, self.height_mm) < 1:
            raise InvalidValue(
                Text(en="sizes are at least 1 mm", de="Maße sind mindestens 1 mm"), field="size"
            )


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """What is to be bought.

    reference        ours, unique per account and carrier; printed and, where the carrier can, searchable
    on               the day the parcel is handed over (returns: today)
    outbound         number of the parcel of the way out, for returns that are made from it
    order_number     of the marketplace, for carriers that print or demand one
    enclosed_return  shipment only: also a return label to go with it (capability ENCLOSED_RETURN)
    options          carrier's own, by its names; passed through and documented by the carrier
    """

    kind: LabelKind
    reference: Reference
    merchant: Party
    consumer: Party
    weight_g: int
    on: date
    size: Size | None = None
    format: DocumentFormat = DocumentFormat.PDF
    outbound: str | None = None
    order_number: str | None = None
    reason: str | None = None
    enclosed_return: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.reference.strip() or not self.reference.isprintable():
            raise InvalidValue(Text(en="reference is missing", de="die Referenz fehlt"), field="reference")
        if not 1 <= self.weight_g <= HEAVIEST_G:
            raise InvalidValue(
                Text(
                    en=f"weight_g is between 1 and {HEAVIEST_G} grams",
                    de=f"weight_g liegt zwischen 1 und {HEAVIEST_G} Gramm",
                ),
                field="weight_g",
            )


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning beside a valid label, or a finding of a dry run. `field` is ours where it maps.

    text  our words in both languages, or the carrier's as they came
    """

    code: str
    text: Text | str
    field: str | None = None

    @property
    def words(self) -> Text:
        return self.text if isinstance(self.text, Text) else Text(en=self.text or "–", de=self.text or "–")


@dataclass(frozen=True, slots=True)
class Label:
    """What was bought.

    number         the parcel's tracking number; of a return it is the return number as well
    handle         what the carrier wants to hear for cancel and fetch; often the same
    return_number  of an enclosed return
    documents      may be empty for a label that was found again
    """

    kind: LabelKind
    reference: Reference
    number: str
    handle: str
    documents: tuple[Document, ...] = ()
    return_number: str | None = None
    notices: tuple[Notice, ...] = ()
    tracking_url: str | None = None
    carrier_ids: Mapping[str, str] = field(default_factory=dict)


class Cancellation(StrEnum):
    """What became of a cancellation. TOO_LATE and NOT_OFFERED are answers, no failures."""

    DONE = "done"
    TOO_LATE = "too_late"
    NOT_KNOWN = "not_known"
    NOT_OFFERED = "not_offered"


class ParcelState(StrEnum):
    """Where a parcel is. PICKUP: waits for the consumer; RETURNED: on its way back, or there."""

    ANNOUNCED = "announced"
    ON_THE_WAY = "on_the_way"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PICKUP = "pickup"
    DELIVERED = "delivered"
    PROBLEM = "problem"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tracking:
    """`code` and `text` are the carrier's own words; `at` is None where it names no time."""

    number: str
    state: ParcelState
    code: str = ""
    text: str = ""
    at: datetime | None = None
