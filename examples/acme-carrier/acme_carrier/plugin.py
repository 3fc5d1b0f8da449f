"""What the package offers to the app-center."""

from acme_carrier.carrier import INFO, LIMITS, Acme
from acme_carrier.rehearsal import AcmeRehearsal
from core.activation import Field, FieldKind
from core.apps import AppKey
from core.text import Text
from ports import CarrierKind, Category, CheckedActivation, Manifest, Rate, hookimpl

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
CUSTOMER = Field("customer_number", Text(en="Customer number", de="Kundennummer"))
API_KEY = Field("api_key", Text(en="API key", de="API-Schlüssel"), FieldKind.SECRET)


@hookimpl
def app_center_carriers() -> list[CarrierKind]:
    activation = CheckedActivation(Acme, (CUSTOMER, API_KEY), sender=LIMITS.lengths)
    return [CarrierKind(MANIFEST, INFO, activation, Acme, AcmeRehearsal)]
