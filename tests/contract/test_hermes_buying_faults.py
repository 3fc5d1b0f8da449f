"""What goes wrong when a label is bought at Hermes, and what it then counts as."""

from collections.abc import Iterator

import pytest
import stamina

from adapters.carriers.hermes.standin import Contract, Leaves, Trouble
from core.errors import OutcomeUnknown, Refused, Unreachable
from core.parcel import LabelKind
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.hermes import BASE, HermesBench

RETURN = LabelKind.RETURN
SHIPMENT = LabelKind.SHIPMENT


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture
def bench() -> HermesBench:
    return HermesBench.of()


@pytest.mark.parametrize(
    ("terms", "code", "kind"),
    [
        (Contract(shipments=False), "e053", SHIPMENT),
        (Contract(returns=False), "e054", RETURN),
        (Contract(address_returns=False), "e055", RETURN),
        (Contract(needs_parcel_class=True), "e013", SHIPMENT),
    ],
)
def test_a_clear_no_buys_nothing_and_says_why(terms: Contract, code: str, kind: LabelKind) -> None:
    bench = HermesBench.of(terms)
    with pytest.raises(Refused) as caught:
        bench.bought(kind)
    assert [complaint.code for complaint in caught.value.complaints] == [code]
    assert bench.standin.bought() == []


def test_a_contract_without_returns_from_addresses_is_told_what_to_set() -> None:
    with pytest.raises(Refused) as caught:
        HermesBench.of(Contract(address_returns=False)).bought(RETURN)
    assert "Einstellungen der Hermes-App" in caught.value.text.de


@pytest.mark.parametrize("kind", LabelKind)
@pytest.mark.parametrize(
    ("spell", "bought"),
    [
        (Spell(Kind.ANSWER_LOST), 1),
        (Spell(Kind.TRUNCATED, cut="length"), 1),
        (Spell(Kind.TRUNCATED, cut="json"), 1),
        (Spell(Kind.HTML_502), 0),
        (Spell(Kind.RESET_BEFORE), 0),
        (Spell(Kind.SLOW, seconds=61.0), 1),
    ],
)
def test_a_lost_answer_is_an_unknown_outcome(kind: LabelKind, spell: Spell, bought: int) -> None:
    bench = HermesBench.of(checked=spell.kind is not Kind.TRUNCATED)
    bench.standin.weather = Weather.listed(spell, only=BASE)
    with pytest.raises(OutcomeUnknown):
        bench.bought(kind)
    assert len(bench.standin.bought()) == bought
    assert len(bench.wire.sent()) == 1


def test_a_slow_label_is_waited_for(bench: HermesBench) -> None:
    bench.standin.weather = Weather.listed(Spell(Kind.SLOW, seconds=59.0), only=BASE)
    assert bench.bought().documents


def test_a_connection_that_did_not_come_about_bought_nothing(bench: HermesBench) -> None:
    bench.standin.weather = Weather.listed(Spell(Kind.RESET_BEFORE, refused=True), only=BASE)
    with pytest.raises(Unreachable):
        bench.bought()
    assert bench.standin.bought() == []


@pytest.mark.parametrize(
    ("trouble", "bought"),
    [
        (Trouble("e058", leaves=Leaves.ORDER), 0),
        (Trouble("e058", leaves=Leaves.LABEL), 1),
        (Trouble("e999", 500, Leaves.LABEL), 1),
        (Trouble("e999", 500), 0),
        (Trouble("e018"), 0),
        (Trouble("e058", 200, Leaves.LABEL), 1),
    ],
)
def test_a_doubt_inside_hermes_is_an_unknown_outcome(
    bench: HermesBench, trouble: Trouble, bought: int
) -> None:
    bench.standin.book.troubles.append(trouble)
    with pytest.raises(OutcomeUnknown):
        bench.bought()
    assert len(bench.standin.bought()) == bought


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_counts_also_inside_a_success(bench: HermesBench, status: int) -> None:
    bench.standin.book.troubles.append(Trouble("e021", status))
    with pytest.raises(Refused) as caught:
        bench.bought()
    assert caught.value.complaints[0].code == "e021"


def test_a_busy_hermes_made_nothing_and_can_be_asked_again(bench: HermesBench) -> None:
    bench.standin.book.troubles.append(Trouble("e031"))
    with pytest.raises(Unreachable):
        bench.bought()
    assert bench.bought().number


def test_a_return_whose_number_is_missing_is_read_by_its_id(bench: HermesBench) -> None:
    number = bench.bought(RETURN).number
    (order,) = [o for o in bench.standin.book.orders.values() if o.number == number]
    bench.wire.answer_next({"returnOrderID": order.order_id, "listOfResultCodes": []})
    label = bench.bought(RETURN, "A-2")
    assert (label.number, label.handle) == (number, order.order_id)
    assert [notice.code for notice in label.notices] == ["document_missing"]


def test_a_return_whose_number_cannot_be_learned_is_an_unknown_outcome(bench: HermesBench) -> None:
    bench.wire.answer_next({"returnOrderID": "79999999999"})
    with pytest.raises(OutcomeUnknown):
        bench.bought(RETURN)


def test_a_refusal_repeats_nothing_of_the_people_in_it(bench: HermesBench) -> None:
    words = "receiverName.lastname Großmüller, Königstraße; zoe@example.com"
    bench.wire.answer_next({"listOfResultCodes": [{"code": "e001", "message": words}]}, 400)
    with pytest.raises(Refused) as caught:
        bench.bought()
    (complaint,) = caught.value.complaints
    assert complaint.field == "consumer.name"
    said = f"{caught.value!s} {caught.value.text.de} {complaint!r}"
    assert not any(part in said for part in ("Großmüller", "Königstraße", "zoe@"))
