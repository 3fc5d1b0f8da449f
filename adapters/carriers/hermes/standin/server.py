"""Hermes as one business customer sees it: the whole stand-in."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from adapters.carriers.hermes.standin.book import Book, Contract, Leaves, Order, Trouble
from adapters.carriers.hermes.standin.codes import Code, Refusal, listed, said
from adapters.carriers.hermes.standin.desk import Desk
from adapters.carriers.hermes.standin.journey import TEST_NUMBERS, events
from adapters.carriers.hermes.standin.papers import wanted
from adapters.carriers.hermes.standin.rules import check_pickup
from adapters.carriers.hermes.standin.tokens import TokenOffice
from core.parcel import LabelKind, Reference
from standins import StandIn, Weather, as_json
from standins.application import Control

TOKEN_PATH: Final = "/authorization-facade/oauth2/access_token"
BASE: Final = "/services/hsi"
_MOST_TRACKED: Final = 100


class HermesStandin(StandIn):
    """
    clock     aware UTC; token life, days, processing and travel follow it
    contract  what the account may do; `book.contract` may be replaced at any time

    `book.troubles` makes the next calls for a label fail; `office` holds the tokens.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        weather: Weather | None = None,
        contract: Contract | None = None,
    ) -> None:
        super().__init__(clock=clock, weather=weather)
        self.book = Book(self._time, contract or Contract())
        self.office = TokenOffice(self._time)
        self._desk = Desk(self.book, self._time)
        self._lock = threading.Lock()
        self.routes = Map(
            [
                Rule(TOKEN_PATH, methods=["POST"], endpoint=self._token),
                Rule(f"{BASE}/shipmentorders", methods=["GET"], endpoint=self._list),
                Rule(f"{BASE}/shipmentorders", methods=["POST"], endpoint=self._shipment),
                Rule(f"{BASE}/shipmentorders/labels", methods=["POST"], endpoint=self._shipment_label),
                Rule(f"{BASE}/shipmentorders/<order_id>/labels", methods=["POST"], endpoint=self._late_label),
                Rule(f"{BASE}/returnorders", methods=["POST"], endpoint=self._return),
                Rule(f"{BASE}/returnorders/labels", methods=["POST"], endpoint=self._return_label),
                Rule(
                    f"{BASE}/returnorders/<order_id>/labels",
                    methods=["POST"],
                    endpoint=self._late_return_label,
                ),
                Rule(f"{BASE}/returnorders/<order_id>", methods=["GET"], endpoint=self._read_return),
                Rule(f"{BASE}/returnpickuporders", methods=["POST"], endpoint=self._pickup),
                Rule(f"{BASE}/shipmentinfo", methods=["GET"], endpoint=self._track),
            ]
        )

    def _time(self) -> datetime:
        # Asked anew each time: a test may hand in another clock later.
        return self.clock()

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        """Every label that was paid for, in order; a return from an outbound parcel has no reference."""
        with self._lock:
            return self.book.bought()

    def outbound(self) -> str:
        """The number of a parcel that was sent before the stand-in began."""
        return self.book.seeded.number

    def controls(self) -> Mapping[str, Control]:
        return {
            "GET /_standin/labels": lambda _: self.bought(),
            "POST /_standin/contract": self._change_contract,
            "POST /_standin/trouble": self._plan_trouble,
        }

    def _change_contract(self, given: Mapping[str, Any]) -> Any:
        known = {"shipments", "returns", "address_returns", "needs_parcel_class", "deactivated"}
        if wrong := set(given) - known:
            raise ValueError(f"no such term: {min(wrong)}; known: {', '.join(sorted(known))}")
        old = self.book.contract
        terms = {name: bool(given.get(name, getattr(old, name))) for name in known}
        self.book.contract = Contract(
            **terms,
            processed_after=old.processed_after,
            most_listed=old.most_listed,
            client_id=old.client_id,
        )
        return terms

    def _plan_trouble(self, given: Mapping[str, Any]) -> Any:
        trouble = Trouble(
            str(given["code"]), int(given.get("status", 400)), Leaves(given.get("leaves", "nothing"))
        )
        self.book.troubles.append(trouble)
        return len(self.book.troubles)

    def answer(self, request: Request) -> Response:
        try:
            endpoint, values = self.routes.bind_to_environ(request.environ).match()
        except HTTPException as error:
            return as_json({"error": "not_found"}, error.code or 404)
        handle: Callable[..., Response] = endpoint
        with self._lock:
            try:
                return handle(request, **values)
            except Refusal as refusal:
                codes = {"listOfResultCodes": listed(refusal.codes, _language(request))}
                return as_json(codes, refusal.status, _content_type(refusal, request))

    def _token(self, request: Request) -> Response:
        return self.office.answer(request.form)

    def _list(self, request: Request) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        asked = request.args
        body, codes = self._desk.listed(
            asked.getlist("shipmentOrderID"),
            asked.get("shipmentOrderState"),
            asked.get("shipmentOrderStartDate"),
            asked.get("shipmentOrderEndDate"),
        )
        return as_json({**body, "listOfResultCodes": listed(codes, _language(request))})

    def _shipment(self, request: Request) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        order, codes = self._desk.create_shipment(_json(request))
        return _made({"shipmentOrderID": order.order_id}, codes, request)

    def _shipment_label(self, request: Request) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        media_type = wanted(request.headers.get("Accept", ""), LabelKind.SHIPMENT)
        order, codes = self._desk.create_shipment(_json(request))
        return self._issued(order, media_type, codes, request)

    def _late_label(self, request: Request, order_id: str) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        media_type = wanted(request.headers.get("Accept", ""), LabelKind.SHIPMENT)
        order = self._desk.known(LabelKind.SHIPMENT, order_id)
        return self._issued(order, media_type, [], request)

    def _return(self, request: Request) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        order, codes = self._desk.create_return(_json(request))
        return _made({"returnOrderID": order.order_id}, codes, request)

    def _return_label(self, request: Request) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        media_type = wanted(request.headers.get("Accept", ""), LabelKind.RETURN)
        order, codes = self._desk.create_return(_json(request))
        return self._issued(order, media_type, codes, request)

    def _late_return_label(self, request: Request, order_id: str) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        media_type = wanted(request.headers.get("Accept", ""), LabelKind.RETURN)
        order = self._desk.known(LabelKind.RETURN, order_id)
        return self._issued(order, media_type, [], request)

    def _read_return(self, request: Request, order_id: str) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        return as_json(self._desk.read_return(order_id))

    def _pickup(self, request: Request) -> Response:
        if (denied := self._denied(request)) is not None:
            return denied
        check_pickup(_json(request))
        return _made({"pickupOrderID": "80000000001"}, [], request)

    def _issued(self, order: Order, media_type: str, codes: list[Code], request: Request) -> Response:
        body, beside = self._desk.issue(order, media_type, codes)
        answer = {"listOfResultCodes": listed(beside, _language(request)), **body}
        return as_json(answer, content_type=media_type)

    def _track(self, request: Request) -> Response:
        language = _language(request)
        fault = self.office.fault(request.headers.get("Authorization", ""))
        if fault is not None:
            return as_json({"listOfResultCodes": listed([(fault, "")], language, tracking=True)}, 400)
        numbers, reference = request.args.getlist("shipmentID"), request.args.get("clientReference")
        if bool(numbers) == bool(reference):
            return as_json({"listOfResultCodes": listed([("e008", "")], language, tracking=True)}, 400)
        if len(numbers) > _MOST_TRACKED:
            return as_json({"listOfResultCodes": listed([("e005", "")], language, tracking=True)}, 400)
        if reference:
            client_id = request.args.get("clientID", "")
            own = client_id == self.book.contract.client_id
            orders = list(self.book.by_client_reference(reference)) if own else []
            entries = [{**self._info(order.number, language), "clientID": client_id} for order in orders]
            return as_json({"shipmentinfo": entries or [_unknown({"clientReference": reference}, language)]})
        return as_json({"shipmentinfo": [self._info(number, language) for number in numbers]})

    def _info(self, number: str, language: str) -> dict[str, Any]:
        now = self.clock()
        found = {"code": "i001", "message": said("i001", "", language)}
        if number in TEST_NUMBERS:
            happened = events(now - TEST_NUMBERS[number], now, back=False)
            return {"shipmentID": number, "result": found, "status": happened}
        order = self.book.by_number(number)
        if order is None or order.issued_at is None:
            return _unknown({"shipmentID": number}, language)
        happened = events(order.issued_at, now, back=order.kind is LabelKind.RETURN)
        info = {
            "shipmentID": number,
            "result": found,
            "status": happened,
            "trackingLink": f"https://hermes.example/tracking/{number}",
        }
        return {**info, "clientReference": order.reference} if order.reference else info

    def _denied(self, request: Request) -> Response | None:
        if self.office.fault(request.headers.get("Authorization", "")) is None:
            return None
        return as_json({"error": "access_denied", "error_description": "no access with this token"}, 401)


def _content_type(refusal: Refusal, request: Request) -> str:
    """An error inside a success comes as what was asked for."""
    return "application/json" if refusal.status >= 400 else request.headers["Accept"]


def _language(request: Request) -> str:
    return "EN" if request.headers.get("Accept-Language", "DE").upper().startswith("EN") else "DE"


def _unknown(entry: dict[str, Any], language: str) -> dict[str, Any]:
    return {**entry, "result": {"code": "e001", "message": said("e001", "", language, tracking=True)}}


def _made(ids: dict[str, Any], codes: list[Code], request: Request) -> Response:
    return as_json({"listOfResultCodes": listed(codes, _language(request)), **ids})


def _json(request: Request) -> Mapping[str, Any]:
    if request.mimetype != "application/json":
        raise Refusal(("e096", request.mimetype), status=415)
    try:
        body = json.loads(request.get_data())
    except ValueError:
        raise Refusal(("e001", "JSON")) from None
    if not isinstance(body, dict):
        raise Refusal(("e001", "JSON"))
    return body
