"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "app",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("rights", sa.JSON(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=True),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_app_account")),
        sa.PrimaryKeyConstraint("account_id", "app", name=op.f("pk_app")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("settled", MOMENT, nullable=True),
        sa.Column("listing_since", MOMENT, nullable=True),
        sa.Column("listing_started", MOMENT, nullable=True),
        sa.Column("listing_page", sa.String(), nullable=True),
        sa.Column("listing_latest", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_checkpoint_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "concern", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "label_purchase",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("reason_en", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("handle", sa.String(), nullable=True),
        sa.Column("return_number", sa.String(), nullable=True),
        sa.Column("tracking_url", sa.String(), nullable=True),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("carrier_ids", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_label_purchase_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "kind", "reference", name=op.f("pk_label_purchase")),
    )
    op.create_index(
        "ix_label_purchase_account_id_app_begun_at", "label_purchase", ["account_id", "app", "begun_at"]
    )

    op.create_table(
        "portal_account",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_portal_account_account")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_portal_account")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_portal_account_account_id_name")),
    )
    op.create_table(
        "secret",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_secret_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "shelf", "name", name=op.f("pk_secret")),
    )
    op.create_table(
        "sync_pass",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=False),
        sa.Column("failure_en", sa.String(), nullable=True),
        sa.Column("failure_de", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sync_pass_account")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_sync_pass")),
    )
    op.create_index(
        "ix_sync_pass_account_id_app_concern_finished_at",
        "sync_pass",
        ["account_id", "app", "concern", "finished_at"],
    )

    op.create_table(
        "label_document",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "kind", "reference"],
            [
                "label_purchase.account_id",
                "label_purchase.app",
                "label_purchase.kind",
                "label_purchase.reference",
            ],
            name=op.f("fk_label_document_label_purchase"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "app", "kind", "reference", "ordinal", name=op.f("pk_label_document")
        ),
    )
    op.create_table(
        "order_set_aside",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=True),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("portal_account_id", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("reason_de", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("raw_digest", sa.String(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "portal_account_id"],
            ["portal_account.account_id", "portal_account.id"],
            name=op.f("fk_order_set_aside_portal_account"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "mark", name=op.f("pk_order_set_aside")),
    )
    op.create_index(
        "ix_order_set_aside_account_id_app_sales_order_id",
        "order_set_aside",
        ["account_id", "app", "sales_order_id"],
    )

    op.create_table(
        "sales_order",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("portal_account_id", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=True),
        sa.Column("payment_method", sa.String(), nullable=True),
        sa.Column("suspected_fraud", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "portal_account_id"],
            ["portal_account.account_id", "portal_account.id"],
            name=op.f("fk_sales_order_portal_account"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "sales_order_id", name=op.f("pk_sales_order")),
    )
    op.create_index(
        "ix_sales_order_account_id_app_ordered_at_state",
        "sales_order",
        ["account_id", "app", "ordered_at", "state"],
    )

    op.create_table(
        "order_address",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("salutation", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=True),
        sa.Column("addition", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("house_number", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "sales_order_id"],
            ["sales_order.account_id", "sales_order.app", "sales_order.sales_order_id"],
            name=op.f("fk_order_address_sales_order"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "sales_order_id", "kind", name=op.f("pk_order_address")),
    )
    op.create_table(
        "order_charge",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=True),
        sa.Column("position_item_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "sales_order_id"],
            ["sales_order.account_id", "sales_order.app", "sales_order.sales_order_id"],
            name=op.f("fk_order_charge_sales_order"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "app", "sales_order_id", "kind", "ordinal", name=op.f("pk_order_charge")
        ),
    )
    op.create_table(
        "order_position",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("position_item_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_text", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("ean", sa.String(), nullable=True),
        sa.Column("article_number", sa.String(), nullable=True),
        sa.Column("price_cents", sa.BigInteger(), nullable=False),
        sa.Column("price_currency", sa.String(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=True),
        sa.Column("discount_cents", sa.BigInteger(), nullable=True),
        sa.Column("discount_currency", sa.String(), nullable=True),
        sa.Column("reduced_price_cents", sa.BigInteger(), nullable=True),
        sa.Column("reduced_price_currency", sa.String(), nullable=True),
        sa.Column("cancellation_reason", sa.String(), nullable=True),
        sa.Column("expected_delivery_at", MOMENT, nullable=True),
        sa.Column("processable_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("tracking_number", sa.String(), nullable=True),
        sa.Column("return_accepted_by_marketplace", sa.Boolean(), nullable=False),
        sa.Column("weee_pickup", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "sales_order_id"],
            ["sales_order.account_id", "sales_order.app", "sales_order.sales_order_id"],
            name=op.f("fk_order_position_sales_order"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "app", "sales_order_id", "position_item_id", name=op.f("pk_order_position")
        ),
    )
