"""The database as the inside sees it: `ports.memory.Memory`."""

from datetime import datetime, tzinfo

from adapters.storage.accounts import DatabaseAccounts
from adapters.storage.aftermath import DatabaseCancellationBook, DatabasePriceReductionBook
from adapters.storage.agenda import DatabaseAgenda
from adapters.storage.alerts import DatabaseAlerts
from adapters.storage.apps import DatabaseAppBook
from adapters.storage.assortment import DatabaseAssortment
from adapters.storage.buyers import DatabaseBuyers
from adapters.storage.catalogue import DatabaseCatalogueBook
from adapters.storage.database import Database, open_database
from adapters.storage.dispatches import DatabaseDispatchBook
from adapters.storage.figures import Figures, figures
from adapters.storage.interface_keys import (
    DatabaseIdempotentWrites,
    DatabaseInterfaceKeys,
    DatabaseKeyRing,
)
from adapters.storage.keys import Keys
from adapters.storage.labels import DatabaseLabelBook
from adapters.storage.leases import DatabaseLease, Guarded
from adapters.storage.listings import DatabaseListingBook
from adapters.storage.orders import DatabaseOrderBook
from adapters.storage.outbox import WEBHOOKS
from adapters.storage.outlook import Days, Waiting, days, waiting
from adapters.storage.paces import DatabasePaces
from adapters.storage.passes import DatabasePassLog
from adapters.storage.portal_accounts import DatabasePortalAccounts
from adapters.storage.quantities import DatabaseQuantityBook
from adapters.storage.receipts import DatabaseReceiptBook
from adapters.storage.return_numbers import DatabaseReturnNumberBook
from adapters.storage.returns import DatabaseReturnBook
from adapters.storage.schema import migrate
from adapters.storage.scope import Scope
from adapters.storage.sessions import DatabaseSessions
from adapters.storage.switches import DatabaseSwitchBook
from adapters.storage.users import DatabaseUsers
from adapters.storage.vault import DatabaseVault, Rotation, Survey, rotate, survey
from adapters.storage.warehouse import DatabaseWarehouse
from adapters.storage.webhooks import DatabaseWebhookBook, sweep
from adapters.storage.work import DatabaseWorkBook
from core.apps import Account, AccountId, AppKey
from ports.lease import Lease


class DatabaseAccountMemory:
    def __init__(self, database: Database, keys: Keys, account: Account) -> None:
        self._database = database
        self._keys = keys
        self._account = account

    @property
    def account(self) -> Account:
        return self._account

    @property
    def portal_accounts(self) -> DatabasePortalAccounts:
        return DatabasePortalAccounts(self._database, self._account.id)

    @property
    def apps(self) -> DatabaseAppBook:
        return DatabaseAppBook(self._database, self._account.id)

    def vault(self, app: AppKey) -> DatabaseVault:
        return DatabaseVault(self._database, Scope(self._account.id, app), self._keys)

    def orders(self, app: AppKey) -> DatabaseOrderBook:
        return DatabaseOrderBook(self._database, Scope(self._account.id, app))

    def passes(self, app: AppKey) -> DatabasePassLog:
        return DatabasePassLog(self._database, Scope(self._account.id, app))

    def labels(self, carrier: AppKey) -> DatabaseLabelBook:
        return DatabaseLabelBook(self._database, Scope(self._account.id, carrier))

    @property
    def return_numbers(self) -> DatabaseReturnNumberBook:
        return DatabaseReturnNumberBook(self._database, self._account.id)

    def dispatches(self, app: AppKey) -> DatabaseDispatchBook:
        return DatabaseDispatchBook(self._database, Scope(self._account.id, app))

    def cancellations(self, app: AppKey) -> DatabaseCancellationBook:
        return DatabaseCancellationBook(self._database, Scope(self._account.id, app))

    def returns(self, app: AppKey) -> DatabaseReturnBook:
        return DatabaseReturnBook(self._database, Scope(self._account.id, app))

    def receipts(self, app: AppKey) -> DatabaseReceiptBook:
        return DatabaseReceiptBook(self._database, Scope(self._account.id, app))

    def price_reductions(self, app: AppKey) -> DatabasePriceReductionBook:
        return DatabasePriceReductionBook(self._database, Scope(self._account.id, app))

    def listings(self, app: AppKey) -> DatabaseListingBook:
        return DatabaseListingBook(self._database, Scope(self._account.id, app))

    def assortment(self, app: AppKey) -> DatabaseAssortment:
        return DatabaseAssortment(self._database, Scope(self._account.id, app))

    def catalogue(self, app: AppKey) -> DatabaseCatalogueBook:
        return DatabaseCatalogueBook(self._database, Scope(self._account.id, app))

    def work(self, app: AppKey) -> DatabaseWorkBook:
        return DatabaseWorkBook(self._database, Scope(self._account.id, app))

    def quantities(self, app: AppKey) -> DatabaseQuantityBook:
        return DatabaseQuantityBook(self._database, Scope(self._account.id, app))

    def switches(self, app: AppKey) -> DatabaseSwitchBook:
        return DatabaseSwitchBook(self._database, Scope(self._account.id, app))

    @property
    def warehouse(self) -> DatabaseWarehouse:
        return DatabaseWarehouse(self._database, self._account.id)

    @property
    def keys(self) -> DatabaseKeyRing:
        """Of the interface for hosts; so are the next two."""
        return DatabaseKeyRing(self._database, self._account.id)

    @property
    def writes(self) -> DatabaseIdempotentWrites:
        return DatabaseIdempotentWrites(self._database, self._account.id)

    @property
    def webhooks(self) -> DatabaseWebhookBook:
        return DatabaseWebhookBook(self._database, self._account.id, self.vault(WEBHOOKS))

    def under(self, lease: Lease) -> "DatabaseAccountMemory":
        assert isinstance(lease, DatabaseLease)  # noqa: S101 - `work` gave it out
        return DatabaseAccountMemory(Guarded(self._database, lease), self._keys, self._account)


