"""A carrier that offers nothing answers as the port asks."""

from datetime import date
from itertools import product
from typing import Final

import pytest

from core.parcel import Cancellation, DocumentFormat, LabelKind, LabelOrder, Party, Reference
from ports import Capability, Carrier, CarrierInfo, NotOffered, PlainCarrier

HOME: Final = Party("Ada", "Weg", "1", "20095", "Hamburg", "DE")
DAY: Final = date(2026, 3, 2)


def _order(kind: LabelKind, *, outbound: bool = False, enclosed: bool = False) -> LabelOrder:
    number = "1" if outbound else None
    return LabelOrder(kind, Reference("R"), HOME, HOME, 1, DAY, outbound=number, enclosed_return=enclosed)


ORDERS: Final = {
    Capability.SHIP: _order(LabelKind.SHIPMENT),
    Capability.ENCLOSED_RETURN: _order(LabelKind.SHIPMENT, enclosed=True),
    Capability.RETURN: _order(LabelKind.RETURN),
    Capability.RETURN_OUTBOUND: _order(LabelKind.RETURN, outbound=True),
}


@pytest.mark.parametrize("kind", LabelKind)
def test_everything_is_not_offered(kind: LabelKind) -> None:
    carrier: Carrier = PlainCarrier()
    assert carrier.buy(_order(kind)) == NotOffered(Capability.to_buy(_order(kind))[0])
    assert carrier.find(kind, Reference("R"), DAY) == NotOffered(Capability.to_find(kind))
    assert carrier.fetch(kind, "1", DocumentFormat.PDF) == NotOffered(Capability.to_fetch(kind))
    assert carrier.cancel(kind, "1") is Cancellation.NOT_OFFERED
    assert carrier.validate(_order(kind)) == NotOffered(Capability.VALIDATE)
    assert carrier.track(["1"]) == NotOffered(Capability.TRACK)
    assert carrier.check() == ()
    assert carrier.limits(kind, "DE").lengths == {}


@pytest.mark.parametrize(("wanted", "owned"), list(product(ORDERS, repeat=2)))
def test_the_gap_is_what_the_account_does_not_have(wanted: Capability, owned: Capability) -> None:
    class One(PlainCarrier):
        info = CarrierInfo(frozenset({owned, Capability.SHIP}), {})

    gap = One().gap(ORDERS[wanted])
    assert gap == (None if wanted in {owned, Capability.SHIP} else NotOffered(wanted))


def test_what_is_missing_is_not_offered() -> None:
    class Ships(PlainCarrier):
        info = CarrierInfo(frozenset({Capability.SHIP}), {})

    assert Ships().missing(Capability.SHIP) is None
    assert Ships().missing(Capability.FIND_RETURN) == NotOffered(Capability.FIND_RETURN)


def test_what_a_kind_needs_afterwards() -> None:
    assert {f(kind) for f in (Capability.to_find, Capability.to_fetch, Capability.to_cancel)
            for kind in LabelKind} == {
        Capability.FIND_SHIPMENT, Capability.FIND_RETURN, Capability.FETCH_SHIPMENT,
        Capability.FETCH_RETURN, Capability.CANCEL_SHIPMENT, Capability.CANCEL_RETURN,
    }  # fmt: skip
