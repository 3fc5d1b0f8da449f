"""Offering, opening, and what an account says about itself."""

import pytest

from core.errors import AccessDenied
from core.parcel import LabelKind
from ports.carrier import Capability
from ports.conformance.bench import Bench, Candidate, kind_of, outcome
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise
from ports.conformance.tour import tour


@promise(1)
def test_the_offer_is_the_same_every_time(candidate: Candidate) -> None:
    first, second = candidate.offer(), candidate.offer()
    assert [kind.manifest for kind in first] == [kind.manifest for kind in second]
    assert [kind.info for kind in first] == [kind.info for kind in second]
    keys = [kind.manifest.key for kind in first]
    assert len(keys) == len(set(keys)), "every carrier needs a key of its own"
    assert candidate.called == [], "the hook called a server"


@promise(1)
def test_every_rehearsal_is_a_fresh_one(candidate: Candidate) -> None:
    used, other = candidate.bench(), candidate.bench()
    ways = used.ways()
    if not ways:
        pytest.skip("no labels are offered")
    order, _ = used.bought(ways[0])
    assert used.purchases(order), "`bought()` of the rehearsal does not have the purchase"
    assert not other.purchases(order), "two rehearsals share a ledger"
    assert not candidate.bench().purchases(order), "a new rehearsal begins with an old ledger"


@promise(2)
def test_opening_sends_nothing(candidate: Candidate, bench: Bench) -> None:
    carrier = bench.open()
    assert bench.wire.sent == [], "opening the account sent something"
    assert carrier.info.capabilities is not None
    for kind in LabelKind:
        for country in ("DE", "AT", "FR", "CH", "US"):
            limits = carrier.limits(kind, country)
            assert 1 <= limits.reference_min <= limits.reference_max
            assert limits.heaviest_g >= 1
    assert bench.wire.sent == [], "`info` or `limits` sent something"
    assert candidate.called == []


@promise(3)
def test_an_account_has_at_most_what_the_carrier_declares(candidate: Candidate, bench: Bench) -> None:
    declared, own = candidate.kind.info, bench.open().info
    assert own.capabilities <= declared.capabilities
    for kind, formats in own.formats.items():
        assert formats <= declared.formats.get(kind, frozenset()), f"formats of a {kind.value}"
    for kind, countries in own.countries.items():
        most = declared.countries.get(kind)
        assert most is None or (countries is not None and countries <= most), f"countries of a {kind.value}"
    assert own.tracking_batch >= 1


@promise(3)
def test_whoever_sells_labels_names_their_formats(bench: Bench) -> None:
    info = bench.open().info
    for way in (Capability.SHIP, Capability.RETURN, Capability.RETURN_OUTBOUND):
        if way in info.capabilities:
            assert info.formats.get(kind_of(way)), f"{way.value} is declared without a format"


@promise(4)
def test_requests_go_to_the_servers_of_the_manifest_only(candidate: Candidate, bench: Bench) -> None:
    addresses = candidate.kind.manifest.servers
    assert all(address.startswith("https://") for address in addresses.values())
    for _ in tour(bench, bench.ways()):
        pass
    assert bench.wire.astray == [], "the manifest does not name these hosts"
    assert candidate.called == [], "these hosts were called past `Connection.client`"
    assert {each.request.url.scheme for each in bench.wire.sent} <= {"https"}


@promise(5)
def test_accounts_share_nothing(bench: Bench) -> None:
    with Findings() as findings:
        for way in bench.ways():
            bench.bought(way)
            order = bench.order(way)
            denied = outcome(bench.open_with_wrong_secrets().buy, order)
            findings.unless(
                isinstance(denied, AccessDenied), way.value, f"the other account got {named(denied)}"
            )
            findings.unless(not bench.purchases(order), way.value, "the other account bought a label")
