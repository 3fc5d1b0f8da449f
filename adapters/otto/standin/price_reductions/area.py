"""Price reductions as an area. What hits them is among the oddities: `downstream_fails`."""

from collections.abc import Mapping, Sequence

from adapters.otto.standin.area import Route
from adapters.otto.standin.price_reductions.desk import PriceReductionDesk
from standins.application import Control


class PriceReductions:
    def __init__(self, desk: PriceReductionDesk) -> None:
        self.desk = desk

    def routes(self) -> Sequence[Route]:
        path, scope = "/v1/price-reductions", "price-reduction"
        return (
            Route("GET", path, scope, self.desk.list),
            Route("POST", path, scope, self.desk.ask),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}
