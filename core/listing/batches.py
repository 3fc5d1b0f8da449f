"""Listings cut into calls."""

from collections.abc import Iterator, Sequence

from core.listing.record import ListingRecord


def batches(records: Sequence[ListingRecord], most: int) -> Iterator[Sequence[ListingRecord]]:
    """Each record once, at most so many in a call, the calls as full as can be.

    Variants that change together stay together where they fit into one call: what a marketplace demands to be
    equal for all of them would differ after half of them.
    """
    families: dict[str, list[ListingRecord]] = {}
    free: list[ListingRecord] = []
    for record in records:
        reference = record.current.get("reference", "")
        if reference and record.held is not None:
            families.setdefault(reference, []).append(record)
        else:
            free.append(record)
    calls: list[list[ListingRecord]] = []
    for family in families.values():
        for start in range(0, len(family), most):
            _place(family[start : start + most], calls, most)
    for call in calls:
        room = most - len(call)
        yield [*call, *free[:room]]
        free = free[room:]
    yield from (free[start : start + most] for start in range(0, len(free), most))


def _place(part: list[ListingRecord], calls: list[list[ListingRecord]], most: int) -> None:
    """Into the last call if it fits there, else into a new one."""
    if calls and len(calls[-1]) + len(part) <= most:
        calls[-1] += part
    else:
        calls.append(part)
