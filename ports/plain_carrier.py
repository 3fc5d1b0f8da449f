"""A carrier that offers nothing yet: what its author leaves out is answered as the port asks."""

from collections.abc import Mapping, Sequence
from datetime import date

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
from ports.carrier import Capability, CarrierInfo, FeatureCheck, NotOffered


class PlainCarrier:
    """A `Carrier` to derive from. `info` says what it can do, and each capability has its method to override.

    `gap` is the first line of a `buy`, `missing` that of a method that serves one kind of label only.
    """

    info: CarrierInfo = CarrierInfo(frozenset(), {})

    def gap(self, order: LabelOrder) -> NotOffered | None:
        """What this order needs and the account does not have; None where nothing is missing."""
        gaps = (self.missing(need) for need in Capability.to_buy(order))
        return next((gap for gap in gaps if gap), None)

    def missing(self, capability: Capability) -> NotOffered | None:
        """The answer where the account does not have it; None where it does."""
        return None if capability in self.info.capabilities else NotOffered(capability)

    def limits(self, kind: LabelKind, country: str) -> Limits:  # noqa: ARG002
        return Limits({})

    def check(self) -> Sequence[FeatureCheck]:
        return ()

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        return NotOffered(Capability.to_buy(order)[0])

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:  # noqa: ARG002
        return NotOffered(Capability.to_find(kind))

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:  # noqa: ARG002
        return NotOffered(Capability.to_fetch(kind))

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:  # noqa: ARG002
        return Cancellation.NOT_OFFERED

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:  # noqa: ARG002
        return NotOffered(Capability.VALIDATE)

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:  # noqa: ARG002
        return NotOffered(Capability.TRACK)
