"""An account is a wall: what one seller does, no other can see, change or feel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import ExecutionContext

from adapters.storage.database import Database, open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory
from adapters.storage.tables import CHARGE, OUTSIDE_THE_WALL, SALES_ORDER, SECRET, metadata
from core.apps import AppState
from core.checkpoint import Checkpoint
from core.errors import InvalidValue
from core.orders import Order, UnreadableOrder
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, Reference
from core.purchases import Purchase, PurchaseState
from core.secret import Secret
from ports.memory import Memory, PassRecord
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import OTTO, Desk, a_desk
from tests.orders import FEW_ORDERS, FEW_UNREADABLE, MINUTE, NOON, an_order, an_unreadable

Act = Callable[[Desk], object]

PAPER = Document(DocumentRole.LABEL, DocumentFormat.PDF, b"%PDF-1")


def _keep(page: list[Order | UnreadableOrder]) -> Act:
    def keep(desk: Desk) -> object:
        was = desk.book.checkpoint()
        now = Checkpoint(settled=(was.settled or NOON) + MINUTE)
        return desk.keep(*page, move=(was, now))

    return keep


def _read_again(desk: Desk) -> object:
    return desk.keep(read_again=[unread.raw for unread in desk.book.set_aside()])


def _write_app(state: AppState) -> Act:
    def write(desk: Desk) -> object:
        return desk.account.apps.write(replace(desk.account.apps.get(OTTO), state=state))

    return write


def _put(value: str) -> Act:
    return lambda desk: desk.account.vault(OTTO).put("settings", "password", Secret(value))


def _forget(desk: Desk) -> None:
    desk.account.vault(OTTO).forget("settings")


def _log(minute: int) -> Act:
    record = PassRecord("orders", NOON, NOON + minute * MINUTE)
    return lambda desk: desk.account.passes(OTTO).add(record)


def _buy(number: str) -> Act:
    def buy(desk: Desk) -> object:
        book = desk.account.labels(OTTO)
        known = book.get(LabelKind.RETURN, Reference("r"))
        label = Label(LabelKind.RETURN, Reference("r"), number, number, documents=(PAPER,))
        begun = Purchase(OTTO, LabelKind.RETURN, Reference("r"), PurchaseState.BOUGHT, "d", NOON, label=label)
        return book.write(replace(begun, revision=0 if known is None else known.revision))

    return buy


def _open_channel(name: str) -> Act:
    return lambda desk: desk.account.portal_accounts.find_or_add(name).name


ACTS: st.SearchStrategy[Act] = (
    st.lists(FEW_ORDERS | FEW_UNREADABLE, max_size=3).map(_keep)
    | st.just(_read_again)
    | st.sampled_from(AppState).map(_write_app)
    | st.sampled_from(["one", "two"]).map(_put)
    | st.just(_forget)
    | st.integers(0, 2).map(_log)
    | st.sampled_from(["n1", "n2"]).map(_buy)
    | st.sampled_from(["Shop", "Other"]).map(_open_channel)
)


@dataclass
class Seller:
    """Somebody beside others, and the same one alone in the world."""

    desk: Desk
    alone: Desk

    def does(self, act: Act) -> None:
        answers = act(self.desk), act(self.alone)
        assert answers[0] == answers[1]

    def sees(self) -> None:
        assert _view(self.desk) == _view(self.alone)


def _view(desk: Desk) -> object:
    """All that the account can be asked for, with names in the place of random ids."""
    account = desk.account
    names: dict[str, str] = {each.id: each.name for each in account.portal_accounts.all()}
    stored = [
        (
            each.sales_order_id,
            each.order,
            each.paid,
            each.problem,
            each.first_seen_at,
            _name(names, each.portal_account),
        )
        for each in desk.stored()
    ]
    return (
        sorted(names.values()),
        set(stored),
        set(desk.book.set_aside()),
        desk.book.checkpoint(),
        desk.book.counts(),
        account.apps.all(),
        account.vault(OTTO).all("settings"),
        account.passes(OTTO).last("orders"),
        account.passes(OTTO).last_success("orders"),
        account.labels(OTTO).all(),
        account.labels(OTTO).get(LabelKind.RETURN, Reference("r")),
    )


def _name(names: dict[str, str], identity: str | None) -> str | None:
    return None if identity is None else names[identity]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.tuples(st.booleans(), ACTS), min_size=1, max_size=8))
def test_each_seller_is_alone_in_the_world(memory: Memory, acts: list[tuple[bool, Act]]) -> None:
    anna, ben = (Seller(a_desk(memory, uuid4().hex), a_desk(InMemoryMemory())) for _ in range(2))
    for by_anna, act in acts:
        (anna if by_anna else ben).does(act)
    anna.sees()
    ben.sees()


def test_orders_cannot_go_to_the_channel_of_another_account(memory: Memory) -> None:
    anna, ben = a_desk(memory, "Anna"), a_desk(memory, "Ben")
    with pytest.raises(InvalidValue) as failure:
        anna.keep(an_order(), an_unreadable("b"), portal_account=ben.portal_account.id)
    assert failure.value.field == "portal_account"
    assert anna.stored() == ben.stored() == []


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def test_a_secret_moved_to_another_place_does_not_open_there(database: Database, keys: Keys) -> None:
    memory = DatabaseMemory(database, keys)
    anna, ben = (memory.of(memory.accounts.add(name).id) for name in ("Anna", "Ben"))
    anna.vault(OTTO).put("settings", "password", Secret("Anna's"))
    with database.writing() as connection:
        (row,) = connection.execute(SECRET.select()).mappings()
        for moved in ({"account_id": ben.account.id}, {"app": "dhl"}, {"shelf": "draft"}, {"name": "other"}):
            connection.execute(insert(SECRET).values({**row, **moved}))
    for vault, shelf, name in (
        (ben.vault(OTTO), "settings", "password"),
        (anna.vault(type(OTTO)("dhl")), "settings", "password"),
        (anna.vault(OTTO), "draft", "password"),
        (anna.vault(OTTO), "settings", "other"),
    ):
        with pytest.raises(InvalidValue):
            vault.get(shelf, name)
        with pytest.raises(InvalidValue):
            vault.all(shelf)
    assert anna.vault(OTTO).get("settings", "password") == Secret("Anna's")


def test_no_row_can_point_at_another_account(database: Database, keys: Keys) -> None:
    memory = DatabaseMemory(database, keys)
    anna, ben = a_desk(memory, "Anna"), a_desk(memory, "Ben")
    anna.keep(an_order())
    charge = {"app": OTTO, "sales_order_id": "order-1", "kind": "fee", "ordinal": 0, "name": "", "cents": 1}
    charge |= {"currency": "EUR", "position_item_ids": []}
    with pytest.raises(InvalidValue), database.writing() as connection:
        connection.execute(insert(CHARGE).values(account_id=ben.account.account.id, **charge))
    with database.reading() as connection:
        (row,) = connection.execute(SALES_ORDER.select()).mappings()
    taken = {**row, "sales_order_id": "2", "portal_account_id": ben.portal_account.id}
    with pytest.raises(InvalidValue), database.writing() as connection:
        connection.execute(insert(SALES_ORDER).values(taken))


def test_the_account_stands_in_every_key_and_every_reference() -> None:
    for table in set(metadata.tables.values()) - OUTSIDE_THE_WALL:
        assert next(iter(table.primary_key)).name == "account_id", table.name
        outside = {each.name for each in OUTSIDE_THE_WALL}
        references = [key for key in table.foreign_key_constraints if key.referred_table.name not in outside]
        assert references or "account" in {key.referred_table.name for key in table.foreign_key_constraints}
        for reference in references:
            first = reference.elements[0]
            assert (first.parent.name, first.column.name) == ("account_id", "account_id"), table.name


def test_no_statement_goes_out_without_an_account(database: Database, keys: Keys) -> None:
    memory = DatabaseMemory(database, keys)
    desk = a_desk(memory)
    said: list[tuple[str, object]] = []

    def listen(
        _: Connection, __: object, statement: str, parameters: object, ___: ExecutionContext, ____: bool
    ) -> None:
        said.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    acts = [
        *(
            _keep([an_order(changed=1), an_unreadable(None)]),
            _keep([an_order(changed=2), an_unreadable("b")]),
        ),
        *(_read_again, _write_app(AppState.ACTIVE), _write_app(AppState.PAUSED), _put("x"), _forget, _log(1)),
        *(_buy("n1"), _buy("n2"), _open_channel("Shop"), _view),
    ]
    for act in acts:
        act(desk)
    tables = set(metadata.tables) - {"account"}
    about_rows = [(sql, given) for sql, given in said if any(f" {table}" in f" {sql}" for table in tables)]
    assert len(about_rows) > 30
    for statement, parameters in about_rows:
        assert "account_id" in statement
        assert desk.account.account.id in str(parameters), statement
