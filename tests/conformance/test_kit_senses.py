"""What the kit sees by: pieces of addresses in bodies, secrets in texts, purchases on the wire."""

import json
import string
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote, quote_plus, urlencode
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from acme_carrier import plugin as acme
from core.errors import OutcomeUnknown
from core.parcel import Label
from ports.carrier import Capability
from ports.conformance.bench import Bench, Candidate, Shelf, outcome
from ports.conformance.bodies import arrives, figures_of, mutations, same, texts_of
from ports.conformance.faults import LOST, NO_CONNECTION, Fault
from ports.conformance.marks import Mark, showing, told_by
from ports.conformance.people import AWKWARD, CONSUMER, PLACE
from ports.conformance.wire import AfterPurchase, Instead, InTurn
from tests.conformance.sound import sound

#: What every kind of body can carry.
WORDS: Final = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
).map(same)
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
URL: Final = "https://acme.example/labels"


def as_json(words: list[str]) -> httpx.Request:
    return httpx.Request("POST", URL, json={"deep": [{"in": words}]})


def as_form(words: list[str]) -> httpx.Request:
    return httpx.Request("POST", URL, data={f"field{place}": word for place, word in enumerate(words)})


def as_xml(words: list[str]) -> httpx.Request:
    root = ElementTree.Element("order")
    for word in words:
        ElementTree.SubElement(root, "part", {"also": word}).text = word
    return httpx.Request("POST", URL, content=ElementTree.tostring(root, "utf-8"))


@pytest.mark.parametrize("body", [as_json, as_form, as_xml])
@given(words=st.lists(WORDS.filter(bool), min_size=1, max_size=4))
def test_every_text_of_a_body_is_read(body: Any, words: list[str]) -> None:
    assert set(words) <= set(texts_of(body(words)))


@given(piece=st.lists(WORDS.filter(bool), min_size=1, max_size=4), others=st.lists(WORDS, max_size=3))
def test_a_piece_arrives_whole_or_taken_apart_at_blanks(piece: list[str], others: list[str]) -> None:
    whole = " ".join(piece)
    assert arrives(whole, [*others, f"before {whole} behind"])
    assert arrives(whole, [*others, *piece])
    assert arrives(whole, [*others, " ".join(piece[:1]), " ".join(piece[1:])])


@given(piece=st.text(string.ascii_letters + " äöüß🎁", min_size=2, max_size=30).map(same), data=st.data())
def test_a_piece_with_one_character_less_does_not_arrive(piece: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, max(0, len(piece) - 1)))
    rest = same(piece[:cut] + piece[cut + 1 :])
    assume(piece and piece[cut] != " " and piece not in rest)
    # What stands twice may be missing once; then it is still there.
    assume(not all(word in rest.split() for word in piece.split()))
    assert not arrives(piece, [rest])


@pytest.mark.parametrize("awkward", AWKWARD, ids=lambda awkward: awkward.what)
def test_awkward_addresses_are_seen_when_they_arrive_and_missed_when_cut(awkward: Any) -> None:
    pieces = [getattr(awkward.consumer, name) for name in PLACE if getattr(awkward.consumer, name)]
    assert all(arrives(piece, texts_of(as_json(pieces))) for piece in pieces)
    cut = [piece if piece != awkward.value else awkward.value[:-1] for piece in pieces]
    assert not arrives(awkward.value, texts_of(as_json(cut)))


@given(st.integers(1, 40_000))
def test_figures_are_read_as_they_are_written(weight_g: int) -> None:
    request = httpx.Request("POST", URL, json={"grams": weight_g, "kilograms": weight_g / 1000})
    assert figures_of(request) == [Decimal(weight_g), Decimal(weight_g) / 1000]


@given(JSON, st.integers(1, 50))
def test_whatever_has_parts_has_mutations_and_they_are_bounded(value: Any, most: int) -> None:
    found = mutations(value, most)
    assert len(found) <= most
    assert bool(found) == (bool(value) and isinstance(value, (dict, list)))


def test_mutations_take_away_and_replace_at_every_depth() -> None:
    found = mutations({"items": [{"number": "1"}]}, 1_000)
    assert {} in found
    assert {"items": []} in found
    assert {"items": [{}]} in found
    assert {"items": [{"number": None}]} in found
    assert {"items": "nonsense"} in found


