"""The way of every request: who calls, the same write once only, and every error as a problem."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from adapters.storage.interface_keys import Answer, Begun
from app_center.api.access import TABLE, name_of
from app_center.api.caller import Caller, arrive
from app_center.api.problems import (
    INVALID,
    LENGTH,
    REUSED,
    TOO_LARGE,
    UNDER_WAY,
    UNKNOWN,
    Problem,
    answer,
)
from core.text import Text

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

#: Bytes of a body.
LARGEST: Final = 1_000_000
#: A write that takes longer has lost its process.
_PATIENCE: Final = timedelta(minutes=3)
_LONGEST_KEY: Final = 200
#: What of an answer is kept beside its body.
_KEPT: Final = ("content-type", "content-language", "location")


class InterfaceRoute(APIRoute):
    def get_route_handler(self) -> Handler:
        handle, need = super().get_route_handler(), TABLE[name_of(self)]

        async def guarded(request: Request) -> Response:
            try:
                caller = await run_in_threadpool(arrive, request, request.app.state.gate, need)
            except Exception as error:
                return answer(request, error)
            request.state.caller = caller
            response = await _written_once(request, caller, handle)
            response.headers.update(caller.room.headers)
            return response

        return guarded


async def _answered(request: Request, handle: Handler) -> Response:
    try:
        return await handle(request)
    except Exception as error:
        return answer(request, error)


async def _written_once(request: Request, caller: Caller, handle: Handler) -> Response:
    """A write under a key of the host's is done once, however often and however at once it is sent."""
    try:
        if request.method != "GET":
            _demand_bounded(request)
        key = _key_of(request)
        if request.method == "GET" or key is None:
            return await _answered(request, handle)
        fingerprint = await _fingerprint(request)
        known = await run_in_threadpool(caller.memory.writes.begin, key, fingerprint, caller.now())
        if known is not None:
            return _again(known, fingerprint, caller)
    except Exception as error:
        return answer(request, error)
    response = await _answered(request, handle)
    if response.status_code < 400 or response.status_code in {500, 502}:
        headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
        kept = Answer(response.status_code, headers, bytes(response.body))
        await run_in_threadpool(caller.memory.writes.settle, key, kept)
    else:
        # Nothing happened: mended or sent again, it may.
        await run_in_threadpool(caller.memory.writes.release, key)
    return response


def _again(known: Begun, fingerprint: str, caller: Caller) -> Response:
    """raises  Problem: another body, or the first one is not done"""
    if known.fingerprint != fingerprint:
        text = Text(
            en="this idempotency key was used for another request; take a new one",
            de="dieser Idempotenz-Schlüssel gehört zu einer anderen Anfrage; bitte einen neuen nehmen",
        )
        raise Problem(REUSED, text, [("Idempotency-Key", text)])
    if known.answer is not None:
        headers: Mapping[str, str] = {**known.answer.headers, "Idempotency-Replayed": "true"}
        return Response(known.answer.body, known.answer.status, dict(headers))
    if caller.now() - known.begun_at < _PATIENCE:
        raise Problem(
            UNDER_WAY,
            Text(
                en="this write is under way; ask again in a moment",
                de="wird gerade ausgeführt; bitte gleich erneut",
            ),
            headers={"Retry-After": "2"},
        )
    raise Problem(
        UNKNOWN,
        Text(
            en="the process that did this write has died; look whether it happened, then take a new key",
            de="der ausführende Prozess ist abgebrochen; bitte nachsehen, ob es geschehen ist, dann einen "
            "neuen Schlüssel nehmen",
        ),
    )


def _demand_bounded(request: Request) -> None:
    """raises  Problem"""
    length = request.headers.get("Content-Length")
    if length is None and "Transfer-Encoding" in request.headers:
        raise Problem(LENGTH, Text(en="send a Content-Length", de="bitte Content-Length senden"))
    if length is not None and (not length.isdigit() or int(length) > LARGEST):
        text = Text(en=f"at most {LARGEST} bytes at once", de=f"höchstens {LARGEST} Bytes auf einmal")
        raise Problem(TOO_LARGE, text)


def _key_of(request: Request) -> str | None:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    key = given.strip().removeprefix('"').removesuffix('"')
    if not key or len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        text = Text(en="1 to 200 characters of ASCII", de="1 bis 200 Zeichen in ASCII")
        raise Problem(INVALID, text, [("Idempotency-Key", text)])
    return key


async def _fingerprint(request: Request) -> str:
    body = await request.body()
    head = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return sha256(head + body).hexdigest()
