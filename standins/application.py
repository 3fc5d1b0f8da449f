"""A stand-in as a WSGI application: weather, ledger, clock and control addresses around a server's answers.

Control addresses, outside every contract:

    GET  /_standin/weather   the weather in force
    POST /_standin/weather   {"name": "rough", "every": 4, "seed": 7, "delay": 2.0, "only": "/v4/"}
                             or {"list": ["fine", "answer_lost"]}; `every` is one request in so many on
                             average, `rate` the same as a share
    GET  /_standin/ledger    what was received
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from standins.ledger import Entry, Ledger, without_secrets
from standins.losses import PATIENCE, CutShort, Reset, TooSlow
from standins.weather import Kind, Spell, Weather

CONTROL: Final = "/_standin/"

Clock = Callable[[], datetime]
Control = Callable[[Mapping[str, Any]], Any]


def _now() -> datetime:
    return datetime.now(UTC)


def as_json(data: object, status: int = 200, content_type: str = "application/json") -> Response:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, content_type=content_type)


class StandIn(ABC):
    """The frame of a stand-in server. `clock` gives aware UTC; the Date header follows it.

    `weather` may be replaced at any time; `ledger` keeps what was received.
    """

    def __init__(self, *, clock: Clock | None = None, weather: Weather | None = None) -> None:
        self.clock: Clock = clock or _now
        self.weather = weather or Weather()
        self.ledger = Ledger()

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """What the real server would say."""

    def too_many(self) -> Response:
        """The 429 of the real server, where its body is JSON."""
        return as_json({"message": "API rate limit exceeded"}, 429)

    def controls(self) -> Mapping[str, Control]:
        """More control addresses: "POST /_standin/name" and what answers there with something for JSON."""
        return {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.path.startswith(CONTROL):
            return self._controlled(request)(environ, start_response)
        spell = self.weather.next(request.path)
        return self._under(spell, request, environ, start_response)

    def _under(
        self, spell: Spell, request: Request, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if spell.kind is Kind.RESET_BEFORE:
            self._note(request, spell, answered=None, outcome=None)
            raise Reset(refused=spell.refused)
        if spell.kind in {Kind.STORM_429, Kind.HTML_502}:
            response = self._gateway(spell)
            self._note(request, spell, answered=response.status_code, outcome=None)
            return self._dated(response)(environ, start_response)
        response = self._dated(self.answer(request))
        outcome = response.status_code
        body = response.get_data() if spell.kind is Kind.TRUNCATED else b""
        lost = spell.kind is Kind.ANSWER_LOST or (spell.kind is Kind.TRUNCATED and len(body) < 2)
        self._note(request, spell, answered=None if lost else outcome, outcome=outcome)
        if lost:
            raise Reset
        if spell.kind is Kind.SLOW:
            _wait(spell.seconds, environ)
        elif spell.kind is Kind.TRUNCATED and spell.cut == "json":
            response.set_data(body[: len(body) // 2])
        sent = response(environ, start_response)
        if spell.kind is Kind.TRUNCATED and spell.cut == "length":
            return _first_half(body)
        return sent

    def _gateway(self, spell: Spell) -> Response:
        if spell.kind is Kind.HTML_502:
            return Response(_page("502 Bad Gateway"), status=502, content_type="text/html")
        html = Response(_page("429 Too Many Requests"), status=429, content_type="text/html")
        response = html if spell.html else self.too_many()
        if spell.retry_after == "seconds":
            response.headers["Retry-After"] = str(int(spell.seconds))
        elif spell.retry_after == "date":
            response.headers["Retry-After"] = http_date(self.clock() + timedelta(seconds=spell.seconds))
        return response

    def _dated(self, response: Response) -> Response:
        response.headers["Date"] = http_date(self.clock())
        return response

    def _note(self, request: Request, spell: Spell, answered: int | None, outcome: int | None) -> None:
        self.ledger.add(
            Entry(
                at=self.clock(),
                method=request.method,
                path=request.path,
                query=without_secrets(request.args.items(multi=True)),
                answered=answered,
                outcome=outcome,
                weather=spell.kind,
            )
        )

    def _controlled(self, request: Request) -> Response:
        known: dict[str, Control] = {
            "GET /_standin/weather": lambda _: self.weather.described(),
            "POST /_standin/weather": self._change_weather,
            "GET /_standin/ledger": lambda _: [
                {**asdict(entry), "at": entry.at.isoformat(), "happened": entry.happened}
                for entry in self.ledger.entries()
            ],
            **self.controls(),
        }
        control = known.get(f"{request.method} {request.path}")
        if control is None:
            return as_json({"error": "no such control", "known": sorted(known)}, 404)
        try:
            wanted = json.loads(request.get_data() or b"{}")
            if not isinstance(wanted, dict):
                raise TypeError("the body is no JSON object")
            return as_json(control(wanted))
        except (LookupError, TypeError, ValueError) as error:
            return as_json({"error": str(error)}, 400)

    def _change_weather(self, wanted: Mapping[str, Any]) -> Any:
        given = dict(wanted)
        listed = given.pop("list", None)
        if "every" in given:
            given["rate"] = 1 / max(1, int(given.pop("every")))
        self.weather = Weather(**given) if listed is None else Weather.listed(*listed, **given)
        return self.weather.described()


def _wait(seconds: float, environ: WSGIEnvironment) -> None:
    """Keep the caller waiting; in-process, where nobody else would notice, only say if it was too long."""
    if PATIENCE not in environ:
        time.sleep(seconds)
        return
    patience = environ[PATIENCE]
    if patience is not None and seconds > patience:
        raise TooSlow


def _first_half(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise CutShort


def _page(title: str) -> str:
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n"
        f"<body>\r\n<center><h1>{title}</h1></center>\r\n<hr></body>\r\n</html>\r\n"
    )
