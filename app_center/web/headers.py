"""What every answer says about itself: nothing foreign is loaded, nothing is framed, nothing is guessed."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAME: Final = "Content-Security-Policy"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; "
    "object-src 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    _NAME: _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
#: Of a label or receipt, which our own pages show within them.
FRAMED: Final = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


def with_pictures(response: Response) -> Response:
    """This page also shows pictures of the seller's from where they lie; nothing else of theirs."""
    response.headers[_NAME] = _POLICY.replace("img-src 'self' data:", "img-src 'self' data: https:")
    return response


class SecurityHeaders:
    """`HEADERS` on every answer, errors included. No cache keeps a page that does not say otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_paper = headers.get("Content-Type", "").startswith("application/pdf")
                for name, value in (FRAMED if is_paper else HEADERS).items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send if scope["type"] != "http" else send_with_headers)
