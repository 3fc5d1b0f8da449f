"""What every warehouse promises, as tests: derive from `WarehouseContract` and say how to get an empty one.

class TestOurWarehouse(WarehouseContract):
    @pytest.fixture
    def warehouse(self) -> Warehouse:
        return OurWarehouse(...)
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from core.apps import AppKey
from core.articles import Article, Count, Level
from core.claims import Claim, ClaimKey, ClaimState
from core.orders import PositionItemId, SalesOrderId, Sku
from ports.inventory import Warehouse

NOON: Final = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
SKU: Final = Sku("SKU-1")
OTHER: Final = Sku("SKU-2")


def claimed(
    state: ClaimState = ClaimState.RESERVED,
    *,
    order: str = "o1",
    position: str = "p1",
    sku: Sku = SKU,
    sold: int = 0,
    left: int | None = None,
) -> Claim:
    """A claim of an order that was sold (and has left) so many minutes after noon."""
    key = ClaimKey(AppKey("market"), SalesOrderId(order), PositionItemId(position))
    return Claim(key, sku, state, NOON + sold * MINUTE, None if left is None else NOON + left * MINUTE)


class WarehouseContract:
    """`warehouse` is a fixture of the class that derives: an empty one, anew for every test."""

    def test_what_was_counted_is_found(self, warehouse: Warehouse) -> None:
        counts = [Count(SKU, 7, 2, "4006381333931", "Lamp"), Count(OTHER, 0, offered=False)]
        assert warehouse.count(counts, NOON) == 2
        lamp, other = warehouse.find([SKU, OTHER, Sku("nobody knows it")])
        assert (lamp.ean, lamp.title, lamp.counted_at) == ("4006381333931", "Lamp", NOON)
        assert (lamp.level.on_hand, lamp.level.reserved, lamp.level.buffer) == (7, 0, 2)
        assert (lamp.level.offered, other.level.offered) == (True, False)
        assert (other.ean, other.title) == ("", "")
        assert list(warehouse.articles()) == [lamp, other]

    def test_what_is_not_told_stays(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 7, 2, "4006381333931", "Lamp", offered=False)], NOON)
        assert warehouse.count([Count(SKU, buffer=3)], NOON + MINUTE) == 1
        lamp = only(warehouse)
        assert (lamp.ean, lamp.title, lamp.counted_at, lamp.level.offered) == (
            "4006381333931",
            "Lamp",
            NOON,
            False,
        )
        assert (lamp.level.on_hand, lamp.level.buffer) == (7, 3)
        warehouse.count([Count(SKU, 6)], NOON + MINUTE)
        assert (only(warehouse).level.on_hand, only(warehouse).level.buffer) == (6, 3)

    def test_every_change_gives_a_higher_revision_and_no_change_gives_none(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.count([Count(SKU, 7)], NOON)
        warehouse.count([Count(OTHER, 1)], NOON)
        first, other = levels(warehouse)
        assert first.revision < other.revision
        assert warehouse.count([Count(SKU, 7)], NOON + MINUTE) == 0
        assert levels(warehouse) == [first, other]
        for change in (Count(SKU, 8), Count(SKU, buffer=1), Count(SKU, title="New")):
            before = max(level.revision for level in levels(warehouse))
            warehouse.count([change], NOON + MINUTE)
            assert only(warehouse, SKU).level.revision > before

    def test_changed_articles_come_in_the_order_of_their_revisions(self, warehouse: Warehouse) -> None:
        skus = [Sku(f"S{number}") for number in range(5)]
        for sku in skus:
            warehouse.count([Count(sku, 1)], NOON)
        warehouse.count([Count(skus[0], 2)], NOON)
        seen: list[Level] = []
        while page := warehouse.changed(seen[-1].revision if seen else 0, 2):
            assert len(page) <= 2
            seen += page
        assert [level.sku for level in seen] == [*skus[1:], skus[0]]
        assert [level.revision for level in seen] == sorted({level.revision for level in seen})

    def test_a_claim_reserves_once(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        assert warehouse.claim([claimed()], NOON) == 1
        assert warehouse.claim([claimed()], NOON) == 0
        level = only(warehouse).level
        assert (level.on_hand, level.reserved, level.free) == (5, 1, 4)
        assert [claim.sold_at for claim in warehouse.reserved(SKU)] == [NOON]

    def test_positions_and_orders_are_told_apart(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed(), claimed(position="p2"), claimed(order="o2")], NOON)
        assert only(warehouse).level.reserved == 3

    def test_a_cancellation_frees_the_piece_for_good(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed()], NOON)
        warehouse.claim([claimed(ClaimState.RELEASED)], NOON)
        warehouse.claim([claimed(ClaimState.RELEASED)], NOON)
        warehouse.claim([claimed(ClaimState.RESERVED)], NOON)
        level = only(warehouse).level
        assert (level.on_hand, level.reserved) == (5, 0)
        assert list(warehouse.reserved(SKU)) == []

    def test_what_is_sent_leaves_the_warehouse_once(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed()], NOON)
        for _ in range(2):
            warehouse.claim([claimed(ClaimState.CONSUMED, left=9)], NOON)
        warehouse.claim([claimed(ClaimState.RELEASED)], NOON)
        level = only(warehouse).level
        assert (level.on_hand, level.reserved) == (4, 0)

    def test_what_left_before_the_count_is_missing_in_it_already(self, warehouse: Warehouse) -> None:
        warehouse.claim([claimed(sold=-9)], NOON)
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed(ClaimState.CONSUMED, sold=-9, left=-1)], NOON)
        warehouse.claim([claimed(ClaimState.CONSUMED, order="o2", left=-1)], NOON)
        level = only(warehouse).level
        assert (level.on_hand, level.reserved) == (5, 0)

    def test_what_left_after_the_count_lowers_it_whenever_it_was_first_seen(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed(ClaimState.CONSUMED, left=1)], NOON)
        assert only(warehouse).level.on_hand == 4

    def test_what_left_nobody_knows_when_lowers_it_only_if_it_was_reserved(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed(ClaimState.CONSUMED)], NOON)
        assert only(warehouse).level.on_hand == 5
        warehouse.claim([claimed(order="o2")], NOON)
        warehouse.claim([claimed(ClaimState.CONSUMED, order="o2")], NOON)
        assert only(warehouse).level.on_hand == 4

    def test_a_new_count_begins_anew(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        warehouse.claim([claimed()], NOON)
        warehouse.count([Count(SKU, 5)], NOON + 5 * MINUTE)  # the same figure, but counted later
        warehouse.claim([claimed(ClaimState.CONSUMED, left=3)], NOON)
        level = only(warehouse).level
        assert (level.on_hand, level.reserved) == (5, 0)

    def test_more_may_be_sold_than_is_there(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 1)], NOON)
        warehouse.claim([claimed(), claimed(position="p2")], NOON)
        assert only(warehouse).level.free == -1

    def test_an_unknown_article_is_kept_and_takes_effect_when_it_appears(self, warehouse: Warehouse) -> None:
        warehouse.claim([claimed(), claimed(order="o2"), claimed(order="o3", sku=OTHER)], NOON)
        warehouse.claim([claimed(ClaimState.RELEASED, order="o2")], NOON)
        assert [claim.sku for claim in warehouse.unknown()] == [SKU, OTHER]
        warehouse.count([Count(SKU, 5)], NOON)
        level = only(warehouse).level
        assert (level.on_hand, level.reserved) == (5, 1)
        assert [claim.sku for claim in warehouse.unknown()] == [OTHER]

    def test_a_claim_raises_the_revision(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5), Count(OTHER, 5)], NOON)
        before = max(level.revision for level in levels(warehouse))
        warehouse.claim([claimed()], NOON)
        assert [level.sku for level in warehouse.changed(before, 10)] == [SKU]

    def test_a_change_tells_of_the_earliest_sale_since(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5)], NOON)
        counted = only(warehouse).level.revision
        warehouse.claim([claimed(sold=3), claimed(order="o2", sold=2)], NOON)
        first = only(warehouse).level.revision
        warehouse.claim([claimed(order="o3", sold=7)], NOON)
        assert warehouse.changed(counted, 10)[0].sold_at == NOON + 2 * MINUTE
        assert warehouse.changed(first, 10)[0].sold_at == NOON + 7 * MINUTE
        warehouse.count([Count(SKU, 9)], NOON)
        assert warehouse.changed(only(warehouse).level.revision - 1, 10)[0].sold_at is None

    def test_a_position_keeps_the_article_it_was_first_sold_as(self, warehouse: Warehouse) -> None:
        warehouse.count([Count(SKU, 5), Count(OTHER, 5)], NOON)
        warehouse.claim([claimed()], NOON)
        warehouse.claim([claimed(ClaimState.RELEASED, sku=OTHER)], NOON)
        assert [level.reserved for level in levels(warehouse)] == [0, 0]


def only(warehouse: Warehouse, sku: Sku = SKU) -> Article:
    (article,) = warehouse.find([sku])
    return article


def levels(warehouse: Warehouse) -> Sequence[Level]:
    return [article.level for article in warehouse.articles()]
