"""Availability as an area: quantities and delivery information."""

from collections.abc import Mapping, Sequence
from typing import Final

from adapters.otto.standin.area import Route
from adapters.otto.standin.availability.delivery_information import DeliveryInformation
from adapters.otto.standin.availability.quantities import Quantities
from standins.application import Control

_SCOPE: Final = "availability"


class Availability:
    def __init__(self, quantities: Quantities, delivery: DeliveryInformation) -> None:
        self.quantities = quantities
        self.delivery = delivery

    def routes(self) -> Sequence[Route]:
        quantities, delivery = "/v1/availability/quantities", "/v1/availability/product-delivery-information"
        return (
            Route("GET", quantities, _SCOPE, self.quantities.listing),
            Route("POST", quantities, _SCOPE, self.quantities.store),
            Route("GET", f"{quantities}/<sku>", _SCOPE, self.quantities.single),
            Route("GET", delivery, _SCOPE, self.delivery.listing),
            Route("POST", delivery, _SCOPE, self.delivery.store),
            Route("GET", f"{delivery}/<sku>", _SCOPE, self.delivery.single),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}
