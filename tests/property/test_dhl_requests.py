"""Whatever a label order or an answer of DHL holds: nothing is lost, and nothing is taken for a label."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import Any

import httpx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.carriers.dhl import orders, returns
from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.complaints import returns_complaints, shipment_field, shipping_complaints
from adapters.carriers.dhl.tracking import read_tracking
from core.errors import BrokenReply, InvalidValue, OutcomeUnknown, Refused
from core.parcel import LabelKind, LabelOrder, Party, Reference, Size
from tests.contract.dhl import CONSUMER, DHL_SPECS, MERCHANT, TODAY, returning, shipment
from tests.contract.openapi import Contract

#: A busy machine is no mistake of the code.
UNHURRIED = settings(deadline=None)

ACCOUNT = DhlAccount(
    billing_number="33333333330102",
    billing_number_international="33333333335301",
    return_billing_number="33333333330701",
    receiver_id="deu",
    forward_contact="always",
)

#: What people really write, and what machines make of it; none of it may stand in an error.
NAMES = [
    "Änne Größer",
    "Zoe\u0308 Muster",
    "Ñandú 😀 Vogel",
    "李小龍 Filmfreund",
    "O’Neill & Söhne",
    "x" * 50,
    "y" * 51,
]
BROKEN = ["Zeile\nEins", "Null\u0000Stelle", "halb\ud800er"]
TEXT = st.one_of(st.sampled_from([*NAMES, *BROKEN]), st.text(min_size=1, max_size=55))
CHANGES: dict[str, st.SearchStrategy[str]] = {
    "name": TEXT,
    "company": TEXT,
    "addition": st.one_of(TEXT, st.just("12345678")),
    "street": st.one_of(
        TEXT, st.sampled_from(["Am Markt 12 a-c", "Packstation 105", "Postfiliale 518", "Weg 5 6"])
    ),
    "house_number": st.one_of(TEXT, st.sampled_from(["", "12 a-c/3. OG", "5 1/2", "12345678901"])),
    "postal_code": st.one_of(TEXT, st.sampled_from(["01067", "1071 AA", "1010", "12", "0 1", "A-1B"])),
    "city": TEXT,
    "country": st.sampled_from(["DE", "AT", "NL", "FR"]),
    "email": st.sampled_from(["a@b.example", "x" * 75 + "@b.de", "@"]),
    "phone": st.sampled_from(["+49 351 1", "1" * 21]),
}


@st.composite
def parties(draw: st.DrawFn) -> Party:
    """A good address with up to three of its parts replaced by something awkward."""
    names = draw(st.lists(st.sampled_from(sorted(CHANGES)), max_size=3, unique=True))
    try:
        return replace(CONSUMER, **{name: draw(CHANGES[name]) for name in names})
    except InvalidValue:
        return CONSUMER


SIZES = st.one_of(st.none(), st.builds(Size, *[st.integers(1, 2000)] * 3))
ORDERS = st.builds(
    lambda kind, consumer, weight_g, size, enclosed: LabelOrder(
        kind, Reference("AUFTRAG-0001"), MERCHANT, consumer, weight_g, TODAY, size, enclosed_return=enclosed
    ),
    st.sampled_from(LabelKind),
    parties(),
    st.integers(1, 40_000),
    SIZES,
    st.booleans(),
)


def texts_in(value: Any) -> Counter[str]:
    """Every text in a JSON value, wherever it stands."""
    if isinstance(value, str):
        return Counter([value])
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(texts_in, value), Counter[str]()) if isinstance(value, list) else Counter()


@UNHURRIED
@given(ORDERS)
@example(shipment(consumer=replace(CONSUMER, street="s" * 50, house_number="h" * 10, city="c" * 40)))
@example(returning(consumer=replace(CONSUMER, street="s" * 50, house_number="h" * 10, city="c" * 40)))
def test_an_address_goes_out_unchanged_or_is_refused_at_its_field(order: LabelOrder) -> None:
    build = orders.body_of if order.kind is LabelKind.SHIPMENT else returns.body_of
    refused: InvalidValue | None = None
    try:
        body = build(order, ACCOUNT)
    except InvalidValue as error:
        refused = error
    if refused is not None:
        assert (refused.field or "").partition(".")[0] in {"consumer", "weight_g"}
        assert not any(name in refused.text.en + refused.text.de for name in (*NAMES, *BROKEN))
        return
    json.dumps(body, ensure_ascii=False).encode()
    sent = body["shipments"][0]["consignee"] if order.kind is LabelKind.SHIPMENT else body["shipper"]
    if "lockerID" in sent or "retailID" in sent:
        return
    party = order.consumer
    lines = [
        party.name,
        party.company,
        party.addition,
        party.postal_code,
        party.city,
        party.email,
        party.phone,
    ]
    expected = Counter(line for line in lines if line.strip())
    got = texts_in({name: value for name, value in sent.items() if name != "country"})
    street = sent["addressStreet"] + sent.get("addressHouse", "")
    got.subtract([sent["addressStreet"], *([sent["addressHouse"]] if "addressHouse" in sent else [])])
    assert +got == expected
    joined = "".join((party.street + party.house_number).split())
    turned = "".join((sent.get("addressHouse", "") + sent["addressStreet"]).split())
    assert joined in {"".join(street.split()), turned}


@UNHURRIED
@given(ORDERS)
@example(shipment(enclosed_return=True))
@example(returning())
def test_every_request_keeps_the_vendors_contract(order: LabelOrder) -> None:
    if not DHL_SPECS.is_dir():
        return
    try:
        if order.kind is LabelKind.SHIPMENT:
            name, path = "parcel-de-shipping-v2.1.13.yaml", "/parcel/de/shipping/v2/orders"
            query, body = orders.query_of(order, ACCOUNT), orders.body_of(order, ACCOUNT)
        else:
            name, path = "parcel-de-returns-v1.0.9.yaml", "/parcel/de/shipping/returns/v1/orders"
            query, body = returns.QUERY, returns.body_of(order, ACCOUNT)
    except InvalidValue:
        return
    headers = {"Authorization": "Bearer demo"}
    request = httpx.Request("POST", f"https://dhl.test{path}", params=query, json=body, headers=headers)
    Contract.load(DHL_SPECS / name).check_request(request)


#: Answers that look like DHL's here and there.
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 700),
    st.sampled_from(
        [200, 201, 204, 206, 400, 500, "200", "OK", "UnknownShipmentNumber", "Warning", "00340434"]
    ),
    st.sampled_from(["JVBERi0xLjQK", "%%", "shipments[0].consignee.city", "^XA^XZ", "2026-01-01T00:00:00"]),
    st.text(max_size=5),
    st.floats(),
)
STATUS = ["sstatus", "status", "statusCode", "title", "detail"]
ITEM = ["items", "shipmentNo", "label", "b64", "zpl2", "returnLabel", "qrLabel", "propertyPath", "message"]
FINDING = ["validationMessages", "property", "validationMessage", "validationState"]
OTHER = ["shipments", "service", "timestamp", "receiverId", "shipperCountry"]
KEYS = st.sampled_from([*STATUS, *ITEM, *FINDING, *OTHER])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=12,
)
ITEMS = st.dictionaries(KEYS, JSON, max_size=7)
BODIES = st.one_of(
    JSON, ITEMS, st.builds(lambda items: {"items": items}, st.lists(ITEMS, min_size=1, max_size=2))
)


def answer_of(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=json.dumps(body).encode())


@UNHURRIED
@given(BODIES, st.sampled_from(LabelKind))
@example({"items": [{"shipmentNo": "00340434", "sstatus": {"status": 200}}]}, LabelKind.SHIPMENT)
@example({"shipmentNo": "999991587211", "sstatus": {"status": 201}}, LabelKind.RETURN)
def test_no_answer_to_a_purchase_raises_anything_but_a_no_or_a_doubt(body: Any, kind: LabelKind) -> None:
    try:
        if kind is LabelKind.SHIPMENT:
            label = orders.read_bought(answer_of(body), shipment())
        else:
            label = returns.read_bought(answer_of(body, 201), returning())
    except (Refused, OutcomeUnknown):
        return
    assert label.number
    assert label.documents or label.notices


@UNHURRIED
@given(BODIES, st.sampled_from([200, 207, 400, 404]))
def test_no_other_answer_raises_anything_unexpected(body: Any, status: int) -> None:
    answer = answer_of(body, status)
    for read in (
        orders.read_cancelled,
        orders.read_documents,
        orders.read_validation,
        returns.read_receivers,
    ):
        with suppress(Refused, OutcomeUnknown, BrokenReply):
            read(answer)
    with suppress(BrokenReply):
        read_tracking(answer, "1")
    for explain in (shipping_complaints, returns_complaints):
        with suppress(ValueError):  # NaN is no JSON; `ports.send` takes it as "no reasons"
            assert all(complaint.text for complaint in explain(answer))


@UNHURRIED
@given(st.text(max_size=30))
def test_any_path_has_a_field_or_none(path: str) -> None:
    field = shipment_field(path)
    assert field is None or field
