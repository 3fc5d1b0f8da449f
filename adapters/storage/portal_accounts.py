"""The sales channels of one account: `ports.memory.PortalAccounts`."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection, select

from adapters.storage.database import Database
from adapters.storage.names import read_name
from adapters.storage.tables import PORTAL_ACCOUNT
from core.apps import AccountId, PortalAccount, PortalAccountId
from core.errors import InvalidValue
from core.text import Text


class DatabasePortalAccounts:
    def __init__(self, database: Database, account: AccountId) -> None:
        self._database = database
        self._account = account

    def find_or_add(self, name: str) -> PortalAccount:
        name = read_name(name, "portal_account")
        query = select(PORTAL_ACCOUNT.c.id).where(
            PORTAL_ACCOUNT.c.account_id == self._account, PORTAL_ACCOUNT.c.name == name
        )
        with self._database.reading() as connection:
            found = connection.execute(query).scalar()
        if found is None:
            row = {"account_id": self._account, "id": uuid4().hex, "name": name}
            insert = self._database.insert(PORTAL_ACCOUNT).values(row)
            with self._database.writing() as connection:
                # Whoever comes second waits here for the first, and then finds its row.
                connection.execute(insert.on_conflict_do_nothing(index_elements=["account_id", "name"]))
                found = connection.execute(query).scalar_one()
        return PortalAccount(PortalAccountId(found), name)

    def get(self, portal_account: PortalAccountId) -> PortalAccount:
        with self._database.reading() as connection:
            return owned(connection, self._account, portal_account)

    def all(self) -> Sequence[PortalAccount]:
        query = select(PORTAL_ACCOUNT.c.id, PORTAL_ACCOUNT.c.name).where(
            PORTAL_ACCOUNT.c.account_id == self._account
        )
        with self._database.reading() as connection:
            everything = [
                PortalAccount(PortalAccountId(row.id), row.name) for row in connection.execute(query)
            ]
        return sorted(everything, key=lambda each: each.name)


def owned(connection: Connection, account: AccountId, portal_account: PortalAccountId) -> PortalAccount:
    """
    raises  InvalidValue: this account has no such portal account
    """
    query = select(PORTAL_ACCOUNT.c.name).where(
        PORTAL_ACCOUNT.c.account_id == account, PORTAL_ACCOUNT.c.id == portal_account
    )
    name = connection.execute(query).scalar()
    if name is None:
        raise InvalidValue(
            Text(en="there is no such portal account", de="diesen Portal-Account gibt es nicht"),
            field="portal_account",
        )
    return PortalAccount(portal_account, name)
