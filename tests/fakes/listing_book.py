"""The listing book over a `Store`: the rules of `ports.memory.ListingBook` in plain Python."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.apps import AccountId, AppKey
from core.listing.delivery import Profile
from core.listing.record import ListingRecord
from core.listing.verdict import Verdict, newer
from core.orders import Sku
from ports.memory.listings import Move
from tests.fakes.committed import Committed, Store, limited, refuse_unstorable


@dataclass(frozen=True, slots=True)
class ListingShelf:
    records: Mapping[Sku, ListingRecord] = field(default_factory=dict)
    verdicts: Mapping[Sku, Verdict] = field(default_factory=dict)
    since: datetime | None = None
    profiles: tuple[Profile, ...] | None = None


@dataclass(frozen=True, slots=True)
class InMemoryListingBook:
    _store: Store
    _account: AccountId
    _app: AppKey

    def _shelf(self, was: Committed) -> ListingShelf:
        found = was.listings.get((self._account, self._app), ListingShelf())
        assert isinstance(found, ListingShelf)
        return found

    def _here(self) -> ListingShelf:
        return self._shelf(self._store.read())

    def _put(self, was: Committed, shelf: ListingShelf) -> Committed:
        return replace(was, listings={**was.listings, (self._account, self._app): shelf})

    def all(self) -> Iterator[ListingRecord]:
        records = self._here().records
        yield from (records[sku] for sku in sorted(records))

    def moving(self) -> Sequence[ListingRecord]:
        return [record for record in self.all() if not record.at_rest]

    def some(self, skus: Iterable[Sku]) -> Mapping[Sku, ListingRecord]:
        records = self._here().records
        return {sku: records[sku] for sku in skus if sku in records}

    def with_eans(self, eans: Iterable[str]) -> Mapping[str, Sequence[Sku]]:
        found: dict[str, list[Sku]] = {}
        wanted = {ean for ean in eans if ean}
        for record in self.all():
            if (ean := record.current.get("ean", "")) in wanted:
                found.setdefault(ean, []).append(record.sku)
        return found

    def with_references(self, references: Iterable[str]) -> Mapping[str, Sequence[ListingRecord]]:
        found: dict[str, list[ListingRecord]] = {}
        wanted = {reference for reference in references if reference}
        for record in self.all():
            if (reference := record.current.get("reference", "")) in wanted:
                found.setdefault(reference, []).append(record)
        return found

    def count(self) -> int:
        return len(self._here().records)

    def change(self, moves: Mapping[Sku, Move]) -> Mapping[Sku, ListingRecord]:
        limited(*moves)

        def change(was: Committed) -> tuple[Committed, Mapping[Sku, ListingRecord]]:
            shelf = self._shelf(was)
            records = dict(shelf.records)
            for sku in sorted(moves):
                before = records.get(sku)
                after = moves[sku](before)
                if after is not None and after != before:
                    refuse_unstorable(after)
                    records[sku] = replace(after, revision=(0 if before is None else before.revision) + 1)
            answer = {sku: records[sku] for sku in moves if sku in records}
            return self._put(was, replace(shelf, records=records)), answer

        return self._store.write(change)

    def verdicts(self, skus: Iterable[Sku] | None = None) -> Mapping[Sku, Verdict]:
        known = self._here().verdicts
        return dict(known) if skus is None else {sku: known[sku] for sku in skus if sku in known}

    def verdicts_since(self) -> datetime | None:
        return self._here().since

    def keep_verdicts(self, verdicts: Sequence[Verdict], since: datetime | None, now: datetime) -> int:
        def change(was: Committed) -> tuple[Committed, int]:
            shelf = self._shelf(was)
            known = dict(shelf.verdicts)
            new = 0
            for verdict in verdicts:
                limited(verdict.sku)
                refuse_unstorable(verdict)
                before = known.get(verdict.sku)
                if verdict != before and newer(before, verdict):
                    known[verdict.sku] = replace(verdict, noticed_at=now)
                    new += 1
            return self._put(was, replace(shelf, verdicts=known, since=since)), new

        return self._store.write(change)

    def profiles(self) -> Sequence[Profile] | None:
        return self._here().profiles

    def keep_profiles(self, profiles: Sequence[Profile]) -> None:
        self._store.write(
            lambda was: (self._put(was, replace(self._shelf(was), profiles=tuple(profiles))), None)
        )