@given(
    secret=WORDS.filter(lambda word: len(word) >= 4), around=st.sampled_from([" ", "'", '"', "=", "/", "\n"])
)
def test_a_secret_is_seen_in_every_spelling(secret: str, around: str) -> None:
    mark = Mark("it", secret)
    spellings = (
        secret,
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        quote(secret, safe=""),
        quote_plus(secret),
    )
    for spelling in spellings:
        assert showing(f"a{around}{spelling}{around}b", [mark]) == ["it"]
    assert showing(f"?{urlencode({'q': secret})}", [mark]) == ["it"]
    assert secret not in repr(mark)


def test_a_longer_word_is_another_word() -> None:
    assert showing("the number 9010671 of Dresdener", [Mark("place", "01067"), Mark("city", "Dresden")]) == []


def chained() -> OutcomeUnknown:
    try:
        try:
            raise ValueError(CONSUMER.street)
        except ValueError as error:
            raise OutcomeUnknown("Acme", "timeout") from error
    except OutcomeUnknown as error:
        return error


def emptied() -> OutcomeUnknown:
    error = OutcomeUnknown("Acme", CONSUMER.street)
    error.args = ()
    return error


@pytest.mark.parametrize("error", [chained(), emptied()], ids=["in its cause", "in its parts"])
def test_everything_that_an_error_carries_is_heard(error: OutcomeUnknown) -> None:
    assert CONSUMER.street not in str(error)
    assert showing(told_by(error), [Mark("street", CONSUMER.street)]) == ["street"]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    (kind,) = sound.app_center_carriers()
    candidate = Candidate(kind, sound.app_center_carriers)
    candidate.calm(monkeypatch)
    return candidate.bench()


@pytest.mark.parametrize("fault", [*LOST, *NO_CONNECTION], ids=str)
def test_the_wire_loses_what_was_bought_or_keeps_it_from_being_bought(bench: Bench, fault: Fault) -> None:
    place, count = bench.buying(Capability.SHIP)
    assert (place, count) == (0, 1)
    lost, kept = bench.order(Capability.SHIP), bench.order(Capability.SHIP)
    with bench.wire.under(AfterPurchase(fault)):
        assert not isinstance(outcome(bench.open().buy, lost), Label)
    with bench.wire.under(Instead(fault, place)):
        assert not isinstance(outcome(bench.open().buy, kept), Label)
    assert len(bench.purchases(lost)) == 1
    assert len(bench.purchases(kept)) == 0
    assert [each.bought for each in bench.wire.sent] == [True, True, False]


def test_faults_come_in_turn_and_then_the_weather_is_fine(bench: Bench) -> None:
    order = bench.order(Capability.SHIP)
    with bench.wire.under(InTurn([(LOST[0], False), None, (LOST[0], True)])):
        results = [type(outcome(bench.open().buy, order)) for _ in range(4)]
    assert results == [OutcomeUnknown, Label, OutcomeUnknown, Label]
    assert len(bench.purchases(order)) == 3


def test_sleeping_takes_no_time_and_moves_the_clock(bench: Bench) -> None:
    import time

    before = bench.clock.now()
    time.sleep(3_600)
    assert (bench.clock.now() - before).total_seconds() >= 3_600


def test_a_bench_never_shows_its_secrets(bench: Bench) -> None:
    assert "acme-rehearsal-key" not in f"{bench!r} {bench.connection()!r} {Shelf()!r}"


def test_a_reference_is_as_long_as_the_carrier_wants_it(bench: Bench) -> None:
    from dataclasses import replace

    for least, most in ((1, 35), (8, 35), (1, 5), (12, 20), (30, 30)):
        limits = replace(bench.limits(Capability.SHIP), reference_min=least, reference_max=most)
        found = {bench.reference(limits) for _ in range(5)}
        assert all(least <= len(reference) <= most for reference in found), (least, most)


def test_the_example_and_the_sound_carrier_are_different_carriers() -> None:
    (kind,) = acme.app_center_carriers()
    assert kind.info.capabilities < sound.info.capabilities
