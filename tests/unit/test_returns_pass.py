"""Returns are taken over whole, also when a pass is cut short; any number that a buyer knows finds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import pytest

from core.dispatch import CarrierCode, PositionRef, ReturnKey
from core.errors import Unreachable
from core.orders import PositionItemId, SalesOrderId
from core.returns import Decision, ParcelStage, ReturnParcel, ReturnStatus, ShownReturn
from core.text import Text
from ports.returns import ReturnPage, ReturnParcelPage
from sync.returns import Bench, returns_due, under_number
from tests.fakes.clock import HandClock
from tests.fakes.memory import InMemoryMemory
from tests.fakes.packing_table import Unleased
from tests.order_desk import OTTO, Desk, a_desk
from tests.orders import NOON

DHL: Final = CarrierCode("DHL")


@dataclass
class PagedReturns:
    """A `ReturnDesk` with one return a page. `breaks` is the page that cannot be had, counted from 0."""

    announced: list[ShownReturn]
    coming: list[ReturnParcel] = field(default_factory=list)
    breaks: int | None = None
    pages_read: int = 0
    reasons_to_accept: frozenset[str] = frozenset()
    reasons_to_reject: frozenset[str] = frozenset()
    batch: int = 200

    def returns(self, status: ReturnStatus, page: str | None) -> ReturnPage:
        if status is not ReturnStatus.ANNOUNCED:
            return ReturnPage(())
        at = int(page or 0)
        if at == self.breaks:
            raise Unreachable("Bazaar", "read timeout")
        self.pages_read += 1
        following = str(at + 1) if at + 1 < len(self.announced) else None
        return ReturnPage(tuple(self.announced[at : at + 1]), 0, following)

    def parcels(self, since: datetime, page: str | None) -> ReturnParcelPage:
        return ReturnParcelPage(tuple(self.coming))

    def decide(self, decisions: Mapping[PositionRef, Decision]) -> Mapping[PositionRef, Text | None]:
        raise AssertionError("nothing is decided here")


def ref(at: int) -> PositionRef:
    return PositionRef(SalesOrderId("o"), PositionItemId(f"p{at}"))


def shown(at: int, *keys: ReturnKey) -> ShownReturn:
    """The lower the number, the newer."""
    return ShownReturn(ref(at), ReturnStatus.ANNOUNCED, NOON - timedelta(minutes=at), keys)


@pytest.fixture
def desk() -> Desk:
    return a_desk(InMemoryMemory())


def run(desk: Desk, returns: PagedReturns) -> dict[str, int]:
    return returns_due(Bench(OTTO, desk.account, returns, HandClock(), Unleased()))


def test_a_listing_that_breaks_off_is_read_again_as_far(desk: Desk) -> None:
    returns = PagedReturns([shown(at) for at in range(4)], breaks=2)
    with pytest.raises(Unreachable):
        run(desk, returns)
    returns.breaks = None
    run(desk, returns)
    assert {known.position for known in desk.account.returns(OTTO).all()} == {ref(at) for at in range(4)}


def test_a_listing_without_news_ends_with_its_first_page(desk: Desk) -> None:
    returns = PagedReturns([shown(at) for at in range(4)])
    run(desk, returns)
    returns.pages_read = 0
    assert run(desk, returns)["changed"] == 0
    assert returns.pages_read == 1


def test_a_number_that_only_the_marketplace_knows_finds_its_return(desk: Desk) -> None:
    parcel = ReturnParcel("rp", DHL, "ON THE WAY".replace(" ", ""), (ref(7),), ParcelStage.ON_THE_WAY)
    run(desk, PagedReturns([shown(1, ReturnKey(DHL, "Told"))], [parcel]))
    assert [known.position for known in under_number(desk.account, OTTO, "to ld")] == [ref(1)]
    assert [known.position for known in under_number(desk.account, OTTO, "OnTheWay")] == [ref(7)]
    assert under_number(desk.account, OTTO, "nothing") == []
