"""A token that is kept and no longer good is no reason to lose the account."""

import pytest

from core.parcel import Label
from core.secret import Secret
from ports.carrier import Capability
from ports.conformance.bench import Bench, outcome
from ports.conformance.findings import named
from ports.conformance.promises import promise
from ports.connection import Token


@promise(43)
def test_a_stale_token_is_renewed(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    bench.bought(way)
    if not bench.shelf.lying:
        pytest.skip("no token is kept")
    for name, token in list(bench.shelf.lying.items()):
        bench.shelf.put(name, Token(Secret("a-token-of-yesterday"), token.ends_at))
    order = bench.order(way)
    result = outcome(bench.open().buy, order)
    assert isinstance(result, Label), f"{named(result)}, though a new token was to be had"
    assert list(bench.purchases(order)) == [result.number]
