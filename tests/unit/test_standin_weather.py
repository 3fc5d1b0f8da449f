"""Weather, ledger and budget of the stand-ins."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standins import Budget, Entry, Kind, Ledger, MovableClock, Spell, Weather
from standins.ledger import without_secrets
from standins.weather import NAMES


def kinds(weather: Weather, count: int, path: str = "/") -> list[Kind]:
    return [weather.next(path).kind for _ in range(count)]


@given(
    name=st.sampled_from(NAMES),
    seed=st.integers(0, 9),
    rate=st.floats(0, 1),
    count=st.integers(0, 60),
)
def test_the_same_seed_gives_the_same_weather(name: str, seed: int, rate: float, count: int) -> None:
    first, second = (Weather(name, rate=rate, seed=seed) for _ in range(2))
    assert [first.next("/") for _ in range(count)] == [second.next("/") for _ in range(count)]


def test_another_seed_gives_other_weather() -> None:
    assert kinds(Weather("rough", rate=0.5, seed=1), 50) != kinds(Weather("rough", rate=0.5, seed=2), 50)


@given(name=st.sampled_from(NAMES), seed=st.integers(0, 99))
def test_a_named_weather_hits_with_its_own_kind_only(name: str, seed: int) -> None:
    seen = set(kinds(Weather(name, rate=0.5, seed=seed), 40))
    allowed = set(Kind) if name == "rough" else {Kind.FINE, Kind(name)}
    assert seen <= allowed


def test_rough_weather_has_every_kind() -> None:
    assert set(kinds(Weather("rough", rate=0.7, seed=3), 400)) == set(Kind)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "fine"])
def test_the_rate_is_the_share_that_is_hit(name: str) -> None:
    assert set(kinds(Weather(name, rate=0.0), 100)) == {Kind.FINE}
    assert Kind.FINE not in kinds(Weather(name, rate=1.0), 100)
    fine = Counter(kinds(Weather(name, rate=0.2, seed=5), 1000))[Kind.FINE]
    assert 500 < fine < 900


def test_storms_come_in_bursts() -> None:
    seen = kinds(Weather("storm_429", rate=0.2, seed=4), 300)
    pairs = Counter(pairwise(seen))
    after_a_hit = pairs[Kind.STORM_429, Kind.STORM_429] / Counter(seen)[Kind.STORM_429]
    assert after_a_hit > 0.4


def test_storms_ask_for_patience_in_every_form() -> None:
    weather = Weather("storm_429", rate=1.0, seed=1)
    spells = [weather.next("/") for _ in range(60)]
    assert {(spell.retry_after, spell.html) for spell in spells} == {
        (form, html) for form in ("none", "seconds", "date") for html in (True, False)
    }


def test_a_list_is_followed_and_then_it_is_fine() -> None:
    weather = Weather.listed("fine", "answer_lost", Spell(Kind.SLOW, seconds=9.0))
    assert [weather.next("/") for _ in range(4)] == [
        Spell(),
        Spell(Kind.ANSWER_LOST),
        Spell(Kind.SLOW, seconds=9.0),
        Spell(),
    ]


def test_weather_can_keep_to_some_paths() -> None:
    weather = Weather.listed("answer_lost", only="/v4/")
    assert weather.next("/v1/token") == Spell()
    assert weather.next("/v4/orders") == Spell(Kind.ANSWER_LOST)
    assert set(kinds(Weather("rough", rate=1.0, only="/v4/"), 20, "/v1/token")) == {Kind.FINE}


@pytest.mark.parametrize("wrong", [{"name": "hail"}, {"rate": 1.5}, {"rate": -0.1}, {"delay": -1.0}])
def test_weather_that_cannot_be_is_refused(wrong: dict[str, float | str]) -> None:
    with pytest.raises(ValueError, match=r"no such weather|share|negative"):
        Weather(**wrong)  # type: ignore[arg-type]


def test_a_list_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="rough"):
        Weather.listed("fine", "rough")


def entry(
    method: str = "GET",
    path: str = "/v4/orders",
    answered: int | None = 200,
    outcome: int | None = 200,
) -> Entry:
    return Entry(datetime(2026, 1, 1, tzinfo=UTC), method, path, (), answered, outcome, Kind.FINE)


def test_the_ledger_finds_by_method_path_and_answer() -> None:
    ledger = Ledger()
    for one in (entry(), entry("POST", "/v1/token"), entry(answered=None), entry(answered=429, outcome=None)):
        ledger.add(one)
    assert ledger.count() == 4
    assert ledger.count("POST") == 1
    assert ledger.count(path="/v4/") == 3
    assert ledger.count("GET", "/v4/", 429) == 1
    ledger.clear()
    assert ledger.entries() == []


@pytest.mark.parametrize(
    ("one", "happened"),
    [
        (entry("POST", outcome=202, answered=None), True),
        (entry("POST", outcome=202, answered=202), True),
        (entry("POST", outcome=None, answered=429), False),
        (entry("POST", outcome=409, answered=409), False),
        (entry("GET", outcome=200, answered=200), False),
    ],
)
def test_a_change_happened_if_it_was_worked_on_whatever_was_answered(one: Entry, happened: bool) -> None:
    ledger = Ledger()
    ledger.add(one)
    assert one.happened is happened
    assert list(ledger.happened()) == ([one] if happened else [])


def test_no_secret_gets_into_the_ledger() -> None:
    query = [("limit", "5"), ("state", "s3cr3t"), ("code", "s3cr3t"), ("client_secret", "s3cr3t")]
    assert without_secrets(query) == (
        ("limit", "5"),
        ("state", "***"),
        ("code", "***"),
        ("client_secret", "***"),
    )


def test_a_budget_counts_in_every_window_of_its_clock() -> None:
    clock = MovableClock()
    budget = Budget(clock, (2, 1.0), (3, 60.0))
    assert [budget.take() for _ in range(3)] == [True, True, False]
    clock.move(seconds=2)
    assert [budget.take() for _ in range(2)] == [True, False]
    clock.move(seconds=70)
    assert [budget.take() for _ in range(3)] == [True, True, False]
