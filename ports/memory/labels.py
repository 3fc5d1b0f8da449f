"""The labels of an account at a carrier."""

from collections.abc import Sequence
from typing import Protocol

from core.apps import AppKey
from core.parcel import LabelKind, Reference
from core.purchases import Purchase


class LabelBook(Protocol):
    """The labels of this account at one carrier. The key is the kind and our reference."""

    @property
    def carrier(self) -> AppKey: ...

    def get(self, kind: LabelKind, reference: Reference) -> Purchase | None:
        """With the label and its documents."""
        ...

    def write(self, purchase: Purchase) -> Purchase:
        """Store it, label and documents included, if the stored revision is still `purchase.revision` (0:
        nothing stored); the answer carries the next one. Stored documents stay when the label has none and
        its number is still the same.

        raises  Conflict: somebody else wrote first; nothing was stored
        """
        ...

    def all(self) -> Sequence[Purchase]:
        """Newest first, without the documents."""
        ...
