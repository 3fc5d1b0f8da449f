"""Makes the kit's options known to pytest. All the rest is loaded only when a carrier is to be tried."""

from pathlib import Path
from typing import Final

import pytest

_HERE: Final = Path(__file__).parent
_MISSING: Final = (
    "the conformance kit needs a carrier: pytest --pyargs ports.conformance --carrier NAME "
    "(NAME as in the entry point of an installed plug-in, or its module)"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("app-center conformance", "conformance kit for carriers")
    group.addoption(
        "--carrier",
        metavar="NAME",
        help="try this carrier: NAME or NAME:key of an installed plug-in, or package.module of one",
    )
    group.addoption(
        "--exempt",
        metavar="NUMBER=REASON",
        action="append",
        default=[],
        help="a promise that the carrier cannot keep, and why; may be repeated",
    )
    group.addoption(
        "--promise",
        metavar="NUMBER",
        type=int,
        action="append",
        default=[],
        help="check only this promise; may be repeated",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(number): the promise that a check of the kit holds")
    if config.getoption("--carrier"):
        from ports.conformance.session import Session  # noqa: PLC0415 - other test runs do not pay for it

        config.pluginmanager.register(Session(config), "app-center-conformance-session")


def pytest_collection(session: pytest.Session) -> None:
    config = session.config
    if not config.getoption("--carrier") and any(_is_kit(config, argument) for argument in config.args):
        raise pytest.UsageError(_MISSING)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without a carrier the checks are no tests of anybody's."""
    if not config.getoption("--carrier") and _HERE in (collection_path, *collection_path.parents):
        return True
    return None


def _is_kit(config: pytest.Config, argument: str) -> bool:
    place = argument.partition("::")[0]
    if config.getoption("pyargs") and (place == __package__ or place.startswith(f"{__package__}.")):
        return True
    path = config.invocation_params.dir / place
    return _HERE in (path.resolve(), *path.resolve().parents)
