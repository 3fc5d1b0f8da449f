"""`ports.memory.Memory` without a database, for fast tests that stop it at every step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from core.apps import Account, AccountId, AppKey, PortalAccount, PortalAccountId
from core.errors import Conflict, InvalidValue
from core.secret import Secret
from core.text import Text
from ports.lease import Lease
from ports.memory import AppRecord, PassRecord
from tests.fakes.aftermath import (
    InMemoryCancellationBook,
    InMemoryPriceReductionBook,
    InMemoryReceiptBook,
    InMemoryReturnBook,
)
from tests.fakes.assortment import InMemoryAssortment
from tests.fakes.catalogue_book import InMemoryCatalogueBook
from tests.fakes.committed import (
    Committed,
    Shelves,
    Store,
    limited,
    owned,
    put_back,
    read_name,
    refuse_unstorable,
)
from tests.fakes.dispatch_book import InMemoryDispatchBook, InMemoryReturnNumberBook
from tests.fakes.label_book import InMemoryLabelBook
from tests.fakes.listing_book import InMemoryListingBook
from tests.fakes.order_book import InMemoryOrderBook
from tests.fakes.quantities import InMemoryQuantityBook, InMemorySwitchBook
from tests.fakes.users import InMemorySessions, InMemoryUsers
from tests.fakes.warehouse import InMemoryWarehouse
from tests.fakes.work import GuardedStore, InMemoryAgenda, InMemoryLease, InMemoryWorkBook


def _nothing() -> None:
    return


class InMemoryMemory:
    """`between_steps` is called before and after each write and before each read. It may raise, and so be the
    end of the process, or stand still there while others work. What `restarted` gets is exactly what was
    committed, wherever the process before it died."""

    def __init__(
        self, between_steps: Callable[[], None] = _nothing, committed: Committed | None = None
    ) -> None:
        self._store = Store(between_steps, Committed() if committed is None else committed)

    @property
    def between_steps(self) -> Callable[[], None]:
        return self._store.between_steps

    @between_steps.setter
    def between_steps(self, call: Callable[[], None]) -> None:
        self._store.between_steps = call

    def restarted(self, between_steps: Callable[[], None] = _nothing) -> "InMemoryMemory":
        return InMemoryMemory(between_steps, self._store.committed)

    @property
    def agenda(self) -> InMemoryAgenda:
        return InMemoryAgenda(self._store)

    @property
    def accounts(self) -> "InMemoryAccounts":
        return InMemoryAccounts(self._store)

    @property
    def users(self) -> InMemoryUsers:
        return InMemoryUsers(self._store)

    @property
    def sessions(self) -> InMemorySessions:
        return InMemorySessions(self._store)

    def of(self, account: AccountId) -> "InMemoryAccount":
        found = self._store.read().accounts.get(account)
        if found is None:
            raise InvalidValue(Text(en="no such account", de="kein solcher Account"))
        return InMemoryAccount(self._store, found)


class InMemoryAccounts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str) -> Account:
        account = Account(AccountId(uuid4().hex), read_name(name, "name"))

        def change(was: Committed) -> tuple[Committed, Account]:
            if any(known.name == account.name for known in was.accounts.values()):
                raise InvalidValue(Text(en="taken", de="vergeben"), field="name")
            return replace(was, accounts={**was.accounts, account.id: account}), account

        return self._store.write(change)

    def find(self, name: str) -> Account | None:
        accounts = self._store.read().accounts.values()
        return next((account for account in accounts if account.name == name.strip()), None)

    def all(self) -> Sequence[Account]:
        return sorted(self._store.read().accounts.values(), key=lambda account: account.name)


@dataclass(frozen=True, slots=True)
class InMemoryAccount:
    _store: Store
    account: Account

    @property
    def portal_accounts(self) -> "InMemoryPortalAccounts":
        return InMemoryPortalAccounts(self._store, self.account.id)

    @property
    def apps(self) -> "InMemoryAppBook":
        return InMemoryAppBook(self._store, self.account.id)

    def vault(self, app: AppKey) -> "InMemoryVault":
        return InMemoryVault(self._store, self.account.id, app)

    def orders(self, app: AppKey) -> "InMemoryOrderBook":
        return InMemoryOrderBook(self._store, self.account.id, app)

    def passes(self, app: AppKey) -> "InMemoryPassLog":
        return InMemoryPassLog(self._store, self.account.id, app)

    def labels(self, carrier: AppKey) -> "InMemoryLabelBook":
        return InMemoryLabelBook(self._store, self.account.id, carrier)

    @property
    def return_numbers(self) -> InMemoryReturnNumberBook:
        return InMemoryReturnNumberBook(self._store, self.account.id)

    def dispatches(self, app: AppKey) -> InMemoryDispatchBook:
        return InMemoryDispatchBook(self._store, self.account.id, app)

    def cancellations(self, app: AppKey) -> InMemoryCancellationBook:
        return InMemoryCancellationBook(self._store, self.account.id, app)

    def returns(self, app: AppKey) -> InMemoryReturnBook:
        return InMemoryReturnBook(self._store, self.account.id, app)

    def receipts(self, app: AppKey) -> InMemoryReceiptBook:
        return InMemoryReceiptBook(self._store, self.account.id, app)

    def price_reductions(self, app: AppKey) -> InMemoryPriceReductionBook:
        return InMemoryPriceReductionBook(self._store, self.account.id, app)

    def listings(self, app: AppKey) -> InMemoryListingBook:
        return InMemoryListingBook(self._store, self.account.id, app)

    def assortment(self, app: AppKey) -> InMemoryAssortment:
        return InMemoryAssortment(
            self.listings(app), self.quantities(app), self.switches(app), self.warehouse
        )

    def catalogue(self, app: AppKey) -> InMemoryCatalogueBook:
        return InMemoryCatalogueBook(self._store, self.account.id, app)

    def work(self, app: AppKey) -> InMemoryWorkBook:
        return InMemoryWorkBook(self._store, self.account.id, app)

    def quantities(self, app: AppKey) -> InMemoryQuantityBook:
        return InMemoryQuantityBook(self._store, self.account.id, app)

    def switches(self, app: AppKey) -> InMemorySwitchBook:
        return InMemorySwitchBook(self._store, self.account.id, app)

    @property
    def warehouse(self) -> InMemoryWarehouse:
        return InMemoryWarehouse(self._store, self.account.id)

    def under(self, lease: Lease) -> "InMemoryAccount":
        assert isinstance(lease, InMemoryLease)
        return InMemoryAccount(GuardedStore(self._store, lease), self.account)


@dataclass(frozen=True, slots=True)
class InMemoryPortalAccounts:
    _store: Store
    _account: AccountId

    def find_or_add(self, name: str) -> PortalAccount:
        name = read_name(name, "portal_account")
        new = PortalAccount(PortalAccountId(uuid4().hex), name)

        def change(was: Committed) -> tuple[Committed, PortalAccount]:
            known = was.portal_accounts.get(self._account, ())
            for each in known:
                if each.name == name:
                    return was, each
            all_now = {**was.portal_accounts, self._account: (*known, new)}
            return replace(was, portal_accounts=all_now), new

        return self._store.write(change)

    def get(self, portal_account: PortalAccountId) -> PortalAccount:
        return owned(self._store.read(), self._account, portal_account)

    def all(self) -> Sequence[PortalAccount]:
        known = self._store.read().portal_accounts.get(self._account, ())
        return sorted(known, key=lambda each: each.name)


@dataclass(frozen=True, slots=True)
class InMemoryAppBook:
    _store: Store
    _account: AccountId

    def get(self, app: AppKey) -> AppRecord:
        return self._store.read().apps.get((self._account, app), AppRecord(app))

    def all(self) -> Sequence[AppRecord]:
        records = self._store.read().apps.items()
        mine = [record for (account, _), record in records if account == self._account]
        return sorted(mine, key=lambda record: record.app)

    def write(self, record: AppRecord) -> AppRecord:
        refuse_unstorable(record)
        limited(record.app)
        place = (self._account, record.app)
        written = replace(
            record,
            answers=dict(record.answers),
            settings=dict(record.settings),
            revision=record.revision + 1,
        )

        def change(was: Committed) -> tuple[Committed, AppRecord]:
            if was.apps.get(place, AppRecord(record.app)).revision != record.revision:
                raise Conflict(Text(en="written meanwhile", de="inzwischen geschrieben"))
            return replace(was, apps={**was.apps, place: written}), written

        return self._store.write(change)


@dataclass(frozen=True, slots=True)
class InMemoryVault:
    _store: Store
    _account: AccountId
    _app: AppKey

    def put(self, shelf: str, name: str, value: Secret) -> None:
        refuse_unstorable(shelf, name)
        limited(shelf)
        limited(name)
        place = (self._account, self._app, shelf, name)
        self._store.write(lambda was: (replace(was, secrets={**was.secrets, place: value}), None))

    def get(self, shelf: str, name: str) -> Secret | None:
        return self._store.read().secrets.get((self._account, self._app, shelf, name))

    def all(self, shelf: str) -> Mapping[str, Secret]:
        here = (self._account, self._app, shelf)
        secrets = self._store.read().secrets.items()
        return {name: value for (*there, name), value in secrets if tuple(there) == here}

    def forget(self, shelf: str, name: str | None = None) -> None:
        here = (self._account, self._app, shelf)

        def change(was: Committed) -> tuple[Committed, None]:
            left = {
                place: value
                for place, value in was.secrets.items()
                if place[:3] != here or name not in {None, place[3]}
            }
            return replace(was, secrets=left), None

        self._store.write(change)


@dataclass(frozen=True, slots=True)
class InMemoryPassLog:
    _store: Store
    _account: AccountId
    _app: AppKey

    def add(self, record: PassRecord) -> None:
        refuse_unstorable(record)
        frozen = replace(record, counts=dict(record.counts))

        def change(was: Committed) -> tuple[Committed, None]:
            shelves = was.shelves.get((self._account, self._app), Shelves())
            after = replace(shelves, passes=(*shelves.passes, frozen))
            return put_back(was, self._account, self._app, after), None

        self._store.write(change)

    def last(self, concern: str) -> PassRecord | None:
        return max(self._of(concern), key=lambda record: record.finished_at, default=None)

    def last_success(self, concern: str) -> PassRecord | None:
        good = (record for record in self._of(concern) if record.failure is None)
        return max(good, key=lambda record: record.finished_at, default=None)

    def _of(self, concern: str) -> Sequence[PassRecord]:
        shelves = self._store.read().shelves.get((self._account, self._app), Shelves())
        return [record for record in shelves.passes if record.concern == concern]
