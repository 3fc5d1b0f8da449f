"""Many parcels at once: the good lines go, each bad one is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app_center.dispatch_lists import MOST, lines_in
from core.dispatch import NoticeKind
from core.errors import InvalidValue
from core.parcel_numbers import carriers_of
from core.users import Role
from tests.packing import OTHER_PARCEL, OTTO, PARCEL, RETURN, Shop, a_shop


@pytest.fixture
def shop(tmp_path: Path, sqlite_template: Path) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_template) as shop:
        shop.with_hermes()
        shop.settings(return_carrier="hermes", hermes_tracking_as_return_number="true")
        yield shop


def send(shop: Shop, text: str) -> str:
    shop.staff.get(f"{shop.base}/dispatch/many")
    return shop.staff.send(f"{shop.base}/dispatch/many", {"list": text}).words


def test_good_lines_go_and_bad_ones_stay_named_in_the_field(shop: Shop) -> None:
    first, (item,) = shop.order("A")
    second, _ = shop.order("B")
    text = f"auftrag;versender;sendung\n{first};;{PARCEL}\nnobody;DHL;1\n\n{second};DLH;{OTHER_PARCEL}\n"
    shop.staff.get(f"{shop.base}/dispatch/many")
    page = shop.staff.send(f"{shop.base}/dispatch/many", {"list": text})
    assert page.status == 422
    assert "Nicht übernommene Zeilen: 2." in page.words
    assert "1 gemeldet" in page.words
    assert "DLH" in page.words
    assert "hier gibt es keinen Auftrag nobody" in page.words
    field = page.text.split("<textarea")[1].split("</textarea>")[0]
    assert "nobody;DHL;1" in field
    assert first not in field
    assert shop.otto.books.times_reported()[item] == 1


def test_the_same_list_again_changes_nothing(shop: Shop) -> None:
    orders = [shop.order(sku) for sku in ("A", "B")]
    text = "\n".join(
        f"{order};;{number}" for (order, _), number in zip(orders, (PARCEL, OTHER_PARCEL), strict=True)
    )
    for _ in range(2):
        assert "2 gemeldet" in send(shop, text)
    assert set(shop.otto.books.times_reported().values()) == {1}
    assert len(shop.memory.dispatches(OTTO).all()) == 2


def test_one_piece_in_two_lines_is_in_two_parcels_and_a_line_twice_is_one(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    text = f"{order};;{PARCEL}\n{order};;{OTHER_PARCEL}\n{order};;{PARCEL}\n"
    assert "3 gemeldet" in send(shop, text)
    (notice,) = shop.memory.dispatches(OTTO).all()
    assert notice.kind is NoticeKind.SPLIT
    assert dict(shop.otto.books.times_reported()) == {item: 1}


def test_an_order_of_several_pieces_stands_in_one_line(shop: Shop) -> None:
    order, items = shop.order("A", "B")
    said = send(shop, f"{order};;{PARCEL}\n{order};;{OTHER_PARCEL}\n")
    assert "Zeile 1 meldet diesen Auftrag schon" in said
    (notice,) = shop.memory.dispatches(OTTO).all()
    assert [parcel.tracking.number for parcel in notice.parcels] == [PARCEL]
    assert dict(shop.otto.books.times_reported()) == dict.fromkeys(items, 1)


def test_a_file_counts_as_the_list(shop: Shop) -> None:
    order, (item,) = shop.order("A")
    shop.staff.get(f"{shop.base}/dispatch/many")
    answer = shop.staff.client.post(
        f"{shop.base}/dispatch/many",
        data={"form_token": shop.staff.token, "list": ""},
        files={
            "file": (
                "liste.csv",
                f"\ufeffAuftrag;Versender\r\n{order};HERMES;{PARCEL};{RETURN};DHL\r\n".encode(),
            )
        },
    )
    assert answer.status_code == 200, answer.text
    assert dict(shop.otto.books.times_reported()) == {item: 1}


def test_nothing_and_too_much_are_said(shop: Shop) -> None:
    assert "es steht keine Zeile darin" in send(shop, " \n\n")
    with pytest.raises(InvalidValue) as told:
        lines_in("\n".join(f"{at};DHL;{at}" for at in range(MOST + 1)))
    assert told.value.field == "list"


def test_lines_are_read_as_people_write_them() -> None:
    lines = lines_in("Auftrag\tVersender\nb1\tDHL\tT1\n\nb2,GLS,T2\nb3;;T3;R3;DHL;more\nb4\n")
    assert [(line.number, line.order, line.carrier, line.tracking) for line in lines] == [
        (2, "b1", "DHL", "T1"),
        (4, "b2", "GLS", "T2"),
        (5, "b3", "", "T3"),
        (6, "b4", "", ""),
    ]
    assert (lines[2].return_number, lines[2].return_carrier) == ("R3", "DHL")


@pytest.mark.parametrize(
    ("number", "carriers"),
    [
        (PARCEL, ("HERMES",)),
        (RETURN, ("DHL",)),
        ("00340434161094015902", ("DHL",)),
        ("100002180461", ("GLS",)),
        ("12345678901", ("GLS",)),
        ("12345678901234", ("HERMES",)),
        ("", ()),
        ("1Z999", ()),
    ],
)
def test_a_number_tells_its_carrier(number: str, carriers: tuple[str, ...]) -> None:
    assert carriers_of(number) == carriers


def test_a_viewer_does_not_send_lists(shop: Shop) -> None:
    ben = shop.pages.visitor(shop.pages.user("ben@example.com", shop.memory.account.id, Role.VIEWER))
    assert ben.get(f"{shop.base}/dispatch/many").status == 403
