"""Users, their sessions and invitations; what orders are found by."""

import sqlalchemy as sa
from alembic import op

from core.finding import words_of

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _users()
    op.create_table(
        "order_term",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("term", BYTEWISE, nullable=False),
        sa.Column("sales_order_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "app", "sales_order_id"],
            ["sales_order.account_id", "sales_order.app", "sales_order.sales_order_id"],
            name=op.f("fk_order_term_sales_order"),
        ),
        sa.PrimaryKeyConstraint("account_id", "app", "term", "sales_order_id", name=op.f("pk_order_term")),
    )
    fill_terms(op.get_bind())
    order = ["account_id", "app", "sales_order_id"]
    op.create_index(op.f("ix_order_term_account_id_app_sales_order_id"), "order_term", order)
    state = ["account_id", "app", "state", "ordered_at"]
    op.create_index(op.f("ix_sales_order_account_id_app_state_ordered_at"), "sales_order", state)


def _users() -> None:
    op.create_table(
        "host_user",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("operator", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_host_user_email_key")),
    )
    op.create_table(
        "user_role",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_user_role_account")),
        sa.ForeignKeyConstraint(["user_id"], ["host_user.id"], name=op.f("fk_user_role_host_user")),
        sa.PrimaryKeyConstraint("account_id", "user_id", name=op.f("pk_user_role")),
    )
    op.create_index(op.f("ix_user_role_user_id"), "user_role", ["user_id"])
    op.create_table(
        "user_session",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["host_user.id"], name=op.f("fk_user_session_host_user")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_user_session")),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"])
    op.create_table(
        "user_invitation",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("resets", sa.Boolean(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_user_invitation_account")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_user_invitation")),
    )


#: Where each thing stands that an order is found by.
_NAMED = {
    "sales_order": ("order_number", "sales_order_id"),
    "order_position": ("sku", "ean", "tracking_number"),
    "order_address": ("first_name", "last_name", "addition"),
}


def fill_terms(connection: sa.Connection) -> None:
    """Orders that are stored already are found as well."""
    key = ("account_id", "app", "sales_order_id")
    target = sa.table("order_term", *(sa.column(name) for name in (*key, "term")))
    seen: set[tuple[str, ...]] = set()
    for name, columns in _NAMED.items():
        source = sa.table(name, *(sa.column(column) for column in {*key, *columns}))
        rows = connection.execute(sa.select(*(source.c[column] for column in (*key, *columns)))).all()
        for row in rows:
            texts = [text for text in row[len(key) :] if text]
            terms = {(*row[: len(key)], word) for text in texts for word in words_of(text)} - seen
            seen |= terms
            if terms:
                values = [dict(zip((*key, "term"), term, strict=True)) for term in sorted(terms)]
                connection.execute(sa.insert(target), values)
