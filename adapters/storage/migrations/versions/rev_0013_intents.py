"""A price reduction remembers what the seller meant by it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("price_reduction") as table:
        table.add_column(sa.Column("intent", sa.String(), nullable=True))
    intent = ["account_id", "app", "intent"]
    op.create_index(op.f("ix_price_reduction_account_id_app_intent"), "price_reduction", intent, unique=True)
