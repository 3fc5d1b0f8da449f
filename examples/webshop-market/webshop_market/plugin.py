"""What the package offers to the app-center."""

from core.apps import AppKey
from core.text import Text
from ports import Category, Manifest, MarketplaceKind, Rate, hookimpl
from webshop_market.activation import WebshopActivation
from webshop_market.marketplace import Webshop

MANIFEST = Manifest(
    key=AppKey("webshop"),
    name="Webshop",
    summary=Text(
        en="Brings the orders of your web shop in and keeps its stock equal with your other channels.",
        de="Holt die Aufträge Ihres Webshops und hält seinen Bestand mit Ihren anderen Kanälen gleich.",
    ),
    category=Category.MARKETPLACE,
    version="1.0.0",
    requires=">=1,<2",
    servers={"production": "https://api.webshop.example"},
    budget=(Rate(requests=20, seconds=1),),
)


@hookimpl
def app_center_marketplaces() -> list[MarketplaceKind]:
    return [MarketplaceKind(MANIFEST, WebshopActivation(), Webshop)]
