"""What the inside asks of a carrier. Numbered promises and the checks that hold a plug-in to them:
docs/carriers.md and `ports.conformance`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.limits import Limits
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    Reference,
    Tracking,
)
from core.text import Text


class Capability(StrEnum):
    """What a carrier can do. What is not declared is answered with `NotOffered`, and nothing is sent.

    SHIP              shipment labels
    RETURN            return labels without a shipment of ours
    RETURN_OUTBOUND   return labels made from the parcel of the way out (`LabelOrder.outbound`)
    ENCLOSED_RETURN   a return label bought together with a shipment label
    CANCEL_SHIPMENT, CANCEL_RETURN
    FIND_SHIPMENT, FIND_RETURN   look a label up by our reference, to settle a lost answer
    FETCH_SHIPMENT, FETCH_RETURN a document again
    VALIDATE          a dry run that buys nothing
    TRACK
    """

    SHIP = "ship"
    RETURN = "return"
    RETURN_OUTBOUND = "return_outbound"
    ENCLOSED_RETURN = "enclosed_return"
    CANCEL_SHIPMENT = "cancel_shipment"
    CANCEL_RETURN = "cancel_return"
    FIND_SHIPMENT = "find_shipment"
    FIND_RETURN = "find_return"
    FETCH_SHIPMENT = "fetch_shipment"
    FETCH_RETURN = "fetch_return"
    VALIDATE = "validate"
    TRACK = "track"

    @classmethod
    def to_buy(cls, order: LabelOrder) -> "tuple[Capability, ...]":
        """All that this order needs."""
        if order.kind is LabelKind.SHIPMENT:
            return (cls.SHIP, cls.ENCLOSED_RETURN) if order.enclosed_return else (cls.SHIP,)
        return (cls.RETURN_OUTBOUND,) if order.outbound else (cls.RETURN,)

    @classmethod
    def to_find(cls, kind: LabelKind) -> "Capability":
        return cls.FIND_SHIPMENT if kind is LabelKind.SHIPMENT else cls.FIND_RETURN

    @classmethod
    def to_fetch(cls, kind: LabelKind) -> "Capability":
        return cls.FETCH_SHIPMENT if kind is LabelKind.SHIPMENT else cls.FETCH_RETURN

    @classmethod
    def to_cancel(cls, kind: LabelKind) -> "Capability":
        return cls.CANCEL_SHIPMENT if kind is LabelKind.SHIPMENT else cls.CANCEL_RETURN


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A normal answer: this carrier, or this account with it, does not do that. Nothing was sent."""

    capability: Capability
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class CarrierInfo:
    """What a carrier can do, for everybody (in `CarrierKind`) or for one account (in `Carrier.info`).

    formats         of documents, by kind of label
    countries       alpha-2 codes that consumers may live in, by kind; None does not restrict
    tracking_batch  numbers per call
    """

    capabilities: frozenset[Capability]
    formats: Mapping[LabelKind, frozenset[DocumentFormat]]
    countries: Mapping[LabelKind, frozenset[str] | None] = field(default_factory=dict)
    tracking_batch: int = 1


class Feature(StrEnum):
    SHIP = "ship"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class FeatureCheck:
    """Whether the credentials serve a feature: yes, no, or (None) it cannot be told without buying."""

    feature: Feature
    works: bool | None
    text: Text


class Carrier(Protocol):
    """One account at one carrier, opened. Opening it has sent nothing.

    Every method may raise AccessDenied, Throttled, Unreachable and BrokenReply; further errors stand with it.
    """

    @property
    def info(self) -> CarrierInfo:
        """As this account has it; at most what the kind declares."""
        ...

    def limits(self, kind: LabelKind, country: str) -> Limits:
        """For a consumer in this country. Sends nothing."""
        ...

    def check(self) -> Sequence[FeatureCheck]:
        """Try the credentials without buying anything. One answer per feature.

        Wrong credentials are answers too (works=False), no AccessDenied.
        """
        ...

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        """Buy one label. Never repeats by itself what may have happened.

        raises  InvalidValue: a field does not fit (`field` names it, as "consumer.street"); nothing was sent
                Refused: the carrier said no and why; nothing was bought
                OutcomeUnknown: it may have been bought; `find` where offered, else a person has to look
        """
        ...

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        """The label bought under our reference on or after `since`; None: the carrier knows none."""
        ...

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:
        """The documents of a label again. Empty: no longer to be had."""
        ...

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        """raises  OutcomeUnknown: cancelling again is safe"""
        ...

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        """What the carrier would say to `buy`, without buying. Empty: it would be accepted as it is.

        raises  InvalidValue as `buy`
        """
        ...

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        """Where the parcels are; numbers that the carrier does not know (yet) are left out."""
        ...
