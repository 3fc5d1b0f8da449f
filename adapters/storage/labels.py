"""The labels of one account at one carrier: `ports.memory.LabelBook`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    insert,
    select,
    tuple_,
    update,
)

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import DOCUMENT, PURCHASE
from core.apps import AppKey
from core.errors import Conflict
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, Notice, Reference
from core.purchases import Purchase, PurchaseState
from core.text import Text


class DatabaseLabelBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    @property
    def carrier(self) -> AppKey:
        return self._scope.app

    def get(self, kind: LabelKind, reference: Reference) -> Purchase | None:
        purchase = select(PURCHASE).where(self._purchase(kind, reference))
        papers = select(DOCUMENT).where(self._papers(kind, reference)).order_by(DOCUMENT.c.ordinal)
        with self._database.reading() as connection:
            row = connection.execute(purchase).mappings().first()
            if row is None:
                return None
            return _purchase(row, connection.execute(papers).mappings())

    def write(self, purchase: Purchase) -> Purchase:
        limited(purchase.reference)
        written = replace(purchase, carrier=self.carrier, revision=purchase.revision + 1)
        row = self._scope.row(kind=purchase.kind.value, reference=purchase.reference, **_values(written))
        canonical(row)
        here = self._purchase(purchase.kind, purchase.reference)
        with self._database.writing() as connection:
            number = connection.execute(select(PURCHASE.c.number).where(here)).scalar()
            begin = self._database.insert(PURCHASE).values(row).on_conflict_do_nothing()
            go_on = update(PURCHASE).where(here, PURCHASE.c.revision == purchase.revision).values(row)
            write = begin if purchase.revision == 0 else go_on
            if connection.execute(write.returning(PURCHASE.c.revision)).first() is None:
                raise Conflict(
                    Text(
                        en="another process works on the same label; look at it again",
                        de="ein anderer Prozess arbeitet am selben Label; bitte neu ansehen",
                    )
                )
            if written.label is None or written.label.documents or written.label.number != number:
                self._replace_papers(connection, written)
        return written

    def all(self) -> Sequence[Purchase]:
        query = (
            select(PURCHASE)
            .where(self._scope.of(PURCHASE))
            .order_by(PURCHASE.c.begun_at.desc(), PURCHASE.c.reference, PURCHASE.c.kind)
        )
        with self._database.reading() as connection:
            return [_purchase(row, ()) for row in connection.execute(query).mappings()]

    def page(self, after: tuple[Reference, str] | None, limit: int) -> Sequence[Purchase]:
        """At most `limit`, by reference and kind, those that follow `after`; without the documents."""
        place = tuple_(PURCHASE.c.reference, PURCHASE.c.kind)
        query = select(PURCHASE).where(self._scope.of(PURCHASE))
        if after is not None:
            query = query.where(place > tuple_(*after))
        query = query.order_by(PURCHASE.c.reference, PURCHASE.c.kind).limit(limit)
        with self._database.reading() as connection:
            return [_purchase(row, ()) for row in connection.execute(query).mappings()]

    def _purchase(self, kind: LabelKind, reference: Reference) -> ColumnElement[bool]:
        return and_(
            self._scope.of(PURCHASE), PURCHASE.c.kind == kind.value, PURCHASE.c.reference == reference
        )

    def _papers(self, kind: LabelKind, reference: Reference) -> ColumnElement[bool]:
        return and_(
            self._scope.of(DOCUMENT), DOCUMENT.c.kind == kind.value, DOCUMENT.c.reference == reference
        )

    def _replace_papers(self, connection: Connection, purchase: Purchase) -> None:
        connection.execute(delete(DOCUMENT).where(self._papers(purchase.kind, purchase.reference)))
        documents = () if purchase.label is None else purchase.label.documents
        rows = [
            self._scope.row(
                kind=purchase.kind.value,
                reference=purchase.reference,
                ordinal=ordinal,
                role=document.role.value,
                format=document.format.value,
                data=document.data,
            )
            for ordinal, document in enumerate(documents)
        ]
        if rows:
            connection.execute(insert(DOCUMENT), rows)


def _values(purchase: Purchase) -> dict[str, Any]:
    label, reason = purchase.label, purchase.reason
    return {
        "state": purchase.state.value,
        "digest": purchase.digest,
        "begun_at": purchase.begun_at,
        "settled_at": purchase.settled_at,
        "reason_en": None if reason is None else reason.en,
        "reason_de": None if reason is None else reason.de,
        "number": None if label is None else label.number,
        "handle": None if label is None else label.handle,
        "return_number": None if label is None else label.return_number,
        "tracking_url": None if label is None else label.tracking_url,
        "notices": [] if label is None else [_notice_row(notice) for notice in label.notices],
        "carrier_ids": {} if label is None else dict(label.carrier_ids),
        "revision": purchase.revision,
    }


def _notice_row(notice: Notice) -> dict[str, Any]:
    return {
        "code": notice.code,
        "text": asdict(notice.text) if isinstance(notice.text, Text) else notice.text,
        "field": notice.field,
    }


def _notice(row: dict[str, Any]) -> Notice:
    text = row["text"]
    return Notice(row["code"], Text(**text) if isinstance(text, dict) else text, row["field"])


def _purchase(row: RowMapping, papers: Iterable[RowMapping]) -> Purchase:
    return Purchase(
        carrier=AppKey(row["app"]),
        kind=LabelKind(row["kind"]),
        reference=Reference(row["reference"]),
        state=PurchaseState(row["state"]),
        digest=row["digest"],
        begun_at=row["begun_at"],
        settled_at=row["settled_at"],
        label=None if row["number"] is None else _label(row, papers),
        reason=None if row["reason_en"] is None else Text(row["reason_en"], row["reason_de"]),
        revision=row["revision"],
    )


def _label(row: RowMapping, papers: Iterable[RowMapping]) -> Label:
    return Label(
        kind=LabelKind(row["kind"]),
        reference=Reference(row["reference"]),
        number=row["number"],
        handle=row["handle"],
        documents=tuple(
            Document(DocumentRole(paper["role"]), DocumentFormat(paper["format"]), paper["data"])
            for paper in papers
        ),
        return_number=row["return_number"],
        notices=tuple(map(_notice, row["notices"])),
        tracking_url=row["tracking_url"],
        carrier_ids=row["carrier_ids"],
    )
