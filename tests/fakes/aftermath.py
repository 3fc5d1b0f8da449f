"""Cancellations, returns, receipts, price reductions over a `Store`, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.apps import AccountId, AppKey
from core.cancellations import Cancellation, CancellationId
from core.dispatch import PositionRef
from core.price_reductions import PriceReduction, ReductionId
from core.receipts import KeptReceipt, Receipt
from core.returns import Return, ReturnParcel
from tests.fakes.committed import Committed, Store, limited, refuse_unstorable
from tests.fakes.dispatch_book import changed_meanwhile


@dataclass(frozen=True, slots=True)
class _Book:
    _store: Store
    _account: AccountId
    _app: AppKey

    @property
    def _here(self) -> tuple[AccountId, AppKey]:
        return self._account, self._app


class InMemoryCancellationBook(_Book):
    def add(self, wish: Cancellation) -> Cancellation:
        refuse_unstorable(wish)
        limited(wish.sales_order_id)

        def change(was: Committed) -> tuple[Committed, Cancellation]:
            last = max((key[2] for key in was.cancellations if key[:2] == self._here), default=0)
            stored = replace(wish, id=CancellationId(last + 1), revision=1)
            return replace(was, cancellations={**was.cancellations, (*self._here, stored.id): stored}), stored

        return self._store.write(change)

    def write(self, wish: Cancellation) -> Cancellation:
        refuse_unstorable(wish)
        place = (*self._here, wish.id)
        written = replace(wish, revision=wish.revision + 1)

        def change(was: Committed) -> tuple[Committed, Cancellation]:
            known = was.cancellations.get(place)
            if known is None or known.revision != wish.revision:
                raise changed_meanwhile()
            return replace(was, cancellations={**was.cancellations, place: written}), written

        return self._store.write(change)

    def all(self) -> Sequence[Cancellation]:
        mine = [w for key, w in self._store.read().cancellations.items() if key[:2] == self._here]
        return sorted(mine, key=lambda wish: -wish.id)


class InMemoryPriceReductionBook(_Book):
    def add(self, reduction: PriceReduction) -> PriceReduction:
        refuse_unstorable(reduction)

        def change(was: Committed) -> tuple[Committed, PriceReduction]:
            mine = [known for key, known in was.price_reductions.items() if key[:2] == self._here]
            same = [known for known in mine if known.intent is not None and known.intent == reduction.intent]
            if same:
                return was, same[0]
            last = max((key[2] for key in was.price_reductions if key[:2] == self._here), default=0)
            stored = replace(reduction, id=ReductionId(last + 1), revision=1)
            return (
                replace(was, price_reductions={**was.price_reductions, (*self._here, stored.id): stored}),
                stored,
            )

        return self._store.write(change)

    def write(self, reduction: PriceReduction) -> PriceReduction:
        refuse_unstorable(reduction)
        place = (*self._here, reduction.id)
        written = replace(reduction, revision=reduction.revision + 1)

        def change(was: Committed) -> tuple[Committed, PriceReduction]:
            known = was.price_reductions.get(place)
            if known is None or known.revision != reduction.revision:
                raise changed_meanwhile()
            return replace(was, price_reductions={**was.price_reductions, place: written}), written

        return self._store.write(change)

    def all(self) -> Sequence[PriceReduction]:
        mine = [r for key, r in self._store.read().price_reductions.items() if key[:2] == self._here]
        return sorted(mine, key=lambda reduction: -reduction.id)


class InMemoryReturnBook(_Book):
    def get(self, position: PositionRef) -> Return:
        return self._store.read().returns.get((*self._here, position), Return(position))

    def write(self, known: Return) -> Return:
        refuse_unstorable(known)
        limited(*known.position)
        place = (*self._here, known.position)
        written = replace(known, revision=known.revision + 1)

        def change(was: Committed) -> tuple[Committed, Return]:
            if was.returns.get(place, Return(known.position)).revision != known.revision:
                raise changed_meanwhile()
            return replace(was, returns={**was.returns, place: written}), written

        return self._store.write(change)

    def all(self) -> Sequence[Return]:
        mine = [r for key, r in self._store.read().returns.items() if key[:2] == self._here]
        return sorted(mine, key=lambda known: (_newest(known), known.position), reverse=True)

    def keep_parcel(self, parcel: ReturnParcel) -> bool:
        refuse_unstorable(parcel)
        limited(parcel.id)
        place = (*self._here, parcel.id)

        def change(was: Committed) -> tuple[Committed, bool]:
            news = was.return_parcels.get(place) != parcel
            return replace(was, return_parcels={**was.return_parcels, place: parcel}), news

        return self._store.write(change)

    def parcels(self) -> Sequence[ReturnParcel]:
        mine = [p for key, p in self._store.read().return_parcels.items() if key[:2] == self._here]
        return sorted(mine, key=lambda parcel: parcel.id)


def _newest(known: Return) -> float:
    moment = known.shown.changed_at if known.shown is not None else known.begun_at
    return 0.0 if moment is None else moment.timestamp()


class InMemoryReceiptBook(_Book):
    def keep(self, receipts: Sequence[Receipt]) -> int:
        refuse_unstorable(receipts)
        limited(*(receipt.number for receipt in receipts))

        def change(was: Committed) -> tuple[Committed, int]:
            stored = dict(was.receipts)
            for receipt in receipts:
                stored.setdefault((*self._here, receipt.number), KeptReceipt(receipt))
            return replace(was, receipts=stored), len(stored) - len(was.receipts)

        return self._store.write(change)

    def keep_pdf(self, number: str, pdf: bytes) -> None:
        place = (*self._here, number)

        def change(was: Committed) -> tuple[Committed, None]:
            if place not in was.receipts:
                return was, None
            return replace(was, receipts={**was.receipts, place: replace(was.receipts[place], pdf=pdf)}), None

        self._store.write(change)

    def get(self, number: str) -> KeptReceipt | None:
        return self._store.read().receipts.get((*self._here, number))

    def all(self) -> Sequence[Receipt]:
        mine = [kept.receipt for key, kept in self._store.read().receipts.items() if key[:2] == self._here]
        return sorted(mine, key=lambda receipt: (-receipt.created_at.timestamp(), receipt.number))

    def without_pdf(self) -> Sequence[str]:
        receipts = self._store.read().receipts
        missing = {key[2] for key, kept in receipts.items() if key[:2] == self._here and kept.pdf is None}
        return [receipt.number for receipt in reversed(self.all()) if receipt.number in missing]

    def listed_until(self) -> date | None:
        return self._store.read().receipts_listed.get(self._here)

    def listed(self, until: date) -> None:
        self._store.write(
            lambda was: (replace(was, receipts_listed={**was.receipts_listed, self._here: until}), None)
        )
