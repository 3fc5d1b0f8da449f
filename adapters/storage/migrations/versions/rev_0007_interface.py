"""The interface for hosts: keys, answers to repeated writes, webhooks and what is to be delivered to them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0015"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    _keys()
    _webhooks()
    _deliveries()


def _keys() -> None:
    op.create_table(
        "interface_key",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_interface_key_account")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_interface_key")),
        sa.UniqueConstraint("id", name=op.f("uq_interface_key_id")),
    )
    op.create_table(
        "idempotent_write",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_idempotent_write_account")),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotent_write")),
    )
    columns = ["account_id", "begun_at"]
    op.create_index(op.f("ix_idempotent_write_account_id_begun_at"), "idempotent_write", columns)


def _webhooks() -> None:
    op.create_table(
        "webhook_count",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_webhook_count_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_webhook_count")),
    )
    op.create_table(
        "webhook_endpoint",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_webhook_endpoint_account")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_webhook_endpoint")),
    )


def _deliveries() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("endpoint_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("reason_en", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_webhook_delivery_account")),
        sa.ForeignKeyConstraint(
            ["account_id", "endpoint_id"],
            ["webhook_endpoint.account_id", "webhook_endpoint.id"],
            name=op.f("fk_webhook_delivery_webhook_endpoint"),
        ),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_webhook_delivery")),
    )
    for columns in (
        ["account_id", "state", "number"],
        ["account_id", "endpoint_id", "state", "subject", "number"],
    ):
        op.create_index(op.f(f"ix_webhook_delivery_{'_'.join(columns)}"), "webhook_delivery", columns)
