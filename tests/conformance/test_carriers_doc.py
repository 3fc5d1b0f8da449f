"""docs/carriers.md: its promises are those of the kit, and its code is cut out of the example."""

import re
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, Final

import httpx
import pytest

import ports
from acme_carrier.carrier import reasons
from core.errors import OutcomeUnknown, Refused
from ports import reading_outcome
from ports.conformance.promises import PROMISES
from tests.architecture.house import THIRD_PARTY, modules, violations
from tests.conformance.kit import run_kit
from tests.fakes.clock import HandClock
from tests.fakes.connections import connected
from tests.specs import ROOT

EXAMPLE: Final = ROOT / "examples" / "acme-carrier"
TEXT: Final = (ROOT / "docs" / "carriers.md").read_text()
BLOCKS: Final = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SOURCES: Final = [path.read_text() for suffix in ("*.py", "*.toml") for path in EXAMPLE.rglob(suffix)]


def blocks(language: str) -> list[str]:
    found = [body for kind, body in BLOCKS if kind == language]
    assert found
    return found


def test_the_promises_stand_there_word_for_word() -> None:
    listed = re.findall(r"^(\d+)\. (.+)$", TEXT.partition("## 11. The promises")[2], re.MULTILINE)
    assert [(int(number), sentence) for number, sentence in listed] == list(PROMISES.items())


def test_only_known_kinds_of_blocks() -> None:
    assert {kind for kind, _ in BLOCKS} == {"python", "py", "sh", "text", "toml"}


@pytest.mark.parametrize("block", [*blocks("python"), *blocks("toml")])
def test_code_is_cut_out_of_the_example(block: str) -> None:
    cut = [indent(block, " " * depth) for depth in (0, 4, 8)]
    assert any(piece in source for piece in cut for source in SOURCES), f"in no file of the example:\n{block}"


def test_the_token_code_fetches_once_and_renews_once() -> None:
    names = run("class TokenAcme")
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.url.path} {request.headers['Authorization'].partition(' ')[0]}")
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": f"T{len(asked)}"})
        return httpx.Response(401 if len(asked) == 2 else 200)

    transport = httpx.MockTransport(handle)
    acme = names["TokenAcme"](connected(transport, {"client_id": "a"}, {"client_secret": "b"}, HandClock()))
    assert asked == []
    for _ in range(2):
        assert acme._call("GET", "/me").is_success
    assert asked == ["/oauth/token Basic", "/me Bearer", "/oauth/token Basic", "/me Bearer", "/me Bearer"]


def test_the_code_for_a_no_inside_a_good_status_gives_the_right_error() -> None:
    names = run("def checked", reasons=reasons, Refused=Refused)
    refused = {"state": "error", "errors": [{"code": "no_such_place", "field": "consumer.city"}]}
    with (
        pytest.raises(Refused) as caught,
        reading_outcome("Acme", answer := httpx.Response(200, json=refused)),
    ):
        names["checked"](answer)
    assert [each.field for each in caught.value.complaints] == ["consumer.city"]
    fine = {"state": "ok", "number": "1"}
    assert names["checked"](httpx.Response(200, json=fine)) == fine
    with pytest.raises(OutcomeUnknown), reading_outcome("Acme", answer := httpx.Response(200, json=[])):
        names["checked"](answer)


def run(beginning: str, **more: Any) -> dict[str, Any]:
    """`py` is code that is not in the example; it has to run all the same."""
    (block,) = [block for block in blocks("py") if block.startswith(beginning)]
    names: dict[str, Any] = {**vars(ports), "Any": Any, "SERVICE": "Acme", **more}
    exec(block, names)
    return names


def test_every_block_of_that_kind_runs_in_a_test() -> None:
    assert {block.partition("(")[0] for block in blocks("py")} == {"class TokenAcme", "def checked"}


def test_the_files_of_the_example_exist_and_are_all_named() -> None:
    folder, *names = blocks("text")[0].split()
    assert {name for name in names if not (ROOT / folder / name).is_file()} == set()
    files = {path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*.py")}
    assert files - {"acme_carrier/__init__.py"} <= set(names)


def test_the_report_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_kit(tmp_path, "--carrier", "acme_carrier.plugin")
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in blocks("text")[1].splitlines() if line not in printed] == []


def test_commands_and_their_options_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_kit(tmp_path, "--help")
    options = set(re.findall(r"^\s+(--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    section = TEXT.partition("## 10. The kit")[2]
    assert set(re.findall(r"(?<![\w-])(--[a-z]+)", section)) <= {*options, "--tb", "--pyargs"}
    assert {"--carrier", "--exempt", "--promise"} <= options


def test_the_readme_of_the_example_gives_the_same_commands() -> None:
    commands = {line for block in blocks("sh") for line in block.splitlines()}
    readme = (EXAMPLE / "README.md").read_text()
    (shown,) = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert set(dedent(shown).splitlines()) - {"app-center apps"} <= commands


def test_the_example_imports_nothing_but_what_it_may() -> None:
    for name, path in modules(EXAMPLE):
        own = [
            line
            for line in violations(name, path.read_text(), THIRD_PARTY)
            if "acme_carrier." not in line.partition(" imports ")[2]
        ]
        assert own == []


def test_the_example_is_small() -> None:
    """A stranger reads it in five minutes."""
    lines = (EXAMPLE / "acme_carrier" / "carrier.py").read_text().splitlines()
    body = lines[next(number for number, line in enumerate(lines) if line.startswith("class Acme")) :]
    code = [line for line in body if line.strip() and not line.strip().startswith(('"""', "#"))]
    assert len(code) <= 80
