"""Leases, schedules, request budgets, alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("woken", MOMENT, nullable=True),
        sa.Column("started", MOMENT, nullable=True),
        sa.Column("finished", MOMENT, nullable=True),
        sa.Column("succeeded", MOMENT, nullable=True),
        sa.Column("failure_en", sa.String(), nullable=True),
        sa.Column("failure_de", sa.String(), nullable=True),
        sa.Column("every_seconds", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("queued_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_schedule_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "concern", name=op.f("pk_schedule")),
    )
    op.create_index("ix_schedule_urgency_due", "schedule", ["urgency", "due"])
    op.create_table(
        "lease",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_lease_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "concern", name=op.f("pk_lease")),
    )
    op.create_index("ix_lease_holder", "lease", ["holder"])
    op.create_table(
        "request_budget",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("next_us", sa.BigInteger(), nullable=False),
        sa.Column("paused_until_us", sa.BigInteger(), nullable=False),
        sa.Column("cut_rate_milli", sa.BigInteger(), nullable=False),
        sa.Column("cut_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_request_budget_account")),
        sa.PrimaryKeyConstraint("account_id", "app", name=op.f("pk_request_budget")),
    )
    op.create_table(
        "alert",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "cause", name=op.f("pk_alert")),
    )
