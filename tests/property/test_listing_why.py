"""Every listing has one state, one sentence and one next action in both languages, whatever is known."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Complaint
from core.listing.facts import DeliveryState, Facts, ListingState
from core.listing.finding import Finding
from core.listing.record import ListingRecord, Origin, Refusal, Sending, Way, told
from core.listing.values import Listing, Medium
from core.listing.verdict import Advice, Verdict, VerdictState
from core.listing.why import explain
from core.orders import Sku
from core.text import Text

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
A = Sku("A")
_CELLS = st.sampled_from([{"sku": "A", "price": "1"}, {"sku": "A", "price": "2"}])
_MOMENTS = st.integers(0, 200).map(lambda hours: NOON - timedelta(hours=hours))
_COMPLAINTS = st.lists(
    st.builds(Complaint, st.sampled_from(["no", "https://a.example.com/2.jpg is blurred"])), max_size=2
).map(tuple)
_REFUSALS = st.builds(Refusal, _CELLS.map(told), _COMPLAINTS, _MOMENTS)
_RECORDS = st.builds(
    ListingRecord,
    sku=st.just(A),
    draft=_CELLS,
    saved_at=_MOMENTS,
    wanted=st.none() | _CELLS,
    wanted_at=_MOMENTS,
    origin=st.sampled_from(Origin),
    held=st.none() | _CELLS,
    certain=st.booleans(),
    sending=st.none() | st.builds(Sending, _CELLS, st.sampled_from(Way), _MOMENTS, st.none() | st.just("t")),
    refusal=st.none() | _REFUSALS,
    delivery=st.none() | st.just("d"),
    foreign=st.booleans(),
)
_FINDINGS = st.lists(
    st.builds(
        Finding, st.just("ean"), st.just(Text("is", "ist")), st.just(Text("mend", "beheben")), st.booleans()
    ),
    max_size=2,
)
_LISTING = Listing(A, media=(Medium("https://a.example.com/1.jpg"), Medium("https://a.example.com/2.jpg")))
_FACTS = st.builds(
    Facts,
    record=st.none() | _RECORDS,
    listing=st.none() | st.just(_LISTING),
    now=st.just(NOON),
    findings=_FINDINGS,
    verdict=st.none()
    | st.builds(
        Verdict, st.just(A), st.sampled_from(VerdictState), st.none() | _MOMENTS, _COMPLAINTS, _COMPLAINTS
    ),
    active=st.none() | st.booleans(),
    quantity=st.none() | st.integers(0, 2),
    counted=st.booleans(),
    delivery=st.sampled_from(DeliveryState),
    delivery_complaints=_COMPLAINTS,
    changed=st.lists(st.just(Text("new attribute", "neues Attribut")), max_size=1),
)


def _advise(complaint: Complaint) -> Advice:
    return Advice(Text("not sharp", "nicht scharf"), Text("take another", "anderes nehmen"))


@settings(max_examples=300)
@given(_FACTS)
def test_there_always_is_an_explanation(facts: Facts) -> None:
    found = explain(facts, _advise)
    for text in (found.why, found.action):
        assert text.en.strip()
        assert text.de.strip()
    if found.state is ListingState.ONLINE:
        assert facts.verdict is not None
        assert facts.verdict.state is VerdictState.ONLINE
        assert facts.active is not False
        assert facts.quantity != 0
        created = facts.record is not None and facts.record.origin is Origin.CREATED
        assert facts.quantity is not None or not (facts.counted and created)
    else:
        assert "nothing to do" not in found.action.en


def test_the_picture_that_a_complaint_names_is_counted() -> None:
    cells = {"sku": "A"}
    record = ListingRecord(A, cells, NOON, wanted=cells, held=cells)
    blurred = Complaint("https://a.example.com/2.jpg is blurred")
    verdict = Verdict(A, VerdictState.PENDING, NOON - timedelta(hours=26), hints=(blurred,))
    found = explain(Facts(record, _LISTING, NOON, verdict=verdict), _advise)
    assert found.why.de == "nicht im Verkauf: Bild 2: nicht scharf (seit 26 h)"
