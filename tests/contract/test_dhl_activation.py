"""DHL's activation and its check: proven without a label, each problem at the field that it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import stamina

from adapters.carriers.dhl import check
from adapters.carriers.dhl.activation import DhlActivation
from adapters.carriers.dhl.carrier import Dhl
from adapters.carriers.dhl.plugin import app_center_carriers
from adapters.carriers.dhl.standin import DEMO_USER, USER_WITHOUT_RETURNS
from core.activation import Activate, Answers, Ask, Choice, Field, FieldKind, Step, Stop, Wait
from core.errors import InvalidValue
from core.parcel import Label, Party
from core.secret import Secret
from ports import Capability, Connection, Desk, Feature
from standins import Weather
from tests.contract.dhl import SECRETS, SETTINGS, DhlBench, always, answering, returning, shipment

SETTLED = ("billing_number", "billing_number_international", "return_billing_number", "receiver_id")


@pytest.fixture(autouse=True)
def _no_waiting() -> None:
    stamina.set_testing(True, attempts=1)


@dataclass(slots=True)
class OpenDesk:
    """A `Desk` in front of the stand-in. It does with answers what the host does."""

    bench: DhlBench
    remembered: dict[str, str | Secret | None] = field(default_factory=dict)

    redirect_uri = "https://host.test/consent/dhl"
    consent_state = Secret("unused")

    def connect(self, answers: Answers) -> Connection:
        self.bench.settings = {key: value for key, value in answers.items() if isinstance(value, str)}
        self.bench.secrets = {
            key: value.reveal() for key, value in answers.items() if isinstance(value, Secret)
        }
        return self.bench.connection()

    def remember(self, key: str, answer: str | Secret | None) -> None:
        self.remembered[key] = answer

    def portal_accounts(self) -> Sequence[str]:
        return ()

    def return_carriers(self) -> Sequence[Choice]:
        return ()


def answers(**changes: str) -> dict[str, str | Secret]:
    given = {**SETTINGS, **changes}
    secrets = {**SECRETS, **{key: given.pop(key) for key in SECRETS if key in given}}
    return {
        **{key: value for key, value in given.items() if value},
        **{key: Secret(value) for key, value in secrets.items() if value},
    }


def advance(given: Mapping[str, str | Secret], bench: DhlBench | None = None) -> Step:
    """One look at the answers, after the host has read them with the form and filled in defaults."""
    desk: Desk = OpenDesk(bench or DhlBench.new())
    activation = DhlActivation()
    filled = dict(given)
    for fields in activation.form(filled, desk).values():
        for form_field in fields:
            if form_field.default is not None:
                filled.setdefault(form_field.key, form_field.default)
            value = filled.get(form_field.key)
            if isinstance(value, str):
                filled[form_field.key] = form_field.read(value)
    return activation.advance(filled, desk)


def fields_of(step: Step) -> Mapping[str, Field]:
    assert isinstance(step, Ask)
    return {form_field.key: form_field for form_field in step.fields}


def test_the_access_data_are_asked_for_first_and_nothing_is_sent() -> None:
    bench = DhlBench.new()
    step = advance({}, bench)
    assert isinstance(step, Ask)
    assert step.step == "access"
    assert {key for key, value in fields_of(step).items() if value.is_secret} == {
        "app_key",
        "app_secret",
        "password",
    }
    assert bench.standin.ledger.count() == 0


def test_after_the_check_the_receivers_stand_to_choose_from() -> None:
    bench = DhlBench.new()
    step = advance(answers(**dict.fromkeys(SETTLED, "")), bench)
    assert isinstance(step, Ask)
    assert step.step == "settings"
    receiver = fields_of(step)["receiver_id"]
    assert receiver.kind is FieldKind.CHOICE
    assert [choice.value for choice in receiver.choices] == ["deu", "deu_ggp", "aut", "che"]
    billing = fields_of(step)["return_billing_number"].help
    assert billing is not None
    assert "22222222220701" in billing.en


def test_what_dhl_named_is_remembered_for_the_form() -> None:
    desk = OpenDesk(DhlBench.new())
    activation = DhlActivation()
    given = answers(**dict.fromkeys(SETTLED, ""), product="V01PAK", product_international="V53WPAK")
    activation.advance(given, desk)
    learned = str(desk.remembered["receivers"])
    form = activation.form({**given, "receivers": learned}, desk)
    (receiver,) = [item for item in form["settings"] if item.key == "receiver_id"]
    assert receiver.read("aut") == "aut"
    with pytest.raises(InvalidValue):
        receiver.read("nobody")
    # One that was answered before DHL knew it stays choosable; the check has the last word.
    form = activation.form({**given, "receivers": learned, "receiver_id": "new"}, desk)
    (receiver,) = [item for item in form["settings"] if item.key == "receiver_id"]
    assert receiver.read("new") == "new"


def test_with_everything_proven_it_is_active_without_secrets_and_nothing_is_bought() -> None:
    bench = DhlBench.new()
    step = advance(answers(password_changed_on="01.02.2026"), bench)
    assert isinstance(step, Activate)
    assert not set(step.settings) & set(SECRETS)
    assert step.settings["profile"] == "STANDARD_GRUPPENPROFIL"
    assert step.settings["receiver_country"] == "DE"
    assert {right.key: right.granted for right in step.rights} == {
        "ship": True,
        "return": True,
        "track": True,
        "password": True,
    }
    assert bench.standin.bought() == []

    bench.settings = step.settings
    bench.secrets = SECRETS
    assert isinstance(bench.dhl().buy(shipment()), Label)
    assert isinstance(bench.dhl().buy(returning()), Label)


@pytest.mark.parametrize(
    ("token_errors", "changes", "wrong"),
    [
        ("oauth", {"password": "other"}, {"user", "password"}),
        ("oauth", {"app_secret": "other"}, {"app_key", "app_secret"}),
        ("problem", {"user": "other"}, {"user", "password", "app_key", "app_secret"}),
    ],
)
def test_wrong_access_data_are_asked_for_again_at_their_fields(
    token_errors: str, changes: dict[str, str], wrong: set[str]
) -> None:
    bench = DhlBench.new()
    bench.standin.token_errors = "oauth" if token_errors == "oauth" else "problem"
    step = advance(answers(**changes), bench)
    assert isinstance(step, Ask)
    assert step.step == "access"
    assert set(step.problems) == wrong


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"billing_number": "3333333333"}, "billing_number"),
        ({"billing_number": "33333333335301"}, "billing_number"),
        ({"billing_number": "33333333336201"}, "billing_number"),
        ({"billing_number_international": "33333333330102"}, "billing_number_international"),
        ({"return_billing_number": "33333333330102"}, "return_billing_number"),
        ({"billing_number": "44444444440102"}, "billing_number"),
        ({"billing_number_international": "44444444445301"}, "billing_number_international"),
        ({"return_billing_number": "44444444440701"}, "return_billing_number"),
        ({"profile": "OTHER"}, "profile"),
        ({"receiver_id": "nobody"}, "receiver_id"),
        ({"billing_number": ""}, "billing_number"),
        ({"sender_city": "Bonn"}, "sender_name"),
        ({"sender_country": "de"}, "sender_country"),
    ],
)
def test_wrong_settings_are_asked_for_again_at_their_fields(changes: dict[str, str], wrong: str) -> None:
    step = advance(answers(**changes))
    assert isinstance(step, Ask)
    assert step.step == "settings"
    assert wrong in step.problems
    label = fields_of(step)[wrong].label
    assert step.problems[wrong].de.startswith((label.de, "DHL"))


@pytest.mark.parametrize("day", ["2027-01-01", "01.13.2026", "gestern"])
def test_a_day_that_cannot_be_is_a_problem_of_the_field(day: str) -> None:
    step = advance(answers(password_changed_on=day))
    assert isinstance(step, Ask)
    assert set(step.problems) == {"password_changed_on"}


def test_a_token_from_before_does_not_hide_a_wrong_password() -> None:
    bench = DhlBench.new()
    assert isinstance(advance(answers(), bench), Activate)
    step = advance(answers(password="other"), bench)
    assert isinstance(step, Ask)
    assert step.step == "access"


def test_a_kleinpaket_account_needs_its_own_billing_number() -> None:
    step = advance(answers(product="V62KP", billing_number="33333333336201"))
    assert isinstance(step, Activate)


def test_a_warning_about_an_address_is_no_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """DHL calls the sample's street unknown; with `must_encode` that would even be a refusal."""
    lost = Party("Probe", "Gibt-es-nicht Weg 1", "", "53113", "Bonn", "DE")
    monkeypatch.setattr(check, "_MERCHANT", lost)
    assert isinstance(advance(answers(must_encode="true")), Activate)


