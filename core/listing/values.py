"""What a listing is made of. Drafts may be incomplete: any part may be absent; what is there is of its type.

Weights are grams, lengths millimetres, money whole cents, times aware UTC. An empty text means absent.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.errors import InvalidValue
from core.money import Money
from core.orders import Sku
from core.text import Text

#: The kind of medium that every marketplace shows.
IMAGE: Final = "IMAGE"
#: Characters of a SKU that any place here takes; a marketplace may want less.
LONGEST_SKU: Final = 200


class Vat(StrEnum):
    """The rate of value added tax in words; its figure is the law's."""

    FULL = "FULL"
    REDUCED = "REDUCED"
    FREE = "FREE"


@dataclass(frozen=True, slots=True)
class Sale:
    """A lower price for a time."""

    price: Money | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BasePrice:
    """What the base price ("per 100 g") is reckoned from: `sales_amount` is what one piece contains."""

    norm_amount: int | None = None
    norm_unit: str = ""
    sales_amount: Decimal | None = None
    sales_unit: str = ""


@dataclass(frozen=True, slots=True)
class OrderLimit:
    """At most `quantity` pieces per buyer within `days`."""

    quantity: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """How it is delivered: a delivery profile by its name. `processing_days` None is the profile's own."""

    profile: str
    processing_days: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the buyer pays and how he gets it."""

    price: Money | None = None
    vat: Vat | None = None
    msrp: Money | None = None
    sale: Sale | None = None
    base_price: BasePrice | None = None
    released_at: datetime | None = None
    order_limit: OrderLimit | None = None
    delivery: DeliveryTerms | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """What it is. `category` is the marketplace's name of it, `brand_id` its id of the brand."""

    category: str = ""
    brand_id: str = ""
    product_line: str = ""
    description: str = ""
    bullet_points: tuple[str, ...] = ()
    mpn: str = ""
    pzn: str = ""
    moin: str = ""
    product_url: str = ""
    produced_at: datetime | None = None
    multi_pack: bool | None = None
    bundle: bool | None = None
    fsc_certified: bool | None = None
    disposal: bool | None = None


@dataclass(frozen=True, slots=True, order=True)
class Attribute:
    """One attribute of the category, or with `own` one that the marketplace does not define. Blanks at the
    edges of a name say nothing."""

    name: str
    values: tuple[str, ...]
    own: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or a document at a public address."""

    url: str
    kind: str = IMAGE


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for the product (GPSR, food law). A company's address, in one line with commas.

    `region` is ISO 3166-1 alpha-2; `roles` are words of the marketplace's rules; `components` are the parts
    of the product that it answers for, none for all of it.
    """

    name: str = ""
    address: str = ""
    region: str = ""
    email: str = ""
    url: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackingUnit:
    weight_g: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    length_mm: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One variant as the seller wants it listed. `reference` groups the variants of one main article.

    `attributes` stand in the order of their names, each once.

    raises  InvalidValue (field `sku`): without a SKU there is no listing
    """

    sku: Sku
    reference: str = ""
    ean: str = ""
    product: Product = Product()
    offer: Offer = Offer()
    attributes: tuple[Attribute, ...] = ()
    media: tuple[Medium, ...] = ()
    contacts: tuple[Contact, ...] = ()
    packing: tuple[PackingUnit, ...] = ()
    packing_count: int | None = None

    def __post_init__(self) -> None:
        if not self.sku.strip() or len(self.sku) > LONGEST_SKU:
            raise InvalidValue(
                Text(
                    en=f"a listing needs a SKU of 1 to {LONGEST_SKU} characters",
                    de=f"ein Angebot braucht eine SKU mit 1 bis {LONGEST_SKU} Zeichen",
                ),
                field="sku",
            )
        by_name = {(attribute.own, attribute.name): attribute for attribute in self.attributes}
        object.__setattr__(self, "attributes", tuple(by_name[key] for key in sorted(by_name)))

    def values_of(self, name: str) -> tuple[str, ...]:
        """The values of a category attribute; none where it is not set."""
        return next((each.values for each in self.attributes if each.name == name and not each.own), ())
