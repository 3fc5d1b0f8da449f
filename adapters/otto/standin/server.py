"""OTTO Market as one seller sees it: the whole stand-in."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self

import httpx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from adapters.otto.standin.controls import controls_of
from adapters.otto.standin.desk import OrderDesk
from adapters.otto.standin.errors import access_error, no_route
from adapters.otto.standin.generator import HOLD, generated
from adapters.otto.standin.market import Market
from adapters.otto.standin.oauth import CONSENT_PATH, OAuthDesk
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.probes import PROBES
from adapters.otto.standin.shelf import Shelf
from adapters.otto.standin.tokens import DEMO_CLIENT, Grant, TokenOffice
from standins import Budget, StandIn, Weather, transport
from standins.application import Control

_PER_PARTNER = ((20, 1.0), (1200, 60.0))
_TOKENS = ((10, 1.0),)

#: A handler with the scope that its caller's token needs; None where no token is asked for.
_Guarded = tuple[str | None, Callable[..., Response]]


class OttoStandin(StandIn, Market):
    """
    clock               aware UTC; token life, hold, limits and dates follow it
    limits              whether requests are counted (20 a second and 1200 a minute; tokens 10 a second)
    sandbox             whether test orders can be made
    asks_for_consent    whether a person has to click on the consent page
    hold                from purchase until an order shows
    cancellation_delay  from an accepted cancellation until it takes effect

    `office` holds clients, consents and tokens; `Market` has what OTTO and its buyers do; `handlers`
    are all addresses, each with the scope that it asks for.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        weather: Weather | None = None,
        seed: int = 0,
        limits: bool = False,
        sandbox: bool = True,
        asks_for_consent: bool = False,
        hold: timedelta = HOLD,
        cancellation_delay: timedelta = timedelta(seconds=5),
    ) -> None:
        StandIn.__init__(self, clock=clock, weather=weather)
        odd = Oddities()
        shelf = Shelf(self._time, odd, hold=hold, cancellation_delay=cancellation_delay)
        Market.__init__(self, shelf, odd, Random(seed))
        realm = "deepsea-sandbox" if sandbox else "otto-partner"
        self.office = TokenOffice(self._time, f"https://otto.example/sec-api/auth/realms/{realm}", seed)
        self.oauth = OAuthDesk(self.office, asks=asks_for_consent)
        self.orders = OrderDesk(self.shelf, self.odd, self.draw, sandbox=sandbox)
        self.limits = limits
        self._partner_budget = Budget(self._time, *_PER_PARTNER)
        self._token_budget = Budget(self._time, *_TOKENS)
        self._routes, self.handlers = self._routing()

    def _time(self) -> datetime:
        # Asked anew each time: a test may hand in another clock later.
        return self.clock()

    @classmethod
    def with_orders(cls, count: int, seed: int = 0, **settings: Any) -> Self:
        """A stand-in with `count` generated orders of the last 90 days. `settings` as for the class."""
        standin = cls(seed=seed, **settings)
        for order in generated(count, standin.draw, standin.shelf.now()):
            standin.shelf.add(order)
        return standin

    def _routing(self) -> tuple[Map, Mapping[str, _Guarded]]:
        orders, oauth = self.orders, self.oauth
        table: list[tuple[str, str, str | None, Callable[..., Response]]] = [
            ("POST", "/v1/token", None, self._token),
            ("POST", "/oauth2/token", None, self._token),
            ("GET", "/oauth2/auth", None, oauth.authorize),
            ("GET", CONSENT_PATH, None, oauth.consent),
            ("GET", "/v1/apps/<app_id>/installation", "installation", self._installation),
            (
                "POST",
                "/v1/apps/<app_id>/installations/<installation_id>/accessToken",
                "developer",
                self._access_token,
            ),
            ("GET", "/v4/orders", "orders", orders.list),
            ("GET", "/v4/orders/<name>", "orders", orders.single),
            ("POST", "/v4/orders/testorders", "orders", lambda _: orders.test_orders(None)),
            (
                "POST",
                "/v4/orders/testorders/<name>",
                "orders",
                lambda _, name: orders.test_orders(name),
            ),
            ("POST", "/v4/orders/<order_id>/cancellation", "orders", orders.cancel),
            (
                "POST",
                "/v4/orders/<order_id>/positionItems/<item_ids>/cancellation",
                "orders",
                orders.cancel_items,
            ),
            *(("GET", probe.path, probe.scope, probe.answer) for probe in PROBES),
        ]
        rules = [Rule(path, methods=[method], endpoint=f"{method} {path}") for method, path, *_ in table]
        handlers = {f"{method} {path}": (scope, handler) for method, path, scope, handler in table}
        return Map(rules, merge_slashes=False, redirect_defaults=False), handlers

    def answer(self, request: Request) -> Response:
        try:
            endpoint, values = self._routes.bind_to_environ(request.environ).match()
        except HTTPException:
            return no_route()
        scope, handler = self.handlers[endpoint]
        named = dict(values)
        if scope is None:
            return handler(request, **named)
        grant = self._grant(request)
        if grant is None:
            return access_error(request.path, 401, self._time())
        if self.limits and not self._partner_budget.take():
            return self.too_many()
        if scope not in grant.scopes:
            return access_error(request.path, 403, self._time())
        if scope in {"installation", "developer"}:
            named["grant"] = grant
        return handler(request, **named)

    def _grant(self, request: Request) -> Grant | None:
        shown_token = request.authorization
        if shown_token is None or shown_token.type != "bearer":
            return None
        return self.office.grant_of(shown_token.token)

    def _token(self, request: Request) -> Response:
        if self.limits and not self._token_budget.take():
            return self.too_many()
        return self.oauth.token(request)

    def _installation(self, _: Request, app_id: str, grant: Grant) -> Response:
        return self.oauth.installation(app_id, grant)

    def _access_token(self, request: Request, app_id: str, installation_id: str, grant: Grant) -> Response:
        return self.oauth.access_token(request, app_id, installation_id, grant)

    def client(self, *scopes: str) -> httpx.Client:
        """An in-process client that carries a token of these scopes, to look at the stand-in from outside."""
        issued = self.office.for_client(self.office.apps[DEMO_CLIENT], frozenset(scopes))
        return httpx.Client(
            transport=transport(self),
            base_url="http://otto.test",
            headers={"authorization": f"Bearer {issued.token.reveal()}"},
        )

    def forget_cursors(self) -> None:
        """Cursors that are out are no longer honoured: 400."""
        self.orders.generation += 1

    def controls(self) -> Mapping[str, Control]:
        return controls_of(self, self.office)
