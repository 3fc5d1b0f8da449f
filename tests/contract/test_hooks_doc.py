"""docs/hooks.md against the hooks themselves: every hook has its section, and every example works."""

import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx
import pluggy
import pytest

from app_center.loader import GROUP, load
from app_center.registry import Registry
from core.activation import Activate, Ask, Wait
from core.parcel import ParcelState
from core.secret import Secret
from ports import Client, Connection, Token, hooks
from ports.hooks import PROJECT
from tests.architecture.house import THIRD_PARTY, violations
from tests.specs import ROOT

TEXT: Final = (ROOT / "docs" / "hooks.md").read_text()
LABELS: Final = ["Called when", "How often", "Must not", "Returns", "On failure", "Example", "Used by"]
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def hookspecs() -> Mapping[str, Any]:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hooks)
    return {name: getattr(hooks, name) for name in vars(manager.hook) if not name.startswith("_")}


def sections() -> list[tuple[str, str]]:
    """Heading and text of every second-level section."""
    _, *parts = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


SECTIONS: Final = {heading: text for heading, text in sections() if heading in hookspecs()}


def blocks(hook: str) -> Sequence[str]:
    """The Python blocks of a section: signature and example."""
    return [body for language, body in BLOCK.findall(SECTIONS[hook]) if language == "python"]


def test_every_hook_has_exactly_one_section_and_no_section_has_no_hook() -> None:
    described = [heading for heading, _ in sections() if heading.startswith("app_center_")]
    assert sorted(described) == sorted(hookspecs())


@pytest.mark.parametrize("hook", hookspecs())
def test_a_section_says_everything_in_the_same_order(hook: str) -> None:
    assert re.findall(r"^\*\*([^*]+)\*\*", SECTIONS[hook], re.MULTILINE) == LABELS


@pytest.mark.parametrize("hook", hookspecs())
def test_the_signature_is_the_one_of_the_hook(hook: str) -> None:
    scope = dict(vars(hooks))
    exec(blocks(hook)[0], scope)
    assert inspect.signature(scope[hook]) == inspect.signature(hookspecs()[hook])


@pytest.mark.parametrize("hook", hookspecs())
def test_what_is_said_to_use_a_hook_exists(hook: str) -> None:
    users = re.findall(r"`([\w/]+(?:\.py)?)`", SECTIONS[hook].partition("**Used by**")[2])
    assert users
    for user in users:
        assert (ROOT / user).exists(), user


@pytest.fixture
def example(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example of a section, executed as the module that its entry point names."""
    module = ModuleType(f"example_of_{request.param}")
    exec(compile(blocks(request.param)[1], f"{module.__name__}.py", "exec"), vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def loaded(module: ModuleType) -> Registry:
    return load((), [EntryPoint("acme", module.__name__, GROUP)])


@pytest.mark.parametrize("example", hookspecs(), indirect=True)
def test_the_loader_takes_the_example(example: ModuleType) -> None:
    registry = loaded(example)
    assert registry.left_out == ()
    assert list(registry.apps) == [example.MANIFEST.key]


@pytest.mark.parametrize("hook", hookspecs())
def test_an_example_imports_nothing_but_what_it_may(hook: str) -> None:
    assert violations("example", blocks(hook)[1], THIRD_PARTY) == []


def test_the_examples_satisfy_a_strict_type_checker(tmp_path: Path) -> None:
    for hook in hookspecs():
        (tmp_path / f"example_of_{hook}.py").write_text(blocks(hook)[1])
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(ROOT / ".mypy_cache" / "examples"),
    ]
    files = sorted(str(path) for path in tmp_path.glob("*.py"))
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_package_declares_its_entry_point_in_our_group() -> None:
    (toml,) = (body for language, body in BLOCK.findall(TEXT) if language == "toml")
    assert list(tomllib.loads(toml)["project"]["entry-points"]) == [GROUP]


class NoTokens:
    def get(self, name: str) -> Token | None:
        return None

    def put(self, name: str, token: Token) -> None:
        raise AssertionError("no example has tokens")

    def drop(self, name: str) -> None:
        raise AssertionError("no example has tokens")


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


def connection(transport: httpx.BaseTransport) -> Connection:
    def client(server: str) -> Client:
        return Client(base_url="https://acme.example", transport=transport)

    return Connection({}, {"api_key": Secret("demo-key")}, client, NoTokens(), StoppedClock())


class OneConnection:
    """A desk that can only connect."""

    def __init__(self, status: int) -> None:
        self._status = status

    def connect(self, answers: object) -> Connection:
        return connection(httpx.MockTransport(lambda _: httpx.Response(self._status)))


@pytest.mark.parametrize("example", ["app_center_marketplaces"], indirect=True)
def test_the_example_marketplace_reads_orders(example: ModuleType) -> None:
    items = [{"id": "p", "sku": "A", "state": "PROCESSABLE", "cents": 1999}]
    times = dict.fromkeys(("ordered_at", "changed_at"), "2026-01-01T00:00:00+00:00")
    good = {"id": "1", "number": "b1", "items": items, **times}
    answer = {"orders": [good, {"id": "2"}], "next": "more"}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    (kind,) = loaded(example).marketplaces.values()
    page = kind.open(connection(transport)).orders.changed_orders(None, None)
    assert [order.sales_order_id for order in page.orders] == ["1"]
    assert len(page.unreadable) == 1
    assert page.next_page == "more"


@pytest.mark.parametrize("example", ["app_center_marketplaces"], indirect=True)
@pytest.mark.parametrize(
    ("answers", "status", "step"),
    [
        ({}, 200, Ask),
        ({"api_key": 1}, 401, Ask),
        ({"api_key": 1}, 500, Wait),
        ({"api_key": 1}, 200, Activate),
    ],
)
def test_the_example_activation_goes_through(
    example: ModuleType, answers: dict[str, Any], status: int, step: type
) -> None:
    desk: Any = OneConnection(status)
    (kind,) = loaded(example).marketplaces.values()
    assert isinstance(kind.activation.advance(answers, desk), step)


@pytest.mark.parametrize("example", ["app_center_carriers"], indirect=True)
def test_the_example_carrier_tracks_its_rehearsal(example: ModuleType) -> None:
    (kind,) = loaded(example).carriers.values()
    tracked = kind.open(connection(kind.rehearse().transport)).track(["1", "2"])
    assert isinstance(tracked, dict)
    assert {number: tracking.state for number, tracking in tracked.items()} == {
        "1": ParcelState.ON_THE_WAY,
        "2": ParcelState.ON_THE_WAY,
    }
