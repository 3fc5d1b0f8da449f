"""Articles, stock, reservations, quantities."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    _warehouse()
    _quantities()
    op.add_column(
        "sales_order", sa.Column("claims_due", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    due = ["account_id", "app", "claims_due"]
    op.create_index("ix_sales_order_account_id_app_claims_due", "sales_order", due)


def _warehouse() -> None:
    op.create_table(
        "stock_revision",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stock_revision_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_stock_revision")),
    )
    op.create_table(
        "article",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("ean", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("buffer", sa.BigInteger(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_article_account")),
        sa.PrimaryKeyConstraint("account_id", "sku", name=op.f("pk_article")),
    )
    op.create_index("ix_article_account_id_revision", "article", ["account_id", "revision"])
    op.create_table(
        "stock_claim",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.Column("position_item_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sold_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stock_claim_account")),
        sa.PrimaryKeyConstraint(
            "account_id", "app", "sales_order_id", "position_item_id", name=op.f("pk_stock_claim")
        ),
    )
    op.create_index("ix_stock_claim_account_id_revision", "stock_claim", ["account_id", "revision"])
    op.create_index("ix_stock_claim_account_id_sku_state", "stock_claim", ["account_id", "sku", "state"])


def _quantities() -> None:
    op.create_table(
        "quantity_track",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("observed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_quantity_track_account")),
        sa.PrimaryKeyConstraint("account_id", "app", name=op.f("pk_quantity_track")),
    )
    op.create_table(
        "listing",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("portal_account_id", sa.String(), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("buffer", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("sent_as", sa.BigInteger(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("refused_pieces", sa.Integer(), nullable=True),
        sa.Column("refused_en", sa.String(), nullable=True),
        sa.Column("refused_de", sa.String(), nullable=True),
        sa.Column("refused_tries", sa.Integer(), nullable=True),
        sa.Column("refused_until", MOMENT, nullable=True),
        sa.Column("exposed_since", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("switch_wanted", sa.Boolean(), nullable=True),
        sa.Column("switch_on", sa.Boolean(), nullable=True),
        sa.Column("switch_read_at", MOMENT, nullable=True),
        sa.Column("switch_sent", sa.Boolean(), nullable=True),
        sa.Column("switch_task", sa.String(), nullable=True),
        sa.Column("switch_look_after", MOMENT, nullable=True),
        sa.Column("switch_refused_en", sa.String(), nullable=True),
        sa.Column("switch_refused_de", sa.String(), nullable=True),
        sa.Column("switch_due", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "portal_account_id"],
            ["portal_account.account_id", "portal_account.id"],
            name=op.f("fk_listing_portal_account"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "sku", name=op.f("pk_listing")),
    )
    op.create_index("ix_listing_account_id_app_due_at", "listing", ["account_id", "app", "due_at"])
    op.create_index("ix_listing_account_id_app_switch_due", "listing", ["account_id", "app", "switch_due"])
    op.create_table(
        "quantity_entry",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("buffer", sa.BigInteger(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("exposed_since", MOMENT, nullable=True),
        sa.Column("answer_en", sa.String(), nullable=True),
        sa.Column("answer_de", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "sku"],
            ["listing.account_id", "listing.app", "listing.sku"],
            name=op.f("fk_quantity_entry_listing"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "sku", "number", name=op.f("pk_quantity_entry")),
    )
    op.create_index(
        "ix_quantity_entry_account_id_app_settled_at", "quantity_entry", ["account_id", "app", "settled_at"]
    )
    op.create_table(
        "switch_call",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_switch_call_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "called_at", name=op.f("pk_switch_call")),
    )
