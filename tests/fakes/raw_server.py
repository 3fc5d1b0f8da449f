"""A server that says what it is told to, byte by byte, for what no well-behaved server would send."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

#: Seconds after which a conversation that hangs is given up; no test waits for it.
_PATIENCE: Final = 10.0
_PAUSE: Final = 0.02
_FINE: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"


class Conversation:
    """One connection of a client."""

    def __init__(self, connection: socket.socket, heard: list[bytes]) -> None:
        self._connection = connection
        self._heard = heard

    def hear(self) -> None:
        """Waits for one whole request."""
        request = b""
        while b"\r\n\r\n" not in request:
            request += self._more()
        head, _, body = request.partition(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
        while len(body) < int(fields.get(b"content-length", 0)):
            body += self._more()
        self._heard.append(head + b"\r\n\r\n" + body)

    def hear_some(self) -> None:
        """Waits for the first byte."""
        self._connection.recv(1)

    def _more(self) -> bytes:
        received = self._connection.recv(65536)
        if not received:
            raise ConnectionError("gone before the request was complete")
        return received

    def say(self, words: bytes) -> None:
        self._connection.sendall(words)

    def reset(self) -> None:
        """Lets the end come as an error."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait_until_alone(self) -> None:
        self._connection.recv(1)


Talk = Callable[[Conversation], None]


class RawServer:
    """Listens on loopback and holds one talk per connection, in order; after the last it answers "fine".

    heard  the requests, complete, as they came
    over   counts the connections that have ended
    """

    def __init__(self, *talks: Talk) -> None:
        self._talks = list(talks)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self.heard: list[bytes] = []
        self.over = threading.Semaphore(0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(_PATIENCE)
            talk = self._talks.pop(0) if self._talks else saying(_FINE)
            with connection, suppress(OSError):
                talk(Conversation(connection, self.heard))
            self.over.release()


@contextmanager
def raw_server(*talks: Talk) -> Iterator[RawServer]:
    server = RawServer(*talks)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def saying(*parts: bytes) -> Talk:
    """Hears the request, sends these bytes, and closes the connection."""

    def talk(conversation: Conversation) -> None:
        conversation.hear()
        for part in parts:
            conversation.say(part)

    return talk


def dripping(head: bytes, drop: bytes, times: int, end: bytes = b"") -> Talk:
    """As `saying`, with pauses between the drops, as long as somebody listens."""

    def talk(conversation: Conversation) -> None:
        conversation.hear()
        conversation.say(head)
        for _ in range(times):
            conversation.say(drop)
            threading.Event().wait(_PAUSE)
        conversation.say(end)

    return talk


def breaking_off(*parts: bytes) -> Talk:
    """Hears the request, sends these bytes, and breaks the connection off."""

    def talk(conversation: Conversation) -> None:
        conversation.hear()
        for part in parts:
            conversation.say(part)
        conversation.reset()

    return talk


def breaking_off_early(conversation: Conversation) -> None:
    """Breaks the connection off in the middle of the request."""
    conversation.hear_some()
    conversation.reset()


def hanging_up(conversation: Conversation) -> None:
    """Breaks the connection off without listening."""
    conversation.reset()


def silent(conversation: Conversation) -> None:
    """Hears the request and says nothing for as long as somebody waits."""
    conversation.hear()
    conversation.wait_until_alone()
