"""The marketplace's invoices and credit notes, with their PDF."""

from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.web.markets import market_of, marketplaces
from app_center.web.papers import paper
from app_center.web.visit import Visiting
from app_center.web.words.receipts import RECEIPT_KINDS, RECEIPTS
from core.parcel import DocumentFormat
from core.receipts import ReceiptKind

router = APIRouter()

PAGE: Final = 50


@router.get("/a/{account}/receipts")
def receipts(visit: Visiting, kind: str = "", q: str = "", page: int = 1, show: str = "") -> Response:
    """`q` is the beginning of a receipt's or an order's number; `show` a receipt to be seen at once."""
    books = [(market, visit.account.receipts(market.manifest.key)) for market in marketplaces(visit)]
    missing = {(market.manifest.key, number) for market, book in books for number in book.without_pdf()}
    word = q.strip().casefold()
    found = [
        (market, receipt)
        for market, book in books
        for receipt in book.all()
        if not word
        or any(
            name.casefold().startswith(word)
            for name in (receipt.number, receipt.order_number or "", receipt.sales_order_id or "")
        )
    ]
    found.sort(key=lambda each: each[1].created_at, reverse=True)
    counts = {each.value: 0 for each in ReceiptKind}
    for _, receipt in found:
        counts[receipt.kind.value] += 1
    rows = [each for each in found if kind in {"", each[1].kind.value}]
    page = max(1, min(page, -(-len(rows) // PAGE)))
    return visit.page(
        "receipts/list.html",
        RECEIPTS,
        rows=rows[(page - 1) * PAGE : page * PAGE],
        missing=missing,
        counts={name: count for name, count in counts.items() if count or name != ReceiptKind.OTHER.value},
        every=len(found),
        kind=kind,
        q=q.strip(),
        number=page,
        is_last=page * PAGE >= len(rows),
        kinds=RECEIPT_KINDS,
        shown=next((each for each in rows if each[1].number == show), None),
    )


@router.get("/a/{account}/receipts/{app}/pdf")
def pdf(visit: Visiting, app: str, number: str = "", download: str = "") -> Response:
    market = market_of(visit, app)
    kept = visit.account.receipts(market.manifest.key).get(number) if number.isprintable() else None
    if kept is None or kept.pdf is None:
        raise HTTPException(404)
    return paper(kept.pdf, DocumentFormat.PDF, number, download=bool(download))
