"""How a seller connects Acme: one step, with a customer number and a key."""

from collections.abc import Mapping

from acme_carrier.carrier import Acme
from core.activation import Activate, Answers, Ask, Field, FieldKind, Right, Step, StepTitle, Wait
from core.errors import RemoteError
from core.text import Text
from ports import Desk

CUSTOMER = Field("customer_number", Text(en="Customer number", de="Kundennummer"))
API_KEY = Field("api_key", Text(en="API key", de="API-Schlüssel"), FieldKind.SECRET)
FIELDS = (CUSTOMER, API_KEY)


class AcmeActivation:
    steps = (StepTitle("access", Text(en="Access data", de="Zugangsdaten")),)

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {"access": FIELDS}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        if not all(answers.get(field.key) for field in FIELDS):
            return Ask("access", FIELDS)
        try:
            checks = Acme(desk.connect(answers)).check()
        except RemoteError as error:
            return Wait("access", error.text)
        if not all(check.works for check in checks):
            return Ask("access", FIELDS, problems={API_KEY.key: checks[0].text})
        rights = tuple(Right(check.feature.value, check.works, check.text) for check in checks)
        return Activate({CUSTOMER.key: str(answers[CUSTOMER.key])}, rights)
