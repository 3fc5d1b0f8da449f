"""Products v5 as an area."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.area import Route
from adapters.otto.standin.products.catalogue import Catalogue
from adapters.otto.standin.products.prices_desk import Prices
from adapters.otto.standin.products.statuses import Statuses
from adapters.otto.standin.products.switches import Switches
from adapters.otto.standin.products.tasks_desk import TaskDesk
from adapters.otto.standin.products.variations import Variations
from standins.application import Control

_SCOPE: Final = "products"
_BASE: Final = "/v5/products"
_LISTS_A_SECOND: Final = 10


@dataclass(frozen=True, slots=True)
class Products:
    tasks: TaskDesk
    variations: Variations
    prices: Prices
    switches: Switches
    statuses: Statuses
    catalogue: Catalogue

    def routes(self) -> Sequence[Route]:
        task = f"{_BASE}/update-tasks/<task_id>"
        return (
            _list("", self.variations.listing),
            _list("/active-status", self.switches.listing),
            _list("/marketplace-status", self.statuses.listing),
            _list("/brands", self.catalogue.brands),
            _list("/categories", self.catalogue.categories),
            Route("GET", f"{_BASE}/prices", _SCOPE, self.prices.listing),
            Route("GET", f"{_BASE}/content-changes", _SCOPE, self.statuses.changes),
            Route("POST", _BASE, _SCOPE, self.variations.store),
            Route("POST", f"{_BASE}/prices", _SCOPE, self.prices.store),
            Route("POST", f"{_BASE}/active-status", _SCOPE, self.switches.store),
            Route("GET", task, _SCOPE, self.tasks.progress),
            Route("GET", f"{task}/failed", _SCOPE, self.tasks.failed),
            Route("GET", f"{task}/succeeded", _SCOPE, self.tasks.succeeded),
            Route("GET", f"{task}/unchanged", _SCOPE, self.tasks.unchanged),
            _single("", self.variations.single),
            _single("/prices", self.prices.single),
            _single("/active-status", self.switches.single),
            _single("/marketplace-status", self.statuses.single),
            _single("/content-changes", self.statuses.changes),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}


def _list(path: str, answer: Callable[..., Response]) -> Route:
    return Route("GET", f"{_BASE}{path}", _SCOPE, answer, per_second=_LISTS_A_SECOND)


def _single(path: str, answer: Callable[..., Response]) -> Route:
    """In a path a sku may hold neither "/" nor "."; the lists take such a sku as a parameter."""

    def unless_dotted(request: Request, sku: str) -> Response:
        return Response(status=404) if "." in sku else answer(request, sku)

    return Route("GET", f"{_BASE}/<sku>{path}", _SCOPE, unless_dotted)
