"""The lister's mask: which fields a listing has at a marketplace, in which areas, and what each asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app_center.listings import judge_of
from app_center.registry import Kind
from core.listing.category import AttributeDefinition, CategoryGroup, Requirement, TargetKind, ValueType, met
from core.listing.cells import SCALARS, read
from core.listing.digest import Cells
from core.listing.finding import Finding
from core.listing.lists import split
from core.listing.record import ListingRecord
from core.listing.rules import ListingRules
from core.listing.values import Listing, Vat
from core.orders import Sku
from ports.memory import AccountMemory
from ports.memory.catalogue import StoredGroup


class Control(StrEnum):
    """How a field is typed in. SEVERAL chooses among its choices, LINES takes any values, one a line."""

    TEXT = "text"
    LONG = "long"
    MONEY = "money"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MOMENT = "moment"
    TRUTH = "truth"
    CHOICE = "choice"
    SEVERAL = "several"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class MaskField:
    """
    required     empty, it blocks; for now, where it depends on other fields (`depends`)
    permanent    cannot be changed once it was listed
    suggestions  values that help
    """

    column: str
    control: Control = Control.TEXT
    required: bool = False
    depends: bool = False
    permanent: bool = False
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    unit: str = ""
    longest: int = 2000
    about: str = ""
    group: str = ""


#: Areas of plain columns, in the order of the mask.
AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "main": ("sku", "reference", "ean", "product_line"),
    "offer": (
        *("price", "vat", "msrp", "sale_price", "sale_start", "sale_end", "released_at"),
        *("norm_amount", "norm_unit", "sales_amount", "sales_unit"),
    ),
    "product": (
        *("description", "mpn", "pzn", "moin", "product_url", "produced_at"),
        *("multi_pack", "bundle", "fsc_certified", "disposal", "packing_count"),
    ),
    "limits": ("max_order_quantity", "max_order_days"),
    "delivery": ("delivery_profile", "processing_days"),
}
CONTACT_PARTS: Final = ("name", "address", "region", "email", "url", "phone", "roles", "components")
_CONTROLS: Final = {
    "MONEY": Control.MONEY,
    "WHOLE": Control.WHOLE,
    "DECIMAL": Control.DECIMAL,
    "MOMENT": Control.MOMENT,
    "TRUTH": Control.TRUTH,
}
_TYPES: Final = {ValueType.INTEGER: Control.WHOLE, ValueType.DECIMAL: Control.DECIMAL}


@dataclass(frozen=True, slots=True)
class Look:
    """A version of a listing as its mask shows it.

    cells     what stands in the fields, right or wrong
    findings  by column; cells that cannot be read among them
    family    the other variants of its main article
    """

    sku: Sku
    cells: Cells
    listing: Listing
    findings: Mapping[str, Sequence[Finding]]
    rules: ListingRules
    record: ListingRecord | None
    stored: StoredGroup | None
    brand: str
    profiles: Sequence[str] | None
    family: Sequence[ListingRecord] = ()
    catalogue_known: bool = True

    @property
    def group(self) -> CategoryGroup | None:
        """Of the category, if the marketplace still has it."""
        gone = self.stored is not None and self.listing.product.category in self.stored.gone
        return None if self.stored is None or gone else self.stored.group

    @property
    def blocking(self) -> int:
        return sum(finding.blocks for found in self.findings.values() for finding in found)

    @property
    def is_first(self) -> bool:
        """Whether listing it makes columns permanent."""
        return self.record is None or not self.record.ours

    @property
    def bullets(self) -> Sequence[MaskField]:
        most = self.rules.bullet_points.most
        longest = self.rules.lengths.get("bullet")
        return [
            MaskField(
                f"bullet_{at}",
                required=at <= self.rules.bullet_points.least,
                longest=longest.most if longest else 200,
            )
            for at in range(1, most + 1)
        ]

    def area(self, name: str) -> Sequence[MaskField]:
        return [self.field(column) for column in AREAS[name]]

    def field(self, column: str) -> MaskField:
        codec = SCALARS[column][1]
        control = _control(codec)
        choices: tuple[str, ...] = ()
        if column == "vat":
            control, choices = Control.CHOICE, tuple(Vat)
        elif column in {"norm_unit", "sales_unit"}:
            control, choices = Control.CHOICE, self._units(column)
        elif column == "delivery_profile" and self.profiles is not None:
            control, choices = Control.CHOICE, tuple(self.profiles)
        elif column == "description":
            control = Control.LONG
        length = self.rules.lengths.get(column)
        return MaskField(
            column,
            control,
            required=column in self.rules.required,
            permanent=column in self.rules.permanent,
            choices=choices,
            longest=length.most if length else 2000,
        )

    def _units(self, column: str) -> tuple[str, ...]:
        if column == "norm_unit":
            return tuple(dict.fromkeys(unit for _, unit in self.rules.base_prices))
        units = (unit for allowed in self.rules.base_prices.values() for unit in sorted(allowed))
        return tuple(dict.fromkeys(units))

    @property
    def attributes(self) -> Sequence[MaskField]:
        """What the category asks for or knows: what is required first."""
        group = self.group
        if group is None:
            return []
        asked = dict(self._asked(group.requirements))
        found = [self._attribute(each, asked) for each in group.attributes]
        return sorted(found, key=lambda each: not each.required)

    def _asked(self, requirements: Sequence[Requirement]) -> Iterator[tuple[str, bool]]:
        """Attributes that are asked for under some condition: whether it is met now."""
        found: dict[str, bool] = {}
        for each in requirements:
            if each.target.kind is TargetKind.ATTRIBUTE:
                holds = each.condition is None or met(each.condition, self.listing)
                found[each.target.name] = found.get(each.target.name, False) or holds
        yield from found.items()

    def _attribute(self, each: AttributeDefinition, asked: Mapping[str, bool]) -> MaskField:
        binding = each.relevance in self.rules.binding_relevance
        control = _TYPES.get(each.type, Control.TEXT)
        if each.allowed:
            control = Control.SEVERAL if each.several else Control.CHOICE
        elif each.several:
            control = Control.LINES
        return MaskField(
            f"attribute:{each.name}",
            control,
            required=binding or asked.get(each.name, False),
            depends=each.name in asked and not binding,
            choices=each.allowed,
            suggestions=each.recommended or each.examples,
            unit=each.unit,
            about=each.description,
            group=each.group,
        )

    @property
    def strays(self) -> Sequence[str]:
        """Attributes in the draft that its category does not know."""
        known = {each.column for each in self.attributes}
        return [name for name in self.cells if name.startswith("attribute:") and name not in known]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for group in self.rules.contact_groups for role in sorted(group.roles))


def _control(codec: object) -> Control:
    from core.listing import spelling  # noqa: PLC0415 - only its codecs are compared

    for name, control in _CONTROLS.items():
        if getattr(spelling, name) is codec:
            return control
    return Control.TEXT


def look_at(memory: AccountMemory, kind: Kind, sku: Sku, cells: Cells) -> Look:
    """What the mask shows for these cells of this SKU, stored or not.

    raises  InvalidValue (field `sku`, `app`)
    """
    app = kind.manifest.key
    book, judge, catalogue = memory.listings(app), judge_of(memory, kind), memory.catalogue(app)
    listing, bad = read({**cells, "sku": sku})
    judged = judge.judge({sku: {**cells, "sku": sku}})[sku]
    found: dict[str, list[Finding]] = {}
    for each in bad:
        found.setdefault(each.column, []).append(Finding(each.column, each.reason, each.reason))
    unread = set(found)
    for finding in judged.findings:
        if finding.field not in unread:
            found.setdefault(finding.field, []).append(finding)
    category, brand = listing.product.category, listing.product.brand_id
    brands = catalogue.brands([brand]) if brand else {}
    family = book.with_references([listing.reference]).get(listing.reference, ()) if listing.reference else ()
    profiles = book.profiles()
    return Look(
        sku,
        cells,
        listing,
        found,
        judge.rules,
        book.some([sku]).get(sku),
        catalogue.groups([category]).get(category) if category else None,
        brands[brand].name if brand in brands else "",
        None if profiles is None else [profile.name for profile in profiles],
        [record for record in family if record.sku != sku],
        catalogue.complete(),
    )


def fresh_cells(memory: AccountMemory, kind: Kind, sku: Sku, like: Sku | None) -> Cells:
    """What the mask begins with: the draft, else that of another variant without what is its alone, else what
    stock knows."""
    known = memory.listings(kind.manifest.key).some([each for each in (sku, like) if each])
    if sku in known:
        return known[sku].draft
    if like is not None and like in known:
        own = {"sku", "ean", "moin"}
        return {column: cell for column, cell in known[like].draft.items() if column not in own}
    article = next(iter(memory.warehouse.find([sku])), None)
    return {"ean": article.ean} if article is not None and article.ean else {}


def values_of(cells: Cells, column: str) -> tuple[str, ...]:
    """The values of a cell that has several."""
    return split(cells.get(column, ""))
