"""Which column a JSON path of OTTO's means, so that a refusal stands where the seller can mend it."""

import re
from typing import Final

_COLUMNS: Final = {
    "sku": "sku",
    "ean": "ean",
    "pzn": "pzn",
    "mpn": "mpn",
    "moin": "moin",
    "productReference": "reference",
    "releaseDate": "released_at",
    "mediaAssets": "media",
    "productDescription.category": "category",
    "productDescription.brandId": "brand_id",
    "productDescription.productLine": "product_line",
    "productDescription.description": "description",
    "productDescription.productUrl": "product_url",
    "productDescription.productionDate": "produced_at",
    "productDescription.bulletPoints": "bullet_1",
    "pricing.standardPrice": "price",
    "pricing.vat": "vat",
    "pricing.msrp": "msrp",
    "pricing.sale.startDate": "sale_start",
    "pricing.sale.endDate": "sale_end",
    "pricing.sale": "sale_price",
    "pricing.normPriceInfo.normAmount": "norm_amount",
    "pricing.normPriceInfo.normUnit": "norm_unit",
    "pricing.normPriceInfo.salesAmount": "sales_amount",
    "pricing.normPriceInfo.salesUnit": "sales_unit",
    "pricing.normPriceInfo": "norm_amount",
    "standardPrice": "price",
    "sale": "sale_price",
    "order.maxOrderQuantity.periodInDays": "max_order_days",
    "order": "max_order_quantity",
    "logistics": "packing",
    "compliance": "contact_1_name",
    "shippingProfileId": "delivery_profile",
    "processingTime": "processing_days",
}
_ATTRIBUTE: Final = re.compile(r"attributes\W*\(?@\.?name\s*={1,2}\s*['\"](.+?)['\"]")
_MEDIUM: Final = re.compile(r"mediaAssets\W*\(?@\.?type\s*={1,2}\s*['\"]([A-Z_]+)['\"]")
_INDEX: Final = re.compile(r"\[[^\]]*\]")
_ROOT: Final = re.compile(r"^\$?\.?(productVariations)?\.?")


def attribute_in(path: str) -> str | None:
    """The attribute that a path picks by name."""
    found = _ATTRIBUTE.search(path)
    return found[1] if found else None


def medium_in(path: str) -> str | None:
    found = _MEDIUM.search(path)
    return found[1] if found else None


def column_of(path: str) -> str | None:
    """The column, None where the path means none that is known."""
    if name := attribute_in(path):
        return f"attribute:{name}"
    plain = _ROOT.sub("", _INDEX.sub("", path))
    fitting = [place for place in _COLUMNS if plain == place or plain.startswith(f"{place}.")]
    return _COLUMNS[max(fitting, key=len)] if fitting else None
