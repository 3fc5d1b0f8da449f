"""Broken in what is offered, in opening, and in what can be done with a label afterwards."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final

import httpx

from acme_carrier.carrier import SERVICE
from core.errors import AccessDenied, BrokenReply, InvalidValue, Refused
from core.limits import Limits
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    ParcelState,
    Reference,
    Tracking,
)
from ports import Capability, CarrierKind, Connection, FeatureCheck, NotOffered, hookimpl
from tests.conformance.breaking import breaks, broken
from tests.conformance.sound import EVERYTHING, Plugin, Sound, SoundRehearsal


@dataclass(frozen=True)
class _Restless(Plugin):
    times: Any = field(default_factory=count)

    @hookimpl
    def app_center_carriers(self) -> list[CarrierKind]:
        (kind,) = super().app_center_carriers()
        return [replace(kind, manifest=replace(kind.manifest, version=f"1.0.{next(self.times)}"))]


broken(1, "OffersSomethingElseEachTime", _Restless())

_ONE_FOR_ALL = SoundRehearsal()
broken(1, "RehearsesWithWhatIsLeft", Plugin(rehearse=lambda: _ONE_FOR_ALL))


class _SilentRehearsal(SoundRehearsal):
    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return ()


broken(6, "KeepsNoLedger", Plugin(rehearse=_SilentRehearsal))


@breaks(2)
class SendsWhenOpened(Sound):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._call("GET", "/me")


@breaks(2)
class AsksForItsLimits(Sound):
    def limits(self, kind: LabelKind, country: str) -> Limits:
        self._call("GET", "/me")
        return super().limits(kind, country)


narrow = replace(EVERYTHING, formats={LabelKind.SHIPMENT: frozenset({DocumentFormat.PDF})})
broken(3, "HasMoreThanWasDeclared", Plugin(info=narrow))


@breaks(4)
class CallsSomebodyElse(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        elsewhere = self._http.build_request("GET", "https://counter.example/visit")
        with suppress(InvalidValue):
            self._http.send(elsewhere)
        return super().check()


@breaks(4)
class OpensAClientOfItsOwn(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        with suppress(httpx.TransportError):
            httpx.get("https://counter.example/visit")
        return super().check()


_SEEN: Final[dict[str, str]] = {}


@breaks(5)
class KeepsTheFirstKeyForEverybody(Sound):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._headers["X-Api-Key"] = _SEEN.setdefault("key", self._headers["X-Api-Key"])


fewer = replace(EVERYTHING, capabilities=EVERYTHING.capabilities - {Capability.CANCEL_RETURN})


class _FewerThanItDoes(Sound):
    info = fewer


broken(27, "DoesMoreThanItDeclares", Plugin(_FewerThanItDoes, fewer))


@breaks(28)
class DeclaresMoreThanItDoes(Sound):
    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        return Cancellation.NOT_OFFERED


@breaks(29)
class FetchesAPictureOfNothing(Sound):
    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:
        super().fetch(kind, handle, wanted)
        return [Document(DocumentRole.LABEL, wanted, b"<html>gone</html>")]


@breaks(30)
class StumblesOverASecondCancel(Sound):
    _done = False

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        if self._done:
            raise BrokenReply(SERVICE, "it is gone")
        self._done = True
        return super().cancel(kind, handle)


@breaks(31)
class BuysToSeeWhetherItCould(Sound):
    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        self.buy(order)
        return []


@breaks(32)
class SeesEveryParcel(Sound):
    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        super().track(numbers)
        return {number: Tracking(number, ParcelState.ANNOUNCED) for number in numbers}


@breaks(33)
class BuysALabelToCheck(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        body = {"reference": "CHECK", "kind": "shipment", "consumer": {"postal_code": "", "country": "AT"}}
        self._call("POST", "/labels", json=body)
        return super().check()


@breaks(33)
class ChecksHalf(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        return super().check()[:1]


@breaks(34)
class DeniesTheCheck(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        self._call("GET", "/me")
        return super().check()


@breaks(35)
class TakesAWrongKeyForAWrongOrder(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except AccessDenied as error:
            raise Refused(SERVICE, status=error.status) from None
