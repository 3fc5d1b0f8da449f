"""Any mix of plug-ins: what is good and has a free key is on offer, everything else has a reason."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_center.loader import load
from ports import hookimpl
from tests.fakes.plugins import installed, offer

MODULE = "plugins_of_test_loader_isolation"
OWN = ("otto", "dhl")
KEYS = st.sampled_from(["otto", "acme", "bravo", "charlie"])


class Offering:
    """A plug-in whose only hook does this."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self._answer = answer

    @hookimpl
    def app_center_marketplaces(self) -> Any:
        return self._answer()


def good(keys: Sequence[str]) -> Offering:
    return Offering(lambda: [offer(key) for key in keys])


class Misspelt:
    @hookimpl
    def app_center_marketplace(self) -> list[object]:
        return [offer("misspelt")]


def raising(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


#: Plug-ins that are never fit, however free their keys are. None stands for one that cannot be imported.
BAD: dict[str, object] = {
    "torn": None,
    "misspelt": Misspelt(),
    "unmarked": object(),
    "empty": Offering(list),
    "raises": Offering(raising(ValueError())),
    "exits": Offering(raising(SystemExit())),
    "tuple": Offering(lambda: (offer("tuple"),)),
    "half": Offering(lambda: [offer("half"), None]),
    "newer": Offering(lambda: [offer("newer", requires=">=2")]),
    "unreadable": Offering(lambda: [offer("unreadable", requires="banana")]),
}


@dataclass(frozen=True, slots=True)
class Package:
    """A distribution with one entry point: either good, with these keys, or bad in the way it is called."""

    distribution: str
    entry: str
    keys: tuple[str, ...]
    bad: str | None

    @property
    def attribute(self) -> str:
        return f"bad_{self.bad}" if self.bad else "good_" + "_".join(self.keys)


PACKAGES = st.lists(
    st.builds(
        Package,
        distribution=st.sampled_from(["red", "green", "blue"]),
        entry=st.sampled_from(["a", "b", "c", "otto"]),
        keys=st.lists(KEYS, min_size=1, max_size=3).map(tuple),
        bad=st.none() | st.sampled_from(sorted(BAD)),
    ),
    max_size=8,
    unique_by=lambda package: (package.distribution, package.entry),
)


def entries(packages: list[Package], module: ModuleType) -> list[EntryPoint]:
    found = []
    for package in packages:
        if package.bad is None:
            plugin: object = good(package.keys)
        else:
            plugin = BAD[package.bad]
        if plugin is not None:
            setattr(module, package.attribute, plugin)
        found += installed(package.distribution, {package.entry: f"{MODULE}:{package.attribute}"})
    return found


def expected(packages: list[Package]) -> tuple[list[str], list[tuple[str, str]]]:
    """Keys on offer and (name, distribution) of what is left out, worked out the plain way."""
    keys, names, left_out = list(OWN), set(OWN), []
    for package in sorted(packages, key=lambda package: (package.entry, package.distribution)):
        wanted = set(package.keys)
        unfit = package.bad is not None or len(wanted) < len(package.keys)
        if unfit or package.entry in names or wanted & set(keys):
            left_out.append((package.entry, package.distribution))
        else:
            names.add(package.entry)
            keys += package.keys
    return keys, left_out


@given(PACKAGES, st.randoms(use_true_random=False))
def test_exactly_the_good_ones_with_free_keys_are_on_offer(packages: list[Package], chance: Any) -> None:
    module = ModuleType(MODULE)
    vars(module).update({key: good([key]) for key in OWN})
    own = [EntryPoint(key, f"{MODULE}:{key}", "app_center") for key in OWN]
    found = entries(packages, module)
    chance.shuffle(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, MODULE, module)
        registry = load(own, found)
    keys, left_out = expected(packages)
    assert list(registry.apps) == keys
    assert [(out.name, out.distribution) for out in registry.left_out] == left_out
    assert all(out.reason.en and out.reason.de and out.version == "1.0" for out in registry.left_out)
    assert list(registry.origins) == keys
