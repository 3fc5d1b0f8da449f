"""The packing desk: scanned, looked over, sent; and each thing that goes wrong, repaired."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from adapters.otto.standin import State
from core.dispatch import NoticeState
from core.users import Role
from standins import Weather
from tests.packing import HERMES, OTHER_PARCEL, OTTO, PARCEL, RETURN, Shop, a_shop


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def shop(tmp_path: Path, sqlite_template: Path) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_template) as shop:
        yield shop


def number_of(shop: Shop, order: str) -> str:
    stored = next(iter(shop.memory.orders(OTTO).orders()))
    assert stored.order is not None
    return stored.order.order_number


def test_an_order_is_scanned_its_parcel_is_scanned_and_it_is_sent(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    scanned = shop.staff.get(f"{shop.base}/dispatch?q={number_of(shop, order)}")
    assert scanned.go == shop.parcel(order)
    page = shop.staff.get(scanned.go)
    assert f'name="pieces.{item}"' in page.text
    answer = shop.send(order, item)
    assert answer.go == f"{shop.base}/dispatch?app=otto&sent=1"
    told = shop.staff.get(answer.go).words
    assert f"HERMES {PARCEL} ist gemeldet, 1 Stück." in told
    assert dict(shop.otto.books.times_reported()) == {item: 1}
    assert "nichts mehr zu versenden" in shop.staff.get(shop.parcel(order)).words
    assert shop.staff.get(f"{shop.base}/dispatch?q={PARCEL}").go == shop.parcel(order)
    assert RETURN in (shop.staff.get(f"{shop.base}/dispatch?q={RETURN}").go or "")


def test_sent_twice_it_is_reported_once(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    shop.staff.get(shop.parcel(order))
    fields = {f"pieces.{item}": "1", "tracking": PARCEL, "return_number": RETURN, "do": "send"}
    assert shop.staff.send(shop.parcel(order), fields).status == 303
    again = shop.staff.send(shop.parcel(order), fields)
    assert again.go == f"{shop.base}/dispatch?app=otto&sent=1"
    other = shop.staff.send(shop.parcel(order), {**fields, "tracking": OTHER_PARCEL})
    assert other.status == 422
    assert set(shop.otto.books.times_reported().values()) == {1}


def test_a_number_that_nothing_has_is_said_with_what_helps(shop: Shop) -> None:
    page = shop.staff.get(f"{shop.base}/dispatch?q=nonsense-1")
    assert page.status == 200
    assert "Die Nummer nonsense-1 gibt es hier nicht." in page.words
    assert "Neue kommen innerhalb einer Minute" in page.words


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept_or_sent(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    for fields, told in (
        ({"carrier": "DHL", "tracking": ""}, 'id="tracking-told"><p class="wrong">'),
        ({"tracking": "12 34", "return_number": ""}, 'id="carrier-told"><p class="wrong">'),
        (
            {"return_number": "577546565071", "return_carrier": "DHL"},
            'id="return_number-told"><p class="wrong">',
        ),
        ({"return_number": ""}, "für Retouren ist kein Versender gewählt"),
        ({"ship_date": "gestern"}, 'id="ship_date-told"><p class="wrong">'),
        ({f"pieces.{item}": "0"}, 'id="position-told"><p class="wrong">'),
        ({f"pieces.{item}": "2"}, 'id="position-told"><p class="wrong">'),
    ):
        page = shop.send(order, item, **{"tracking": PARCEL, **fields})
        assert page.status == 422, fields
        assert told in page.text, fields
    assert shop.memory.dispatches(OTTO).all() == []
    assert shop.otto.books.reports == []
    assert (
        'value="577546565071"'
        in shop.send(order, item, return_number="577546565071", return_carrier="DHL").text
    )
    confirmed = shop.send(order, item, return_number="577546565071", return_carrier="DHL", confirmed="yes")
    assert confirmed.status == 303


def test_looking_it_over_says_the_same_and_sends_nothing(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    assert "Alles passt." in shop.send(order, item, do="check").words
    wrong = shop.send(order, item, do="check", return_number="577546565071", return_carrier="DHL")
    assert wrong.status == 200
    assert "Prüfziffer" in wrong.words
    assert shop.memory.dispatches(OTTO).all() == []


def test_a_return_number_of_another_parcel_is_seen_before_anything_is_sent(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    assert shop.send(order, item).status == 303
    order, (item,) = shop.order("B")
    page = shop.send(order, item, tracking=OTHER_PARCEL)
    assert page.status == 422
    assert f"die Retourennummer {RETURN} gehört bis" in page.words
    assert len(shop.memory.dispatches(OTTO).all()) == 1


def test_part_of_an_order_goes_and_the_rest_is_asked_for_next(shop: Shop) -> None:
    order, items = shop.order("A", "A", "A", "B")
    page = shop.staff.get(shop.parcel(order))
    assert 'type="number"' in page.text
    first, last = items[0], items[3]
    answer = shop.send(order, **{f"pieces.{first}": "2"})
    assert answer.go == f"{shop.parcel(order)}?sent=1"
    rest = shop.staff.get(answer.go)
    assert "ist gemeldet, 2 Stück." in rest.words
    (third,) = {item for item in items if f'name="pieces.{item}"' in rest.text} - {last}
    joined = shop.staff.get(f"{shop.parcel(order)}?add=1")
    assert "das schon gemeldet ist" in joined.words
    answer = shop.send(order, third, last, add="1")
    assert answer.go == f"{shop.base}/dispatch?app=otto&sent=2"
    assert dict(shop.otto.books.times_reported()) == dict.fromkeys(items, 1)
    assert len(shop.otto.books.return_numbers()) == 1


def test_one_piece_in_two_parcels_is_one_notice(shop: Shop) -> None:
    order, (item, other) = shop.order("A", "B")
    page = shop.send(order, item, do="more")
    assert page.text.count('name="tracking"') == 2
    data = {"form_token": shop.staff.token, f"pieces.{item}": "1", "do": "send"}
    more = {"tracking": [PARCEL, OTHER_PARCEL], "return_number": [RETURN, "00340434161094015902"]}
    both = shop.staff.client.post(
        shop.parcel(order), data={**data, **more, f"pieces.{other}": "1", "return_carrier": "DHL"}
    )
    assert both.status_code == 422
    assert "genau einer Position" in both.text
    answer = shop.staff.client.post(shop.parcel(order), data={**data, **more, "return_carrier": "DHL"})
    assert answer.status_code == 303, answer.text
    (notice,) = shop.memory.dispatches(OTTO).all()
    assert (notice.state, len(notice.parcels)) == (NoticeState.ACCEPTED, 2)


def test_what_is_held_is_kept_when_asked_for_and_goes_out_once_repaired(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    held = shop.send(order, item, return_number="", do="keep")
    assert held.go == f"{shop.base}/dispatch/notices/otto/1?new=1"
    page = shop.staff.get(held.go)
    assert "geht sie von selbst hinaus" in page.words
    assert "die Retourennummer fehlt" in page.words
    desk = shop.staff.get(f"{shop.base}/dispatch")
    assert f"HERMES {PARCEL}" in desk.words
    fields = {"position": item, "carrier": "HERMES", "tracking": PARCEL, "return_carrier": "DHL"}
    here = f"{shop.base}/dispatch/notices/otto/1"
    wrong = shop.staff.send(here, {**fields, "return_number": "577546565071"})
    assert wrong.status == 422
    assert 'value="577546565071"' in wrong.text
    assert 'name="confirmed"' in wrong.text
    assert (
        shop.staff.send(here, {**fields, "return_number": RETURN}).go
        == f"{shop.base}/dispatch?app=otto&sent=1"
    )
    assert dict(shop.otto.books.times_reported()) == {item: 1}


def test_a_missing_sender_address_holds_it_and_leads_to_the_settings(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    record = shop.memory.apps.get(OTTO)
    bare = {key: value for key, value in record.settings.items() if not key.startswith("sender_")}
    from dataclasses import replace

    shop.memory.apps.write(replace(record, settings=bare))
    page = shop.send(order, item)
    assert page.status == 422
    assert f'href="{shop.base}/apps/otto?step=settings"' in page.text
    assert shop.send(order, item, do="keep").status == 303
    shop.settings()
    shop.sync("dispatch")
    assert dict(shop.otto.books.times_reported()) == {item: 1}


def test_a_lost_answer_is_told_and_settled_without_sending_again(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    shop.otto.weather = Weather.listed("answer_lost", only="/v1/shipments")
    answer = shop.send(order, item)
    assert answer.go == f"{shop.base}/dispatch/notices/otto/1?new=1"
    page = shop.staff.get(answer.go)
    assert "die Antwort ging verloren" in page.words
    assert "wird geklärt" in page.words
    assert "Speichern und melden" not in page.words
    shop.sync("dispatch")
    assert "gemeldet" in shop.staff.get(f"{shop.base}/dispatch/notices/otto/1").words
    assert set(shop.otto.books.times_reported().values()) == {1}


def test_a_notice_is_withdrawn_after_a_question(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    shop.send(order, item, return_number="", do="keep")
    here = f"{shop.base}/dispatch/notices/otto/1"
    assert "Ja, zurückziehen" in shop.staff.get(f"{here}?ask=withdraw").words
    assert shop.staff.send(f"{here}/withdraw").go == here
    assert "zurückgezogen" in shop.staff.get(here).words
    assert shop.staff.send(f"{here}/withdraw").status == 409
    assert "zurückgezogen 1" in shop.staff.get(f"{shop.base}/dispatch/notices?state=withdrawn").words
    assert shop.send(order, item).status == 303


def test_a_position_is_left_out_of_a_held_notice(shop: Shop) -> None:
    order, (item, other) = shop.order("A", "B")
    shop.send(order, item, other, return_number="", do="keep")
    here = f"{shop.base}/dispatch/notices/otto/1"
    shop.staff.get(here)
    fields = {"position": other, "tracking": PARCEL, "return_number": RETURN}
    assert shop.staff.send(here, {**fields, "position": "nonsense"}).status == 422
    assert shop.staff.send(here, fields).go == f"{shop.base}/dispatch?app=otto&sent=2"
    assert dict(shop.otto.books.times_reported()) == {other: 1}
    states = [notice.state for notice in shop.memory.dispatches(OTTO).all()]
    assert states == [NoticeState.ACCEPTED, NoticeState.WITHDRAWN]


def test_an_app_that_is_not_active_is_said_with_the_way_to_it(shop: Shop) -> None:
    from dataclasses import replace

    from core.apps import AppState

    order, (item,) = shop.order("A")
    record = shop.memory.apps.get(OTTO)
    shop.memory.apps.write(replace(record, state=AppState.PAUSED))
    page = shop.send(order, item)
    assert page.status == 422
    assert "ist nicht aktiv" in page.words
    assert f'href="{shop.base}/apps/otto"' in page.text


def test_a_viewer_sees_the_order_and_no_form(shop: Shop) -> None:
    order, _ = shop.order("A")
    ben = shop.pages.visitor(shop.pages.user("ben@example.com", shop.memory.account.id, Role.VIEWER))
    page = ben.get(shop.parcel(order))
    assert "darf ansehen, nicht melden" in page.words
    assert "pieces." not in page.text
    assert "Viele auf einmal" not in ben.get(f"{shop.base}/dispatch").words


def test_a_label_is_bought_once_shown_and_its_parcel_reported_with_its_return_number(shop: Shop) -> None:
    shop.with_hermes()
    shop.settings(return_carrier="hermes")
    order, (item,) = shop.order("A")
    page = shop.staff.get(shop.parcel(order))
    reference = page.text.split('name="reference" value="')[1].split('"')[0]
    fields = {"reference": reference, "label_carrier": "hermes", "weight": "schwer"}
    wrong = shop.staff.send(f"{shop.parcel(order)}/label", fields)
    assert wrong.status == 422
    assert 'id="weight-told"><p class="wrong">' in wrong.text
    bought = [shop.staff.send(f"{shop.parcel(order)}/label", {**fields, "weight": "1,5"}) for _ in range(2)]
    assert {answer.status for answer in bought} == {303}
    shipments = [each for each in shop.memory.labels(HERMES).all() if each.kind.value == "shipment"]
    assert len(shipments) == 1
    assert shipments[0].label is not None
    number = shipments[0].label.number
    page = shop.staff.get(bought[0].go or "")
    assert f'value="{number}"' in page.text
    address = page.text.split('<iframe src="')[1].split('"')[0].replace("&amp;", "&")
    paper = shop.staff.client.get(address)
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["content-disposition"].startswith("inline")
    assert paper.headers["x-frame-options"] == "SAMEORIGIN"
    assert (
        shop.staff.client.get(f"{address}&download=1").headers["content-disposition"].startswith("attachment")
    )
    checked = shop.send(order, item, tracking=number, return_number="", do="check")
    assert "Retourennummer: HERMES" in checked.words
    assert shop.staff.get(f"{shop.base}/dispatch?q={number}").go == bought[0].go
    assert shop.send(order, item, tracking=number, return_number="").status == 303
    (line,) = shop.memory.return_numbers.all()
    kept = shop.staff.get(
        f"{shop.base}/dispatch/labels/hermes/return?reference={line.label[1] if line.label else ''}"
    )
    assert "Es darf nicht ins Paket" in kept.words
    assert "<iframe" not in kept.text
    stranger = shop.pages.account("other")
    eve = shop.pages.visitor(shop.pages.user("eve@example.com", stranger.account.id, Role.ADMIN))
    assert eve.get(address).status == 404
    assert eve.get(address.replace(shop.base, f"/a/{stranger.account.id}")).status == 404
    assert shop.otto.item_ids(order, State.PROCESSABLE) == []
