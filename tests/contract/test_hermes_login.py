"""Tokens and the activation against the stand-in: what is wrong is said at its field; nothing is bought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
import stamina

from adapters.carriers.hermes.activation import HermesActivation
from adapters.carriers.hermes.carrier import Hermes
from core.activation import Activate, Answers, Ask, Choice, Step, Stop, Wait
from core.errors import AccessDenied, BrokenReply, Unreachable
from core.parcel import Label, LabelKind
from core.secret import Secret
from ports import Capability, Connection, NotOffered
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.hermes import ACCOUNT, BASE, SECRETS, HermesBench
from tests.fakes.connections import RememberedTokens, connected

TOKEN = "/authorization-facade/"
DELIVERED = "T1000987654321040"


@dataclass(slots=True)
class TryingDesk:
    """A `Desk` whose connections lead to the stand-in."""

    bench: HermesBench
    redirect_uri: str = "http://127.0.0.1:8000/consent/hermes"
    consent_state: Secret = field(default_factory=lambda: Secret("unguessable"))
    tokens: RememberedTokens = field(default_factory=RememberedTokens)

    def connect(self, answers: Answers) -> Connection:
        return connected(
            self.bench.wire,
            {key: value for key, value in answers.items() if isinstance(value, str)},
            {key: value.reveal() for key, value in answers.items() if isinstance(value, Secret)},
            self.bench.clock,
            self.tokens,
        )

    def remember(self, key: str, answer: str | Secret | None) -> None:
        raise AssertionError("nothing is learned from Hermes")

    def portal_accounts(self) -> Sequence[str]:
        return ()

    def return_carriers(self) -> Sequence[Choice]:
        return ()


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def bench() -> HermesBench:
    return HermesBench.of()


def _step(bench: HermesBench, **changes: str) -> Step:
    """One look at the right answers, with these changed; "" takes one away."""
    given = {**ACCOUNT, **SECRETS, **changes}
    answers: dict[str, str | Secret] = {
        key: Secret(value) if key in SECRETS else value for key, value in given.items() if value
    }
    return HermesActivation().advance(answers, TryingDesk(bench))


def test_one_token_serves_until_shortly_before_its_end(bench: HermesBench) -> None:
    for minutes, fetched in ((0, 1), (58, 1), (1.5, 2), (30, 2)):
        bench.later(minutes=minutes)
        bench.hermes().track([DELIVERED])
        assert len(bench.wire.sent(TOKEN)) == fetched
    form = bench.wire.sent(TOKEN)[0].content.decode()
    assert form.startswith("grant_type=password&")


def test_a_refused_token_is_renewed_once_before_a_label_is_bought(bench: HermesBench) -> None:
    bench.hermes().check()
    bench.standin.office.revoke_all()
    assert bench.bought().documents
    assert len(bench.standin.bought()) == 1


@pytest.mark.parametrize("ended", [True, False])
def test_the_tracking_tells_a_bad_token_with_status_400(bench: HermesBench, ended: bool) -> None:
    bench.hermes().track([DELIVERED])
    if ended:
        kept = bench.tokens.kept["access-sandbox"]
        bench.later(hours=2)
        bench.tokens.kept["access-sandbox"] = type(kept)(kept.value, kept.ends_at + timedelta(hours=2))
    else:
        bench.standin.office.revoke_all()
    answer = bench.hermes().track([DELIVERED])
    assert not isinstance(answer, NotOffered)
    assert DELIVERED in answer
    assert len(bench.wire.sent(TOKEN)) == 2


@pytest.mark.parametrize("status", [401, 400])
def test_a_token_that_is_refused_twice_is_no_access(bench: HermesBench, status: int) -> None:
    refusal = {"error": "access_denied"} if status == 401 else {"listOfResultCodes": [{"code": "e902"}]}
    for _ in range(2):
        bench.wire.answer_next(refusal, status)
    with pytest.raises(AccessDenied):
        bench.bought()
    assert bench.standin.bought() == []
    assert len(bench.wire.sent()) == 2


def test_a_lifetime_in_text_or_absent_is_read(bench: HermesBench) -> None:
    bench.wire.token = httpx.Response(200, json={"access_token": "abc"})
    with pytest.raises(AccessDenied):
        bench.hermes().track([DELIVERED])
    assert bench.tokens.kept["access-sandbox"].ends_at - bench.clock.now() == timedelta(hours=1)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"access_token": ""}),
        httpx.Response(200, json={"access_token": "a\nb"}),
        httpx.Response(200, json={"expires_in": "3600"}),
        httpx.Response(200, json=["?"]),
        httpx.Response(200, text="<html>"),
        httpx.Response(400, json={"error": "unsupported_grant_type"}),
    ],
)
def test_a_token_answer_that_cannot_be_used_buys_nothing(bench: HermesBench, answer: httpx.Response) -> None:
    bench.wire.token = answer
    with pytest.raises(BrokenReply):
        bench.bought()
    assert not bench.wire.sent(BASE)


def test_without_the_token_service_nothing_is_bought(bench: HermesBench) -> None:
    bench.standin.weather = Weather.listed(Spell(Kind.ANSWER_LOST), only=TOKEN)
    with pytest.raises(Unreachable):
        bench.bought()
    assert not bench.wire.sent(BASE)


def test_no_secret_shows_itself(bench: HermesBench) -> None:
    shown = [repr(bench.hermes()), repr(bench.connection()), repr(bench.bought())]
    bench.tokens.kept.clear()
    with pytest.raises(AccessDenied) as caught:
        Hermes(bench.connection(password="wrong-password-9")).track([DELIVERED])
    shown += [repr(caught.value), str(caught.value), caught.value.text.de]
    for secret in (*SECRETS.values(), "wrong-password-9", "Königstraße"):
        assert not any(secret in text for text in shown)
    for request in bench.wire.requests:
        assert not any(secret in str(request.url) for secret in SECRETS.values())


def test_the_check_buys_nothing_and_says_what_it_cannot_tell(bench: HermesBench) -> None:
    checks = bench.hermes().check()
    assert [(check.feature.value, check.works) for check in checks] == [("ship", None), ("return", None)]
    assert "e053" in checks[0].text.de
    assert "e055" in checks[1].text.de
    assert "e055" not in HermesBench.of(return_way="outbound").hermes().check()[1].text.de
    assert {request.method for request in bench.wire.sent()} == {"GET"}
    assert bench.standin.bought() == []


@pytest.mark.parametrize("wrong", ["client_secret", "password"])
def test_wrong_secrets_are_an_answer_of_the_check(bench: HermesBench, wrong: str) -> None:
    checks = Hermes(bench.connection(**{wrong: "wrong"})).check()
    assert [check.works for check in checks] == [False, False]


def test_the_check_does_not_trust_a_token_of_earlier_access_data(bench: HermesBench) -> None:
    bench.hermes().check()
    assert [check.works for check in Hermes(bench.connection(password="old")).check()] == [False, False]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"client_id": "other"}, {"client_id", "client_secret"}),
        ({"client_secret": "other"}, {"client_id", "client_secret"}),
        ({"user": "other"}, {"user", "password"}),
        ({"password": "other"}, {"user", "password"}),
    ],
)
def test_wrong_access_data_lead_to_their_fields(
    bench: HermesBench, changes: dict[str, str], fields: set[str]
) -> None:
    step = _step(bench, **changes)
    assert isinstance(step, Ask)
    assert (step.step, set(step.problems)) == ("access_data", fields)
    assert not bench.wire.sent(BASE)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_without_a_reason_leads_to_all_four(bench: HermesBench, status: int) -> None:
    bench.wire.token = httpx.Response(status, text="no")
    step = _step(bench)
    assert isinstance(step, Ask)
    assert set(step.problems) == {"client_id", "client_secret", "user", "password"}


def test_missing_access_data_are_asked_for_before_anything_is_sent(bench: HermesBench) -> None:
    for key in ("client_id", "client_secret", "user", "password"):
        step = _step(bench, **{key: ""})
        assert isinstance(step, Ask)
        assert step.step == "access_data"
    assert not bench.wire.requests


def test_a_user_without_the_interface_has_to_ask_hermes(bench: HermesBench) -> None:
    bench.wire.answer_next({"listOfResultCodes": [{"code": "e900"}]}, 403)
    step = _step(bench)
    assert isinstance(step, Stop)
    assert step.step == "check"
    assert "Ansprechpartner" in step.repair.de


@pytest.mark.parametrize("kind", [Kind.HTML_502, Kind.ANSWER_LOST, Kind.RESET_BEFORE, Kind.STORM_429])
@pytest.mark.parametrize("place", [TOKEN, BASE])
def test_a_hermes_that_does_not_answer_is_waited_for(bench: HermesBench, kind: Kind, place: str) -> None:
    bench.standin.weather = Weather(kind.value, rate=1.0, only=place)
    step = _step(bench)
    assert isinstance(step, Wait)
    assert step.step == "check"


def test_returns_are_made_from_the_address_unless_said_otherwise(bench: HermesBench) -> None:
    form = HermesActivation().form({}, TryingDesk(bench))
    field = next(field for field in form["settings"] if field.key == "return_way")
    assert field.default == "address"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"sender_name": "Lena"}, {"sender_street", "sender_postal_code", "sender_city"}),
        ({"sender_country": "de"}, {"sender_country"}),
        ({"client_id_tracking": "4a"}, {"client_id_tracking"}),
        (
            {
                "sender_name": "Ф",
                "sender_street": "Weg 1",
                "sender_postal_code": "34117",
                "sender_city": "Kassel",
            },
            {"sender_name"},
        ),
    ],
)
def test_wrong_settings_lead_to_their_fields(
    bench: HermesBench, changes: dict[str, str], fields: set[str]
) -> None:
    step = _step(bench, **changes)
    assert isinstance(step, Ask)
    assert (step.step, set(step.problems)) == ("settings", fields)


def test_the_activation_ends_with_settings_that_work(bench: HermesBench) -> None:
    step = _step(bench, parcel_class="S", client_id_tracking="4711")
    assert isinstance(step, Activate)
    assert not any(secret in step.settings.values() for secret in SECRETS.values())
    assert {right.key: right.granted for right in step.rights} == {"ship": None, "return": None}
    assert step.settings["customer_alert"] == "false"
    hermes = Hermes(connected(bench.wire, step.settings, SECRETS, bench.clock))
    assert Capability.FIND_RETURN in hermes.info.capabilities
    assert isinstance(hermes.buy(bench.order()), Label)
    assert bench.wire.body()["parcel"]["parcelClass"] == "S"
    assert len(bench.standin.bought()) == 1


def test_the_form_has_every_field_of_the_settings(bench: HermesBench) -> None:
    form = HermesActivation().form({}, TryingDesk(bench))
    keys = [f.key for fields in form.values() for f in fields]
    assert keys[:5] == ["environment", "client_id", "client_secret", "user", "password"]
    assert {"return_way", "parcel_class", "sender_name", "sender_country", "sender_phone"} <= set(keys)
    assert {f.key for fields in form.values() for f in fields if f.is_secret} == set(SECRETS)


def test_opening_an_account_sends_nothing(bench: HermesBench) -> None:
    hermes = bench.hermes()
    assert hermes.limits(LabelKind.SHIPMENT, "DE").lengths["postal_code"] == 5
    assert hermes.limits(LabelKind.SHIPMENT, "AT").lengths["postal_code"] == 8
    assert hermes.info.tracking_batch == 100
    assert not bench.wire.requests