@pytest.mark.parametrize(("state", "works"), [("Warning", True), ("Error", False)])
def test_a_finding_without_a_known_place_counts_only_as_an_error(state: str, *, works: bool) -> None:
    remark = {"property": "unheard", "validationMessage": "So nicht.", "validationState": state}
    item = {"sstatus": {"status": 400}, "validationMessages": [remark]}
    dhl = answering(always(400, {"items": [item]}), receiver_id="")
    assert dhl.check()[0].works is works
    assert ("So nicht." in dhl.check()[0].text.de) is not works


def test_without_the_right_to_returns_shipments_work_and_the_reason_is_said() -> None:
    step = advance(answers(user=USER_WITHOUT_RETURNS))
    assert isinstance(step, Activate)
    rights = {right.key: right for right in step.rights}
    assert rights["ship"].granted is True
    assert "Retoure" in rights["return"].text.de
    assert "receiver_id" not in step.settings

    bench = DhlBench.new()
    bench.settings, bench.secrets = step.settings, SECRETS
    capabilities = bench.dhl().info.capabilities
    assert Capability.SHIP in capabilities
    assert Capability.RETURN not in capabilities


def test_without_any_way_to_return_the_right_is_missing() -> None:
    step = advance(answers(user=USER_WITHOUT_RETURNS, return_billing_number=""))
    assert isinstance(step, Activate)
    assert {right.key: right.granted for right in step.rights}["return"] is False


