"""Labels bought at the stand-in: once, with the right papers, and what becomes of every failure."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
import stamina
from pypdf import PdfReader

from adapters.carriers.gls.standin import DEMO_CONTACT, Product
from core.errors import (
    AccessDenied,
    InvalidValue,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.parcel import DocumentFormat, DocumentRole, Label, LabelKind, Reference
from ports import Capability, NotOffered
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.gls import ACCOUNTS, BY_ORDER, CONSUMER, PORTAL, GlsBench

ROLES = {LabelKind.SHIPMENT: DocumentRole.LABEL, LabelKind.RETURN: DocumentRole.RETURN_LABEL}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture(params=sorted(ACCOUNTS))
def bench(request: pytest.FixtureRequest) -> GlsBench:
    return GlsBench.of(ACCOUNTS[request.param])


@pytest.mark.parametrize("kind", LabelKind)
@pytest.mark.parametrize("wanted", DocumentFormat)
def test_a_label_is_bought_once_and_its_paper_is_of_the_wanted_format(
    bench: GlsBench, kind: LabelKind, wanted: DocumentFormat
) -> None:
    label = bench.bought(kind, format=wanted)
    assert bench.standin.bought() == [(kind, "A-1", label.number)]
    assert [(d.role, d.format) for d in label.documents] == [(ROLES[kind], wanted)]
    assert label.notices == ()
    assert (label.kind, label.reference) == (kind, "A-1")


@pytest.mark.parametrize("kind", LabelKind)
def test_what_is_printed_is_what_was_ordered(bench: GlsBench, kind: LabelKind) -> None:
    label = bench.bought(kind)
    (page,) = PdfReader(io.BytesIO(label.documents[0].data)).pages
    text = page.extract_text()
    for part in (label.number, CONSUMER.name, CONSUMER.street, CONSUMER.house_number, "01067", "A-1"):
        assert part in text


@pytest.mark.parametrize("kind", LabelKind)
@pytest.mark.parametrize("fault", [Kind.ANSWER_LOST, Kind.TRUNCATED])
def test_a_lost_answer_is_an_unknown_outcome_and_nothing_is_sent_again(
    bench: GlsBench, kind: LabelKind, fault: Kind
) -> None:
    bench.gls().check()  # the token is there; the weather hits the purchase
    bench.standin.weather = Weather.listed(Spell(fault))
    before = len(bench.wire.requests)
    with pytest.raises(OutcomeUnknown):
        bench.bought(kind)
    assert len(bench.standin.bought()) == 1
    assert len(bench.wire.requests) == before + 1


@pytest.mark.parametrize("kind", LabelKind)
def test_a_gateways_page_is_an_unknown_outcome(bench: GlsBench, kind: LabelKind) -> None:
    bench.gls().check()
    bench.standin.weather = Weather.listed(Spell(Kind.HTML_502))
    with pytest.raises(OutcomeUnknown):
        bench.bought(kind)
    assert bench.standin.bought() == []


@pytest.mark.parametrize("kind", LabelKind)
def test_a_storm_is_throttling_and_nothing_was_bought(bench: GlsBench, kind: LabelKind) -> None:
    bench.gls().check()
    bench.standin.weather = Weather.listed(Spell(Kind.STORM_429, retry_after="seconds", seconds=7))
    with pytest.raises(Throttled) as caught:
        bench.bought(kind)
    assert caught.value.retry_after == 7
    assert bench.standin.bought() == []


@pytest.mark.parametrize("kind", LabelKind)
def test_what_never_left_may_be_repeated(bench: GlsBench, kind: LabelKind) -> None:
    bench.gls().check()
    bench.standin.weather = Weather.listed(Spell(Kind.RESET_BEFORE, refused=True))
    with pytest.raises(Unreachable):
        bench.bought(kind)
    assert bench.standin.bought() == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Kind.ANSWER_LOST, Unreachable),
        (Kind.HTML_502, Unreachable),
        (Kind.RESET_BEFORE, Unreachable),
        (Kind.STORM_429, Throttled),
    ],
)
def test_a_token_that_does_not_come_means_that_nothing_was_bought(
    fault: Kind, expected: type[RemoteError]
) -> None:
    bench = GlsBench.of(PORTAL)
    bench.standin.weather = Weather.listed(Spell(fault))
    with pytest.raises(expected):
        bench.bought()
    assert bench.standin.bought() == []
    assert len(bench.wire.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, content=b""),
        httpx.Response(201, json={}),
        httpx.Response(200, json={"message": "accepted"}),
        httpx.Response(200, text="<html>fine</html>"),
        httpx.Response(204),
        httpx.Response(302, headers={"Location": "https://example.com/"}),
        httpx.Response(408),
        httpx.Response(500, headers={"error": "INTERNAL", "message": "later"}),
    ],
    ids=["empty", "object", "message", "html", "204", "redirect", "timeout", "500"],
)
def test_an_answer_that_says_neither_yes_nor_no_is_an_unknown_outcome(
    bench: GlsBench, answer: httpx.Response
) -> None:
    bench.wire.planned = [answer]
    with pytest.raises(OutcomeUnknown):
        bench.bought()
    assert len(bench.wire.sent("/shipments")) == 1


def test_a_good_status_with_reasons_inside_is_a_refusal(bench: GlsBench) -> None:
    bench.wire.planned = [httpx.Response(200, json={"errors": [{"code": "17", "message": "no contract"}]})]
    with pytest.raises(Refused) as caught:
        bench.bought()
    assert [complaint.code for complaint in caught.value.complaints] == ["17"]


@pytest.mark.parametrize("style", ["headers", "json", "both"])
def test_a_foreign_contact_id_is_refused_at_contact_id(style: str) -> None:
    for settings in (PORTAL, ACCOUNTS["classic"]):
        bench = GlsBench.of(settings, checked=False, contact_id="of-another")
        bench.standin.odd.errors = style  # type: ignore[assignment]
        with pytest.raises(Refused) as caught:
            bench.bought()
        (complaint,) = caught.value.complaints
        assert complaint.field == "contact_id"
        assert complaint.code == "INVALID_FIELD_VALUE"
        assert "of-another" not in str(caught.value)


def test_an_address_that_gls_refuses_is_named_by_field_and_not_repeated(bench: GlsBench) -> None:
    wrong = replace(CONSUMER, postal_code="0106")
    with pytest.raises(Refused) as caught:
        bench.bought(consumer=wrong)
    (complaint,) = caught.value.complaints
    assert complaint.field == "consumer.postal_code"
    assert "0106" not in f"{caught.value} {caught.value.text.de} {caught.value!r}"


@pytest.mark.parametrize("kind", LabelKind)
def test_no_refusal_repeats_the_address_in_whatever_words(bench: GlsBench, kind: LabelKind) -> None:
    bench.wire.planned = [httpx.Response(400, text=f"No parcel for {CONSUMER.name}, {CONSUMER.street}!")]
    with pytest.raises(Refused) as caught:
        bench.bought(kind)
    assert [complaint.text for complaint in caught.value.complaints] == ["No parcel for …, …!"]


@pytest.mark.parametrize("status", [200, 400])
def test_no_refusal_repeats_the_login(bench: GlsBench, status: int) -> None:
    bench.gls().check()
    shown = bench.wire.requests[-1].headers["authorization"]
    words = f"{shown} and {shown.partition(' ')[2]} and demo-user:demo-password and (demo-password)"
    bench.wire.planned = [httpx.Response(status, json={"errors": [{"message": words}]})]
    with pytest.raises(Refused) as caught:
        bench.bought()
    assert shown.partition(" ")[2] not in str(caught.value)
    if shown.startswith("Basic"):
        assert "demo-password" not in str(caught.value)


def test_a_service_that_is_not_booked_is_a_refusal(bench: GlsBench) -> None:
    bench.standin.depot.contacts[DEMO_CONTACT] = frozenset()
    with pytest.raises(Refused):
        bench.bought(options={"services": "service_flexdelivery"})
    assert bench.standin.bought() == []


def test_an_unknown_app_id_is_a_refusal() -> None:
    bench = GlsBench.of(BY_ORDER, app_id="of-another")
    with pytest.raises(Refused) as caught:
        bench.bought(LabelKind.RETURN)
    assert [complaint.code for complaint in caught.value.complaints] == ["404-NOT-FOUND"]


@pytest.mark.parametrize("print_data", ["none", "garbage"])
def test_a_label_without_a_readable_paper_is_still_a_label(print_data: str) -> None:
    bench = GlsBench.of(PORTAL)
    bench.standin.odd.print_data = print_data  # type: ignore[assignment]
    label = bench.bought()
    assert label.documents == ()
    assert len(label.notices) == 1
    assert bench.standin.bought() == [(LabelKind.SHIPMENT, "A-1", label.number)]


@pytest.mark.parametrize("kind", LabelKind)
def test_the_spelling_of_the_vendors_file_is_read_as_well(kind: LabelKind) -> None:
    bench = GlsBench.of(PORTAL, checked=False)
    bench.standin.odd.vendor_spelling = True
    bench.standin.odd.figures = True
    bench.standin.odd.created = 201
    label = bench.bought(kind)
    assert len(label.documents) == 1
    assert bench.standin.bought()[0][2] == label.number
    assert bench.gls().cancel(kind, label.handle) == "done"


def test_a_qr_code_comes_instead_of_the_label_where_it_was_wished() -> None:
    bench = GlsBench.of(BY_ORDER)
    label = bench.bought(LabelKind.RETURN, options={"document": "qr"})
    assert [(d.role, d.format) for d in label.documents] == [(DocumentRole.QR, DocumentFormat.PNG)]
    (again,) = bench.gls().fetch(LabelKind.RETURN, label.handle, DocumentFormat.PNG)  # type: ignore[misc]
    assert again == label.documents[0]


def test_a_raised_weight_is_said_beside_the_label() -> None:
    bench = GlsBench.of(PORTAL, weight_min_g="1000")
    assert [notice.code for notice in bench.bought(weight_g=300).notices] == ["WEIGHT_RAISED"]


@pytest.mark.parametrize(
    ("settings", "kind", "more", "capability"),
    [
        ({**PORTAL, "return_way": "none"}, LabelKind.RETURN, {}, Capability.RETURN),
        (PORTAL, LabelKind.SHIPMENT, {"enclosed_return": True}, Capability.ENCLOSED_RETURN),
        (PORTAL, LabelKind.RETURN, {"outbound": "601079500844"}, Capability.RETURN_OUTBOUND),
    ],
)
def test_what_is_not_offered_sends_nothing(
    settings: dict[str, str], kind: LabelKind, more: dict[str, Any], capability: Capability
) -> None:
    bench = GlsBench.of(settings)
    answer = bench.gls().buy(bench.order(kind, **more))
    assert isinstance(answer, NotOffered)
    assert answer.capability is capability
    assert bench.wire.requests == []


def test_what_does_not_fit_sends_nothing(bench: GlsBench) -> None:
    for unfit in (
        {"consumer": replace(CONSUMER, name="x" * 41)},
        {"weight_g": 39_999},
        {"options": {"colour": "blue"}},
    ):
        with pytest.raises(InvalidValue):
            bench.gls().buy(bench.order(**unfit))
        with pytest.raises(InvalidValue):
            bench.gls().validate(bench.order(**unfit))
    assert bench.wire.requests == []


def test_opening_sends_nothing(bench: GlsBench) -> None:
    gls = bench.gls()
    gls.limits(LabelKind.RETURN, "DE")
    assert gls.info.formats
    assert bench.wire.requests == []


def test_a_login_without_the_right_is_denied() -> None:
    bench = GlsBench.of(PORTAL)
    bench.standin.door.products = {Product.TRACKING}
    with pytest.raises(AccessDenied):
        bench.bought()
    assert bench.standin.bought() == []


def test_no_secret_is_in_an_address_or_a_body(bench: GlsBench) -> None:
    bench.bought(LabelKind.SHIPMENT, "A-1")
    bench.bought(LabelKind.RETURN, "A-2")
    for request in bench.wire.requests:
        assert "demo-secret" not in f"{request.url}{request.content!r}"
        assert "demo-password" not in f"{request.url}{request.content!r}"


def test_two_orders_have_two_labels(bench: GlsBench) -> None:
    labels = [bench.bought(LabelKind.SHIPMENT, reference) for reference in ("A-1", "A-2")]
    assert len({label.number for label in labels}) == 2
    assert [entry[1] for entry in bench.standin.bought()] == [Reference("A-1"), Reference("A-2")]
    assert all(isinstance(label, Label) for label in labels)
