"""One product variation as OTTO keeps it: the seller's data, his switch, and when each last changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

#: The values of the interface for its verdict.
STATUSES: Final = ("PENDING", "ONLINE", "RESTRICTED", "REJECTED", "INACTIVE")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a verdict says: "600007 - BRAND_BLOCKED" and a sentence for people."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """OTTO's second validation of one variation, and since when it is so."""

    status: str
    since: datetime
    errors: tuple[Notice, ...] = ()
    information: tuple[Notice, ...] = ()


@dataclass(slots=True)
class Variation:
    """
    body            as last accepted, prices included; shown to the seller as it is
    moin            OTTO's own number of the article
    active          the seller's switch
    content_at      when the data were last changed by a task
    review_from     from when the verdict is being formed: new data, or the switch turned on
    newest  by "products", "prices", "active-status": the time of the newest update that was taken
    forced          a verdict that somebody fixed for a demonstration or a test
    judged          what the rules came to, for which body, revision of the directory and end of the review
    """

    sku: str
    body: dict[str, Any]
    moin: str
    created_at: datetime
    content_at: datetime
    review_from: datetime
    active: bool
    active_at: datetime
    newest: dict[str, datetime] = field(default_factory=dict)
    forced: Verdict | None = None
    judged: tuple[dict[str, Any], int, datetime, Verdict] | None = None

    @property
    def ean(self) -> str:
        return str(self.body["ean"])

    @property
    def reference(self) -> str:
        return str(self.body["productReference"])

    @property
    def category(self) -> str:
        return str(self.body["productDescription"]["category"])

    @property
    def brand_id(self) -> str:
        return str(self.body["productDescription"]["brandId"])

    @property
    def price_cents(self) -> int:
        return round(float(self.body["pricing"]["standardPrice"]["amount"]) * 100)
