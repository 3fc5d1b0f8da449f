"""How a seller connects his shop: one step, with the key, tried with one harmless read."""

from collections.abc import Mapping

from core.activation import Activate, Answers, Ask, Field, FieldKind, Step, StepTitle, Wait
from core.errors import AccessDenied, RemoteError
from core.text import Text
from ports import Desk
from webshop_market.calls import Calls

API_KEY = Field(
    "api_key",
    Text(en="API key", de="API-Schlüssel"),
    FieldKind.SECRET,
    help=Text(
        en="In the shop's back office under Settings, Interfaces.",
        de="In der Verwaltung des Shops unter Einstellungen, Schnittstellen.",
    ),
)
WRONG = Text(en="The shop does not know this key.", de="Der Shop kennt diesen Schlüssel nicht.")


class WebshopActivation:
    steps: tuple[StepTitle, ...] = (StepTitle("access", Text(en="Access", de="Zugang")),)

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {"access": (API_KEY,)}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        if not answers.get(API_KEY.key):
            return Ask("access", (API_KEY,))
        try:
            Calls(desk.connect(answers)).get("/shop")
        except AccessDenied:
            return Ask("access", (API_KEY,), {API_KEY.key: WRONG})
        except RemoteError as error:
            return Wait("access", error.text)
        return Activate(settings={})
