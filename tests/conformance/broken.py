"""All carriers that are broken on purpose: `--carrier tests.conformance.broken:CutsLongNames` tries one."""

from tests.conformance import (
    broken_activation,
    broken_addresses,
    broken_answers,
    broken_buying,
    broken_offering,
    broken_references,
    broken_refusing,
    broken_telling,
)
from tests.conformance.breaking import BROKEN
from tests.conformance.sound import Plugin

__all__ = [
    "broken_activation",
    "broken_addresses",
    "broken_answers",
    "broken_buying",
    "broken_offering",
    "broken_references",
    "broken_refusing",
    "broken_telling",
]


def __getattr__(name: str) -> Plugin:
    try:
        return BROKEN[name].plugin
    except KeyError:
        raise AttributeError(name) from None
