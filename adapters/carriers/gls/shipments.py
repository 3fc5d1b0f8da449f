"""ShipIT's requests and answers: shipments, returns by ShopReturn, reprints, cancellations, the search.

Names are those of GLS's own samples (ZIPCode, eMail); the generated vendor file spells some differently, so
both are read. NOTES.md, "names".
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.options import read_options
from adapters.carriers.gls.papers import NO_PAPER, papers, printed
from core.parcel import (
    Cancellation,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    Party,
    Reference,
)
from core.text import Text

_PRINTING: Final = {
    DocumentFormat.PDF: ("NONE", "PDF"),
    DocumentFormat.PNG: ("NONE", "PNG"),
    DocumentFormat.ZPL: ("ZPL_200", "ZEBRA"),
}
_ROLES: Final = {
    LabelKind.SHIPMENT: DocumentRole.LABEL,
    LabelKind.RETURN: DocumentRole.RETURN_LABEL,
}
_SHOP_RETURN: Final = {"ShopReturn": {"ServiceName": "service_shopreturn", "NumberOfLabels": 1}}
_CANCELLATIONS: Final = {
    "CANCELLED": Cancellation.DONE,
    "CANCELLATION_PENDING": Cancellation.DONE,
    "SCANNED": Cancellation.TOO_LATE,
}
#: The search may take its last day to end where it begins, and GLS's clock may be a zone ahead.
_SEARCH_AHEAD: Final = timedelta(days=2)


def kilograms(weight_g: int) -> int | float:
    """For JSON: the shortest figure that is exactly this weight.

    A thousandth that was rounded to a float once is written with at most three decimals again.
    """
    return weight_g // 1000 if weight_g % 1000 == 0 else weight_g / 1000


def announced_g(weight_g: int, account: Account) -> int:
    return max(weight_g, account.lightest_g)


def weight_notices(weight_g: int, account: Account) -> tuple[Notice, ...]:
    announced = announced_g(weight_g, account)
    if announced == weight_g:
        return ()
    words = Text(
        en=f"announced to GLS with {announced} g, as the settings say",
        de=f"laut Einstellungen bei GLS mit {announced} g angekündigt",
    )
    return (Notice("WEIGHT_RAISED", words, "weight_g"),)


def shipment_of(order: LabelOrder, account: Account) -> dict[str, Any]:
    """ShipIT's Shipment. The consumer is always the Consignee: GLS itself turns a ShopReturn round.

    raises  InvalidValue: an option that does not fit
    """
    options = read_options(order.options, order.kind, shop_returns=False)
    references = [str(order.reference)]
    if order.order_number and order.order_number != order.reference:
        references.append(order.order_number)
    if order.kind is LabelKind.RETURN:
        references.append(RETURN_MARK)
    unit: dict[str, Any] = {
        "ShipmentUnitReference": [order.reference],
        "Weight": kilograms(announced_g(order.weight_g, account)),
    }
    if "note" in options:
        unit["Note1"] = options["note"]
    services: list[dict[str, Any]] = [_SHOP_RETURN] if order.kind is LabelKind.RETURN else []
    services += [{"Service": {"ServiceName": name}} for name in options.get("services", "").split()]
    shipment: dict[str, Any] = {
        "ShipmentReference": references,
        "ShippingDate": order.on.isoformat(),
        "Middleware": account.middleware,
        "Product": "PARCEL",
        "Consignee": {"Address": _address(order.consumer)},
        "Shipper": {"ContactID": account.contact_id},
        "ShipmentUnit": [unit],
    }
    if services:
        shipment["Service"] = services
    if "incoterm_code" in options:
        shipment["IncotermCode"] = options["incoterm_code"]
    return shipment


def creation(order: LabelOrder, account: Account) -> dict[str, Any]:
    """The body that buys."""
    return {
        "Shipment": shipment_of(order, account),
        "PrintingOptions": printing(order.format, order.options.get("zpl_template")),
    }


def printing(wanted: DocumentFormat, zpl_template: str | None = None) -> dict[str, Any]:
    """ShipIT calls it ReturnLabels because the labels come back in the answer."""
    template, label_format = _PRINTING[wanted]
    if wanted is DocumentFormat.ZPL and zpl_template:
        template = zpl_template
    return {"ReturnLabels": {"TemplateSet": template, "LabelFormat": label_format}}


def _address(party: Party) -> dict[str, str]:
    """Nothing is cut or moved into a neighbouring line; what is empty stays away."""
    names = [party.company, party.name, party.addition]
    lines = [name for name in names if name]
    address = {
        **{f"Name{position}": line for position, line in enumerate(lines, 1)},
        "CountryCode": party.country,
        "ZIPCode": party.postal_code,
        "City": party.city,
        "Street": party.street,
        "StreetNumber": party.house_number,
        "eMail": party.email,
        "FixedLinePhonenumber": party.phone,
    }
    return {key: value for key, value in address.items() if value}


def read_found(item: Mapping[str, Any], kind: LabelKind, reference: Reference) -> Label:
    """A label out of the search alone, where its document is no longer to be had.

    raises  KeyError, TypeError, ValueError: no number in it. Call it inside `reading`.
    """
    number, track_id = identifier(item["ParcelNumber"]), identifier(item["TrackID"])
    return Label(
        kind=kind,
        reference=reference,
        number=number,
        handle=track_id,
        notices=(NO_PAPER,),
        carrier_ids={"parcel_number": number, "track_id": track_id},
    )


def read_created(body: Any, kind: LabelKind, reference: Reference) -> Label:
    """The label in an answer to a creation or a reprint.

    raises  KeyError, TypeError, ValueError and their like: no number in it. Call it inside `reading`.
    """
    created = body["CreatedShipment"]
    parcels = created["ParcelData"]
    first, *more = parcels if isinstance(parcels, list) else [parcels]
    number = identifier(first["ParcelNumber"])
    track_id = identifier(first["TrackID"]) if first.get("TrackID") else ""
    documents, notices = papers(_ROLES[kind], printed(created.get("PrintData")))
    if more:
        others = ", ".join(identifier(parcel["ParcelNumber"]) for parcel in more)
        words = Text(
            en=f"GLS made further parcels for one label: {others}",
            de=f"GLS hat zu einem Label weitere Pakete angelegt: {others}",
        )
        notices += (Notice("MORE_PARCELS", words),)
    return Label(
        kind=kind,
        reference=reference,
        number=number,
        handle=track_id or number,
        documents=documents,
        notices=notices,
        carrier_ids={"parcel_number": number, **({"track_id": track_id} if track_id else {})},
    )


def identifier(value: object) -> str:
    """A number of GLS's as text, which it is; some answers write it as a figure.

    raises  TypeError, ValueError
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError("a number")
    text = str(value).strip()
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError("a number")
    return text


