"""The reasons out of GLS's refusals, in whichever of their shapes (NOTES.md, "errors").

GLS repeats the refused value in its words, and such a value is often somebody's address. So the value is left
out where the shape is known, and what was sent is blotted out where it is not.
"""

import base64
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from core.errors import Complaint
from core.parcel import LabelOrder, Notice
from core.text import Text
from ports import Response, json_of, parse_json

_LONGEST: Final = 300
_TEXT_BYTES: Final = 16_000
_BLOT: Final = "…"
#: Shorter values (a house number) stand in words that are nobody's.
_SHORTEST: Final = 3
_SHORTEST_WORD: Final = 4

_INVALID: Final = re.compile(
    r"Invalid field (?P<field>[\w.\[\]]+)\. Value .* is not a valid value\.?\s*(?P<reason>.*)\Z", re.S
)
_MISSING: Final = re.compile(r"The Mandatory parameter (?P<field>[\w.\[\]]+) is not set", re.I)

#: The last part of a GLS field name, in small letters, below the consumer.
_CONSUMER: Final = {
    "name1": "name",
    "name2": "name",
    "name3": "name",
    "personname": "name",
    "companyname": "company",
    "street": "street",
    "streetnumber": "house_number",
    "zipcode": "postal_code",
    "city": "city",
    "countrycode": "country",
    "email": "email",
    "fixedlinephonenumber": "phone",
    "mobilephonenumber": "phone",
}
_ELSEWHERE: Final = {
    "contactid": "contact_id",
    "shipmentreference": "reference",
    "shipmentunitreference": "reference",
    "originalorderreference": "reference",
    "returnreason": "reason",
    "shippingdate": "on",
    "weight": "weight_g",
    "labelformat": "format",
    "templateset": "format",
    "trackid": "handle",
    "parcelnumber": "handle",
    "returnorderid": "handle",
}

#: Rules of the dry run. What each means is GLS's word; the sentence is ours.
_RULES: Final = {
    "ADDRESS_VALID_ZIPCODE": (
        Text(en="the postal code is not valid for the country", de="die Postleitzahl passt nicht zum Land"),
        "consumer.postal_code",
    ),
    "SHIPMENT_VALID_ROUTING": (
        Text(en="GLS has no route to this address", de="GLS hat keine Route zu dieser Adresse"),
        "consumer.postal_code",
    ),
    "SHIPMENT_VALID_INCOTERM_IF_NEEDED": (
        Text(
            en="an incoterm code is needed for this country", de="für dieses Land ist ein Incoterm-Code nötig"
        ),
        "options.incoterm_code",
    ),
    "ARTICLES_PRODUCT_WEIGHT": (
        Text(en="the weight does not go with the product", de="das Gewicht passt nicht zum Produkt"),
        "weight_g",
    ),
    "ARTICLES_PRODUCT_MUST_BE_SET": (Text(en="the product is missing", de="das Produkt fehlt"), None),
    "ARTICLE_COMBINATIONS": (
        Text(en="these services cannot be combined", de="diese Services lassen sich nicht kombinieren"),
        "options.services",
    ),
    "ARTICLES_VALID_FOR_COUNTRY": (
        Text(
            en="product or service is not offered in this country",
            de="Produkt oder Service gibt es in diesem Land nicht",
        ),
        "consumer.country",
    ),
    "ARTICLES_DESTINATION_EXCLUSIONS": (
        Text(en="product or service is not offered there", de="Produkt oder Service gibt es dort nicht"),
        "consumer.postal_code",
    ),
    "ARTICLES_EXPRESS_SATURDAY": (
        Text(en="no express on Saturday there", de="dort kein Express am Samstag"),
        None,
    ),
}


def private_of(order: LabelOrder) -> frozenset[str]:
    """What must not be repeated to anybody who reads an error: the texts of both parties, and their words."""
    texts = {
        text
        for party in (order.consumer, order.merchant)
        for text in (
            party.name,
            party.company,
            party.addition,
            party.street,
            party.street_line,
            party.postal_code,
            party.city,
            party.email,
            party.phone,
        )
    }
    words = {word for text in texts for word in text.split() if len(word) >= _SHORTEST_WORD}
    return frozenset({text for text in texts if len(text.strip()) >= _SHORTEST} | words)


def complaints(answer: Response, private: Collection[str] = ()) -> tuple[Complaint, ...]:
    """The reasons of a refusal: its headers, else its JSON, else its plain text; never HTML."""
    hidden = {*private, *_login_of(answer)}
    return (
        tuple(_from_headers(answer, hidden))
        or tuple(_from_json(answer, hidden))
        or tuple(_from_text(answer, hidden))
    )


def plain_complaints(answer: Response, private: Collection[str] = ()) -> tuple[Complaint, ...]:
    """The reasons that an answer with a good status names all the same: an error header or error JSON."""
    hidden = {*private, *_login_of(answer)}
    if any(name.lower() == b"error" for name, _ in answer.headers.raw):
        return tuple(_from_headers(answer, hidden))
    return tuple(_listed_reasons(_json_object(answer), hidden))


