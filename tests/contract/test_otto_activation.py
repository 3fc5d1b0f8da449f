"""The four steps against the stand-in: what each wrong thing leads to, and that nothing changes at OTTO."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
import stamina

from adapters.otto.activation import OttoActivation
from adapters.otto.manifest import SCOPES
from adapters.otto.standin import (
    BUSINESS_SCOPES,
    DEMO_APP,
    DEMO_CLIENT,
    DEMO_INSTALLATION,
    DEMO_PARTNER_CLIENT,
    DEMO_PARTNER_SECRET,
    DEMO_SECRET,
)
from core.activation import Activate, Answers, Ask, Choice, Step, Stop, Visit, Wait
from core.secret import Secret
from ports import Connection
from standins import Weather
from tests.contract.otto import OttoBench
from tests.fakes.connections import RememberedTokens, connected

DATA = {"mode": "own_app", "environment": "sandbox", "client_id": DEMO_CLIENT}
PARTNER = {
    "mode": "partner_app",
    "environment": "sandbox",
    "client_id": DEMO_PARTNER_CLIENT,
    "app_id": DEMO_APP,
}
SETTINGS = {
    "portal_account": "Haupt",
    "sender_country": "DE",
    "paid_status": "true",
    "hermes_tracking_as_return_number": "false",
}


@dataclass(slots=True)
class TryingDesk:
    """A `Desk` whose connections lead to the stand-in."""

    bench: OttoBench
    redirect_uri: str = "http://127.0.0.1:8000/consent/otto"
    consent_state: Secret = field(default_factory=lambda: Secret("unguessable"))
    learned: dict[str, str | Secret | None] = field(default_factory=dict)
    tokens: RememberedTokens = field(default_factory=RememberedTokens)
    carriers: Sequence[Choice] = ()

    def connect(self, answers: Answers) -> Connection:
        return connected(
            self.bench.transport(),
            {key: value for key, value in answers.items() if isinstance(value, str)},
            {key: value.reveal() for key, value in answers.items() if isinstance(value, Secret)},
            self.bench.clock,
            self.tokens,
        )

    def remember(self, key: str, answer: str | Secret | None) -> None:
        self.learned[key] = answer

    def portal_accounts(self) -> Sequence[str]:
        return ["Haupt"]

    def return_carriers(self) -> Sequence[Choice]:
        return self.carriers


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def bench() -> OttoBench:
    return OttoBench.with_orders(3)


def _advance(bench: OttoBench, answers: Mapping[str, str], secret: str = DEMO_SECRET) -> Step:
    return OttoActivation().advance({**answers, "client_secret": Secret(secret)}, TryingDesk(bench))


def test_without_data_the_api_data_are_asked_for(bench: OttoBench) -> None:
    step = OttoActivation().advance({}, TryingDesk(bench))
    assert isinstance(step, Ask)
    assert step.step == "api_data"
    assert [f.key for f in step.fields] == ["mode", "environment", "client_id", "client_secret"]
    assert not bench.standin.ledger.entries()


def test_the_partner_way_asks_for_more(bench: OttoBench) -> None:
    step = OttoActivation().advance({"mode": "partner_app"}, TryingDesk(bench))
    assert isinstance(step, Ask)
    assert [f.key for f in step.fields][4:] == ["app_id", "installation_id"]


def test_good_data_lead_to_the_settings(bench: OttoBench) -> None:
    step = _advance(bench, DATA)
    assert isinstance(step, Ask)
    assert step.step == "settings"
    assert not step.problems


def test_with_the_settings_it_is_active_and_every_right_proven(bench: OttoBench) -> None:
    step = _advance(bench, {**DATA, **SETTINGS})
    assert isinstance(step, Activate)
    assert all(right.granted for right in step.rights)
    assert step.settings["scopes"].split() == [scope.key for scope in SCOPES]
    assert step.settings["portal_account"] == "Haupt"
    assert "client_secret" not in step.settings
    assert not [entry for entry in bench.standin.ledger.entries("POST") if entry.path != "/v1/token"]


@pytest.mark.parametrize(("answers", "secret"), [(DATA, "wrong"), ({**DATA, "client_id": "x"}, DEMO_SECRET)])
def test_a_wrong_id_or_secret_is_said_at_its_field(
    bench: OttoBench, answers: Mapping[str, str], secret: str
) -> None:
    step = _advance(bench, answers, secret)
    assert isinstance(step, Ask)
    assert step.step == "api_data"
    assert set(step.problems) == {"client_id", "client_secret"}
    assert secret not in str(step)


@pytest.mark.parametrize("scope", [scope.key for scope in SCOPES if scope.required])
def test_a_missing_right_is_named(bench: OttoBench, scope: str) -> None:
    bench.standin.office.own_scopes(set(BUSINESS_SCOPES) - {scope})
    step = _advance(bench, {**DATA, **SETTINGS})
    assert isinstance(step, Stop)
    assert step.step == "authentication"
    assert scope in step.reason.en
    assert scope in step.repair.de
    assert [right.key for right in step.rights if right.granted is False] == [scope]


def test_a_right_that_is_not_needed_may_be_missing(bench: OttoBench) -> None:
    bench.standin.office.own_scopes(set(BUSINESS_SCOPES) - {"price-reduction"})
    step = _advance(bench, {**DATA, **SETTINGS})
    assert isinstance(step, Activate)
    assert "price-reduction" not in step.settings["scopes"]


@pytest.mark.parametrize("name", ["reset_before", "html_502", "storm_429"])
def test_an_otto_that_does_not_answer_is_waited_for(bench: OttoBench, name: str) -> None:
    bench.standin.weather = Weather(name, rate=1.0, delay=0)
    step = _advance(bench, {**DATA, **SETTINGS})
    assert isinstance(step, Wait)
    assert step.step == "check"


def test_an_address_is_whole_or_absent(bench: OttoBench) -> None:
    step = _advance(bench, {**DATA, **SETTINGS, "sender_city": "Hamburg"})
    assert isinstance(step, Ask)
    assert set(step.problems) == {
        "sender_name",
        "sender_street",
        "sender_house_number",
        "sender_postal_code",
    }


def test_an_installation_id_makes_the_consent_unnecessary(bench: OttoBench) -> None:
    step = _advance(bench, {**PARTNER, **SETTINGS, "installation_id": DEMO_INSTALLATION}, DEMO_PARTNER_SECRET)
    assert isinstance(step, Activate)
    assert step.settings["installation_id"] == DEMO_INSTALLATION


@pytest.mark.parametrize("installation", ["unknown", DEMO_INSTALLATION])
def test_an_unknown_or_revoked_consent_is_said_at_the_installation_id(
    bench: OttoBench, installation: str
) -> None:
    bench.standin.office.revoke_consent()
    step = _advance(bench, {**PARTNER, **SETTINGS, "installation_id": installation}, DEMO_PARTNER_SECRET)
    assert isinstance(step, Ask)
    assert set(step.problems) == {"installation_id"}


def test_the_consent_leads_to_the_installation_id(bench: OttoBench) -> None:
    desk = TryingDesk(bench)
    answers: dict[str, str | Secret] = {
        **PARTNER,
        **SETTINGS,
        "client_secret": Secret(DEMO_PARTNER_SECRET),
    }
    visit = OttoActivation().advance(answers, desk)
    assert isinstance(visit, Visit)
    client = desk.connect(answers).client("sandbox")
    landed = urlsplit(client.get(visit.url.removeprefix(str(client.base_url))).headers["location"])
    query = parse_qs(landed.query)
    assert query["state"] == [desk.consent_state.reveal()]
    step = OttoActivation().advance({**answers, "consent_code": Secret(query["code"][0])}, desk)
    assert isinstance(step, Activate)
    assert desk.learned == {"consent_code": None, "installation_id": DEMO_INSTALLATION}


def test_a_used_up_consent_code_leads_back_to_the_data(bench: OttoBench) -> None:
    desk = TryingDesk(bench)
    step = OttoActivation().advance(
        {**PARTNER, "client_secret": Secret(DEMO_PARTNER_SECRET), "consent_code": Secret("old")}, desk
    )
    assert isinstance(step, (Ask, Stop))
    assert desk.learned == {"consent_code": None}


def test_the_same_answers_lead_to_the_same_step(bench: OttoBench) -> None:
    assert _advance(bench, DATA) == _advance(bench, DATA)