class DatabaseMemory:
    """Safe to be used by many threads. `close` gives the connections back."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._accounts = DatabaseAccounts(database)

    @property
    def accounts(self) -> DatabaseAccounts:
        return self._accounts

    @property
    def users(self) -> DatabaseUsers:
        return DatabaseUsers(self._database)

    @property
    def sessions(self) -> DatabaseSessions:
        return DatabaseSessions(self._database)

    def of(self, account: AccountId) -> DatabaseAccountMemory:
        return DatabaseAccountMemory(self._database, self._keys, self._accounts.get(account))

    @property
    def agenda(self) -> DatabaseAgenda:
        return DatabaseAgenda(self._database)

    @property
    def paces(self) -> DatabasePaces | None:
        """Shared by all processes; None on SQLite, where one process works."""
        return None if self._database.engine.dialect.name == "sqlite" else DatabasePaces(self._database)

    @property
    def interface_keys(self) -> DatabaseInterfaceKeys:
        return DatabaseInterfaceKeys(self._database)

    @property
    def alerts(self) -> DatabaseAlerts:
        return DatabaseAlerts(self._database)

    def waiting(self, account: AccountId) -> Waiting:
        """See `adapters.storage.outlook`."""
        return waiting(self._database, account)

    def days(self, account: AccountId, since: datetime, zone: tzinfo) -> Days:
        """See `adapters.storage.outlook`."""
        return days(self._database, account, since, zone)

    def buyers(self, account: AccountId, app: AppKey) -> DatabaseBuyers:
        """See `adapters.storage.buyers`."""
        return DatabaseBuyers(self._database, Scope(account, app))

    def forget_deliveries(self, before: datetime) -> int:
        """Of webhooks; see `adapters.storage.webhooks.sweep`."""
        return sweep(self._database, before)

    def figures(self, since: datetime, now: datetime) -> Figures:
        """See `adapters.storage.figures`."""
        return figures(self._database, since, now)

    def ping(self) -> None:
        """raises  StorageUnavailable: the database does not answer"""
        self._database.ping()

    @property
    def keys(self) -> Keys:
        return self._keys

    def survey_secrets(self) -> Survey:
        """Which keys the secrets need; see `adapters.storage.vault.survey`."""
        return survey(self._database, self._keys)

    def rotate_secrets(self) -> Rotation:
        """All secrets under the first key; see `adapters.storage.vault.rotate`."""
        return rotate(self._database, self._keys)

    def close(self) -> None:
        self._database.close()


def open_memory(url: str, keys: Keys) -> DatabaseMemory:
    """The database at this address (`adapters.storage.database.open_database`), brought up to date.

    raises  InvalidValue (field `database`), StorageUnavailable
    """
    database = open_database(url)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return DatabaseMemory(database, keys)
