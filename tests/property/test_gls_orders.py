"""Whatever an order says reaches GLS unchanged or is refused before anything is sent; whatever GLS answers,
a purchase ends in one of three ways."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.carrier import Gls
from adapters.carriers.gls.complaints import complaints, private_of
from adapters.carriers.gls.shipments import kilograms
from core.errors import InvalidValue, OutcomeUnknown, Refused
from core.parcel import HEAVIEST_G, Label, LabelKind, LabelOrder, Party, Reference
from ports import parse_json
from tests.contract.gls import ACCOUNTS, MERCHANT, SECRETS, order
from tests.fakes.clock import HandClock
from tests.fakes.connections import connected

#: Letters of several scripts, combining ones, emoji, signs.
_FITTING = st.text(
    st.one_of(
        st.sampled_from("äöüßÄŁéñ'\"\\/&<>^~,;:.-_ 0123456789"),
        st.sampled_from("\u0301\u00a0\u200d🎁Жя中"),
        st.characters(exclude_categories=("Cc", "Cs")),
    ),
    max_size=36,
).map(lambda text: f"a{text}")
#: What no label can show, and what is too long.
_UNFIT = st.one_of(st.sampled_from(["a\nb", "\x00b", "\ud83c!", "x" * 41]), st.text(min_size=38, max_size=45))
_AWKWARD = st.integers(0, 19).flatmap(lambda draw: _UNFIT if draw == 0 else _FITTING)
_FILLED = _AWKWARD.filter(lambda text: bool(text.strip()))


@st.composite
def parties(draw: st.DrawFn) -> Party:
    return Party(
        name=draw(_FILLED),
        street=draw(_FILLED),
        house_number=draw(st.one_of(st.just("12 a-c/3. OG"), _AWKWARD)),
        postal_code=draw(st.sampled_from(["01067", "01067", "SW1A 1AA", "1" * 11])),
        city=draw(_FILLED),
        country=draw(st.sampled_from(["DE", "DE", "AT", "ES", "US"])),
        company=draw(st.one_of(st.just(""), _AWKWARD)),
        addition=draw(st.one_of(st.just(""), _AWKWARD)),
        email=draw(st.sampled_from(["", "zoe@example.com"])),
        phone=draw(st.sampled_from(["", "+49 351 000000"])),
    )


@st.composite
def orders(draw: st.DrawFn) -> LabelOrder:
    return replace(
        order(draw(st.sampled_from(LabelKind))),
        consumer=draw(parties()),
        weight_g=draw(st.integers(1, HEAVIEST_G)),
        reason=draw(st.one_of(st.none(), _AWKWARD)),
        order_number=draw(st.one_of(st.none(), _AWKWARD)),
    )


class Answering(httpx.BaseTransport):
    """Gives tokens, and to everything else the one answer."""

    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth2/v2/token":
            return httpx.Response(200, json={"access_token": "t", "expires_in": 14400})
        self.bodies.append(request.read())
        return self._answer


def opened(account: str, answer: httpx.Response) -> tuple[Gls, Answering]:
    wire = Answering(answer)
    return Gls(connected(wire, ACCOUNTS[account], SECRETS, HandClock())), wire


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []


@given(wanted=orders(), account=st.sampled_from(sorted(ACCOUNTS)))
def test_every_part_of_an_order_arrives_unchanged_or_nothing_is_sent(
    wanted: LabelOrder, account: str
) -> None:
    gls, wire = opened(account, httpx.Response(500))
    refused = None
    try:
        gls.buy(wanted)
    except InvalidValue as error:
        refused = error
    except OutcomeUnknown:
        event("sent")
    if refused is not None:
        assert wire.bodies == []
        assert refused.field is not None
        return
    (sent,) = wire.bodies
    texts = texts_in(json.loads(sent))
    whole = "\n".join(texts)
    consumer = wanted.consumer
    for part in (consumer.name, consumer.company, consumer.postal_code, consumer.city, consumer.country):
        assert part in texts or not part
    for part in (consumer.street, consumer.house_number, consumer.addition, consumer.email):
        assert part.strip() in whole
    assert wanted.reference in texts
    assert MERCHANT.name not in whole


def test_every_weight_is_exact_on_the_wire() -> None:
    for weight_g in range(1, HEAVIEST_G + 1):
        written = json.dumps(kilograms(weight_g))
        assert Decimal(written) * 1000 == weight_g
        assert len(written.partition(".")[2]) <= 3
        assert "e" not in written


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    *("CreatedShipment", "ParcelData", "PrintData", "TrackID", "ParcelNumber", "Data"),
                    *("returnOrderId", "references", "parcelId", "label", "content"),
                    *("errors", "message", "code", "fault", "faultstring", "detail"),
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(
    body=st.one_of(_JSON.map(lambda value: json.dumps(value).encode()), st.binary(max_size=40)),
    status=st.sampled_from([200, 201, 202, 204, 207, 301, 400, 409, 500]),
    kind=st.sampled_from(LabelKind),
    account=st.sampled_from(sorted(ACCOUNTS)),
)
def test_a_purchase_ends_as_label_refusal_or_unknown_whatever_comes_back(
    body: bytes, status: int, kind: LabelKind, account: str
) -> None:
    gls, wire = opened(account, httpx.Response(status, content=body))
    try:
        label = gls.buy(order(kind))
    except (Refused, OutcomeUnknown):
        pass
    else:
        assert isinstance(label, Label)
        assert label.number
        assert label.handle
        assert str(label.number) in body.decode()
    assert len(wire.bodies) == 1


@given(wanted=orders(), where=st.sampled_from(["header", "errors", "message", "text"]))
def test_no_complaint_repeats_the_address(wanted: LabelOrder, where: str) -> None:
    consumer = wanted.consumer
    words = f"Cannot ship to {consumer.name}, {consumer.street_line}, {consumer.city}: sorry"
    raw = words.encode("utf-8", "replace").replace(b"\n", b" ").replace(b"\x00", b"")
    said = raw.decode()
    answer = {
        "header": httpx.Response(400, headers=[(b"error", b"E"), (b"message", raw)]),
        "errors": httpx.Response(400, json={"errors": [{"message": said}]}),
        "message": httpx.Response(400, json={"message": said}),
        "text": httpx.Response(400, text=said),
    }[where]
    found = " ".join(map(str, complaints(answer, private_of(wanted))))
    for part in (consumer.name, consumer.street_line, consumer.city):
        clean = " ".join(part.split())
        if len(clean) >= 12 and clean.isprintable():
            assert clean.lower() not in found.lower()


@given(settings=st.dictionaries(st.sampled_from(["weight_min_g", "weight_max_g"]), st.text(max_size=6)))
def test_a_weight_setting_is_a_weight_or_refused_at_its_field(settings: dict[str, str]) -> None:
    blamed, account = None, Account.of(ACCOUNTS["portal"])
    try:
        account = Account.of({**ACCOUNTS["portal"], **settings})
    except InvalidValue as error:
        blamed = error.field
    assert blamed is None or blamed in settings
    assert 1 <= account.lightest_g <= HEAVIEST_G
    assert 1 <= account.heaviest_g <= HEAVIEST_G


@pytest.mark.parametrize("account", sorted(ACCOUNTS))
def test_the_body_is_ascii_whatever_stands_in_it(account: str) -> None:
    gls, wire = opened(account, httpx.Response(500))
    with pytest.raises(OutcomeUnknown):
        gls.buy(replace(order(LabelKind.RETURN), reference=Reference("Ä-🎁")))
    (sent,) = wire.bodies
    assert sent.isascii()
    assert "Ä-🎁" in texts_in(parse_json(sent))
