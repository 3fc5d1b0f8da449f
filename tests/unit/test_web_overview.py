"""The first page of an account: what needs a person first, and columns that add up."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_center.web.charts import HEIGHT, WIDTH, chart
from core.apps import AppState
from core.text import Text
from tests.packing import OTTO, Shop, a_shop

DAY = date(2026, 11, 25)


@pytest.fixture
def shop(tmp_path: Path, sqlite_template: Path) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_template) as shop:
        yield shop


def test_orders_to_send_are_counted_and_lead_to_the_desk(shop: Shop) -> None:
    shop.order("A")
    shop.order("B")
    page = shop.staff.get(f"{shop.base}/overview")
    assert "2 Aufträge zu versenden" in page.words
    assert f'href="{shop.base}/dispatch"' in page.text
    assert shop.staff.get("/").go == f"{shop.base}/overview"


def test_what_is_held_stands_before_the_work_of_the_day(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    held = {f"pieces.{item}": "1", "tracking": "H1234567890123456789", "do": "keep"}
    shop.staff.send(shop.parcel(order), held)
    words = shop.staff.get(f"{shop.base}/overview").words
    assert words.index("Versandmeldungen warten auf eine Korrektur") < words.index("Aufträge zu versenden")


def test_an_app_without_access_comes_first_with_its_reason(shop: Shop) -> None:
    shop.order("A")
    record = shop.memory.apps.get(OTTO)
    reason = Text(en="the secret is wrong", de="das Geheimnis ist falsch")
    shop.memory.apps.write(replace(record, state=AppState.NEEDS_ACCESS, reason=reason))
    words = shop.staff.get(f"{shop.base}/overview").words
    assert words.index("OTTO Market hat den Zugang verloren") < words.index("Aufträge zu versenden")
    assert "das Geheimnis ist falsch" in words


@pytest.mark.parametrize("days", ["7", "14", "30", "0", "-1", "99999"])
def test_as_many_days_as_were_asked_for_or_the_usual(shop: Shop, days: str) -> None:
    page = shop.staff.get(f"{shop.base}/overview?days={days}")
    columns = len(re.findall("<rect ", page.text))
    assert columns == 3 * (int(days) if days in {"7", "14", "30"} else 14)


@given(
    st.dictionaries(st.integers(-40, 3).map(lambda back: DAY + timedelta(days=back)), st.integers(0, 10**6)),
    st.sampled_from([7, 14, 30]),
)
def test_columns_stand_side_by_side_inside_and_add_up(values: dict[date, int], count: int) -> None:
    drawn = chart(values, DAY, count)
    assert [column.day for column in drawn.columns] == [
        DAY - timedelta(days=count - 1 - n) for n in range(count)
    ]
    assert drawn.total == sum(number for day, number in values.items() if 0 <= (DAY - day).days < count)
    for column in drawn.columns:
        assert column.height + column.y == pytest.approx(HEIGHT, abs=0.02)
        assert 0 <= column.y <= HEIGHT
        assert (column.height > 0.005) == (column.value / drawn.top * HEIGHT >= 0.005)
    for left, right in zip(drawn.columns, drawn.columns[1:], strict=False):
        assert left.x + left.width < right.x
    assert drawn.columns[-1].x + drawn.columns[-1].width <= WIDTH
