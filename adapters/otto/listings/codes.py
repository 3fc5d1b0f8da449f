"""OTTO's codes in words for the seller: `codes.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from adapters.otto.listings.places import column_of
from core.errors import Complaint
from core.listing.verdict import Advice
from core.text import Text

CATALOGUE: Final = Path(__file__).with_name("codes.toml")
_NUMBER: Final = re.compile(r"\d{6}")


def advise(complaint: Complaint) -> Advice:
    """Known codes as the catalogue has them; unknown ones in OTTO's own words, at the place that it names."""
    column = column_of(complaint.field) if complaint.field else None
    number = _NUMBER.search(complaint.code or "")
    known = codes().get(number[0]) if number else None
    if known is not None:
        return known if known.column or column is None else _at(known, column)
    words = str(Complaint(complaint.text, complaint.code))
    where_en = f"correct {column} and list again" if column else "correct the data and list again"
    where_de = f"{column} berichtigen und neu listen" if column else "die Daten berichtigen und neu listen"
    return Advice(
        reason=Text(en=f"OTTO says: {words}", de=f"OTTO meldet: {words}"),
        repair=Text(en=where_en, de=where_de),
        column=column,
    )


def _at(advice: Advice, column: str) -> Advice:
    return replace(advice, column=column)


@cache
def codes() -> Mapping[str, Advice]:
    """By their six digits."""
    data = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {number: _advice(entry) for number, entry in data.items()}


def _advice(entry: Mapping[str, Any]) -> Advice:
    return Advice(
        reason=Text(**entry["reason"]),
        repair=Text(**entry["repair"]),
        column=entry.get("column"),
        passing=entry.get("passing", False),
        picture=Text(**entry["picture"]) if "picture" in entry else None,
    )
