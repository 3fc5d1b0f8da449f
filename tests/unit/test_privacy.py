"""When what is kept of buyers may go."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.privacy import Retention, horizon, record_of_processing

START = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=29_000)).map(lambda after: START + after)


@given(MOMENTS, st.integers(8, 30))
def test_a_receipt_stays_for_whole_calendar_years_after_its_own(now: datetime, years: int) -> None:
    edge = horizon(Retention(receipt_years=years), now).receipts
    assert (edge.month, edge.day, edge.hour) == (1, 1, 0)
    youngest_that_goes = edge - timedelta(microseconds=1)
    assert now.year - youngest_that_goes.year == years + 1


def test_a_receipt_of_2026_goes_on_new_years_day_of_2035() -> None:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    assert horizon(Retention(), datetime(2034, 12, 31, 23, 59, tzinfo=UTC)).receipts <= made
    late = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    assert horizon(Retention(), datetime(2035, 1, 1, tzinfo=UTC)).receipts > late


@given(MOMENTS, st.integers(30, 3650))
def test_buyers_stay_for_the_days_that_were_set(now: datetime, days: int) -> None:
    assert now - horizon(Retention(buyers=days), now).buyers == timedelta(days=days)


def test_the_record_names_every_time_that_can_be_set() -> None:
    retention = Retention(buyers=101, labels=102, set_aside=103, receipt_years=14)
    kept = [line.kept for line in record_of_processing(retention)]
    for number in ("101", "102", "103", "14"):
        assert sum(number in text.en.split() and number in text.de.split() for text in kept) == 1
