"""Requests keep to the budget of their account, over all processes, and to the lease of their pass."""

import threading
from collections.abc import Callable, Iterator, Sequence

import httpx
import pytest
from werkzeug import Request, Response

from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from app_center.budget import Budget, LocalPaces
from app_center.outgoing import Errand, Outgoing
from core.apps import AccountId, AppKey
from core.budget import SECOND, Pace
from core.errors import LeaseLost, Throttled
from core.schedule import Urgency
from core.text import Text
from ports.hooks import Category, Manifest, Rate
from ports.memory import Paces
from standins.server import serving

SHOP = AppKey("shop")
MANIFEST = Manifest(
    key=SHOP,
    name="Shop",
    summary=Text(en="x", de="x"),
    category=Category.MARKETPLACE,
    version="1",
    requires=">=1",
    servers={"production": "https://shop.example"},
    budget=(Rate(50, 1),),
    apart=("/token",),
    apart_budget=(Rate(1000, 1),),
)


@pytest.fixture(params=["local", "postgres"])
def paces(request: pytest.FixtureRequest, keys: Keys) -> Iterator[tuple[Sequence[Paces], AccountId]]:
    """The same paces as two processes have them."""
    if request.param == "local":
        alone = LocalPaces()
        yield (alone, alone), AccountId("anna")
        return
    url = request.getfixturevalue("postgres_url")
    here, there = open_memory(url, keys), open_memory(url, keys)
    account = here.accounts.add("Anna").id
    assert here.paces is not None
    assert there.paces is not None
    yield (here.paces, there.paces), account
    here.close()
    there.close()


def pace_of(paces: Paces, account: AccountId) -> Pace:
    return paces.change(account, SHOP, lambda pace, _: (pace, pace))[0]


def test_all_who_send_get_slots_one_behind_the_other(
    paces: tuple[Sequence[Paces], AccountId],
) -> None:
    both, account = paces
    sent: list[int] = []

    def send(budget: Budget) -> None:
        for _ in range(10):
            budget.wait(Urgency.URGENT)
            sent.append(1)

    first = pace_of(both[0], account).next_us
    budgets = [Budget(each, account, SHOP, "Shop", MANIFEST.budget, batch=1) for each in both for _ in "12"]
    threads = [threading.Thread(target=send, args=(budget,)) for budget in budgets]
    began = both[0].change(account, SHOP, lambda pace, _: (pace, None))[1]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == 40
    last = pace_of(both[1], account)
    # Forty slots at 45 a second, from the first question on.
    assert last.next_us - max(first, began) >= 40 * SECOND / 45


def test_a_429_stops_everybody(paces: tuple[Sequence[Paces], AccountId]) -> None:
    both, account = paces
    here, there = (Budget(each, account, SHOP, "Shop", MANIFEST.budget) for each in both)
    here.wait(Urgency.NORMAL)
    here.throttled(120.0)
    for budget in (here, there):
        with pytest.raises(Throttled) as failure:
            budget.wait(Urgency.URGENT)
        assert failure.value.retry_after is not None
        assert 60 < failure.value.retry_after <= 120


class Server:
    """Answers with what it is told, and keeps what came."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str]] = []
        self.status = 200

    def __call__(self, environ: dict[str, object], start: Callable[..., object]) -> Sequence[bytes]:
        request = Request(environ)
        self.came.append((request.method, request.path))
        headers = {"Retry-After": "60"} if self.status == 429 else {}
        return list(Response("{}", status=self.status, headers=headers)(environ, start))  # type: ignore[arg-type]


class Lease:
    fence = 1

    def __init__(self) -> None:
        self.lost = False

    def hold(self) -> None:
        if self.lost:
            raise LeaseLost(Text(en="x", de="x"))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def outgoing(server: Server) -> Iterator[Outgoing]:
    with serving(server) as address:
        opened = Outgoing({"shop": address})
        yield opened
        opened.close()


def client(outgoing: Outgoing, account: str = "anna", errand: Errand = Errand()) -> httpx.Client:  # noqa: B008
    return outgoing.client(AccountId(account), MANIFEST, "production", errand=errand)


def test_after_a_429_nothing_goes_out_for_this_account(outgoing: Outgoing, server: Server) -> None:
    server.status = 429
    client(outgoing).get("/a")
    server.status = 200
    with pytest.raises(Throttled):
        client(outgoing).get("/b")
    client(outgoing).post("/token")
    client(outgoing, account="ben").get("/c")
    assert [path for _, path in server.came] == ["/a", "/token", "/c"]


def test_nothing_that_changes_something_goes_out_after_the_lease(outgoing: Outgoing, server: Server) -> None:
    lease = Lease()
    http = client(outgoing, errand=Errand(Urgency.URGENT, lease))
    http.post("/before")
    lease.lost = True
    http.get("/harmless")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        with pytest.raises(LeaseLost):
            http.request(method, "/after")
    assert server.came == [("POST", "/before"), ("GET", "/harmless")]


def test_a_closed_client_does_not_take_the_line_from_the_others(outgoing: Outgoing) -> None:
    first, second = client(outgoing), client(outgoing, account="ben")
    assert first.get("/").status_code == 200
    first.close()
    assert second.get("/").status_code == 200
