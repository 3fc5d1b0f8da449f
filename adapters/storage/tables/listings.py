"""Listings, verdicts, brands and categories."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account

#: NULL in the database where there is None.
_MAYBE: Final = JSON(none_as_null=True)


class ListingRecordRow(Row, table=True):
    """`core.listing.record.ListingRecord`. Versions are objects of cells; `ean` and `reference` are
    those of the version that counts.

    `sending` is {cells, way, sent_at, task, look_after, certain}; a refusal is {digest, complaints, at}.
    """

    __tablename__ = "listing_record"
    __table_args__ = (
        of_account(),
        Index("ix_listing_record_at_rest", "account_id", "app", "at_rest"),
        Index("ix_listing_record_ean", "account_id", "app", "ean"),
        Index("ix_listing_record_reference", "account_id", "app", "reference"),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    ean: str
    reference: str
    draft: dict[str, str] = Field(sa_type=JSON)
    saved_at: datetime = Field(sa_type=Moment)
    wanted: dict[str, str] | None = Field(sa_type=_MAYBE)
    wanted_at: datetime | None = Field(sa_type=Moment)
    origin: str
    held: dict[str, str] | None = Field(sa_type=_MAYBE)
    held_at: datetime | None = Field(sa_type=Moment)
    certain: bool
    sending: dict[str, Any] | None = Field(sa_type=_MAYBE)
    refusal: dict[str, Any] | None = Field(sa_type=_MAYBE)
    delivery: str | None
    delivery_refusal: dict[str, Any] | None = Field(sa_type=_MAYBE)
    foreign: bool
    at_rest: bool
    revision: int = Field(sa_type=BigInteger)


class VerdictRow(Row, table=True):
    """`core.listing.verdict.Verdict`; complaints are {text, code, field}."""

    __tablename__ = "listing_verdict"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    state: str
    changed_at: datetime | None = Field(sa_type=Moment)
    errors: list[dict[str, Any]] = Field(sa_type=JSON)
    hints: list[dict[str, Any]] = Field(sa_type=JSON)
    moin: str
    shop_url: str
    noticed_at: datetime | None = Field(sa_type=Moment)


class ListingReadingRow(Row, table=True):
    """How far reading what the marketplace says has come; `profiles` are its delivery profiles."""

    __tablename__ = "listing_reading"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    verdicts_since: datetime | None = Field(sa_type=Moment)
    profiles: list[dict[str, Any]] | None = Field(sa_type=_MAYBE)


class CataloguePageRow(Row, table=True):
    """A page of brands or categories as it was read last, with what makes the next read conditional."""

    __tablename__ = "catalogue_page"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    shelf: str = Field(primary_key=True)
    page: int = Field(primary_key=True)
    etag: str
    last_modified: str
    more: bool


class BrandRow(Row, table=True):
    """`folded` is the name for searching; `page` is NULL while it stands on none that was read."""

    __tablename__ = "catalogue_brand"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    folded: str
    usable: bool
    logo: str
    page: int | None


class CategoryGroupRow(Row, table=True):
    """`content` is all of the group; `changes` is a list of {en, de}."""

    __tablename__ = "catalogue_group"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    changes: list[dict[str, str]] = Field(sa_type=JSON)
    noticed_at: datetime | None = Field(sa_type=Moment)
    page: int | None


class CategoryRow(Row, table=True):
    """A category and its group. One that is gone stays, to tell its listings what became of it."""

    __tablename__ = "catalogue_category"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    group_name: str
    folded: str
    gone: bool
