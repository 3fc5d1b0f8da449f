"""The label book over a `Store`: the rules of `ports.memory.LabelBook` in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.apps import AccountId, AppKey
from core.errors import Conflict
from core.parcel import LabelKind, Reference
from core.purchases import Purchase
from core.text import Text
from tests.fakes.committed import Committed, Store, limited, refuse_unstorable


@dataclass(frozen=True, slots=True)
class InMemoryLabelBook:
    _store: Store
    _account: AccountId
    carrier: AppKey

    def get(self, kind: LabelKind, reference: Reference) -> Purchase | None:
        return self._store.read().labels.get((self._account, self.carrier, kind, reference))

    def write(self, purchase: Purchase) -> Purchase:
        refuse_unstorable(purchase)
        limited(purchase.reference)
        place = (self._account, self.carrier, purchase.kind, purchase.reference)
        written = replace(purchase, carrier=self.carrier, revision=purchase.revision + 1)

        def change(was: Committed) -> tuple[Committed, Purchase]:
            known = was.labels.get(place)
            if (0 if known is None else known.revision) != purchase.revision:
                raise Conflict(Text(en="written meanwhile", de="inzwischen geschrieben"))
            stored = written
            if known and known.label and stored.label and not stored.label.documents:
                same = known.label.number == stored.label.number
                papers = known.label.documents if same else ()
                stored = replace(stored, label=replace(stored.label, documents=papers))
            return replace(was, labels={**was.labels, place: stored}), written

        return self._store.write(change)

    def all(self) -> Sequence[Purchase]:
        mine = [
            purchase
            if purchase.label is None
            else replace(purchase, label=replace(purchase.label, documents=()))
            for (account, carrier, _, _), purchase in self._store.read().labels.items()
            if (account, carrier) == (self._account, self.carrier)
        ]
        return sorted(mine, key=lambda purchase: purchase.begun_at, reverse=True)
