"""The frame of a stand-in, over a real socket and inside the process: both show the same failures."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import pytest
from werkzeug.wrappers import Request, Response

from standins import Kind, MovableClock, Spell, StandIn, Weather, as_json, serving, transport


class Till(StandIn):
    """Counts what is paid in; answers with the sum."""

    def __init__(self, weather: Weather | None = None) -> None:
        super().__init__(clock=MovableClock(datetime(2026, 3, 1, 12, tzinfo=UTC)), weather=weather)
        self.sum = 0
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        if request.path == "/defect":
            raise RuntimeError("the stand-in has a defect")
        if request.method == "POST":
            with self._lock:
                self.sum += int(request.get_data(as_text=True) or "1")
        return as_json({"sum": self.sum, "text": "äöü" * 50})


@contextmanager
def over_a_socket(app: StandIn) -> Iterator[httpx.Client]:
    with serving(app) as base, httpx.Client(base_url=base, timeout=5) as client:
        yield client


@contextmanager
def in_process(app: StandIn) -> Iterator[httpx.Client]:
    with httpx.Client(base_url="http://till.test", transport=transport(app), timeout=5) as client:
        yield client


Way = Callable[[StandIn], AbstractContextManager[httpx.Client]]
both_ways = pytest.mark.parametrize("way", [over_a_socket, in_process])


@both_ways
def test_fine_weather_changes_nothing(way: Way) -> None:
    app = Till()
    with way(app) as client:
        assert client.post("/in", content="3").json()["sum"] == 3
        assert client.get("/?a=b").json()["sum"] == 3
    assert [(e.method, e.path, e.query, e.answered, e.happened) for e in app.ledger.entries()] == [
        ("POST", "/in", (), 200, True),
        ("GET", "/", (("a", "b"),), 200, False),
    ]


@both_ways
@pytest.mark.parametrize("refused", [True, False])
def test_reset_before_leaves_no_trace(way: Way, refused: bool) -> None:
    app = Till(Weather.listed(Spell(Kind.RESET_BEFORE, refused=refused)))
    with way(app) as client:
        with pytest.raises((httpx.ReadError, httpx.ConnectError)):
            client.post("/in", content="3")
        assert client.get("/").json()["sum"] == 0
    assert app.ledger.happened() == []


@both_ways
def test_a_lost_answer_happened_all_the_same(way: Way) -> None:
    app = Till(Weather.listed("answer_lost"))
    with way(app) as client:
        with pytest.raises(httpx.ReadError):
            client.post("/in", content="3")
        assert client.get("/").json()["sum"] == 3
    (lost,) = app.ledger.happened()
    assert (lost.answered, lost.outcome, lost.weather) == (None, 200, Kind.ANSWER_LOST)


def test_a_refused_connection_is_told_apart_inside_the_process() -> None:
    app = Till(Weather.listed(Spell(Kind.RESET_BEFORE, refused=True)))
    with in_process(app) as client, pytest.raises(httpx.ConnectError):
        client.get("/")


def test_a_reset_is_a_real_tcp_reset() -> None:
    app = Till(Weather.listed("reset_before"))
    with serving(app) as base, socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2]))) as plug:
        plug.settimeout(5)
        plug.sendall(b"GET / HTTP/1.1\r\nHost: till\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            plug.recv(1)


@both_ways
@pytest.mark.parametrize("retry_after", ["none", "seconds", "date"])
@pytest.mark.parametrize("html", [True, False])
def test_a_storm_is_not_worked_on_and_may_ask_for_patience(way: Way, retry_after: str, html: bool) -> None:
    spell = Spell(Kind.STORM_429, retry_after=retry_after, html=html, seconds=3)  # type: ignore[arg-type]
    app = Till(Weather.listed(spell))
    with way(app) as client:
        answer = client.post("/in", content="3")
        assert client.get("/").json()["sum"] == 0
    assert answer.status_code == 429
    assert answer.headers["content-type"].startswith("text/html" if html else "application/json")
    asked = answer.headers.get("retry-after")
    if retry_after == "date":
        assert (parsedate_to_datetime(asked) - app.clock()).total_seconds() == 3
    else:
        assert asked == {"none": None, "seconds": "3"}[retry_after]


@both_ways
def test_a_bad_gateway_answers_with_a_page(way: Way) -> None:
    app = Till(Weather.listed("html_502"))
    with way(app) as client:
        answer = client.post("/in", content="3")
        assert client.get("/").json()["sum"] == 0
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert "<html>" in answer.text


@both_ways
def test_a_slow_answer_outlasts_the_patience_of_the_caller(way: Way) -> None:
    app = Till(Weather.listed("slow", "slow", delay=0.3))
    with way(app) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post("/in", content="3", timeout=httpx.Timeout(5, read=0.05))
        assert client.get("/", timeout=5).json()["sum"] == 3


@both_ways
def test_a_body_may_end_before_its_announced_length(way: Way) -> None:
    app = Till(Weather.listed(Spell(Kind.TRUNCATED, cut="length")))
    with way(app) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/in", content="3")
        assert client.get("/").json()["sum"] == 3


@both_ways
def test_a_body_may_be_complete_http_and_half_a_json(way: Way) -> None:
    app = Till(Weather.listed(Spell(Kind.TRUNCATED, cut="json")))
    with way(app) as client:
        answer = client.post("/in", content="3")
        assert client.get("/").json()["sum"] == 3
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == len(answer.content)
    with pytest.raises(ValueError, match="Unterminated string"):
        answer.json()


@both_ways
def test_a_client_that_repeats_gets_through_rough_weather(way: Way) -> None:
    app = Till(Weather("rough", rate=0.5, seed=11, delay=0.0))
    met: set[str] = set()
    with way(app) as client:
        for _ in range(60):
            while True:
                try:
                    answer = client.get("/")
                    answer.raise_for_status().json()
                    break
                except (httpx.HTTPError, ValueError) as error:
                    met.add(type(error).__name__)
    assert met >= {"ReadError", "HTTPStatusError", "RemoteProtocolError", "JSONDecodeError"}
    assert {entry.weather for entry in app.ledger.entries()} == set(Kind)


def test_the_connection_is_kept_alive() -> None:
    opened: list[str] = []
    app = Till()
    with serving(app) as base, httpx.Client(base_url=base) as client:

        def note(name: str, _: object) -> None:
            opened.append(name)

        for _ in range(5):
            client.post("/in", content="1" * 2000, extensions={"trace": note}, headers={"x": "y"})
    assert opened.count("connection.connect_tcp.complete") == 1
    assert app.ledger.count("POST", answered=200) == 5


def test_many_callers_are_served_at_once() -> None:
    app = Till()
    with serving(app) as base:

        def pay() -> None:
            with httpx.Client(base_url=base) as client:
                for _ in range(10):
                    client.post("/in", content="1").raise_for_status()

        threads = [threading.Thread(target=pay) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert app.sum == 80
    assert len(app.ledger.happened()) == 80


def test_a_chunked_request_is_read_to_its_end() -> None:
    app = Till()
    with over_a_socket(app) as client:
        client.post("/in", content=iter([b"1", b"2"]))
        assert client.get("/").json()["sum"] == 12


def test_the_server_listens_on_the_loopback_address_and_ends_with_the_block() -> None:
    with serving(Till()) as base:
        assert base.startswith("http://127.0.0.1:")
    with pytest.raises(httpx.ConnectError):
        httpx.get(base)


def test_a_defect_of_the_standin_is_an_error_500_and_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    with over_a_socket(Till()) as client:
        assert client.get("/defect").status_code == 500
        assert client.get("/").status_code == 200
    assert "the stand-in has a defect" in capfd.readouterr().err


def test_a_healthy_server_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with over_a_socket(Till(Weather.listed("answer_lost"))) as client:
        with pytest.raises(httpx.ReadError):
            client.get("/")
        client.get("/")
    assert capfd.readouterr() == ("", "")


@both_ways
def test_the_date_is_that_of_the_clock_that_was_handed_in(way: Way) -> None:
    app = Till(Weather.listed("fine", "html_502"))
    with way(app) as client:
        for _ in range(2):
            assert client.get("/").headers.get_list("date") == ["Sun, 01 Mar 2026 12:00:00 GMT"]


@both_ways
def test_weather_can_be_changed_over_http(way: Way) -> None:
    app = Till()
    with way(app) as client:
        wish = {"name": "html_502", "every": 1, "seed": 7, "only": "/a"}
        assert client.post("/_standin/weather", json=wish).json()["rate"] == 1
        assert [client.get(path).status_code for path in ("/a", "/b")] == [502, 200]
        assert client.get("/_standin/weather").json()["name"] == "html_502"
        client.post("/_standin/weather", json={"list": ["fine", "html_502"]})
        assert [client.get("/").status_code for _ in range(3)] == [200, 502, 200]
        client.post("/_standin/weather", json={"name": "fine"})
        entries = client.get("/_standin/ledger").json()
    assert [entry["answered"] for entry in entries] == [502, 200, 200, 502, 200]
    assert {entry["at"] for entry in entries} == {"2026-03-01T12:00:00+00:00"}


@both_ways
@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/_standin/weather", b'{"name": "hail"}', 400),
        ("/_standin/weather", b'{"colour": "grey"}', 400),
        ("/_standin/weather", b"[]", 400),
        ("/_standin/weather", b"{", 400),
        ("/_standin/nothing", b"{}", 404),
    ],
)
def test_a_wrong_wish_is_refused_and_changes_nothing(way: Way, path: str, body: bytes, status: int) -> None:
    app = Till()
    before = app.weather
    with way(app) as client:
        answer = client.post(path, content=body)
    assert answer.status_code == status
    assert "error" in answer.json()
    assert app.weather is before
