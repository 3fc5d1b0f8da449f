"""The kinds of rule that a marketplace has for listings. Its adapter declares which ones, and the figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Range:
    least: int
    most: int

    def __contains__(self, figure: int) -> bool:
        return self.least <= figure <= self.most


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """A kind of answering for a product. A listing has contacts of exactly one group.

    `demanded` are roles of which each must be there at least once; none means: any role of the group.
    """

    name: str
    roles: frozenset[str]
    demanded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListingRules:
    """What a marketplace wants of every listing, beside what its categories want.

    required           columns (`core.listing.cells`) that may not be empty
    lengths            characters, by column; `bullet` is for each one, `contact.PART` for parts of contacts
    bullet_points      how many
    currencies         of every price
    base_prices        (norm amount, norm unit) to the sales units that go with it
    refused_eans       beginnings of EANs that are not taken
    media_kinds        what a medium may be; `media_url` is the most characters of an address
    contact_groups     none: contacts are not asked for
    regions            of contacts; None: any two capitals
    binding_relevance  words of an attribute's relevance that make it required
    permanent          columns that cannot be changed once a listing was accepted
    shared             columns that must be equal for all variants of a main article
    sold_out_beyond    days until delivery above which an offer is shown as sold out
    """

    required: tuple[str, ...]
    lengths: Mapping[str, Range]
    bullet_points: Range
    currencies: frozenset[str]
    order_quantity: Range
    order_days: Range
    base_prices: Mapping[tuple[int, str], frozenset[str]]
    media_kinds: frozenset[str]
    media_url: int
    contact_groups: tuple[ContactGroup, ...] = ()
    regions: frozenset[str] | None = None
    refused_eans: tuple[str, ...] = ()
    binding_relevance: frozenset[str] = frozenset()
    permanent: tuple[str, ...] = ("sku",)
    shared: tuple[str, ...] = ()
    sold_out_beyond: int | None = None
    processing_days: Range = field(default_factory=lambda: Range(1, 99))
