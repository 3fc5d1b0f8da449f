"""Real packages: built as wheels, installed with pip, found through their entry points."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

import pytest

from app_center.loader import BUILTINS, load
from tests.specs import ROOT

PYPROJECT: Final = """
    [build-system]
    requires = ["hatchling"]
    build-backend = "hatchling.build"

    [project]
    name = "{name}"
    version = "{version}"

    [project.entry-points.app_center]
    {entry} = "{module}.plugin"

    [tool.hatch.build.targets.wheel]
    packages = ["{module}"]
    """

PLUGIN: Final = """
    from core.activation import Activate, StepTitle
    from core.apps import AppKey
    from core.text import Text
    from ports import Category, Manifest, MarketplaceKind, hookimpl

    class Through:
        steps = (StepTitle("settings", Text(en="Settings", de="Einstellungen")),)

        def form(self, answers, desk):
            return {{}}

        def advance(self, answers, desk):
            return Activate(settings={{}})

    @hookimpl
    def {hook}():
        manifest = Manifest(
            key=AppKey("{key}"),
            name="{key}",
            summary=Text(en="Sells.", de="Verkauft."),
            category=Category.MARKETPLACE,
            version="1",
            requires="{requires}",
            servers={{"production": "https://api.example.com"}},
        )
        return [MarketplaceKind(manifest, Through(), print)]
    """


def plugin(key: str, *, hook: str = "app_center_marketplaces", requires: str = ">=1,<2") -> str:
    return PLUGIN.format(key=key, hook=hook, requires=requires)


#: Distribution and version, name of the entry, source of the module.
PACKAGES: Final = (
    ("good-shop", "1.2", "good", plugin("good")),
    ("torn-shop", "0.1", "torn", "import forgotten"),
    ("newer-shop", "7.0", "newer", plugin("newer", requires=">=2")),
    ("misspelt-shop", "1.0", "misspelt", plugin("misspelt", hook="app_center_marketplace")),
    ("greedy-shop", "6.6", "greedy", plugin("otto")),
    ("posing-shop", "6.7", "otto", plugin("posing")),
)

SHOW: Final = """
import json
from app_center.loader import load
registry = load()
left_out = {f"{out.distribution} {out.version}": [out.name, out.reason.en] for out in registry.left_out}
apps = {key: origin.distribution for key, origin in registry.origins.items()}
print(json.dumps({"apps": apps, "left_out": left_out}))
"""


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wheel(folder: Path, package: tuple[str, str, str, str]) -> Path:
    """Builds one of `PACKAGES` in `folder`."""
    name, version, entry, source = package
    module = name.replace("-", "_")
    project = folder / name
    (project / module).mkdir(parents=True)
    text = PYPROJECT.format(name=name, version=version, entry=entry, module=module)
    (project / "pyproject.toml").write_text(dedent(text))
    (project / module / "__init__.py").touch()
    (project / module / "plugin.py").write_text(dedent(source))
    build = "import sys, hatchling.build; hatchling.build.build_wheel(sys.argv[1])"
    run(sys.executable, "-c", build, str(folder), cwd=project)
    (built,) = folder.glob(f"{module}-*.whl")
    return built


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a fresh process finds that has all of `PACKAGES` installed."""
    folder = tmp_path_factory.mktemp("wheels")
    site = folder / "site"
    wheels = [wheel(folder, package) for package in PACKAGES]
    pip = (sys.executable, "-m", "pip", "--isolated", "install", "--quiet", "--no-deps", "--no-index")
    run(*pip, "--target", str(site), *map(str, wheels), cwd=folder)
    path = os.pathsep.join([str(site), str(ROOT)])
    return json.loads(run(sys.executable, "-c", SHOW, cwd=folder, env={**os.environ, "PYTHONPATH": path}))


def test_a_good_package_is_on_offer_behind_the_built_in_apps(shown: Any) -> None:
    built_in = dict.fromkeys((entry.name for entry in BUILTINS), "otto-app")
    assert list(shown["apps"].items()) == [*built_in.items(), ("good", "good-shop")]


@pytest.mark.parametrize(
    ("package", "entry", "reason"),
    [
        (
            "torn-shop 0.1",
            "torn",
            "cannot be imported: ModuleNotFoundError: No module named 'forgotten' (plugin.py, line 1)",
        ),
        ("newer-shop 7.0", "newer", "the app 'newer' needs plug-in interface >=2; here it is 1.0"),
        (
            "misspelt-shop 1.0",
            "misspelt",
            "there is no hook app_center_marketplace; did you mean app_center_marketplaces?",
        ),
        ("greedy-shop 6.6", "greedy", "the app key 'otto' belongs to a built-in app"),
        ("posing-shop 6.7", "otto", "the name 'otto' belongs to a built-in app"),
    ],
)
def test_a_package_that_is_not_fit_is_left_out(shown: Any, package: str, entry: str, reason: str) -> None:
    assert shown["left_out"][package] == [entry, reason]


def test_nothing_else_is_left_out(shown: Any) -> None:
    assert len(shown["left_out"]) == len(PACKAGES) - 1


def test_the_built_in_apps_all_work_and_their_names_are_their_keys() -> None:
    registry = load(entries=())
    assert registry.left_out == ()
    assert list(registry.apps) == [entry.name for entry in BUILTINS]


def test_the_project_declares_its_built_in_apps_like_any_plugin() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["app_center"]
    assert declared == {entry.name: entry.value for entry in BUILTINS}
