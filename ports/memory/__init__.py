"""What the inside asks of the database. Everything below `Memory.of` belongs to one account; there is no
query that could name another. Each module here has what one concern keeps.

Every write is one transaction: it happens whole or not at all. Beside what a method names, each may raise
StorageUnavailable, and InvalidValue for what no database can hold: texts with NUL or half a character
(a lone surrogate), ids longer than 200 characters, times without a zone.
"""

from typing import Protocol

from core.apps import Account, AccountId, AppKey
from ports.inventory import Warehouse
from ports.lease import Lease
from ports.memory.accounts import Accounts, PortalAccounts
from ports.memory.apps import AppBook, AppRecord, Vault
from ports.memory.assortment import Aspect, Assortment, AssortmentQuery
from ports.memory.budget import Paces
from ports.memory.catalogue import CatalogueBook
from ports.memory.dispatch import DispatchBook, ReturnNumberBook
from ports.memory.labels import LabelBook
from ports.memory.listings import ListingBook
from ports.memory.orders import (
    ClaimingOrder,
    Kept,
    OrderBook,
    OrderCursor,
    OrderList,
    OrderQuery,
    PositionStates,
    StoredOrder,
)
from ports.memory.passes import PassLog, PassRecord
from ports.memory.quantities import (
    QuantityBook,
    QuantityEntry,
    QuantityRecord,
)
from ports.memory.returns import CancellationBook, PriceReductionBook, ReceiptBook, ReturnBook
from ports.memory.switches import SwitchBook
from ports.memory.users import Credentials, Session, Sessions, Users
from ports.memory.work import Agenda, Entry, State, Taken, WorkBook

__all__ = [
    "AccountMemory",
    "Accounts",
    "Agenda",
    "AppBook",
    "AppRecord",
    "Aspect",
    "Assortment",
    "AssortmentQuery",
    "CancellationBook",
    "CatalogueBook",
    "ClaimingOrder",
    "Credentials",
    "DispatchBook",
    "Entry",
    "Kept",
    "LabelBook",
    "ListingBook",
    "Memory",
    "OrderBook",
    "OrderCursor",
    "OrderList",
    "OrderQuery",
    "Paces",
    "PassLog",
    "PassRecord",
    "PortalAccounts",
    "PositionStates",
    "PriceReductionBook",
    "QuantityBook",
    "QuantityEntry",
    "QuantityRecord",
    "ReceiptBook",
    "ReturnBook",
    "ReturnNumberBook",
    "Session",
    "Sessions",
    "State",
    "StoredOrder",
    "SwitchBook",
    "Taken",
    "Users",
    "Vault",
    "WorkBook",
]


class AccountMemory(Protocol):
    """Everything that belongs to one account."""

    @property
    def account(self) -> Account: ...
    @property
    def portal_accounts(self) -> PortalAccounts: ...
    @property
    def apps(self) -> AppBook: ...
    def vault(self, app: AppKey) -> Vault: ...
    def orders(self, app: AppKey) -> OrderBook: ...
    def passes(self, app: AppKey) -> PassLog: ...
    def labels(self, carrier: AppKey) -> LabelBook: ...
    @property
    def return_numbers(self) -> ReturnNumberBook: ...
    def dispatches(self, app: AppKey) -> DispatchBook: ...
    def cancellations(self, app: AppKey) -> CancellationBook: ...
    def returns(self, app: AppKey) -> ReturnBook: ...
    def receipts(self, app: AppKey) -> ReceiptBook: ...
    def price_reductions(self, app: AppKey) -> PriceReductionBook: ...
    def listings(self, app: AppKey) -> ListingBook: ...
    def assortment(self, app: AppKey) -> Assortment: ...
    def catalogue(self, app: AppKey) -> CatalogueBook: ...
    def work(self, app: AppKey) -> WorkBook: ...
    def quantities(self, app: AppKey) -> QuantityBook: ...
    def switches(self, app: AppKey) -> SwitchBook: ...
    @property
    def warehouse(self) -> Warehouse: ...

    def under(self, lease: Lease) -> "AccountMemory":
        """The same account for one pass: every write of it stores nothing and raises LeaseLost once somebody
        else has taken over."""
        ...


class Memory(Protocol):
    """The database, opened and migrated."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def users(self) -> Users: ...
    @property
    def sessions(self) -> Sessions: ...

    def of(self, account: AccountId) -> AccountMemory:
        """raises  InvalidValue: no such account"""
        ...

    @property
    def agenda(self) -> Agenda: ...
