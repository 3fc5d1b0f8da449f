"""Users, their sessions and invitations; what orders are found by."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from adapters.storage.order_rows import as_terms
from core.finding import words_of

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    _users()
    with op.batch_alter_table("sales_order") as table:
        table.add_column(sa.Column("terms", sa.String(), nullable=False, server_default=""))
    fill_terms(op.get_bind())
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
    terms: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, columns in _NAMED.items():
        source = sa.table(name, *(sa.column(column) for column in {*key, *columns}))
        for row in connection.execute(sa.select(*(source.c[column] for column in (*key, *columns)))):
            texts = [text for text in row[len(key) :] if text]
            terms[tuple(row[: len(key)])].update(word for text in texts for word in words_of(text))
    if terms:
        target = sa.table("sales_order", *(sa.column(name) for name in (*key, "terms")))
        this = sa.and_(*(target.c[name] == sa.bindparam(f"this_{name}") for name in key))
        values = [
            {
                **{f"this_{name}": part for name, part in zip(key, order, strict=True)},
                "terms": as_terms(words),
            }
            for order, words in terms.items()
        ]
        connection.execute(sa.update(target).where(this), values)