def _login_of(answer: Response) -> frozenset[str]:
    """What the request logged in with: a server may repeat everything."""
    try:
        _, _, shown = answer.request.headers.get("authorization", "").partition(" ")
    except RuntimeError:  # an answer that nobody asked for
        return frozenset()
    try:
        pair = base64.b64decode(shown, validate=True).decode()
    except ValueError:
        pair = ""
    _, _, password = pair.partition(":")
    return frozenset({text for text in (shown, pair, password) if text})


_NOT_ACCEPTED: Final = Text(en="not accepted", de="nicht akzeptiert")
REFUSED_UNTOLD: Final = Text(
    en="GLS would refuse it and names no reason", de="GLS würde ablehnen und nennt keinen Grund"
)


def issues(body: Mapping[str, Any]) -> tuple[Notice, ...]:
    """The findings of a dry run. Their parameters are left out: they repeat the address."""
    found = (body.get("ValidationResult") or {}).get("Issues") or []
    notices = tuple(_notice(issue) for issue in found)
    if not notices and body.get("Success") is False:
        return (Notice("REFUSED", REFUSED_UNTOLD),)
    return notices


def _notice(issue: Mapping[str, Any]) -> Notice:
    rule, location = str(issue["Rule"]), str(issue.get("Location") or "")
    text, field = _RULES.get(rule, (_NOT_ACCEPTED, None))
    return Notice(_clean(rule, ()) or "COMMON", text, field or field_of(location) or None)


def field_of(name: str) -> str:
    """Our name of a field of GLS's, or theirs where there is none of ours."""
    parts = [part.partition("[")[0].lower() for part in name.split(".")]
    last = parts[-1]
    if last not in _CONSUMER:
        return _ELSEWHERE.get(last, name)
    if "shipper" in parts or "return" in parts:
        return name
    return f"consumer.{_CONSUMER[last]}"


def _from_headers(answer: Response, private: Collection[str]) -> Iterator[Complaint]:
    found = {name.lower(): _decoded(value) for name, value in answer.headers.raw}
    code, message = found.get(b"error"), found.get(b"message")
    if code or message:
        yield _complaint(message or "not accepted", _clean(code, ()), None, private)


def _decoded(value: bytes) -> str:
    """Headers have no encoding of their own, and GLS is not known to keep to one."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="replace")


def _from_json(answer: Response, private: Collection[str]) -> Iterator[Complaint]:
    body = _json_object(answer)
    listed = list(_listed_reasons(body, private))
    yield from listed
    if not listed and (words := body.get("detail") or body.get("message") or body.get("title")):
        yield _complaint(words, None, None, private)


def _json_object(answer: Response) -> Mapping[str, Any]:
    """The body; empty where it is anything else."""
    try:
        body = json_of(answer)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _listed_reasons(body: Mapping[str, Any], private: Collection[str]) -> Iterator[Complaint]:
    """Out of `errors`, which ShipIT at the gateway and Shop Returns have, and `fault`, the gateway's own."""
    for entry in _listed(body.get("errors")):
        if isinstance(entry, dict):
            named = (entry[key] for key in ("fieldName", "field") if isinstance(entry.get(key), str))
            code = _clean(entry.get("code") or entry.get("type"), ())
            yield _complaint(entry.get("message") or "not accepted", code, next(named, None), private)
    fault = body.get("fault")
    if isinstance(fault, dict):
        detail = fault.get("detail")
        code = _clean(detail.get("errorcode"), ()) if isinstance(detail, dict) else None
        yield _complaint(fault.get("faultstring") or "not accepted", code, None, private)


def _from_text(answer: Response, private: Collection[str]) -> Iterator[Complaint]:
    text = _decoded(answer.content[:_TEXT_BYTES]).strip()
    html = text.startswith("<") or "<html" in text.lower() or "html" in answer.headers.get("content-type", "")
    if html or not text:
        return
    try:
        parse_json(answer.content)
    except (ValueError, RecursionError):
        yield _complaint(text, None, None, private)


def _complaint(message: object, code: str | None, field: str | None, private: Collection[str]) -> Complaint:
    words = str(message)
    if known := _INVALID.match(words):
        field, words = known["field"], known["reason"] or "not a valid value"
    elif known := _MISSING.match(words):
        field, words = known["field"], "is missing"
    return Complaint(
        _clean(words, private) or "not accepted", code, _clean(field_of(field), ()) if field else None
    )


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _clean(value: object, private: Collection[str]) -> str | None:
    """One line of bounded length, without what is private."""
    if value is None:
        return None
    text = " ".join(str(value).split())
    for secret in sorted(private, key=len, reverse=True):
        text = re.sub(re.escape(" ".join(secret.split())), _BLOT, text, flags=re.I)
    return "".join(char for char in text if char.isprintable())[:_LONGEST].strip() or None
