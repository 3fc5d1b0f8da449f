"""OTTO Market as one seller sees it: the whole stand-in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self

import httpx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from adapters.otto.standin.access.area import Access
from adapters.otto.standin.access.oauth import OAuthDesk
from adapters.otto.standin.access.tokens import DEMO_CLIENT, Grant, TokenOffice
from adapters.otto.standin.area import Area
from adapters.otto.standin.books import Books
from adapters.otto.standin.errors import access_error, no_route
from adapters.otto.standin.fulfilment import Fulfilment
from adapters.otto.standin.goods import Goods
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.area import Orders
from adapters.otto.standin.orders.desk import OrderDesk
from adapters.otto.standin.orders.generator import HOLD, generated
from adapters.otto.standin.orders.market import Market
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.returns_warehouse.area import ReturnsWarehouse
from adapters.otto.standin.trade.area import Trade
from adapters.otto.standin.trade.portal import Portal
from adapters.otto.standin.trade.shop import Shop
from standins import Budget, StandIn, Weather, transport
from standins.application import Control

_PER_PARTNER = ((20, 1.0), (1200, 60.0))
_TOKENS = ((10, 1.0),)


class OttoStandin(StandIn, Market):
    """
    clock               aware UTC; token life, hold, limits and dates follow it
    limits              whether requests are counted (20 a second and 1200 a minute; tokens 10 a second)
    sandbox             whether test orders can be made
    asks_for_consent    whether a person has to click on the consent page
    hold                from purchase until an order shows
    cancellation_delay  from an accepted cancellation until it takes effect
    task_delay          from an accepted update of products until its task is done
    verdict_delay       from a done task until OTTO has its verdict
    reduction_delay     from an accepted price reduction until it is processed or rejected

    `office` holds clients, consents and tokens; `Market` has what becomes of orders; `goods` is
    the product side, with `shop` for its buyers and `portal` for the seller's own hand; `fulfilment` is
    what follows a purchase, with `books` of what came of the seller's calls; `areas` are the interfaces,
    `routes` all their addresses by "METHOD path".
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
        task_delay: timedelta = timedelta(seconds=2),
        verdict_delay: timedelta = timedelta(seconds=30),
        reduction_delay: timedelta = timedelta(seconds=5),
    ) -> None:
        StandIn.__init__(self, clock=clock, weather=weather)
        odd = Oddities()
        shelf = Shelf(self._time, odd, hold=hold, cancellation_delay=cancellation_delay)
        Market.__init__(self, shelf, odd, Random(seed))
        realm = "deepsea-sandbox" if sandbox else "otto-partner"
        self.office = TokenOffice(self._time, f"https://otto.example/sec-api/auth/realms/{realm}", seed)
        self.oauth = OAuthDesk(self.office, asks=asks_for_consent)
        self.books = Books()
        self.orders = OrderDesk(self.shelf, self.odd, self.draw, self.books, sandbox=sandbox)
        self.goods = Goods(
            self._time,
            odd,
            seed,
            self.too_many,
            task_delay=task_delay,
            verdict_delay=verdict_delay,
        )
        self.fulfilment = Fulfilment(self.shelf, odd, self.books, reduction_delay=reduction_delay)
        self.shop = Shop(self.goods, self)
        self.portal = Portal(self.goods)
        self.limits = limits
        self._partner_budget = Budget(self._time, *_PER_PARTNER)
        self._token_budget = Budget(self._time, *_TOKENS)
        self.areas = self._areas()
        self.routes = {
            f"{route.method} {route.path}": route for area in self.areas for route in area.routes()
        }
        self._route_budgets = {
            name: Budget(self._time, (route.per_second, 1.0))
            for name, route in self.routes.items()
            if route.per_second is not None
        }
        self._rules = Map(
            [Rule(route.path, methods=[route.method], endpoint=name) for name, route in self.routes.items()],
            merge_slashes=False,
            redirect_defaults=False,
        )

    def _time(self) -> datetime:
        # Asked anew each time: a test may hand in another clock later.
        return self.clock()

    @classmethod
    def with_orders(cls, count: int, seed: int = 0, **settings: Any) -> Self:
        """A stand-in with `count` generated orders of the last 90 days. `settings` as for the class."""
        standin = cls(seed=seed, **settings)
        standin.fill(count)
        return standin

    @classmethod
    def with_everything(
        cls, articles: int, orders: int, seed: int = 0, *, units: int | None = None, **settings: Any
    ) -> Self:
        """A stand-in whose orders are of what is listed: articles of the order catalogue first, then
        ART-000000 and on. Without articles, as `with_orders`."""
        standin = cls(seed=seed, **settings)
        known = standin.goods.list_known(articles, units)
        standin.goods.list_generated(articles - len(known), units)
        standin.choice = standin.goods.listed() or standin.choice
        standin.fill(orders)
        return standin

    def fill(self, count: int) -> None:
        """`count` generated orders of the last 90 days."""
        for order in generated(count, self.draw, self.shelf.now(), self.choice):
            self.shelf.add(order)

    @classmethod
    def with_assortment(cls, count: int, seed: int = 0, *, units: int | None = 10, **settings: Any) -> Self:
        """A stand-in with `count` listed articles, ART-000000 and on, each showing `units` pieces (None: no
        quantity was ever stored). `settings` as for the class."""
        standin = cls(seed=seed, **settings)
        standin.goods.list_generated(count, units)
        return standin

    def _areas(self) -> Sequence[Area]:
        """Every interface of the partner API that the stand-in has."""
        return (
            Access(self.oauth, self._too_many_tokens),
            Orders(self.orders, self),
            *self.goods.areas(),
            *self.fulfilment.areas(),
            Trade(self.shop, self.portal),
            ReturnsWarehouse(),
        )

    def buy(self, sku: str, pieces: int = 1, *, payment: str | None = None, at_once: bool = False) -> str:
        """See `Shop.buy`."""
        return self.shop.buy(sku, pieces, payment=payment, at_once=at_once)

    def answer(self, request: Request) -> Response:
        try:
            endpoint, values = self._rules.bind_to_environ(request.environ).match()
        except HTTPException:
            return no_route()
        route = self.routes[endpoint]
        named = dict(values)
        if route.scope is None:
            return route.answer(request, **named)
        grant = self._grant(request)
        if grant is None:
            return access_error(request.method, request.path, 401, self._time())
        if self.limits and not (self._partner_budget.take() and self._route_has_room(endpoint)):
            return self.too_many()
        if route.scope not in grant.scopes:
            return access_error(request.method, request.path, 403, self._time())
        if route.wants_grant:
            named["grant"] = grant
        return route.answer(request, **named)

    def _grant(self, request: Request) -> Grant | None:
        shown_token = request.authorization
        if shown_token is None or shown_token.type != "bearer":
            return None
        return self.office.grant_of(shown_token.token)

    def _route_has_room(self, name: str) -> bool:
        budget = self._route_budgets.get(name)
        return budget is None or budget.take()

    def _too_many_tokens(self) -> Response | None:
        return self.too_many() if self.limits and not self._token_budget.take() else None

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
        self.fulfilment.cursors.generation += 1

    def controls(self) -> Mapping[str, Control]:
        return {name: control for area in self.areas for name, control in area.controls().items()}
