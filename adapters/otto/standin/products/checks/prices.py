"""Prices: EUR, at most two decimals, written plainly; tax; sales; base prices."""

import re
from typing import Any, Final

from adapters.otto.standin.bodies import Json, Written, fields_of, is_whole
from adapters.otto.standin.products.checks.fields import Complaints, is_one_of, moment
from adapters.otto.standin.products.codes import complaint

_PLAIN: Final = re.compile(r"[0-9]+([.][0-9]{1,2})?\Z")
_VATS: Final = frozenset({"FULL", "REDUCED", "FREE"})
_UNITS: Final = frozenset({"Stk", "qm", "kg", "l", "m", "ml", "g", "Paar", "RM", "dm3"})
_PAIRS: Final = frozenset(
    {
        (1, "Stk"),
        (1, "qm"),
        (1, "kg"),
        (1, "l"),
        (1, "m"),
        (100, "ml"),
        (100, "g"),
        (1, "g"),
        (1000, "g"),
        (1, "Paar"),
        (1, "RM"),
        (1, "dm3"),
    }
)
_NORM: Final = ("normAmount", "normUnit", "salesAmount", "salesUnit")


def pricing(value: Any, path: str) -> Complaints:
    """The prices of a product."""
    body = fields_of(value)
    yield from amount(body.get("standardPrice"), f"{path}.standardPrice")
    if body.get("vat") is None:
        yield complaint("MANDATORY_FIELD_MISSING", f"{path}.vat")
    elif not is_one_of(body["vat"], _VATS):
        yield complaint("INVALID_VAT", f"{path}.vat")
    if body.get("msrp") is not None:
        yield from amount(body["msrp"], f"{path}.msrp")
    yield from sale(body.get("sale"), f"{path}.sale")
    if body.get("normPriceInfo") is not None:
        yield from _norm_price(fields_of(body["normPriceInfo"]), f"{path}.normPriceInfo")


def amount(value: Any, path: str) -> Complaints:
    """One price that has to be there."""
    body = fields_of(value)
    number = body.get("amount")
    if number is None:
        yield complaint("MANDATORY_FIELD_MISSING", f"{path}.amount")
    elif not _PLAIN.match(_text_of(number)) or number <= 0:
        yield complaint("INVALID_PRICE", f"{path}.amount")
    if body.get("currency") != "EUR":
        yield complaint("INVALID_CURRENCY", f"{path}.currency")


def sale(value: Any, path: str) -> Complaints:
    if value is None:
        return
    body = fields_of(value)
    yield from amount(body.get("salePrice"), f"{path}.salePrice")
    start, end = moment(body.get("startDate")), moment(body.get("endDate"))
    for name, found in (("startDate", start), ("endDate", end)):
        if found is None:
            yield complaint("INVALID_DATE", f"{path}.{name}")
    if start is not None and end is not None and start > end:
        yield complaint("INVALID_SALE", f"{path}.endDate")


def _norm_price(body: Json, path: str) -> Complaints:
    """Complete or absent; the pairs of amount and unit are fixed."""
    if missing := [name for name in _NORM if body.get(name) is None]:
        yield complaint("INVALID_NORM_PRICE", f"{path}.{missing[0]}")
        return
    norm_amount, norm_unit = body["normAmount"], body["normUnit"]
    if not is_whole(norm_amount) or (norm_amount, str(norm_unit)) not in _PAIRS:
        yield complaint("INVALID_NORM_PRICE", f"{path}.normAmount")
    sales_amount = body["salesAmount"]
    if not isinstance(sales_amount, int | float) or isinstance(sales_amount, bool) or sales_amount <= 0:
        yield complaint("INVALID_NORM_PRICE", f"{path}.salesAmount")
    if str(body["salesUnit"]) not in _UNITS:
        yield complaint("INVALID_NORM_PRICE", f"{path}.salesUnit")


def _text_of(number: Any) -> str:
    """The number as it was written; nothing for what is none."""
    if isinstance(number, Written):
        return number.text
    return str(number) if is_whole(number) else ""
