"""Which quantities were falls after a sale, and what a listing may have shown at that sale."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.add_column(sa.Column("exposed_pieces", sa.Integer(), nullable=True))
    with op.batch_alter_table("quantity_entry") as table:
        table.add_column(sa.Column("fall", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Until now every answer to a sale counted as one; what was shown before it is not known any more.
    op.execute("UPDATE quantity_entry SET fall = (exposed_since IS NOT NULL)")
