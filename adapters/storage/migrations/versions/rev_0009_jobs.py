"""Since when a concern has been failing."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0011"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.add_column("schedule", sa.Column("failing_since", MOMENT, nullable=True))
