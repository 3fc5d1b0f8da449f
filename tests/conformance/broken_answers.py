"""Broken where the server answers oddly."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from acme_carrier.carrier import SERVICE, reasons
from core.errors import AccessDenied, BrokenReply, Unreachable
from core.parcel import Label, LabelKind, ParcelState, Reference, Tracking
from core.text import Text
from ports import Feature, FeatureCheck, NotOffered, Response, json_of, send
from tests.conformance.breaking import breaks
from tests.conformance.sound import Sound


@breaks(18)
class KnowsNothingWhenNobodyAnswers(Sound):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        try:
            return super().find(kind, reference, since)
        except (Unreachable, BrokenReply):
            return None


@breaks(18)
class IsContentWithAnyAnswer(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        try:
            self._call("GET", "/me")
        except AccessDenied as error:
            return [FeatureCheck(feature, False, error.text) for feature in Feature]
        fine = Text(en="fine", de="gut")
        return [FeatureCheck(feature, True, fine) for feature in Feature]


@breaks(19)
class ReadsWithoutCare(Sound):
    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        states = json_of(self._call("GET", "/parcels", params={"number": list(numbers)}))
        return {number: Tracking(number, ParcelState.ON_THE_WAY, states[number]) for number in states}


@breaks(19)
class LetsErrorsOfItsLibraryOut(Sound):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        request = self._http.build_request(
            "GET", "/labels", params={"reference": reference}, headers=self._headers
        )
        self._http.send(request).raise_for_status()
        return super().find(kind, reference, since)


@breaks(20)
class FollowsRedirects(Sound):
    def _call(self, method: str, path: str, **content: Any) -> Response:
        request = self._http.build_request(method, path, headers=self._headers, **content)
        while True:
            answer = send(
                self._http, request, service=SERVICE, explain=reasons, accept=(301, 302, 303, 307, 308)
            )
            if answer.is_success:
                return answer
            request = self._http.build_request(method, answer.headers["Location"], headers=self._headers)
