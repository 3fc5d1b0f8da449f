"""A secret shows itself nowhere but through `reveal`."""

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import StringIO
from pprint import pformat
from string import Template

import pytest
import structlog
from hypothesis import example, given
from hypothesis import strategies as st

from core.secret import Secret

MARK = "m4rk-ä-€"
HELD = Secret(MARK)
ANY = st.text(st.characters())


@dataclass(frozen=True, slots=True)
class Credentials:
    user: str
    password: Secret


class Thrown(Exception):
    pass


def logged_by_the_standard_library() -> str:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    log = logging.Logger("secret")
    log.addHandler(handler)
    log.error("%s %r %s", HELD, HELD, {"password": HELD})
    log.error(HELD)
    return stream.getvalue()


def logged_by_structlog(renderer: structlog.typing.Processor) -> str:
    stream = StringIO()
    log = structlog.wrap_logger(structlog.PrintLogger(stream), processors=[renderer])
    log.error("thing.happened", password=HELD, all=[HELD])
    return stream.getvalue()


def raised() -> str:
    password = HELD
    try:
        raise Thrown(password, Credentials("ada", password))
    except Thrown as error:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        return f"{''.join(shown.format())} {error!r} {error}"


WAYS: dict[str, Callable[[], str]] = {
    "repr": lambda: repr(HELD),
    "str": lambda: str(HELD),
    "format": lambda: format(HELD),
    "f-string": lambda: f"{HELD} {HELD!r} {HELD!s} {HELD!a}",
    "percent": lambda: "%s %r" % (HELD, HELD),  # noqa: UP031 - one of the ways
    "template": lambda: Template("$it").substitute(it=HELD),
    "str.format": lambda: str.format("{} {!r}", HELD, HELD),
    "ascii": lambda: ascii(HELD),
    "in a list": lambda: str([HELD]) + pformat({"it": (HELD,)}),
    "in a dataclass": lambda: repr(Credentials("ada", HELD)),
    "as text in JSON": lambda: json.dumps({"it": HELD}, default=str),
    "logging": logged_by_the_standard_library,
    "structlog": lambda: logged_by_structlog(structlog.processors.KeyValueRenderer()),
    "structlog JSON": lambda: logged_by_structlog(structlog.processors.JSONRenderer()),
    "structlog console": lambda: logged_by_structlog(structlog.dev.ConsoleRenderer(colors=False)),
    "a traceback with its local variables": raised,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_does_not_show_itself(way: str) -> None:
    shown = WAYS[way]()
    assert shown
    assert "m4rk" not in shown


REFUSED: dict[str, Callable[[], object]] = {
    "pickle": lambda: pickle.dumps(HELD),
    "an old pickle": lambda: pickle.dumps(HELD, protocol=0),
    "a pickle of what holds it": lambda: pickle.dumps({"it": Credentials("ada", HELD)}),
    "copy": lambda: copy.copy(HELD),
    "deepcopy": lambda: copy.deepcopy({"it": HELD}),
    "asdict, which copies": lambda: asdict(Credentials("ada", HELD)),
    "JSON": lambda: json.dumps({"it": HELD}),
    "a width": lambda: f"{HELD:>20}",
    "joining": lambda: "".join([HELD]),  # type: ignore[list-item]
    "bytes": lambda: bytes(HELD),  # type: ignore[call-overload]
    "vars": lambda: vars(HELD),
    "iterating": lambda: list(HELD),  # type: ignore[call-overload]
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_would_carry_a_secret_away_is_refused(way: str) -> None:
    with pytest.raises(TypeError) as caught:
        REFUSED[way]()
    assert "m4rk" not in str(caught.value)


@given(ANY)
def test_a_secret_comes_back_as_it_was(value: str) -> None:
    assert Secret(value).reveal() == value
    assert bool(Secret(value)) == bool(value)


@given(ANY, ANY)
@example("\ud800", "\udfff")
def test_secrets_are_equal_when_their_values_are(one: str, two: str) -> None:
    assert (Secret(one) == Secret(two)) == (one == two)
    assert Secret(one) == Secret(one)
    assert hash(Secret(one)) == hash(Secret(one))


@pytest.mark.parametrize("other", [MARK, MARK.encode(), None, object()])
def test_a_secret_equals_no_bare_value(other: object) -> None:
    assert other != HELD


def test_two_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, two: bytes) -> bool:
        compared.append((one, two))
        return False

    monkeypatch.setattr("core.secret.hmac.compare_digest", compare)
    assert Secret("a") != Secret("a"), "the answer is that of compare_digest"
    assert compared == [(b"a", b"a")]


def test_the_mask_does_not_tell_the_length() -> None:
    assert {str(Secret("x" * length)) for length in range(20)} == {Secret.MASK}
