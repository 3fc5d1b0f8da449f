"""Broken addresses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.errors import InvalidValue
from core.parcel import Label, LabelOrder
from ports import NotOffered
from tests.conformance.breaking import both, breaks
from tests.conformance.sound import Sound


def _consumer(order: LabelOrder, **changes: str) -> LabelOrder:
    return replace(order, consumer=replace(order.consumer, **changes))


@breaks(25)
class CutsLongNames(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return super().body_of(_consumer(order, name=order.consumer.name[:35]))


@breaks(25)
class LeavesOutWhatAsciiHasNot(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        name = order.consumer.name.encode("ascii", "ignore").decode() or "?"
        return super().body_of(_consumer(order, name=name))


@breaks(25)
class TakesPostalCodesForFigures(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        body = dict(super().body_of(order))
        body["consumer"] = {**body["consumer"], "postal_code": f"{int(order.consumer.postal_code):5}"}
        return body


@breaks(25)
class LeavesOutTheThirdLine(Sound):
    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return super().body_of(_consumer(order, addition=""))


@breaks(25)
class RefusesWithoutAField(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        if not order.consumer.name.isascii():
            raise InvalidValue(both("not these letters"))
        return super().buy(order)


@breaks(26)
class CutsWhatIsTooLong(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        return super().buy(_consumer(order, street=order.consumer.street[:50]))


@breaks(26)
class NoticesTooLate(Sound):
    def buy(self, order: LabelOrder) -> Label | NotOffered:
        self._call("GET", "/me")
        return super().buy(order)