def reprint(handle: str, wanted: DocumentFormat) -> dict[str, Any]:
    """A handle is a TrackID; without one, or where a person typed it in, it is a ParcelNumber."""
    name = "ParcelNumber" if handle.isdecimal() else "TrackID"
    return {name: handle, "PrintingOptions": printing(wanted)}


#: A shipment and its return may have the same reference of ours. GLS's search does not tell them apart, so a
#: return bears this as its last reference.
RETURN_MARK: Final = "RETURN"


def search(reference: Reference, since: date, today: date) -> dict[str, Any]:
    return {
        "ShipmentReference": reference,
        "DateFrom": since.isoformat(),
        "DateTo": (max(today, since) + _SEARCH_AHEAD).isoformat(),
    }


def found_parcels(body: Any, reference: Reference) -> Sequence[Mapping[str, Any]]:
    """The live parcels that bear this reference, newest first; GLS might find by parts of it too."""
    live = [
        item
        for item in body.get("UnitItems") or []
        if reference in (*_listed(item, "ShipmentReference"), *_listed(item, "ShipmentUnitReference"))
        and "CANCEL" not in str(item.get("Status") or "").upper()
    ]
    return sorted(live, key=lambda item: str(item.get("InitialDate") or ""), reverse=True)


def is_this(item: Mapping[str, Any], kind: LabelKind, reference: Reference) -> bool | None:
    """Whether a found parcel is the one of this kind and reference; None: it cannot be told.

    The reference is the unit's, and the shipment's first; behind it may stand an order number, which is
    another label's reference.
    """
    of_shipment, of_unit = _listed(item, "ShipmentReference"), _listed(item, "ShipmentUnitReference")
    if of_unit and reference not in of_unit:
        return False
    if not of_unit and of_shipment[:1] != [reference]:
        return None
    if RETURN_MARK in of_shipment:
        return kind is LabelKind.RETURN
    return True if kind is LabelKind.SHIPMENT else None


def _listed(item: Mapping[str, Any], key: str) -> list[Any]:
    found = item.get(key)
    return found if isinstance(found, list) else [found] if found else []


def read_cancellation(body: Any) -> Cancellation | None:
    """None: an outcome that is not known to mean anything."""
    result = body.get("result") or body["Result"]
    return _CANCELLATIONS.get(str(result).upper())
