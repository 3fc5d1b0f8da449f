"""`/v1/shipping-profiles`: create, read, replace, delete."""

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.area import Route
from adapters.otto.standin.bodies import Json, Unreadable, body_of, is_whole
from adapters.otto.standin.shipping_profiles.book import Profile, ProfileBook
from standins import as_json
from standins.application import Control

_PATH: Final = "/v1/shipping-profiles"
_UTF8: Final = "application/json;charset=UTF-8"
_PAGE: Final = 300
_SCOPE: Final = "shipping-profiles"
_DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_TYPES: Final = ("PARCEL", "FORWARDER_PREFERREDLOCATION", "FORWARDER_CURBSIDE", "FORWARDER_HEAVYDUTY")
_HALF_HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):(00|30)\Z")


class ShippingProfiles:
    """`in_use` says whether skus are linked to the profile of that id."""

    def __init__(self, book: ProfileBook, in_use: Callable[[str], bool]) -> None:
        self.book = book
        self.in_use = in_use

    def routes(self) -> Sequence[Route]:
        one = f"{_PATH}/<profile_id>"
        return (
            Route("GET", _PATH, _SCOPE, self.listing),
            Route("POST", _PATH, _SCOPE, self.create),
            Route("GET", one, _SCOPE, self.single),
            Route("PUT", one, _SCOPE, self.replace),
            Route("DELETE", one, _SCOPE, self.delete),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}

    def listing(self, request: Request) -> Response:
        """`links` is one object, not a list; an empty one on the last page."""
        profiles = self.book.all()
        cursor = request.args.get("cursor")
        place = 0 if cursor is None else bisect_right([profile.id for profile in profiles], _opened(cursor))
        chosen = profiles[place : place + _PAGE]
        links = {}
        if place + _PAGE < len(profiles):
            links = {"href": f"{_PATH}?cursor={_closed(chosen[-1].id)}", "rel": "next"}
        return as_json({"results": [profile.shown() for profile in chosen], "links": links}, 200, _UTF8)

    def single(self, _: Request, profile_id: str) -> Response:
        profile = self.book.find(profile_id)
        return _not_found(profile_id) if profile is None else as_json(profile.shown(), 200, _UTF8)

    def create(self, request: Request) -> Response:
        with self.book.lock:
            profile_id = self.book.new_id()
            profile, problem = self._profile(request, profile_id)
            if profile is None:
                return problem
            self.book.put(profile)
        message = f"Shipping profile created successfully with id : {profile_id}"
        return as_json({"shippingProfileId": profile_id, "message": message}, 201)

    def replace(self, request: Request, profile_id: str) -> Response:
        with self.book.lock:
            before = self.book.find(profile_id)
            if before is None:
                return _not_found(profile_id)
            profile, problem = self._profile(request, profile_id)
            if profile is None:
                return problem
            if profile.delivery_type != before.delivery_type:
                return _refused("Delivery type cannot be changed", "deliveryType")
            self.book.put(profile)
        return Response(status=204)

    def delete(self, _: Request, profile_id: str) -> Response:
        with self.book.lock:
            if self.book.find(profile_id) is None:
                return _not_found(profile_id)
            if self.in_use(profile_id):
                return _kept(
                    "Shipping profile has one or more SKUs linked to it. "
                    "Please link the SKUs to a another shipping profile.",
                    "shippingProfileInUse",
                )
            if len(self.book.all()) == 1:
                return _kept("The last shipping profile cannot be deleted.", "lastShippingProfile")
            self.book.remove(profile_id)
        return Response(status=204)

    def _profile(self, request: Request, profile_id: str) -> tuple[Profile | None, Response]:
        """The profile that the body describes, else what to answer."""
        try:
            body = body_of(request)
        except Unreadable:
            body = None
        if not isinstance(body, dict):
            return None, _refused("Invalid request body", "body")
        problem = next(_problems(body), None)
        if problem is not None:
            return None, _refused(*problem)
        namesake = self.book.named(body["shippingProfileName"])
        if namesake is not None and namesake.id != profile_id:
            return None, _refused("Shipping profile name already exists", "shippingProfileName")
        profile = Profile(
            id=profile_id,
            name=body["shippingProfileName"],
            working_days=tuple(body["workingDays"]),
            cutoff=body["orderCutoff"],
            delivery_type=body["deliveryType"],
            processing=body["defaultProcessingTime"],
            transport=body["transportTime"],
        )
        return profile, Response(status=204)


def _problems(body: Json) -> Iterator[tuple[str, str]]:
    """What is wrong with it, and the field."""
    name, days = body.get("shippingProfileName"), body.get("workingDays")
    if not isinstance(name, str) or not name.strip():
        yield "Invalid shipping profile name. Should not be empty", "shippingProfileName"
    if not isinstance(days, list) or not days or not all(day in _DAYS for day in days):
        yield "Invalid working days. Should be names of days", "workingDays"
    elif len(set(days)) != len(days):
        yield "Invalid working days. Should be unique", "workingDays"
    if not _HALF_HOUR.match(str(body.get("orderCutoff"))):
        yield "Invalid order cutoff. Should be HH:MM in steps of half an hour", "orderCutoff"
    if body.get("deliveryType") not in _TYPES:
        yield f"Invalid delivery type. Should be one of {', '.join(_TYPES)}", "deliveryType"
    for field, title in (("defaultProcessingTime", "default processing"), ("transportTime", "transport")):
        days_given: Any = body.get(field)
        if not is_whole(days_given) or not 1 <= days_given <= 99:
            yield f"Invalid {title} time. Should be greater than 0 and less than 100", field


def _error(status: int, title: str, detail: str, logref: str) -> Response:
    errors = [{"detail": detail, "logref": logref}]
    return as_json({"type": _PATH, "title": title, "status": status, "validationErrors": errors}, status)


def _refused(detail: str, logref: str) -> Response:
    return _error(400, "Validation Failure", detail, logref)


def _kept(detail: str, logref: str) -> Response:
    return _error(412, "Deletion Failed", detail, logref)


def _not_found(profile_id: str) -> Response:
    detail = f"Shipping profile not found for {profile_id}"
    return _error(404, "Shipping profile not found", detail, "shippingProfileNotFound")


def _closed(profile_id: str) -> str:
    return base64.urlsafe_b64encode(profile_id.encode()).decode()


def _opened(cursor: str) -> str:
    """What is no cursor of ours begins at the beginning."""
    try:
        return base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
