"""From HTTP to errors: every status, failure and redirect ends in an answer or the right class of error."""

from collections.abc import Generator, Iterator
from decimal import Decimal

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import (
    AccessDenied,
    AppError,
    BrokenReply,
    Complaint,
    Conflict,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.text import Text
from ports import json_of
from tests.fakes.exchange import Arriving, answered, everything_shown, exchange, failure

MARK = "m4rk"
BUSY = Conflict(Text(en="busy", de="belegt"))
STATUSES = st.integers(100, 599)
METHODS = st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
REPEATABLE = st.sampled_from([None, True, False])


def expected(status: int, again: bool) -> type[RemoteError] | None:
    """The class that the error to a status has; None: it is an answer."""
    if 200 <= status <= 299:
        return None
    if status in {401, 403}:
        return AccessDenied
    if status == 429:
        return Throttled
    if 400 <= status <= 499 and status != 408:
        return Refused
    if not again:
        return OutcomeUnknown
    return Unreachable if status == 408 or status >= 500 else BrokenReply


# Statuses


@given(STATUSES, METHODS, REPEATABLE, st.booleans())
@example(302, "POST", None, True)
@example(408, "POST", None, False)
def test_the_status_decides_what_may_be_done_next(
    status: int, method: str, repeatable: bool | None, canned: bool
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return answered(status, b"{}", canned=canned)

    again = method in {"GET", "HEAD", "OPTIONS"} if repeatable is None else repeatable
    wanted = expected(status, again)
    if wanted is None:
        reply = exchange(answer, method, repeatable=repeatable)
        assert (reply.status_code, reply.content) == (status, b"{}")
    else:
        error = failure(answer, method, repeatable=repeatable)
        assert type(error) is wanted
        assert error.status == status


@given(STATUSES, METHODS)
def test_a_status_that_the_caller_accepts_is_an_answer(status: int, method: str) -> None:
    reply = exchange(lambda _: answered(status, b"why"), method, accept={status})
    assert (reply.status_code, reply.content) == (status, b"why")


@given(STATUSES.filter(lambda status: expected(status, again=False) is not None))
def test_a_write_never_ends_in_an_error_that_calls_for_repeating_it(status: int) -> None:
    assert not isinstance(failure(lambda _: answered(status), "POST"), (Unreachable, BrokenReply))


@given(STATUSES.filter(lambda status: not 200 <= status <= 299), METHODS, st.booleans())
def test_errors_carry_nothing_of_request_and_answer(status: int, method: str, canned: bool) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        headers = {"X-Name": MARK, "Location": f"https://{MARK}.example/{MARK}", "Set-Cookie": f"id={MARK}"}
        return answered(status, MARK.encode(), canned=canned, headers=headers)

    error = failure(answer, method, mark=MARK)
    assert MARK not in everything_shown(error)
    assert error.__cause__ is None
    assert error.__context__ is None


# Reasons of a refusal


@given(STATUSES.filter(lambda status: not 200 <= status <= 299), st.booleans())
def test_reasons_are_read_of_refusals_and_of_nothing_else(status: int, canned: bool) -> None:
    asked: list[int] = []

    def explain(answer: httpx.Response) -> tuple[Complaint, ...]:
        asked.append(answer.status_code)
        return (Complaint(answer.text),)

    error = failure(lambda _: answered(status, b"too late", canned=canned), "POST", explain=explain)
    assert asked == ([status] if isinstance(error, Refused) else [])
    assert getattr(error, "complaints", ()) == tuple(Complaint("too late") for _ in asked)


@pytest.mark.parametrize("trouble", [ValueError(MARK), KeyError(MARK), RecursionError(), BUSY])
def test_reasons_that_cannot_be_read_do_not_hide_the_refusal(trouble: Exception) -> None:
    def explain(_: httpx.Response) -> tuple[Complaint, ...]:
        raise trouble

    error = failure(lambda _: httpx.Response(422), "POST", explain=explain)
    assert isinstance(error, Refused)
    assert error.complaints == ()
    assert MARK not in everything_shown(error)


# Failures of the transport


def kinds(of: type[httpx.TransportError]) -> Iterator[type[httpx.TransportError]]:
    """Those of the library; others in this process may have made their own."""
    for kind in of.__subclasses__():
        if kind.__module__.partition(".")[0] == "httpx":
            yield kind
            yield from kinds(kind)


NEVER_SENT = {
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
}


@pytest.mark.parametrize("kind", sorted(kinds(httpx.TransportError), key=str))
@pytest.mark.parametrize("late", [False, True], ids=["instead of an answer", "within the body"])
def test_a_failure_on_the_way_says_whether_it_may_have_happened(
    kind: type[httpx.TransportError], late: bool
) -> None:
    class Breaking(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield MARK.encode()
            raise kind(MARK)

    def answer(request: httpx.Request) -> httpx.Response:
        if late:
            return httpx.Response(200, stream=Breaking())
        raise kind(MARK, request=request)

    for method, repeatable in [("GET", None), ("POST", True), ("POST", None), ("GET", False)]:
        error = failure(answer, method, mark=MARK, repeatable=repeatable)
        again = repeatable or (method, repeatable) == ("GET", None)
        assert type(error) is (Unreachable if again or kind in NEVER_SENT else OutcomeUnknown)
        assert MARK not in everything_shown(error)
        assert error.__context__ is None


# Credentials


class Ticket(httpx.Auth):
    def __init__(self, ticket: str, trouble: AppError | None = None) -> None:
        self._ticket, self._trouble = ticket, trouble

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._trouble is not None:
            raise self._trouble
        request.headers["X-Ticket"] = self._ticket
        yield request


@pytest.mark.parametrize("auth", [None, Ticket("ours")])
def test_a_request_carries_the_credentials_given_with_it_and_no_others(auth: httpx.Auth | None) -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("X-Ticket"))
        return httpx.Response(200)

    exchange(answer, auth=auth, client_auth=Ticket("the client's"))
    assert seen == ["ours" if auth else None]


@pytest.mark.parametrize("trouble", [Throttled("tokens", 3), AccessDenied("tokens"), BUSY])
def test_what_goes_wrong_while_credentials_are_fetched_is_passed_on(trouble: AppError) -> None:
    with pytest.raises(type(trouble)) as caught:
        exchange(lambda _: httpx.Response(200), "POST", auth=Ticket("x", trouble))
    assert caught.value is trouble


# Redirects

LOCATIONS = (
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=20)
    | st.text("/:?#[]@%.x1-\\", max_size=12)
    | st.text("/:?#[]@%.x1-\\", max_size=12).map("https://".__add__)
    | st.sampled_from(
        ["foo:bar", "https://xn--/", "https://[::1", f"https://{'a' * 70}.example/", "a" * 70_000]
    )
)


@given(LOCATIONS, st.sampled_from([301, 302, 303, 307, 308]), st.booleans())
@example("foo:bar", 302, True)
@example("https://xn--/", 302, False)
def test_no_address_of_a_redirect_can_do_harm(location: str, status: int, canned: bool) -> None:
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.host)
        headers = [(b"Location", location.encode("latin-1"))]
        return answered(status, canned=canned, headers=headers)

    assert type(failure(answer, "GET")) in {BrokenReply, Unreachable}
    assert type(failure(answer, "POST")) is OutcomeUnknown
    assert calls == ["api.example.com"] * 2


# Bodies


def test_an_answer_can_be_read_after_it_was_sent() -> None:
    headers = {"Content-Type": "application/json", "ETag": "7"}
    reply = exchange(lambda _: httpx.Response(200, headers=headers, stream=Arriving(b'{"a"', b": 1.10}")))
    assert json_of(reply) == json_of(reply) == {"a": Decimal("1.10")}
    assert reply.headers["etag"] == "7"
    assert reply.request.method == "GET"


@given(st.integers(0, 40), st.lists(st.binary(min_size=1, max_size=12), max_size=5), st.booleans())
def test_a_body_up_to_the_bound_is_complete_and_above_it_none(
    bound: int, parts: list[bytes], canned: bool
) -> None:
    whole = b"".join(parts)

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, **({"content": whole} if canned else {"stream": Arriving(*parts)}))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ports.http.MAX_BODY", bound)
        if len(whole) <= bound:
            assert exchange(answer).content == whole
        else:
            assert type(failure(answer)) is BrokenReply
            assert type(failure(answer, "POST")) is OutcomeUnknown
