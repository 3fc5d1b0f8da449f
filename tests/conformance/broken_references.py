"""Broken in references, roles and tokens: somebody else's label, or an account that stops by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from acme_carrier.carrier import SERVICE, label_of
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    Label,
    LabelKind,
    LabelOrder,
    Reference,
    Tracking,
)
from core.secret import Secret
from ports import Connection, NotOffered, Token, json_of, reading
from tests.conformance.breaking import breaks
from tests.conformance.sound import Sound


@breaks(6)
class CutsLongReferences(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return {**super().body_of(order), "reference": order.reference[:20]}


@breaks(6)
class WritesReferencesInCapitals(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return {**super().body_of(order), "reference": order.reference.upper()}

    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return replace(super().read(body, order), reference=order.reference)


@breaks(6)
class BuysTwiceForAnEnclosedReturn(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        if order.enclosed_return:
            super().buy(replace(order, enclosed_return=False))
        return super().buy(order)


@breaks(17)
class SpellsReferencesIntoTheUrl(Sound):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        answer = self._call("GET", f"/labels?reference={reference}")
        with reading(SERVICE):
            labels = [label for label in json_of(answer)["labels"] if label["kind"] == kind]
            return label_of(labels[0], kind) if labels else None


@breaks(17)
class FindsWhicheverWay(Sound):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        answer = self._call("GET", "/labels", params={"reference": reference})
        with reading(SERVICE):
            labels = json_of(answer)["labels"]
            return label_of(labels[0], kind) if labels else None


@breaks(25)
class KnowsOneCountryOnly(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        body = dict(super().body_of(order))
        return {**body, "consumer": {**body["consumer"], "country": "DE"}}


@breaks(29)
class FetchesTheFirstLabelEver(Sound):
    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:
        return super().fetch(kind, "ACME00000001", wanted)


@breaks(30)
class CancelsWithoutAsking(Sound):
    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        return Cancellation.DONE if handle.startswith("ACME") else Cancellation.NOT_KNOWN


@breaks(32)
class OverlooksAllButTheFirst(Sound):
    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        return super().track(numbers[: self.info.tracking_batch])


@breaks(32)
class CountsNumbersTwice(Sound):
    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        found = super().track(numbers)
        if isinstance(found, NotOffered) or len(set(numbers)) == len(numbers):
            return found
        return {}


@breaks(42)
class TurnsTheTwoRound(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return super().body_of(replace(order, merchant=order.consumer, consumer=order.merchant))


@breaks(43)
class NeverRenewsItsToken(Sound):
    """Takes its key from the shelf, whatever became of it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        kept = connection.tokens.get("key")
        if kept is None:
            kept = Token(Secret(self._headers["X-Api-Key"]), connection.clock.now() + timedelta(hours=1))
            connection.tokens.put("key", kept)
        self._headers["X-Api-Key"] = kept.value.reveal()
