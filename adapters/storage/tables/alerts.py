"""What the operator was told, as long as its cause is there."""

from datetime import datetime

from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class AlertRow(Row, table=True):
    __tablename__ = "alert"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    cause: str = Field(primary_key=True)
    told_at: datetime = Field(sa_type=Moment)
