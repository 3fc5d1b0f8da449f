"""The host's side of an activation: stored after every step, resumable, safe against a second tab."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.storage.keys import kept_keys
from adapters.storage.memory import DatabaseMemory, open_memory
from app_center.activation import ActivationDesk
from app_center.bootstrap import AppCenter
from app_center.config import Config
from app_center.outgoing import Outgoing
from app_center.registry import Registry
from core.activation import (
    Activate,
    Answers,
    Ask,
    Field,
    FieldKind,
    Right,
    Step,
    StepTitle,
    Stop,
    Visit,
    Wait,
)
from core.apps import AppKey, AppState
from core.errors import Conflict, InvalidValue
from core.secret import Secret
from core.text import Text
from ports import Category, Desk, Manifest, MarketplaceKind
from ports.memory import AccountMemory
from tests.fakes.clock import HandClock

SHOP = AppKey("shop")


def _both(word: str) -> Text:
    return Text(en=word, de=word)


NAME = Field("name", _both("name"))
PASSWORD = Field("password", _both("password"), FieldKind.SECRET)
PORTAL = Field("portal_account", _both("portal account"))
MAIL = Field("mail", _both("mail"), FieldKind.EMAIL, required=False)
TICKED = Field("ticked", _both("ticked"), FieldKind.TICK, required=False, default="true")
RIGHT = Right("orders", True, _both("orders"))


@dataclass
class ScriptedFlow:
    """Asks for access, then for settings; in between does what `otherwise` says."""

    otherwise: Step | None = None
    learns: Mapping[str, str | Secret | None] = field(default_factory=dict)
    seen: list[Answers] = field(default_factory=list)
    steps = (StepTitle("access", _both("access")), StepTitle("settings", _both("settings")))

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {"access": (NAME, PASSWORD), "settings": (PORTAL, MAIL, TICKED)}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        self.seen.append(answers)
        for key, value in self.learns.items():
            desk.remember(key, value)
        if "name" not in answers or "password" not in answers:
            return Ask("access", (NAME, PASSWORD))
        if self.otherwise is not None:
            return self.otherwise
        if "portal_account" not in answers:
            return Ask("settings", (PORTAL, MAIL, TICKED))
        plain = {key: value for key, value in answers.items() if isinstance(value, str)}
        return Activate(plain, (RIGHT,))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[DatabaseMemory]:
    memory = open_memory(f"sqlite:///{tmp_path / 'test.db'}", kept_keys(tmp_path / "vault.key"))
    yield memory
    memory.close()


@pytest.fixture
def account(memory: DatabaseMemory) -> AccountMemory:
    return memory.of(memory.accounts.add("seller").id)


def _desk(memory: DatabaseMemory, account: AccountMemory, flow: ScriptedFlow) -> ActivationDesk:
    """A new one stands for a restart, or another tab."""
    manifest = Manifest(
        SHOP, "Shop", _both("a shop"), Category.MARKETPLACE, "1", ">=1", {"p": "https://shop.example"}
    )
    kind = MarketplaceKind(manifest, flow, lambda _: (_ for _ in ()).throw(AssertionError("not opened")))
    center = AppCenter(Config(), Registry({SHOP: kind}), memory, Outgoing({}), HandClock())
    return ActivationDesk(center, account, kind)


def test_answers_outlive_a_restart(memory: DatabaseMemory, account: AccountMemory) -> None:
    first = _desk(memory, account, ScriptedFlow()).answer({"name": "me"})
    assert isinstance(first, Ask)
    assert account.apps.get(SHOP).state is AppState.ACTIVATING
    assert account.apps.get(SHOP).step == "access"
    second = _desk(memory, account, ScriptedFlow()).answer({"password": "hush"})
    assert isinstance(second, Ask)
    assert account.apps.get(SHOP).step == "settings"
    third = _desk(memory, account, ScriptedFlow()).answer({"portal_account": "Main"})
    assert isinstance(third, Activate)
    record = account.apps.get(SHOP)
    assert record.state is AppState.ACTIVE
    assert record.step is None
    assert record.answers == {}
    assert record.rights == (RIGHT,)
    assert record.settings["ticked"] == "true"
    assert account.portal_accounts.get(account.portal_accounts.all()[0].id).name == "Main"
    assert record.settings["portal_account_id"] == account.portal_accounts.all()[0].id


def test_a_secret_is_in_the_vault_and_nowhere_else(memory: DatabaseMemory, account: AccountMemory) -> None:
    flow = ScriptedFlow()
    _desk(memory, account, flow).answer({"name": "me", "password": "hush-hush"})
    assert "hush-hush" not in repr(account.apps.get(SHOP))
    assert account.vault(SHOP).get("draft", "password") == Secret("hush-hush")
    assert account.vault(SHOP).all("settings") == {}
    _desk(memory, account, flow).answer({"portal_account": "Main"})
    assert account.vault(SHOP).get("settings", "password") == Secret("hush-hush")
    assert account.vault(SHOP).all("draft") == {}
    assert "password" not in account.apps.get(SHOP).settings


def test_a_second_tab_is_told_and_overwrites_nothing(memory: DatabaseMemory, account: AccountMemory) -> None:
    one = _desk(memory, account, ScriptedFlow())
    one.answer({})
    shown = one.record().revision
    two = _desk(memory, account, ScriptedFlow())
    two.answer({"name": "from the second tab"}, revision=shown)
    with pytest.raises(Conflict):
        one.answer({"name": "from the first tab"}, revision=shown)
    assert account.apps.get(SHOP).answers["name"] == "from the second tab"


def test_a_stop_is_kept_with_its_reason(memory: DatabaseMemory, account: AccountMemory) -> None:
    stop = Stop("check", _both("no right"), _both("tick it"), (RIGHT,))
    _desk(memory, account, ScriptedFlow(stop)).answer({"name": "me", "password": "x"})
    record = account.apps.get(SHOP)
    assert (record.state, record.step, record.reason) == (AppState.ACTIVATING, "check", _both("no right"))


def test_waiting_keeps_every_answer(memory: DatabaseMemory, account: AccountMemory) -> None:
    _desk(memory, account, ScriptedFlow(Wait("check", _both("down")))).answer({"name": "me", "password": "x"})
    step = _desk(memory, account, ScriptedFlow()).answer({})
    assert isinstance(step, Ask)
    assert step.step == "settings"


def test_bad_input_is_kept_as_typed_and_said_at_its_field(
    memory: DatabaseMemory, account: AccountMemory
) -> None:
    flow = ScriptedFlow()
    step = _desk(memory, account, flow).answer({"name": "me", "password": "x", "mail": "nobody"})
    assert isinstance(step, Ask)
    assert set(step.problems) == {"mail"}
    assert not flow.seen
    assert account.apps.get(SHOP).answers["mail"] == "nobody"
    step = _desk(memory, account, flow).answer({"mail": ""})
    assert isinstance(step, Ask)
    assert step.step == "settings"


def test_an_unknown_field_stores_nothing(memory: DatabaseMemory, account: AccountMemory) -> None:
    with pytest.raises(InvalidValue) as caught:
        _desk(memory, account, ScriptedFlow()).answer({"password": "x", "nmae": "me"})
    assert caught.value.field == "nmae"
    assert account.vault(SHOP).all("draft") == {}
    assert account.apps.get(SHOP).state is AppState.OFFERED


def test_what_works_stays_in_force_until_the_new_answers_are_proven(
    memory: DatabaseMemory, account: AccountMemory
) -> None:
    given = {"name": "me", "password": "old", "portal_account": "Main"}
    _desk(memory, account, ScriptedFlow()).answer(given)
    before = account.apps.get(SHOP)
    stop = Stop("check", _both("wrong"), _both("mend it"))
    _desk(memory, account, ScriptedFlow(stop)).answer({"password": "new", "name": "you"})
    during = account.apps.get(SHOP)
    assert during.state is AppState.ACTIVE
    assert during.settings == before.settings
    assert account.vault(SHOP).get("settings", "password") == Secret("old")
    _desk(memory, account, ScriptedFlow()).answer({})
    assert account.apps.get(SHOP).settings["name"] == "you"
    assert account.vault(SHOP).get("settings", "password") == Secret("new")


def test_tokens_of_old_credentials_are_dropped(memory: DatabaseMemory, account: AccountMemory) -> None:
    account.vault(SHOP).put("tokens", "access", Secret("old token"))
    _desk(memory, account, ScriptedFlow()).answer({"name": "me", "password": "new", "portal_account": "Main"})
    assert account.vault(SHOP).all("tokens") == {}


def test_a_consent_comes_back_with_its_state_or_not_at_all(
    memory: DatabaseMemory, account: AccountMemory
) -> None:
    state = Secret("unguessable")
    visit = Visit("access", "https://shop.example/consent", state, "consent_code", _both("go there"))
    flow = ScriptedFlow(visit)
    _desk(memory, account, flow).answer({"name": "me", "password": "x"})
    with pytest.raises(InvalidValue):
        _desk(memory, account, flow).consent_code("stolen", "guessed")
    flow.otherwise = None
    _desk(memory, account, flow).consent_code("the code", "unguessable")
    assert flow.seen[-1]["consent_code"] == Secret("the code")
    with pytest.raises(InvalidValue):
        _desk(memory, account, flow).consent_code("again", "unguessable")


def test_what_the_flow_learns_is_remembered(memory: DatabaseMemory, account: AccountMemory) -> None:
    flow = ScriptedFlow(learns={"installation_id": "42", "token_hint": Secret("s"), "consent_code": None})
    _desk(memory, account, flow).answer({"name": "me", "password": "x"})
    _desk(memory, account, ScriptedFlow()).answer({})
    assert account.apps.get(SHOP).answers["installation_id"] == "42"
    assert account.vault(SHOP).get("draft", "token_hint") == Secret("s")
