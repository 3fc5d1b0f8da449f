"""The reasons out of DHL's refusals, in whichever shape they come (NOTES.md, "errors"), at our fields.

Shapes: a problem object (`title`, `status`, `detail`), and for Shipping `items` with either business findings
(`validationMessages`), schema findings (`propertyPath`, `message`), or nothing but a status (`sstatus`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from adapters.carriers.dhl.discretion import hushed, private_in
from core.errors import Complaint
from ports import Response, json_of

FieldOf = Callable[[Any], str | None]

_LONGEST: Final = 300
#: The code of findings of the schema check, which bring none.
SCHEMA: Final = "schema"
#: States of a finding as DHL writes them.
WARNING: Final = "Warning"

#: "shipments[0].", "$.shipments/0/" and the like in front of a path.
_SHIPMENT_AT: Final = re.compile(
    r"^(?:\$\.?)?/?(?:shipments?(?=[\[./]))?(?:\[\d+\]|[./]\d+(?=[./]))?[./]?", re.IGNORECASE
)

#: DHL's names within an address, and ours.
_ADDRESS: Final[Mapping[str, str]] = {
    "name": "name",
    "name1": "name",
    "name2": "name",
    "name3": "name",
    "additionaladdressinformation1": "addition",
    "dispatchinginformation": "addition",
    "postnumber": "addition",
    "addressstreet": "street",
    "lockerid": "street",
    "retailid": "street",
    "addresshouse": "house_number",
    "postalcode": "postal_code",
    "city": "city",
    "state": "city",
    "country": "country",
    "email": "email",
    "phone": "phone",
}
#: DHL's names of a shipment and of an account, and ours; the longest beginning counts.
_SHIPMENT: Final[Mapping[str, str]] = {
    "refno": "reference",
    "shipdate": "on",
    "details.weight": "weight_g",
    "dimension.weight": "weight_g",
    "weight": "weight_g",
    "details.dim": "size",
    "dimension": "size",
    "product": "options.product",
    "billingnumber": "billing_number",
    "profile": "profile",
    "services.dhlretoure.billingnumber": "return_billing_number",
    "dhlretoure.billingnumber": "return_billing_number",
    "services.dhlretoure": "enclosed_return",
    "dhlretoure": "enclosed_return",
    "services": "options",
    "customs": "consumer.country",
}
_RETURN: Final[Mapping[str, str]] = {
    "customerreference": "reference",
    "shipmentreference": "order_number",
    "itemweight": "weight_g",
    "receiverid": "receiver_id",
    "customsdetails": "consumer.country",
    "services": "options",
}
#: Whose address DHL means, by what it calls the party. On a return the consumer is the shipper.
_SHIPMENT_PARTIES: Final[Mapping[str, str]] = {
    "consignee": "consumer",
    "receiver": "consumer",
    "shipper": "merchant",
    "services.dhlretoure.returnaddress": "merchant",
    "dhlretoure.returnaddress": "merchant",
    "returnaddress": "merchant",
}
_RETURN_PARTIES: Final[Mapping[str, str]] = {"shipper": "consumer"}


def shipment_field(path: Any) -> str | None:
    """Our name for a path in DHL's shipment; None where there is none."""
    return _field(path, _SHIPMENT_PARTIES, _SHIPMENT)


def return_field(path: Any) -> str | None:
    """Our name for a path in DHL's return order; None where there is none."""
    return _field(path, _RETURN_PARTIES, _RETURN)


def shipping_complaints(answer: Response) -> tuple[Complaint, ...]:
    """The reasons; none where the body is something else.

    raises  ValueError and its like for bodies that are no JSON; `ports.send` takes that as "no reasons"
    """
    return _of_items(answer, shipment_field)


def returns_complaints(answer: Response) -> tuple[Complaint, ...]:
    """As `shipping_complaints`, for the Returns interface."""
    return _of_items(answer, return_field)


def tracking_complaints(answer: Response) -> tuple[Complaint, ...]:
    """As `shipping_complaints`, for the tracking interface."""
    body = json_of(answer)
    return tuple(_problem(body, private_in(answer))) if isinstance(body, dict) else ()


def _of_items(answer: Response, field_of: FieldOf) -> tuple[Complaint, ...]:
    body, private = json_of(answer), private_in(answer)
    if not isinstance(body, dict):
        return ()
    items = [item for item in _list(body.get("items")) if isinstance(item, dict)]
    found = tuple(reason for item in items for reason in item_complaints(item, private, field_of))
    return found or tuple(_problem(body, private))


def item_complaints(
    item: Mapping[str, Any], private: frozenset[str], field_of: FieldOf = shipment_field
) -> tuple[Complaint, ...]:
    """The reasons at one shipment; where it brings no findings, its status in words.

    private  what the texts must not repeat (`discretion.private_in`)
    """
    found = []
    for message in _list(item.get("validationMessages")):
        if isinstance(message, dict):
            text = _clean(message.get("validationMessage"), private) or "not accepted"
            state = _clean(message.get("validationState"), private)
            found.append(Complaint(text, state, field_of(message.get("property"))))
    if said := _clean(item.get("message"), private):
        found.append(Complaint(said, SCHEMA, field_of(item.get("propertyPath"))))
    return tuple(found) or tuple(_problem({"status": item.get("sstatus")}, private))


def status_title(item: Mapping[str, Any], private: frozenset[str]) -> str:
    """DHL's name for what became of one shipment; empty where it gives none."""
    status = item.get("sstatus")
    return (_clean(status.get("title"), private) or "") if isinstance(status, dict) else ""


def _problem(body: Mapping[str, Any], private: frozenset[str]) -> Iterator[Complaint]:
    """A problem object; Shipping wraps it into `status`."""
    inner = body.get("status")
    holder = inner if isinstance(inner, dict) else body
    title, detail = _clean(holder.get("title"), private), _clean(holder.get("detail"), private)
    if title or detail:
        yield Complaint(detail or title or "", title)


def _field(path: Any, parties: Mapping[str, str], others: Mapping[str, str]) -> str | None:
    if not isinstance(path, str):
        return None
    bare = _SHIPMENT_AT.sub("", path.strip(), count=1).replace("/", ".").strip(".").lower()
    for name in sorted(parties, key=len, reverse=True):
        if bare == name:
            return parties[name]
        if bare.startswith(f"{name}."):
            part = _ADDRESS.get(bare.removeprefix(f"{name}."))
            return f"{parties[name]}.{part}" if part else parties[name]
    for name in sorted(others, key=len, reverse=True):
        if bare == name or bare.startswith(f"{name}."):
            return others[name]
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _clean(value: Any, private: frozenset[str]) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = hushed("".join(c for c in str(value) if c.isprintable()), private)
        return text[:_LONGEST].strip() or None
    return None
