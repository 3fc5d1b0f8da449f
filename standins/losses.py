"""What can become of a connection, as exceptions that an application raises at its server.

The server (`standins.server`) does it to the socket; the in-process transport (`standins.in_process`) raises
what httpx would raise. Behind a bare `httpx.WSGITransport` they come out as they are.
"""

from typing import Final

#: In the WSGI environment of an in-process call: how many seconds the caller waits for an answer, or None
#: for ever. Absent behind a real socket.
PATIENCE: Final = "standins.patience"


class Reset(ConnectionError):
    """The connection breaks without an answer. `refused`: it did not even come about.

    A server that listens cannot refuse one connection, so behind a real socket both are a TCP reset.
    """

    def __init__(self, *, refused: bool = False) -> None:
        super().__init__("the connection is reset")
        self.refused = refused


class CutShort(ConnectionError):
    """The connection ends in the middle of a body; what was yielded before has been sent."""

    def __init__(self) -> None:
        super().__init__("the body ends early")


class TooSlow(TimeoutError):
    """The answer would come after the caller's patience has ended."""
