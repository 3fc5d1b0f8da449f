"""The sender's address among the settings: whole or absent, and the same party that was entered."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.parcel import Party
from ports import sender_fields, sender_of, sender_problems
from ports.sender import CORE

PARTS: Final = ("name", "company", "street", "house_number", "postal_code", "city", "email", "phone")
WORDS = st.sampled_from(["", "Weg", "Ä", "01067"])
ADDRESSES = st.fixed_dictionaries({f"sender_{part}": WORDS for part in PARTS})
COUNTRIES = st.sampled_from(["", "DE", "AT", "de", "DEU", "D1", "ÄÖ"])


@given(ADDRESSES, COUNTRIES)
def test_an_address_is_whole_or_absent_or_a_field_is_named(answers: dict[str, str], country: str) -> None:
    answers = {**answers, "sender_country": country}
    problems = sender_problems(answers)
    try:
        party = sender_of(answers)
    except InvalidValue:
        assert "sender_country" in problems
        return
    given_at_all = any(answers[f"sender_{part}"] for part in PARTS)
    if not problems:
        assert (party is not None) == given_at_all
    missing = {f"sender_{part}" for part in CORE if not answers[f"sender_{part}"]} if given_at_all else set()
    assert set(problems) - {"sender_country"} == missing


@given(ADDRESSES)
def test_nothing_of_an_address_is_lost(answers: dict[str, str]) -> None:
    party = sender_of(answers)
    if party is not None:
        assert {f"sender_{part}": getattr(party, part) for part in PARTS} == answers
        assert party.country == "DE"


@given(st.dictionaries(st.sampled_from(PARTS), st.integers(1, 200)))
def test_fields_are_as_long_as_the_carrier_takes(lengths: dict[str, int]) -> None:
    fields = {field.key.removeprefix("sender_"): field for field in sender_fields(lengths)}
    assert set(fields) == {*PARTS, "country"}
    assert {part: fields[part].max_length for part in lengths} == lengths
    assert not any(field.required or field.is_secret for field in fields.values())


def test_parts_that_nobody_needs_are_left_out() -> None:
    keys = [field.key for field in sender_fields(without={"company", "email", "phone"})]
    assert keys == [
        "sender_name",
        "sender_street",
        "sender_house_number",
        "sender_postal_code",
        "sender_city",
        "sender_country",
    ]


def test_more_can_be_needed_than_every_party_has() -> None:
    whole = {"sender_name": "A", "sender_street": "B", "sender_postal_code": "1", "sender_city": "C"}
    assert sender_problems(whole) == {}
    assert set(sender_problems(whole, needed={*CORE, "house_number"})) == {"sender_house_number"}


def test_without_an_address_there_is_no_party() -> None:
    assert sender_of({}) is None
    assert sender_of({"sender_name": " ", "sender_street": "B"}) is None
    assert isinstance(
        sender_of({"sender_name": "A", "sender_street": "B", "sender_postal_code": "1", "sender_city": "C"}),
        Party,
    )


def test_a_wrong_country_is_no_party() -> None:
    with pytest.raises(InvalidValue):
        sender_of(
            {
                "sender_name": "A",
                "sender_street": "B",
                "sender_postal_code": "1",
                "sender_city": "C",
                "sender_country": "Germany",
            }
        )
