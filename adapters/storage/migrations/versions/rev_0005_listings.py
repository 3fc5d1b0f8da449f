"""Listings, brands and categories."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "catalogue_brand",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("logo", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_catalogue_brand_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "id", name=op.f("pk_catalogue_brand")),
    )
    op.create_table(
        "catalogue_category",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_catalogue_category_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "name", name=op.f("pk_catalogue_category")),
    )
    op.create_table(
        "catalogue_group",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_catalogue_group_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "name", name=op.f("pk_catalogue_group")),
    )
    op.create_table(
        "catalogue_page",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("more", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_catalogue_page_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "shelf", "page", name=op.f("pk_catalogue_page")),
    )
    op.create_table(
        "listing_reading",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("verdicts_since", MOMENT, nullable=True),
        sa.Column("profiles", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_listing_reading_account")),
        sa.PrimaryKeyConstraint("account_id", "app", name=op.f("pk_listing_reading")),
    )
    op.create_table(
        "listing_record",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("ean", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=True),
        sa.Column("wanted_at", MOMENT, nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("held", sa.JSON(), nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("sending", sa.JSON(), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("delivery", sa.String(), nullable=True),
        sa.Column("delivery_refusal", sa.JSON(), nullable=True),
        sa.Column("foreign", sa.Boolean(), nullable=False),
        sa.Column("at_rest", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_listing_record_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "sku", name=op.f("pk_listing_record")),
    )
    op.create_index("ix_listing_record_at_rest", "listing_record", ["account_id", "app", "at_rest"])
    op.create_index("ix_listing_record_ean", "listing_record", ["account_id", "app", "ean"], unique=False)
    op.create_index(
        "ix_listing_record_reference", "listing_record", ["account_id", "app", "reference"], unique=False
    )
    op.create_table(
        "listing_verdict",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("moin", sa.String(), nullable=False),
        sa.Column("shop_url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_listing_verdict_account")),
        sa.PrimaryKeyConstraint("account_id", "app", "sku", name=op.f("pk_listing_verdict")),
    )
