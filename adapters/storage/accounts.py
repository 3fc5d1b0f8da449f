"""The accounts of the installation: `ports.memory.Accounts`."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select

from adapters.storage.database import Database
from adapters.storage.names import read_name
from adapters.storage.tables import ACCOUNT
from core.apps import Account, AccountId
from core.errors import InvalidValue
from core.text import Text


class DatabaseAccounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str) -> Account:
        account = Account(AccountId(uuid4().hex), read_name(name, "name"))
        row = {"id": account.id, "name": account.name}
        with self._database.writing() as connection:
            insert = self._database.insert(ACCOUNT).values(row)
            unless_taken = insert.on_conflict_do_nothing(index_elements=["name"]).returning(ACCOUNT.c.id)
            if connection.execute(unless_taken).first() is None:
                raise InvalidValue(
                    Text(
                        en="an account of this name exists already",
                        de="einen Account dieses Namens gibt es schon",
                    ),
                    field="name",
                )
        return account

    def find(self, name: str) -> Account | None:
        name = name.strip()
        if not name.isprintable():
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.name == name)).first()
        return None if row is None else Account(AccountId(row.id), row.name)

    def all(self) -> Sequence[Account]:
        with self._database.reading() as connection:
            everything = [Account(AccountId(row.id), row.name) for row in connection.execute(select(ACCOUNT))]
        # Sorted here, because databases sort by the language that they were set up with.
        return sorted(everything, key=lambda account: account.name)

    def get(self, account: AccountId) -> Account:
        """raises  InvalidValue: no such account"""
        with self._database.reading() as connection:
            name = connection.execute(select(ACCOUNT.c.name).where(ACCOUNT.c.id == account)).scalar()
        if name is None:
            raise InvalidValue(Text(en="there is no such account", de="diesen Account gibt es nicht"))
        return Account(account, name)
