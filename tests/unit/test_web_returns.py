"""Returns, return numbers and receipts in the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from core.returns import DecisionState
from core.users import Role
from standins import Weather
from tests.packing import OTTO, PARCEL, RETURN, Shop, a_shop


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def shop(tmp_path: Path, sqlite_template: Path) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_template) as shop:
        yield shop


@pytest.fixture
def announced(shop: Shop) -> tuple[str, list[str]]:
    """An order of two articles that was sent, and is announced to come back: its id and positions."""
    order, items = shop.order("A", "B")
    assert shop.send(order, *items).status == 303
    shop.otto.fulfilment.returns.announce(order)
    shop.sync("returns")
    return order, items


def page_of(shop: Shop, order: str) -> str:
    return f"{shop.base}/returns/orders/otto/{order}"


ACCEPT = {"verdict": "accept", "condition": "B", "accept_reason": "RETURN_RECEIVED"}


def test_an_announcement_is_listed_with_order_parcel_and_number(
    shop: Shop, announced: tuple[str, list[str]]
) -> None:
    order, _ = announced
    page = shop.staff.get(f"{shop.base}/returns")
    assert f'href="{page_of(shop, order)}"' in page.text
    assert RETURN in page.words
    assert "angekündigt 2" in page.words
    assert "In diesem Status gibt es keine" in shop.staff.get(f"{shop.base}/returns?state=REJECTED").words


def test_acceptance_asks_first_and_pays_back_once(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, (first, second) = announced
    shop.staff.get(page_of(shop, order))
    asked = shop.staff.send(page_of(shop, order), {**ACCEPT, "position": first})
    assert "1 Stück annehmen?" in asked.words
    assert "endgültig" in asked.words
    assert shop.otto.books.decisions == []
    sure = {**ACCEPT, "position": first, "sure": "yes"}
    assert shop.staff.send(page_of(shop, order), sure).go == page_of(shop, order)
    again = shop.staff.send(page_of(shop, order), sure)
    assert again.status == 422
    assert "schon angenommen" in again.words
    assert dict(shop.otto.books.times_accepted()) == {first: 1}
    page = shop.staff.get(page_of(shop, order))
    assert "Von Ihnen angenommen." in page.words
    assert f'name="position" value="{second}"' in page.text


def test_a_rejection_needs_its_reason(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, (first, _) = announced
    shop.staff.get(page_of(shop, order))
    fields = {"verdict": "reject", "condition": "D", "position": first}
    missing = shop.staff.send(page_of(shop, order), fields)
    assert missing.status == 422
    assert 'id="reason-told"><p class="wrong">' in missing.text
    assert 'value="D" checked' in missing.text
    assert shop.staff.send(page_of(shop, order), {**fields, "reject_reason": "WRONG_ITEM"}).status == 303
    assert "Von Ihnen abgelehnt." in shop.staff.get(page_of(shop, order)).words


def test_what_is_missing_is_said_where_it_is_missing(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, (first, _) = announced
    shop.staff.get(page_of(shop, order))
    for fields, told in (
        (ACCEPT, 'id="position-told"><p class="wrong">'),
        ({**ACCEPT, "position": first, "verdict": ""}, 'id="verdict-told"><p class="wrong">'),
        ({**ACCEPT, "position": first, "condition": "F"}, 'id="condition-told"><p class="wrong">'),
    ):
        page = shop.staff.send(page_of(shop, order), fields)
        assert page.status == 422
        assert told in page.text


def test_each_position_tells_its_own_outcome(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, (first, second) = announced
    # Meanwhile OTTO decides one of the two: the call for both is answered item by item.
    shop.otto.fulfilment.returns.accept_by_marketplace(order, [first])
    shop.staff.get(page_of(shop, order))
    data = {"form_token": shop.staff.token, **ACCEPT, "position": [first, second], "sure": "yes"}
    shop.staff.client.post(page_of(shop, order), data=data)
    page = shop.staff.get(page_of(shop, order))
    assert "Das hat der Marktplatz selbst entschieden." in page.words
    assert "Von Ihnen angenommen." in page.words
    assert shop.otto.books.times_accepted()[second] == 1


def test_a_lost_acceptance_is_told_and_settled_by_the_list(
    shop: Shop, announced: tuple[str, list[str]]
) -> None:
    order, (first, _) = announced
    shop.otto.weather = Weather.listed("answer_lost", only="/v3/returns/acceptance")
    shop.staff.get(page_of(shop, order))
    shop.staff.send(page_of(shop, order), {**ACCEPT, "position": first, "sure": "yes"})
    assert "sie wird nachgesehen" in shop.staff.get(page_of(shop, order)).words
    shop.sync("returns")
    assert "Von Ihnen angenommen." in shop.staff.get(page_of(shop, order)).words
    assert dict(shop.otto.books.times_accepted()) == {first: 1}


def test_a_misdirected_parcel_says_where_it_went(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, (first, _) = announced
    shop.otto.fulfilment.returns.misdirect(order, [first])
    shop.sync("returns")
    assert "fehlgeleitet 1" in shop.staff.get(f"{shop.base}/returns").words
    assert "hier ist nichts mehr zu tun" in shop.staff.get(page_of(shop, order)).words


def test_a_scan_tells_whose_parcel_it_is(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, _ = announced
    page = shop.staff.get(f"{shop.base}/returns/numbers?q={RETURN}")
    assert "Dieses Paket gehört zu" in page.words
    assert f"HERMES {PARCEL}" in page.words
    assert f'href="{page_of(shop, order)}"' in page.text
    stranger = shop.staff.get(f"{shop.base}/returns/numbers?q=999")
    assert "steht nicht in Ihrem Verzeichnis" in stranger.words
    other = shop.pages.account("other")
    eve = shop.pages.visitor(shop.pages.user("eve@example.com", other.account.id, Role.ADMIN))
    assert "steht nicht in Ihrem" in eve.get(f"/a/{other.account.id}/returns/numbers?q={RETURN}").words


def test_number_ranges_are_entered_with_their_forecast(shop: Shop) -> None:
    here = f"{shop.base}/returns/numbers"
    shop.staff.get(here)
    wrong = shop.staff.send(here, {"carrier": "DHL", "first": "9", "last": "5"})
    assert wrong.status == 422
    assert 'id="first-told"><p class="wrong">' in wrong.text
    fields = {"carrier": "HERMES", "first": "10000000000000", "last": "10000000000099"}
    for _ in range(2):
        assert shop.staff.send(here, fields).go == here
    (numbers,) = shop.memory.return_numbers.ranges()
    assert numbers.left == 100
    assert "noch 100 nicht in Gebrauch" in shop.staff.get(here).words
    shop.with_hermes()
    shop.settings(return_carrier="hermes")
    order, (item,) = shop.order("A")
    checked = shop.send(order, item, return_number="", do="check")
    assert "die nächste aus Ihrem Nummernkreis von HERMES" in checked.words
    assert shop.send(order, item, return_number="").status == 303
    page = shop.staff.get(here).words
    assert "noch 99" in page
    assert "reicht so bis" in page


def test_receipts_are_listed_filtered_and_opened(shop: Shop, announced: tuple[str, list[str]]) -> None:
    order, (first, _) = announced
    shop.sync("receipts")
    (receipt,) = shop.memory.receipts(OTTO).all()
    page = shop.staff.get(f"{shop.base}/receipts")
    assert receipt.number in page.words
    assert "Rechnung 1" in page.words
    shown = shop.staff.get(f"{shop.base}/receipts?show={receipt.number}")
    assert f'title="Beleg {receipt.number}"' in shown.text
    pdf = f"{shop.base}/receipts/otto/pdf?number={receipt.number}"
    assert shop.staff.client.get(pdf).content.startswith(b"%PDF-")
    assert "Kein Beleg passt" in shop.staff.get(f"{shop.base}/receipts?q=nonsense").words
    assert shop.staff.get(f"{shop.base}/receipts/otto/pdf?number=nonsense").status == 404
    shop.staff.get(page_of(shop, order))
    shop.staff.send(page_of(shop, order), {**ACCEPT, "position": first, "sure": "yes"})
    shop.sync("receipts")
    assert "Gutschrift 1" in shop.staff.get(f"{shop.base}/receipts?kind=REFUND").words
    assert receipt.number in shop.staff.get(f"{shop.base}/orders/otto/{order}").words
    other = shop.pages.account("other")
    eve = shop.pages.visitor(shop.pages.user("eve@example.com", other.account.id, Role.ADMIN))
    assert eve.get(pdf).status == 404


def test_a_return_without_a_decision_stays_open_when_otto_is_out_of_reach(
    shop: Shop, announced: tuple[str, list[str]]
) -> None:
    order, (first, _) = announced
    shop.otto.weather = Weather("reset_before", rate=1)
    shop.staff.get(page_of(shop, order))
    page = shop.staff.send(page_of(shop, order), {**ACCEPT, "position": first, "sure": "yes"})
    assert page.status == 503
    assert "wartet auf das Senden" in page.words
    shop.otto.weather = Weather()
    shop.sync("returns")
    known = [each for each in shop.memory.returns(OTTO).all() if each.position.position_item_id == first]
    assert [each.state for each in known] == [DecisionState.DONE]
