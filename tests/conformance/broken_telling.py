"""Broken by telling secrets or addresses."""

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from acme_carrier.carrier import SERVICE
from core.errors import AccessDenied, Complaint, OutcomeUnknown
from core.parcel import Label, LabelOrder, Notice
from ports import FeatureCheck, NotOffered, Response, json_of, send
from tests.conformance.breaking import both, breaks
from tests.conformance.sound import Sound


@breaks(21)
class NamesItsKeyInErrors(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except AccessDenied:
            raise AccessDenied(SERVICE, both(f"{self._headers['X-Api-Key']} is not accepted")) from None


@breaks(21)
class HandsOnWhatTheServerSays(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        request = self._http.build_request("POST", "/labels", headers=self._headers, json=self.body_of(order))
        send(self._http, request, service=SERVICE, explain=lambda a: (Complaint(json_of(a)["message"]),))
        return super().buy(order)


@breaks(21)
class ChainsTheErrorWithTheAddress(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        try:
            return super().buy(order)
        except OutcomeUnknown as error:
            raise OutcomeUnknown(SERVICE, error.cause) from ValueError(order.consumer.street)


@breaks(22)
class LogsTheOrder(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        logging.getLogger("acme").debug("buying", extra={"to": order.consumer.name})
        return super().buy(order)


@breaks(22)
class WritesItsHeadersOut(Sound):
    def check(self) -> Sequence[FeatureCheck]:
        sys.stdout.write(f"{self._headers}\n")
        return super().check()


@breaks(23)
class ShowsItsHeaders(Sound):
    def __repr__(self) -> str:
        return f"Acme({self._headers})"


@breaks(23)
class KeepsTheAddressWithTheLabel(Sound):
    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return replace(super().read(body, order), carrier_ids={"routing": order.consumer.street_line})


@breaks(24)
class PutsTheAddressIntoTheUrl(Sound):
    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        self._call("GET", f"/places/{quote(order.consumer.street)}", params={"reference": order.reference})
        return super().validate(order)


@breaks(24)
class PutsItsKeyIntoTheUrl(Sound):
    def _call(self, method: str, path: str, **content: Any) -> Response:
        content["params"] = {"key": self._headers["X-Api-Key"], **content.get("params", {})}
        return super()._call(method, path, **content)
