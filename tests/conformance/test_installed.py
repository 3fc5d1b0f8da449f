"""The example as a stranger has it: built as a wheel, installed beside ours, on offer, and green."""

import json
from pathlib import Path
from typing import Final

import pytest

from tests.installed import Place, installed
from tests.specs import ROOT

EXAMPLE: Final = ROOT / "examples" / "acme-carrier"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return installed(tmp_path_factory.mktemp("installed"), EXAMPLE)


def test_the_installed_packages_are_the_ones_in_use(place: Place) -> None:
    code = "import acme_carrier as a, app_center as b, ports as c; print(a.__file__, b.__file__, c.__file__)"
    found = place.run("python", "-c", code).split()
    assert all(Path(path).is_relative_to(place.folder) for path in found), found


def test_the_carrier_is_on_offer(place: Place) -> None:
    apps = {app["key"]: app for app in json.loads(place.run("app-center", "apps", "--json"))}
    assert apps["acme"]["package"] == "acme-carrier"
    assert [key for key, app in apps.items() if app["left_out"] is not None] == []


def test_the_kit_is_green_for_the_installed_package(place: Place) -> None:
    options = ("-q", "-p", "no:cacheprovider", "-W", "error")
    printed = place.run(
        "python", "-m", "pytest", *options, "--pyargs", "ports.conformance", "--carrier", "acme"
    )
    assert "promises of acme (acme-carrier 1.0.0)" in printed
    assert "40 kept, 6 not asked" in printed


def test_a_strict_type_checker_has_nothing_to_say(place: Place) -> None:
    """With the types of the installed packages, as an author has them."""
    cache = ROOT / ".mypy_cache" / "installed"
    command = ("-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(cache), "-p", "acme_carrier")
    printed = place.run("python", *command)
    assert "Success: no issues found in 4 source files" in printed
