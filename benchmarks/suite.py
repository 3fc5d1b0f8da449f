"""All benchmarks of `make bench`. One more is one line here and a function `measure(given)` in its module."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Final

from benchmarks.tables import Given, Table

#: By name, in the order in which they run: the module that has `measure`.
BENCHMARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "start": "benchmarks.start",
        "labels": "benchmarks.labels",
        "quantities": "benchmarks.quantities",
        "orders": "benchmarks.orders",
        "jobs": "benchmarks.jobs",
    }
)


def measure(name: str, given: Given) -> Sequence[Table]:
    program: Callable[[Given], Sequence[Table]] = import_module(BENCHMARKS[name]).measure
    return program(given)