def test_with_enclosed_returns_only_the_right_is_there() -> None:
    step = advance(answers(receiver_id=""))
    assert isinstance(step, Activate)
    rights = {right.key: right for right in step.rights}
    assert rights["return"].granted is True
    assert "enclosed" in rights["return"].text.en


def test_only_returns_is_a_whole_account_too() -> None:
    only = dict.fromkeys(SETTLED[:3], "")
    step = advance(answers(**only))
    assert isinstance(step, Activate)
    assert {right.key: right.granted for right in step.rights}["ship"] is False


def test_with_no_right_at_all_it_stops_and_says_what_to_do() -> None:
    bench = DhlBench.new()
    bench.standin.office.change(may_ship=False, may_return=False)
    step = advance(answers(), bench)
    assert isinstance(step, Stop)
    assert "portal" in step.repair.en


def test_tracking_is_given_up_where_the_app_may_not() -> None:
    bench = DhlBench.new()
    bench.standin.office.allow_tracking(allowed=False)
    step = advance(answers(), bench)
    assert isinstance(step, Activate)
    assert step.settings["tracking"] == "false"
    assert {right.key: right.granted for right in step.rights}["track"] is False


def test_where_dhl_cannot_be_reached_the_answers_wait() -> None:
    bench = DhlBench.new()
    bench.checks_answers = False
    bench.standin.weather = Weather("html_502", rate=1)
    assert isinstance(advance(answers(), bench), Wait)
    bench.standin.weather = Weather("storm_429", rate=1)
    assert isinstance(advance(answers(), bench), Wait)


def test_the_check_answers_for_each_feature_and_buys_nothing() -> None:
    bench = DhlBench.new()
    checks = bench.dhl().check()
    assert [(check.feature, check.works) for check in checks] == [
        (Feature.SHIP, True),
        (Feature.RETURN, True),
    ]
    assert bench.standin.bought() == []


@pytest.mark.parametrize(
    ("settings", "works"),
    [
        ({"user": "other"}, [False, False]),
        ({"billing_number": "44444444440102"}, [False, True]),
        ({"billing_number": "not a number"}, [False, True]),
        ({"receiver_id": "nobody"}, [True, False]),
        ({"receiver_id": "", "return_billing_number": ""}, [True, False]),
        ({"receiver_id": ""}, [True, True]),
        ({"receiver_id": "", "return_billing_number": "44444444440701"}, [True, False]),
        ({"user": USER_WITHOUT_RETURNS}, [True, False]),
        ({"billing_number": "", "billing_number_international": ""}, [False, True]),
        ({"must_encode": "true"}, [True, True]),
    ],
)
def test_the_check_says_no_without_raising(settings: dict[str, str], works: list[bool]) -> None:
    assert [answer.works for answer in DhlBench.new(**settings).dhl().check()] == works


def test_the_check_asks_for_a_new_token_so_that_an_expired_password_shows() -> None:
    bench = DhlBench.new()
    dhl = bench.dhl()
    dhl.buy(shipment())
    bench.standin.office.change(DEMO_USER, changed_at=bench.clock.now() - timedelta(days=90))
    assert [answer.works for answer in dhl.check()] == [False, False]


def test_the_check_warns_before_the_password_expires() -> None:
    bench = DhlBench.new(password_changed_on="2025-12-10")
    (ship, _) = bench.dhl().check()
    assert "2026-03-10 (8 days left)" in ship.text.en
    assert "noch 8 Tage" in ship.text.de


def test_the_plug_in_offers_this_carrier_and_opening_it_sends_nothing() -> None:
    (kind,) = app_center_carriers()
    bench = DhlBench.new()
    carrier = kind.open(bench.connection())
    assert isinstance(carrier, Dhl)
    assert carrier.info.capabilities == kind.info.capabilities
    assert bench.standin.ledger.count() == 0
    rehearsal = kind.rehearse()
    assert rehearsal.bought() == []
    assert rehearsal.outbound() is None
