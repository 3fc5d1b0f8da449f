"""What all tables have in common. The account stands in every primary key and in every reference, so that
no row can point across the wall between two accounts.
"""

from typing import Final

from sqlalchemy import ForeignKeyConstraint, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

#: Every constraint has a name, because SQLite can change a table only by building it anew.
metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["account_id"], ["account.id"])


def of_portal_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["account_id", "portal_account_id"], ["portal_account.account_id", "portal_account.id"]
    )


class Row(SQLModel, registry=registry(metadata=metadata)):
    """The root of all tables of this project, apart from whatever else uses SQLModel in the process."""
