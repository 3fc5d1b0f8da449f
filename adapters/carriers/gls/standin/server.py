"""The whole stand-in: every host of GLS under one address. Their paths do not collide."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from adapters.carriers.gls.standin.access import Door, Product
from adapters.carriers.gls.standin.oddities import Oddities
from adapters.carriers.gls.standin.parcels import Depot
from adapters.carriers.gls.standin.refusals import Fault, NoOrder, Unreadable, gateway_fault, problem
from adapters.carriers.gls.standin.shipit import ShipIt
from adapters.carriers.gls.standin.shop_returns import ShopReturns
from adapters.carriers.gls.standin.tracking import STATUSES, TrackAndTrace
from core.parcel import LabelKind, Reference
from standins import StandIn, Weather
from standins.application import Control

_PORTAL = "/shipit-farm/v1/backend/rs"
_CLASSIC = "/backend/rs"
_RETURNS = "/order-management/shop-returns/v3"

#: What lets a caller in or says why not.
_Guard = Callable[[Request], Response | None]


class GlsStandin(StandIn):
    """`depot` has parcels, contacts and app ids; `door` apps, users, tokens; `odd` what GLS leaves open."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        weather: Weather | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(clock=clock, weather=weather)
        self.odd = Oddities()
        self.depot = Depot(self._time, seed)
        self.door = Door(self._time, seed)
        self._routes, self._handlers = self._routing()

    def _time(self) -> datetime:
        # Asked anew each time: a test may hand in another clock later.
        return self.clock()

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        """Every label that was paid for, in order; cancelled ones stay."""
        return [(parcel.kind, parcel.reference, parcel.number) for parcel in self.depot.parcels()]

    def _routing(self) -> tuple[Map, Mapping[str, tuple[_Guard, Callable[..., Response]]]]:
        shipit = ShipIt(self.depot, self.odd)
        returns = ShopReturns(self.depot)
        tracking = TrackAndTrace(self.depot)
        resources: dict[str, Callable[..., Response]] = {
            "shipments": shipit.create,
            "shipments/validate": shipit.validate,
            "shipments/allowedservices": shipit.allowed_services,
            "shipments/cancel/<track_id>": shipit.cancel,
            "shipments/reprintparcel": shipit.reprint,
            "tracking/parcels": shipit.find,
        }
        document = "<any(label, 'parcelshop-qrcode'):document>"
        table: list[tuple[str, str, _Guard, Callable[..., Response]]] = [
            ("POST", "/oauth2/v2/token", lambda _: None, self.door.token),
            *(
                ("POST", f"{base}/{path}", guard, handler)
                for base, guard in (
                    (_PORTAL, self._needs(Product.SHIPIT)),
                    (_CLASSIC, self.door.classic_refusal),
                )
                for path, handler in resources.items()
            ),
            (
                "POST",
                f"{_RETURNS}/<app_id>/return-orders/{document}",
                self._needs(Product.SHOP_RETURNS),
                returns.create,
            ),
            (
                "GET",
                f"{_RETURNS}/return-orders/<order_id>/{document}",
                self._needs(Product.SHOP_RETURNS),
                returns.fetch,
            ),
            (
                "GET",
                "/track-and-trace-v1/tracking/simple/trackids/<numbers>",
                self._needs(Product.TRACKING),
                tracking.trackids,
            ),
        ]
        rules = [Rule(path, methods=[method], endpoint=f"{method} {path}") for method, path, *_ in table]
        handlers = {f"{method} {path}": (guard, handler) for method, path, guard, handler in table}
        return Map(rules, merge_slashes=False, redirect_defaults=False), handlers

    def _needs(self, product: Product) -> _Guard:
        return lambda request: self.door.refusal(request, product)

    def answer(self, request: Request) -> Response:
        try:
            endpoint, values = self._routes.bind_to_environ(request.environ).match()
        except HTTPException:
            return problem(404, "Not Found", "No static resource", request.path)
        guard, handler = self._handlers[endpoint]
        refusal = guard(request)
        if refusal is not None:
            return refusal
        try:
            return handler(request, **values)
        except Fault as fault:
            return fault.response(self.odd)
        except (Unreadable, NoOrder) as refused:
            return refused.response()

    def too_many(self) -> Response:
        words = "Rate limit quota violation. Quota limit  exceeded. Identifier : demo"
        return gateway_fault(429, words, "policies.ratelimit.QuotaViolation")

    def controls(self) -> Mapping[str, Control]:
        return {
            "GET /_standin/bought": lambda _: [list(entry) for entry in self.bought()],
            "POST /_standin/move": self._move,
            "POST /_standin/revoke": lambda _: self.door.revoke_tokens(),
        }

    def _move(self, wanted: Mapping[str, Any]) -> Any:
        """{"number": ..., "status": one of Track and Trace's words}"""
        status = str(wanted["status"])
        if status not in STATUSES:
            raise ValueError(f"status is one of {', '.join(STATUSES)}")
        parcel = next(self.depot.known_as(number=str(wanted["number"])))
        self.depot.move(parcel, status)
        return {"number": parcel.number, "status": parcel.status}
