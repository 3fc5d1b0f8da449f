"""A verdict says since when it is known here."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("listing_verdict") as table:
        table.add_column(sa.Column("noticed_at", MOMENT, nullable=True))
