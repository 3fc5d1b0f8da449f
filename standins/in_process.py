"""A stand-in inside the process, behind httpx, with the failures that a real network would show."""

from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import httpx

from standins.losses import PATIENCE, CutShort, Reset, TooSlow


def transport(app: WSGIApplication) -> httpx.BaseTransport:
    """A transport for `httpx.Client` that calls `app` directly.

    Weather comes out as httpx.ReadError or ConnectError (reset), RemoteProtocolError (cut short) and
    ReadTimeout (a slow answer beyond the client's read timeout; nobody really waits).
    """
    return _InProcess(app)


class _InProcess(httpx.BaseTransport):
    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        patience = request.extensions.get("timeout", {}).get("read")

        def patient(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            environ[PATIENCE] = patience
            return self._app(environ, start_response)

        try:
            answer = httpx.WSGITransport(app=patient).handle_request(request)
        except Reset as error:
            if error.refused:
                raise httpx.ConnectError("[Errno 111] Connection refused", request=request) from None
            raise httpx.ReadError("[Errno 104] Connection reset by peer", request=request) from None
        except TooSlow:
            raise httpx.ReadTimeout("timed out", request=request) from None
        assert isinstance(answer.stream, httpx.SyncByteStream)
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=_Body(answer.stream, request)
        )


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, request: httpx.Request) -> None:
        self._inner = inner
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._inner
        except CutShort:
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body", request=self._request
            ) from None

    def close(self) -> None:
        self._inner.close()
