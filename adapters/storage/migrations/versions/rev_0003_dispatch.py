"""Dispatch notices, return numbers, cancellations, returns, receipts, price reductions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dispatch_notice",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("shipment", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", sa.String(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_dispatch_notice_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "notice_id", name=op.f("pk_dispatch_notice")),
    )
    op.create_index(
        op.f("ix_dispatch_notice_account_id_app_state"), "dispatch_notice", ["account_id", "app", "state"]
    )
    op.create_table(
        "order_cancellation",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("positions", sa.JSON(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_order_cancellation_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "id", name=op.f("pk_order_cancellation")),
    )
    op.create_index(
        op.f("ix_order_cancellation_account_id_app_sales_order_id"),
        "order_cancellation",
        ["account_id", "app", "sales_order_id"],
    )
    op.create_table(
        "order_return",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("position_item_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("return_keys", sa.JSON(), nullable=False),
        sa.Column("shown_condition", sa.String(), nullable=True),
        sa.Column("shown_reason", sa.String(), nullable=True),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("warehouse", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("decided_condition", sa.String(), nullable=True),
        sa.Column("decided_reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("by_marketplace", sa.Boolean(), nullable=False),
        sa.Column("why_en", sa.String(), nullable=True),
        sa.Column("why_de", sa.String(), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_order_return_account")),
        sa.PrimaryKeyConstraint(
            "account_id", "app", "sales_order_id", "position_item_id", name=op.f("pk_order_return")
        ),
    )
    op.create_table(
        "price_reduction",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("position_item_id", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_price_reduction_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "id", name=op.f("pk_price_reduction")),
    )
    op.create_index(
        op.f("ix_price_reduction_account_id_app_state"), "price_reduction", ["account_id", "app", "state"]
    )
    op.create_table(
        "receipt",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=True),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("linked", sa.String(), nullable=True),
        sa.Column("total_cents", sa.BigInteger(), nullable=True),
        sa.Column("total_currency", sa.String(), nullable=True),
        sa.Column("vat_invoice", sa.Boolean(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_receipt_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "number", name=op.f("pk_receipt")),
    )
    op.create_index(
        op.f("ix_receipt_account_id_app_created_at"), "receipt", ["account_id", "app", "created_at"]
    )
    op.create_table(
        "return_number",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("app", sa.String(), nullable=True),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("parcel_carrier", sa.String(), nullable=True),
        sa.Column("parcel_number", sa.String(), nullable=True),
        sa.Column("made_for", sa.String(), nullable=False),
        sa.Column("label_app", sa.String(), nullable=True),
        sa.Column("label_reference", sa.String(), nullable=True),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_return_number_account")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_return_number")),
    )
    op.create_index(
        op.f("ix_return_number_account_id_issued_at"), "return_number", ["account_id", "issued_at"]
    )
    op.create_index(op.f("ix_return_number_account_id_made_for"), "return_number", ["account_id", "made_for"])
    op.create_index(op.f("ix_return_number_account_id_number"), "return_number", ["account_id", "number"])
    op.create_index(
        op.f("ix_return_number_account_id_parcel_number"), "return_number", ["account_id", "parcel_number"]
    )
    op.create_table(
        "return_number_range",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("first_serial", sa.String(), nullable=False),
        sa.Column("last_serial", sa.String(), nullable=False),
        sa.Column("next_serial", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_return_number_range_account")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_return_number_range")),
    )
    op.create_table(
        "return_parcel",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("positions", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_return_parcel_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "id", name=op.f("pk_return_parcel")),
    )
    op.create_table(
        "dispatch_parcel",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("shipped_at", MOMENT, nullable=False),
        sa.Column("return_carrier", sa.String(), nullable=True),
        sa.Column("return_number", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "notice_id"],
            ["dispatch_notice.account_id", "dispatch_notice.app", "dispatch_notice.notice_id"],
            name=op.f("fk_dispatch_parcel_dispatch_notice"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "notice_id", "ordinal", name=op.f("pk_dispatch_parcel")),
    )
    op.create_index(
        op.f("ix_dispatch_parcel_account_id_app_number"), "dispatch_parcel", ["account_id", "app", "number"]
    )
    op.create_table(
        "dispatch_position",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("position_item_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "notice_id"],
            ["dispatch_notice.account_id", "dispatch_notice.app", "dispatch_notice.notice_id"],
            name=op.f("fk_dispatch_position_dispatch_notice"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "app", "notice_id", "ordinal", name=op.f("pk_dispatch_position")
        ),
    )
    op.create_index(
        op.f("ix_dispatch_position_account_id_app_sales_order_id"),
        "dispatch_position",
        ["account_id", "app", "sales_order_id"],
    )
