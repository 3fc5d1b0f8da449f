"""Broken in hearing a no, in asking beforehand, and in telling where the parcel comes from."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from acme_carrier.carrier import LIMITS
from core.errors import Refused
from core.limits import demand_fit
from core.parcel import Label, LabelKind, LabelOrder, Notice
from ports import NotOffered, Request, Response, Transport
from tests.conformance.breaking import breaks, broken
from tests.conformance.sound import Plugin, Sound, SoundRehearsal, SoundServer


class _PoliteServer(SoundServer):
    """Says no with a status of 200."""

    def handle_request(self, request: Request) -> Response:
        answer = super().handle_request(request)
        return Response(200, content=answer.content) if answer.status_code == 422 else answer


class _StrictServer(SoundServer):
    """Misses what is not there, with a status of 200."""

    def handle_request(self, request: Request) -> Response:
        if (request.method, request.url.path) == ("POST", "/labels"):
            body = json.loads(request.read())
            if {"reference", "kind", "grams", "merchant", "consumer"} - set(body):
                return Response(200, json={"errors": [{"code": "incomplete", "field": ""}]})
        return super().handle_request(request)


class _Polite(SoundRehearsal):
    def __init__(self) -> None:
        super().__init__()
        self.transport: Transport = self._served(_PoliteServer())

    def _served(self, server: SoundServer) -> SoundServer:
        self._server = server
        return server


class _Strict(_Polite):
    def __init__(self) -> None:
        super().__init__()
        self.transport: Transport = self._served(_StrictServer())


broken(44, "TakesAPoliteNoForADoubt", Plugin(rehearse=_Polite))
broken(44, "TakesAMissingFieldForADoubt", Plugin(rehearse=_Strict))


@breaks(45)
class ValidatesByItself(Sound):
    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        demand_fit(order, LIMITS)
        return []


@breaks(45)
class AsksAlwaysTheSame(Sound):
    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        demand_fit(order, LIMITS)
        self._call("GET", "/me")
        return []


@breaks(45)
class OverhearsTheFindings(Sound):
    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        with suppress(Refused):
            super().validate(order)
        return []


_NOTHING: Final = {"country": "DE", "postal_code": "36251"}


@breaks(46)
class LeavesTheMerchantOut(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return {**super().body_of(order), "merchant": _NOTHING}


@breaks(46)
class SendsReturnsToHalfAnAddress(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        if order.kind is LabelKind.RETURN:
            order = replace(order, merchant=replace(order.merchant, company=""))
        return super().buy(order)
