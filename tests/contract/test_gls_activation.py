"""GLS's activation against its stand-in: each wrong thing leads to its field, and nothing is bought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
import stamina

from adapters.carriers.gls.activation import GlsActivation
from adapters.carriers.gls.carrier import Gls
from adapters.carriers.gls.standin import DEMO_CONTACT, Product
from core.activation import Activate, Answers, Ask, Choice, Step, Stop, Wait
from core.secret import Secret
from ports import Capability, Connection
from standins import Spell, Weather
from standins.weather import Kind
from tests.contract.gls import ACCOUNTS, BY_ORDER, CLASSIC, PORTAL, SECRETS, GlsBench
from tests.fakes.connections import RememberedTokens, connected


@dataclass(slots=True)
class TryingDesk:
    """A `Desk` whose connections lead to the stand-in."""

    bench: GlsBench
    redirect_uri: str = "http://127.0.0.1:8000/consent/gls"
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
        raise AssertionError("nothing is learned from GLS")

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
def bench() -> GlsBench:
    return GlsBench.of()


def advance(bench: GlsBench, settings: dict[str, str], **more: str | Secret) -> Step:
    secrets = {key: Secret(value) for key, value in SECRETS.items()}
    return GlsActivation().advance({**settings, **secrets, **more}, TryingDesk(bench))


def asked(step: Step) -> tuple[str, set[str]]:
    assert isinstance(step, Ask)
    return step.step, set(step.problems)


@pytest.mark.parametrize("account", sorted(ACCOUNTS))
def test_right_data_activate_and_the_settings_open_the_account(bench: GlsBench, account: str) -> None:
    step = advance(bench, ACCOUNTS[account])
    assert isinstance(step, Activate)
    assert not set(step.settings) & set(SECRETS)
    assert bench.standin.bought() == []
    rights = {right.key: right.granted for right in step.rights}
    assert rights == {
        "ship": True,
        "return": None if account == "by_order" else True,
        "track": account != "classic",
    }
    capabilities = Gls(TryingDesk(bench).connect({**step.settings, **_secrets()})).info.capabilities
    assert Capability.SHIP in capabilities
    assert (Capability.TRACK in capabilities) is (account != "classic")


def _secrets() -> dict[str, Secret]:
    return {key: Secret(value) for key, value in SECRETS.items()}


def test_the_settings_in_force_hold_every_default(bench: GlsBench) -> None:
    step = advance(bench, PORTAL)
    assert isinstance(step, Activate)
    assert step.settings == {
        **PORTAL,
        "middleware": "AppCenterviaGLS",
        "weight_min_g": "1",
        "weight_max_g": "31500",
        "sender_country": "DE",
        "tracking": "true",
    }


def test_answers_of_another_way_do_not_stay_in_the_settings(bench: GlsBench) -> None:
    step = advance(bench, {**BY_ORDER, **CLASSIC, "return_way": "none"})
    assert isinstance(step, Activate)
    assert not {"client_id", "app_id"} & set(step.settings)


def test_missing_answers_are_asked_for_before_anything_is_sent(bench: GlsBench) -> None:
    step = GlsActivation().advance({"environment": "sandbox"}, TryingDesk(bench))
    assert asked(step) == ("access_data", set())
    assert asked(advance(bench, {**BY_ORDER, "app_id": ""})) == ("access_data", set())
    assert bench.wire.requests == []


def test_the_form_asks_for_everything_that_the_flow_looks_at(bench: GlsBench) -> None:
    form = GlsActivation().form({}, TryingDesk(bench))
    assert list(form) == ["access_data", "settings"]
    assert bench.wire.requests == []
    names = {f"sender_{n}" for n in ("name", "company", "street", "house_number", "postal_code", "city")}
    names |= {"sender_country", "sender_email", "sender_phone", "middleware", "weight_min_g", "weight_max_g"}
    assert {entry.key for entry in form["settings"]} == names


def test_a_wrong_id_or_secret_leads_back_to_both(bench: GlsBench) -> None:
    for wrong in ({"client_id": "of-another"}, {"client_secret": Secret("wrong")}):
        step = advance(bench, PORTAL, **wrong)
        assert asked(step) == ("access_data", {"client_id", "client_secret"})
        assert "wrong" not in repr(step)


def test_a_wrong_user_or_password_leads_back_to_both(bench: GlsBench) -> None:
    step = advance(bench, CLASSIC, password=Secret("wrong"))
    assert asked(step) == ("access_data", {"user", "password"})


@pytest.mark.parametrize("account", sorted(ACCOUNTS))
def test_a_wrong_contact_id_leads_back_to_it(bench: GlsBench, account: str) -> None:
    step = advance(bench, ACCOUNTS[account], contact_id="of-another")
    assert asked(step) == ("access_data", {"contact_id"})


def test_a_foreign_host_leads_back_to_it_before_anything_is_sent(bench: GlsBench) -> None:
    step = advance(bench, CLASSIC, classic_host="shipit.example.com")
    assert asked(step) == ("access_data", {"classic_host"})
    assert bench.wire.requests == []


def test_a_host_is_kept_as_the_manifests_address_wants_it(bench: GlsBench) -> None:
    step = advance(bench, CLASSIC, classic_host="https://Shipit-wbm-test01.gls-group.eu/backend/rs")
    assert isinstance(step, Activate)
    assert step.settings["classic_host"] == "shipit-wbm-test01"


def test_a_login_without_shipit_stops_with_what_to_do(bench: GlsBench) -> None:
    bench.standin.door.products = {Product.TRACKING}
    step = advance(bench, PORTAL)
    assert isinstance(step, Stop)
    assert "ShipIT Farm" in step.repair.de


def test_a_service_that_is_not_booked_is_told_and_does_not_stop_shipping(bench: GlsBench) -> None:
    bench.standin.depot.contacts[DEMO_CONTACT] = frozenset({"service_flexdelivery"})
    step = advance(bench, PORTAL)
    assert isinstance(step, Activate)
    right = next(right for right in step.rights if right.key == "return")
    assert right.granted is False
    assert "ShopReturn" in right.text.de


def test_services_that_are_not_named_leave_it_open(bench: GlsBench) -> None:
    bench.standin.depot.contacts[DEMO_CONTACT] = frozenset()
    step = advance(bench, PORTAL)
    assert isinstance(step, Activate)
    assert next(right.granted for right in step.rights if right.key == "return") is None


def test_no_way_of_returns_means_no_right_to_them(bench: GlsBench) -> None:
    step = advance(bench, PORTAL, return_way="none")
    assert isinstance(step, Activate)
    assert next(right.granted for right in step.rights if right.key == "return") is False


def test_a_login_without_shop_returns_is_told(bench: GlsBench) -> None:
    bench.standin.door.products = {Product.SHIPIT, Product.TRACKING}
    step = advance(bench, BY_ORDER)
    assert isinstance(step, Activate)
    assert next(right.granted for right in step.rights if right.key == "return") is False


def test_a_login_without_track_and_trace_works_without_tracking(bench: GlsBench) -> None:
    bench.standin.door.products = {Product.SHIPIT}
    step = advance(bench, PORTAL)
    assert isinstance(step, Activate)
    assert step.settings["tracking"] == "false"
    assert next(right.granted for right in step.rights if right.key == "track") is False


def test_wrong_settings_lead_back_to_them_before_anything_is_sent(bench: GlsBench) -> None:
    assert asked(advance(bench, PORTAL, weight_max_g="heavy")) == ("settings", {"weight_max_g"})
    step, problems = asked(advance(bench, PORTAL, sender_name="Muster"))
    assert step == "settings"
    assert "sender_street" in problems
    assert bench.wire.requests == []


@pytest.mark.parametrize("fault", [Kind.HTML_502, Kind.RESET_BEFORE, Kind.ANSWER_LOST])
def test_an_outage_asks_for_patience_and_loses_nothing(bench: GlsBench, fault: Kind) -> None:
    bench.standin.weather = Weather.listed(*[Spell(fault)] * 9)
    step = advance(bench, PORTAL)
    assert isinstance(step, Wait)
    assert step.retry_after is None


def test_a_storm_says_when_to_go_on(bench: GlsBench) -> None:
    bench.standin.weather = Weather.listed(*[Spell(Kind.STORM_429, retry_after="seconds", seconds=90)] * 9)
    step = advance(bench, PORTAL)
    assert isinstance(step, Wait)
    assert step.retry_after == 90


def test_an_unreadable_answer_asks_for_patience(bench: GlsBench) -> None:
    bench.wire.planned = [httpx.Response(200, content=b"[]")] * 9
    assert isinstance(advance(bench, PORTAL), Wait)


def works(bench: GlsBench) -> list[bool | None]:
    return [check.works for check in bench.gls().check()]


def test_the_check_says_what_works() -> None:
    assert works(GlsBench.of(PORTAL)) == [True, True]
    assert works(GlsBench.of(BY_ORDER)) == [True, None]
    assert works(GlsBench.of(CLASSIC)) == [True, True]
    assert works(GlsBench.of({**PORTAL, "return_way": "none"})) == [True, False]
    assert works(GlsBench.of(PORTAL, client_id="of-another")) == [False, False]
    assert works(GlsBench.of(CLASSIC, user="of-another")) == [False, False]
    assert works(GlsBench.of(PORTAL, contact_id="of-another")) == [False, False]
    assert works(GlsBench.of(BY_ORDER, contact_id="of-another")) == [False, None]


def test_a_refusal_that_does_not_blame_the_contact_leaves_it_open(bench: GlsBench) -> None:
    bench.wire.planned = [httpx.Response(400, headers={"error": "COMMON", "message": "not today"})] * 2
    assert works(bench) == [None, None]


def test_the_check_buys_nothing() -> None:
    for settings in ACCOUNTS.values():
        bench = GlsBench.of(settings)
        bench.gls().check()
        assert bench.standin.bought() == []
