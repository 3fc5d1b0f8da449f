"""Broken in buying: money is lost."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from acme_carrier.carrier import SERVICE
from acme_carrier.rehearsal import PDF
from core.errors import AccessDenied, Complaint, OutcomeUnknown, Refused, Throttled, Unreachable
from core.parcel import Document, DocumentRole, Label, LabelKind, LabelOrder, Reference
from ports import NotOffered, json_of
from tests.conformance.breaking import breaks
from tests.conformance.sound import Sound


@breaks(6)
class AnswersWithAReferenceOfItsOwn(Sound):
    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return replace(super().read(body, order), reference=Reference("ours"))


@breaks(6)
class GivesEveryParcelTheSameNumber(Sound):
    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return replace(super().read(body, order), number="ACME00000001")


@breaks(7)
class CallsATextAPdf(Sound):
    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        label = super().read(body, order)
        return replace(label, documents=(replace(label.documents[0], data=b"see your mail"),))


@breaks(7)
class GivesNoDocument(Sound):
    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return replace(super().read(body, order), documents=())


@breaks(8)
class WeighsWithFloats(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return {**super().body_of(order), "grams": None, "kilograms": order.weight_g * 0.001}


@breaks(8)
class RoundsWeights(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return {**super().body_of(order), "grams": round(order.weight_g, -2)}


@breaks(9)
class RetriesALostPurchase(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        for _ in range(3):
            try:
                return super().buy(order)
            except OutcomeUnknown as error:
                unknown = error
                time.sleep(30)
        raise unknown


@breaks(10)
class TakesALostAnswerForANo(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except OutcomeUnknown as error:
            raise Refused(SERVICE, (Complaint(error.cause),)) from None


@breaks(10)
class SellsWhatWasNeverBought(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except Unreachable:
            document = Document.of(DocumentRole.LABEL, PDF)
            return Label(order.kind, order.reference, "OFFLINE1", "OFFLINE1", (document,))


@breaks(11)
class TakesATimeoutForOutOfReach(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except OutcomeUnknown as error:
            raise Unreachable(SERVICE, error.cause) from None


@breaks(11)
class TakesEvery200ForALabel(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        answer = self._call("POST", "/labels", json=self.body_of(order))
        try:
            return self.read(json_of(answer), order)
        except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
            return Label(order.kind, order.reference, "pending", "pending")


@breaks(11)
class MakesANumberOfNothing(Sound):
    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return super().read({**body, "number": str(body["number"])}, order)


@breaks(12)
class DoubtsARefusedConnection(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except Unreachable as error:
            raise OutcomeUnknown(SERVICE, error.cause) from None


@breaks(13)
class ForgetsHowLongToWait(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except Throttled as error:
            raise Throttled(SERVICE, status=error.status) from None


@breaks(14)
class TriesARefusedKeyAgainAndAgain(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        for _ in range(4):
            try:
                return super().buy(order)
            except AccessDenied as error:
                denied = error
        raise denied


@breaks(15)
class TakesAClearNoForARiddle(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except Refused as error:
            raise OutcomeUnknown(SERVICE, f"status {error.status}") from None


@breaks(16)
class FindsNothingEver(Sound):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        super().find(kind, reference, since)
        return None


@breaks(17)
class FindsWhateverCameLast(Sound):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        for number in range(9, 0, -1):
            found = super().find(kind, Reference(f"{reference[:-1]}{number}"), since)
            if isinstance(found, Label):
                return replace(found, reference=reference)
        return None
