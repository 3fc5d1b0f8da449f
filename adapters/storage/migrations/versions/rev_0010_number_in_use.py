"""Whether a return number is in use in any account is looked up by the number."""

from alembic import op

revision = "0010"
down_revision = "0007"


def upgrade() -> None:
    op.create_index(op.f("ix_return_number_number"), "return_number", ["number"])
