"""Products v5 as an area."""

from collections.abc import Mapping, Sequence
from typing import Final

from adapters.otto.standin.area import Route
from adapters.otto.standin.products.switches import Switches
from adapters.otto.standin.products.tasks_desk import TaskDesk
from standins.application import Control

_SCOPE: Final = "products"
_BASE: Final = "/v5/products"


class Products:
    def __init__(self, tasks: TaskDesk, switches: Switches) -> None:
        self.tasks = tasks
        self.switches = switches

    def routes(self) -> Sequence[Route]:
        task = f"{_BASE}/update-tasks/<task_id>"
        return (
            Route("GET", f"{_BASE}/active-status", _SCOPE, self.switches.listing),
            Route("POST", f"{_BASE}/active-status", _SCOPE, self.switches.store),
            Route("GET", f"{_BASE}/<sku>/active-status", _SCOPE, self.switches.single),
            Route("GET", task, _SCOPE, self.tasks.progress),
            Route("GET", f"{task}/failed", _SCOPE, self.tasks.failed),
            Route("GET", f"{task}/succeeded", _SCOPE, self.tasks.succeeded),
            Route("GET", f"{task}/unchanged", _SCOPE, self.tasks.unchanged),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}
