"""Shipping profiles and delivery information at OTTO. Facts: NOTES.md, "listings"."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any, Final
from urllib.parse import quote

from adapters.otto.calls import OttoCalls
from adapters.otto.listings.parts import each, list_of, object_of, text_of, texts_of
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.errors import Complaint, InvalidValue, Refused
from core.listing.delivery import DeliveryKind, DeliveryLink, Profile, Weekday
from core.orders import Sku
from ports import json_of, reading
from ports.listings import Linked, LinkPage

PROFILES: Final = "/v1/shipping-profiles"
LINKS: Final = "/v1/availability/product-delivery-information"
_PARTLY: Final = 207
_GONE: Final = 404

_KINDS: Final = {
    "PARCEL": DeliveryKind.PARCEL,
    "FORWARDER_PREFERREDLOCATION": DeliveryKind.FORWARDER_ROOM,
    "FORWARDER_CURBSIDE": DeliveryKind.FORWARDER_KERB,
    "FORWARDER_HEAVYDUTY": DeliveryKind.FORWARDER_HEAVY,
}
_WORDS: Final = {kind: word for word, kind in _KINDS.items()}
#: What a seller gives when the days of the profile count.
_DEFAULT: Final = "DEFAULT"


class OttoDelivery:
    """A `DeliveryDesk`."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def profiles(self) -> Sequence[Profile]:
        found: list[Profile] = []
        query: str | None = ""
        seen: set[str] = set()
        while query is not None:
            seen.add(query)
            answer = self._calls.read(f"{PROFILES}?{query}" if query else PROFILES, "shipping-profiles")
            with reading(SERVICE):
                body = json_of(answer)
                found += [profile for profile in each(body, "results", _profile) if profile is not None]
                query = next_query(body.get("links"))
            query = None if query in seen else query
        return found

    def create(self, profile: Profile) -> Profile:
        answer = self._calls.write(
            "POST", PROFILES, _body(profile), right="shipping-profiles", repeatable=False
        )
        with reading(SERVICE):
            return Profile(
                name=profile.name,
                kind=profile.kind,
                working_days=profile.working_days,
                order_cutoff=profile.order_cutoff,
                processing_days=profile.processing_days,
                transport_days=profile.transport_days,
                id=json_of(answer)["shippingProfileId"],
            )

    def change(self, profile: Profile) -> None:
        target = f"{PROFILES}/{quote(profile.id, safe='')}"
        self._calls.write("PUT", target, _body(profile), right="shipping-profiles", repeatable=True)

    def delete(self, profile_id: str) -> None:
        target = f"{PROFILES}/{quote(profile_id, safe='')}"
        try:
            self._calls.write("DELETE", target, right="shipping-profiles", repeatable=True)
        except Refused as error:
            if error.status != _GONE:
                raise

    def links(self, page: str | None) -> LinkPage:
        answer = self._calls.read(f"{LINKS}?{page}" if page else LINKS, "availability")
        with reading(SERVICE):
            body = json_of(answer)
            found = tuple(link for link in each(body, "results", _link) if link is not None)
            following = next_query(body.get("links"))
            return LinkPage(found, None if following == page else following)

    def link(self, links: Sequence[DeliveryLink]) -> Linked:
        """Failed is what was sent and is not among the results: errors name SKUs only inside their text."""
        body = [
            {
                "sku": link.sku,
                "shippingProfileId": link.profile_id,
                "processingTime": _DEFAULT if link.processing_days is None else str(link.processing_days),
            }
            for link in links
        ]
        sent = {link.sku: link for link in links}
        try:
            answer = self._calls.write("POST", LINKS, body, right="availability", repeatable=True)
        except Refused as error:
            if error.status != 400:
                raise
            complaints = {sku: _about(link, error.complaints) for sku, link in sent.items()}
            return Linked(frozenset(), complaints)
        if answer.status_code != _PARTLY:
            return Linked(frozenset(sent), {})
        with reading(SERVICE):
            answered = json_of(answer)
            accepted = {Sku(text_of(object_of(entry).get("sku"))) for entry in answered["results"]}
            errors = tuple(_complaint(object_of(entry)) for entry in list_of(answered.get("errors")))
        return Linked(
            frozenset(accepted & sent.keys()),
            {sku: _about(link, errors) for sku, link in sent.items() if sku not in accepted},
        )


def _about(link: DeliveryLink, errors: Sequence[Complaint]) -> Complaint:
    """The error that names this link's SKU or profile in its text; else what there is."""
    for named in (link.sku, link.profile_id):
        for error in errors:
            if re.search(rf"(?<![\w-]){re.escape(named)}(?![\w-])", error.text):
                return error
    return errors[0] if errors else Complaint("not accepted")


def _complaint(entry: dict[str, Any]) -> Complaint:
    words = [text_of(entry.get(name)) for name in ("title", "detail")]
    field = text_of(entry.get("logref")) or None
    return Complaint(": ".join(word for word in words if word) or "not accepted", field=field)


def _profile(body: object) -> Profile | None:
    entry = object_of(body)
    days = [Weekday(day.lower()) for day in texts_of(entry.get("workingDays")) if day.lower() in _DAYS]
    try:
        return Profile(
            name=text_of(entry.get("shippingProfileName")),
            kind=_KINDS[text_of(entry.get("deliveryType"))],
            working_days=tuple(days),
            order_cutoff=time.fromisoformat(text_of(entry.get("orderCutoff"))),
            processing_days=int(entry["defaultProcessingTime"]),
            transport_days=int(entry["transportTime"]),
            id=text_of(entry.get("shippingProfileId")),
        )
    except (InvalidValue, KeyError, TypeError, ValueError):
        return None  # of a kind that this version does not know; it stays as it is


_DAYS: Final = {day.value for day in Weekday}


def _body(profile: Profile) -> dict[str, Any]:
    return {
        "shippingProfileName": profile.name,
        "workingDays": [day.value.upper() for day in profile.working_days],
        "orderCutoff": f"{profile.order_cutoff:%H:%M}",
        "deliveryType": _WORDS[profile.kind],
        "defaultProcessingTime": profile.processing_days,
        "transportTime": profile.transport_days,
    }


def _link(body: object) -> DeliveryLink | None:
    entry = object_of(body)
    sku, profile, days = (text_of(entry.get(name)) for name in ("sku", "shippingProfileId", "processingTime"))
    if not sku or not profile:
        return None
    return DeliveryLink(Sku(sku), profile, int(days) if days.isdecimal() else None)
