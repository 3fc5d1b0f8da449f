"""One thing that is wrong with a listing: where, why, and how to put it right."""

from dataclasses import dataclass

from core.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """`field` is a column (`core.listing.cells`), as the seller sees it. What does not block is a hint."""

    field: str
    reason: Text
    repair: Text
    blocks: bool = True

    @property
    def sentence(self) -> Text:
        return Text(
            en=f"{self.field}: {self.reason.en}; {self.repair.en}",
            de=f"{self.field}: {self.reason.de}; {self.repair.de}",
        )
