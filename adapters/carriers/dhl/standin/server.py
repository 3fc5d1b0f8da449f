"""DHL Parcel DE as one customer sees it: the whole stand-in, all interfaces under one address.

Control addresses beside the usual ones:

GET  /_standin/shipments   kind, reference and number of everything bought
POST /_standin/close-day   {"shipments": [numbers]}; without numbers all that are open
POST /_standin/scan        {"number": n, "state": "transit"}
POST /_standin/access      {"user": u, "password": p, "changed_days_ago": 91, "may_ship": false,
                           "may_return": false, "revoke_tokens": true, "may_track": false}
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from adapters.carriers.dhl.standin.depot import Depot
from adapters.carriers.dhl.standin.errors import problem, shipping_problem
from adapters.carriers.dhl.standin.office import DEMO_USER, TOKEN_SECONDS, TokenOffice, User
from adapters.carriers.dhl.standin.returns import ReturnsDesk
from adapters.carriers.dhl.standin.shipping import ShippingDesk
from adapters.carriers.dhl.standin.tracking import TrackingDesk
from core.parcel import LabelKind, Reference
from standins import StandIn, Weather, as_json
from standins.application import Control

_AUTH: Final = "/parcel/de/account/auth/ropc/v1"
_SHIPPING: Final = "/parcel/de/shipping/v2"
_RETURNS: Final = "/parcel/de/shipping/returns/v1"
_TRACKING: Final = "/track/shipments"

#: Who may come in: anybody, a user who may ship, or one who may make returns.
_Gate = Literal["open", "shipping", "returns"]


class DhlStandin(StandIn):
    """
    clock         aware UTC; token life, age of passwords and the end of a day follow it
    token_errors  the shape of the token interface's refusals, which nobody has documented

    `office` holds users and tokens, `depot` the parcels.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        weather: Weather | None = None,
        token_errors: Literal["problem", "oauth"] = "problem",
    ) -> None:
        super().__init__(clock=clock, weather=weather)
        self.token_errors = token_errors
        self.office = TokenOffice(self._time)
        self.depot = Depot(self._time)
        shipping = ShippingDesk(self.depot, self._time)
        returns = ReturnsDesk(self.depot, self._time)
        tracking = TrackingDesk(self.depot, self.office)
        table: list[tuple[str, str, _Gate, Callable[[Request], Response]]] = [
            ("POST", f"{_AUTH}/token", "open", self._token),
            ("GET", f"{_SHIPPING}/", "open", _version),
            ("POST", f"{_SHIPPING}/orders", "shipping", shipping.create),
            ("GET", f"{_SHIPPING}/orders", "shipping", shipping.read),
            ("DELETE", f"{_SHIPPING}/orders", "shipping", shipping.delete),
            ("POST", f"{_SHIPPING}/manifests", "shipping", shipping.close),
            ("GET", f"{_SHIPPING}/labels", "open", shipping.label),
            ("GET", f"{_RETURNS}/", "open", _version),
            ("POST", f"{_RETURNS}/orders", "returns", returns.create),
            ("GET", f"{_RETURNS}/locations", "returns", returns.locations),
            ("GET", _TRACKING, "open", tracking.find),
        ]
        self._routes = Map(
            [Rule(path, methods=[method], endpoint=f"{method} {path}") for method, path, *_ in table],
            merge_slashes=False,
            redirect_defaults=False,
        )
        self._handlers = {f"{method} {path}": (gate, handler) for method, path, gate, handler in table}

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        """Kind, reference and number of every label that was booked, in order."""
        return self.depot.bought()

    def answer(self, request: Request) -> Response:
        try:
            endpoint, _ = self._routes.bind_to_environ(request.environ).match()
        except HTTPException:
            return problem(404)
        gate, handler = self._handlers[endpoint]
        if gate != "open":
            user = self._user(request)
            refuse = shipping_problem if gate == "shipping" else problem
            if user is None:
                return refuse(401)
            if not (user.may_ship if gate == "shipping" else user.may_return):
                return refuse(403)
        return handler(request)

    def too_many(self) -> Response:
        return problem(429)

    def _time(self) -> datetime:
        return self.clock()

    def _user(self, request: Request) -> User | None:
        shown = request.authorization
        if shown is None or shown.type != "bearer" or shown.token is None:
            return None
        return self.office.user_of(shown.token)

    def _token(self, request: Request) -> Response:
        form = request.form
        if form.get("grant_type") != "password":
            return as_json({"error": "unsupported_grant_type"}, 400)
        app_key, app_secret = form.get("client_id", ""), form.get("client_secret", "")
        token = self.office.issue(app_key, app_secret, form.get("username", ""), form.get("password", ""))
        if token is not None:
            return as_json({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})
        if self.token_errors == "oauth":
            return as_json({"error": self.office.wrong_part(app_key, app_secret)}, 401)
        return as_json({"title": "Unauthorized", "status": 401, "detail": "The credentials are wrong."}, 401)

    def controls(self) -> Mapping[str, Control]:
        return {
            "GET /_standin/shipments": lambda _: self.bought(),
            "POST /_standin/close-day": lambda wanted: self.depot.close_day(wanted.get("shipments")),
            "POST /_standin/scan": lambda wanted: self.depot.scan(wanted["number"], wanted["state"]),
            "POST /_standin/access": self._change_access,
        }

    def _change_access(self, wanted: Mapping[str, Any]) -> Any:
        user = wanted.get("user", DEMO_USER)
        days = wanted.get("changed_days_ago")
        self.office.change(
            user,
            password=wanted.get("password"),
            changed_at=None if days is None else self.clock() - timedelta(days=float(days)),
            may_ship=wanted.get("may_ship"),
            may_return=wanted.get("may_return"),
        )
        if wanted.get("revoke_tokens"):
            self.office.revoke_tokens()
        if "may_track" in wanted:
            self.office.allow_tracking(allowed=bool(wanted["may_track"]))
        return {"user": user}


def _version(_: Request) -> Response:
    return as_json({"amp": {"name": "stand-in", "version": "v2.1.13", "rev": "1", "env": "stand-in"}})
