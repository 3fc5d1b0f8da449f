"""What the package offers to the app-center."""

from acme_carrier.activation import AcmeActivation
from acme_carrier.carrier import INFO, Acme
from acme_carrier.rehearsal import AcmeRehearsal
from core.apps import AppKey
from core.text import Text
from ports import CarrierKind, Category, Manifest, Rate, hookimpl

MANIFEST = Manifest(
    key=AppKey("acme"),
    name="Acme",
    summary=Text(en="Labels and return labels by Acme.", de="Versand- und Retourenlabels von Acme."),
    category=Category.CARRIER,
    version="1.0.0",
    requires=">=1,<2",
    servers={"production": "https://api.acme.example"},
    budget=(Rate(requests=10, seconds=1),),
)


@hookimpl
def app_center_carriers() -> list[CarrierKind]:
    return [CarrierKind(MANIFEST, INFO, AcmeActivation(), Acme, AcmeRehearsal)]
