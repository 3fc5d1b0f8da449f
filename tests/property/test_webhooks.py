"""Whatever becomes of answers, processes and endpoints: no event is lost, and each object's come in order."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.storage import outbox
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory, open_memory
from core import webhooks as moves
from core.apps import AppKey, AppState
from core.errors import OutcomeUnknown, Refused, Unreachable
from core.secret import Secret
from core.webhooks import Delivery, DeliveryState, written_secret
from sync.webhooks import Round
from tests.fakes.clock import HandClock

SERVICE: Final = "host"
APPS: Final = (AppKey("otto"), AppKey("dhl"))
SECRET: Final = written_secret(b"k" * 32)


class Died(BaseException):
    """The process is gone."""


@dataclass
class Host:
    """A host with a server and a network. `sky` is what becomes of the calls to come, then they are fine."""

    sky: list[str] = field(default_factory=list)
    heard: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def bring(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        weather = self.sky.pop(0) if self.sky else "fine"
        if weather == "never arrived":
            raise Unreachable(SERVICE, "no route")
        if weather == "died before":
            raise Died
        if weather == "refused":
            raise Refused(SERVICE, status=410)
        self.heard.append((headers["webhook-id"], json.loads(body)))
        if weather == "answer lost":
            raise OutcomeUnknown(SERVICE, "timeout")
        if weather == "died":
            raise Died


class Free:
    fence = 1

    def hold(self) -> None:
        return


@dataclass
class Town:
    """An account whose apps change, and a host that is to hear of every change."""

    memory: DatabaseMemory
    host: Host = field(default_factory=Host)
    clock: HandClock = field(default_factory=HandClock)
    happened: dict[AppKey, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.account = self.memory.of(self.memory.accounts.add("Anna").id)
        self.account.webhooks.add("https://host.example", [], SECRET, self.clock.now())

    def change(self, app: AppKey, state: AppState) -> None:
        record = self.account.apps.get(app)
        if record.revision == 0 or record.state is not state:
            self.happened.setdefault(app, []).append(state.value)
        self.account.apps.write(replace(record, app=app, state=state))

    def come_to_nothing(self, app: AppKey) -> None:
        """A change that is taken back before its transaction ends."""
        record = self.account.apps.get(app)
        with pytest.raises(Exception, match="meanwhile"):
            self.account.apps.write(replace(record, app=app, state=AppState.PAUSED, revision=99))

    def deliver(self, sky: list[str]) -> None:
        self.host.sky = list(sky)
        with suppress(Died):
            Round(self.account.account.id, self.account.webhooks, self.host, Free(), self.clock).run()
        self.host.sky = []

    def wait(self, seconds: int) -> None:
        self.clock.forward(timedelta(seconds=seconds))

    def settle(self) -> None:
        for _ in range(12):
            self.clock.forward(timedelta(days=1))
            self.deliver([])

    def holds(self) -> None:
        seen: set[str] = set()
        told: dict[AppKey, list[str]] = {}
        for identity, message in self.host.heard:
            if identity not in seen:
                seen.add(identity)
                told.setdefault(AppKey(message["data"]["app"]), []).append(message["data"]["state"])
        assert told == self.happened


Moves = list[Callable[[Town], None]]
SKY: Final = st.lists(
    st.sampled_from(["fine", "never arrived", "refused", "answer lost", "died before", "died"]), max_size=4
)
MOVES: Final = st.lists(
    st.one_of(
        st.builds(
            lambda app, state: lambda town: town.change(app, state),
            st.sampled_from(APPS),
            st.sampled_from(AppState),
        ),
        st.builds(lambda app: lambda town: town.come_to_nothing(app), st.sampled_from(APPS)),
        st.builds(lambda sky: lambda town: town.deliver(sky), SKY),
        st.builds(lambda n: lambda town: town.wait(n), st.sampled_from([5, 60, 9999])),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def towns(sqlite_template: Path) -> Iterator[Callable[[], Any]]:
    @contextmanager
    def town() -> Iterator[Town]:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(sqlite_template, f"{folder}/app.db")
            memory = open_memory(f"sqlite:///{folder}/app.db", Keys([Fernet.generate_key().decode()]))
            try:
                yield Town(memory)
            finally:
                memory.close()

    with capture_logs():
        yield town


def played(town: Callable[[], Any], moves: Moves) -> None:
    with town() as world:
        for move in moves:
            move(world)
        world.settle()
        world.holds()


def test_every_change_is_told_once_at_least_and_in_order(towns: Callable[[], Any]) -> None:
    @given(MOVES)
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    def check(moves: Moves) -> None:
        played(towns, moves)

    check()


def _nothing_is_stored_with_the_change(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "tell", lambda connection, account, events: None)


def _a_lost_answer_counts_as_no_event(patch: pytest.MonkeyPatch) -> None:
    def settled(delivery: Delivery, reason: Any, now: Any, asked: Any = None) -> Delivery:
        return moves.delivered(delivery, now)

    patch.setattr("sync.webhooks.failed", settled)


def _the_first_failure_is_the_last(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(moves, "PAUSES", ())


def _it_counts_as_delivered_before_it_is(patch: pytest.MonkeyPatch) -> None:
    run = Round._try

    def hasty(self: Round, endpoint: Any, secret: Secret, delivery: Delivery) -> Delivery:
        self.book.write(replace(delivery, state=DeliveryState.DELIVERED, settled_at=self.clock.now()))
        return run(self, endpoint, secret, delivery)

    patch.setattr(Round, "_try", hasty)


def _later_ones_pass_an_earlier_one(patch: pytest.MonkeyPatch) -> None:
    row = outbox._row

    def apart(account: Any, number: int, endpoint: str, event: Any, now: Any) -> dict[str, Any]:
        return {**row(account, number, endpoint, event, now), "subject": str(number)}

    patch.setattr(outbox, "_row", apart)


def changed(state: AppState) -> Callable[[Town], None]:
    return lambda town: town.change(APPS[0], state)


def met(*sky: str) -> Callable[[Town], None]:
    return lambda town: town.deliver(list(sky))


TWICE: Final = [changed(AppState.ACTIVE), changed(AppState.PAUSED)]
FAULTS: Final[dict[Callable[[pytest.MonkeyPatch], None], Moves]] = {
    _nothing_is_stored_with_the_change: [changed(AppState.ACTIVE)],
    _a_lost_answer_counts_as_no_event: [changed(AppState.ACTIVE), met("never arrived")],
    _the_first_failure_is_the_last: [changed(AppState.ACTIVE), met("refused")],
    _it_counts_as_delivered_before_it_is: [
        changed(AppState.ACTIVE),
        met("died before"),
    ],
    _later_ones_pass_an_earlier_one: [*TWICE, met("never arrived")],
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_a_planted_fault_is_found(
    towns: Callable[[], Any], fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    played(towns, FAULTS[fault])
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        with pytest.raises(AssertionError):
            played(towns, FAULTS[fault])
