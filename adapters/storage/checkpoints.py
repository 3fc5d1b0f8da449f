"""How far each concern of an app has come. The row is also the lock that its passes follow each other by."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select, update

from adapters.storage.canonical import canonical
from adapters.storage.database import Database
from adapters.storage.tables import CHECKPOINT
from core.apps import AccountId, AppKey
from core.checkpoint import Checkpoint, Listing


@dataclass(frozen=True, slots=True)
class Track:
    """The checkpoint of one concern."""

    account: AccountId
    app: AppKey
    concern: str

    def stored(self, connection: Connection) -> Checkpoint:
        row = connection.execute(select(CHECKPOINT).where(self._here())).mappings().first()
        return Checkpoint() if row is None else _checkpoint(row)

    def locked(self, database: Database, connection: Connection) -> Checkpoint:
        """What is stored, and nobody else changes it, or gets past this line, until the transaction ends."""
        query = select(CHECKPOINT).where(self._here()).with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            begin = database.insert(CHECKPOINT).values(
                account_id=self.account, app=self.app, concern=self.concern
            )
            connection.execute(begin.on_conflict_do_nothing())
            row = connection.execute(query).mappings().one()
        return _checkpoint(row)

    def move(self, connection: Connection, checkpoint: Checkpoint) -> None:
        """Only after `locked`."""
        listing = checkpoint.listing
        values = {
            "settled": checkpoint.settled,
            "listing_since": listing and listing.since,
            "listing_started": listing and listing.started,
            "listing_page": listing and listing.page,
            "listing_latest": listing and listing.latest,
        }
        canonical(values)
        connection.execute(update(CHECKPOINT).where(self._here()).values(values))

    def _here(self) -> ColumnElement[bool]:
        return and_(
            CHECKPOINT.c.account_id == self.account,
            CHECKPOINT.c.app == self.app,
            CHECKPOINT.c.concern == self.concern,
        )


def _checkpoint(row: RowMapping) -> Checkpoint:
    listing = None
    if row["listing_started"] is not None:
        listing = Listing(
            since=row["listing_since"],
            started=row["listing_started"],
            page=row["listing_page"],
            latest=row["listing_latest"],
        )
    return Checkpoint(settled=row["settled"], listing=listing)
