"""When an order's buyer was erased on request."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("sales_order") as table:
        table.add_column(sa.Column("erased_at", MOMENT, nullable=True))
