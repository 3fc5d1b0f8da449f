"""Hermes' activation in three steps: access data, check, settings. Facts: NOTES.md, "access"."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.carriers.hermes.calls import open_calls
from adapters.carriers.hermes.form import ACCESS_DATA, SETTINGS, STEPS, settings_problems
from adapters.carriers.hermes.probing import SHIP_UNTOLD, return_untold
from adapters.carriers.hermes.terms import Terms
from adapters.carriers.hermes.tokens import WrongClient, WrongCredentials, WrongUser
from core.activation import Activate, Answers, Ask, Field, Right, Step, StepTitle, Stop, Wait
from core.errors import AccessDenied, RemoteError, Throttled
from core.text import Text
from ports import Desk


class HermesActivation:
    """An `Activation`. It buys nothing: whether labels may be bought shows with the first one."""

    steps: tuple[StepTitle, ...] = STEPS

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:  # noqa: ARG002 - as the port has it
        return {"access_data": ACCESS_DATA, "settings": SETTINGS}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        if not _complete(ACCESS_DATA, answers):
            return Ask("access_data", ACCESS_DATA)
        try:
            open_calls(desk.connect(answers)).prove()
        except RemoteError as error:
            return _failed(error)
        problems = settings_problems(answers)
        if problems or not _complete(SETTINGS, answers):
            return Ask("settings", SETTINGS, problems)
        settings = {
            field.key: str(answers.get(field.key) or field.default or "")
            for field in (*ACCESS_DATA, *SETTINGS)
            if not field.is_secret
        }
        return Activate(
            MappingProxyType({key: value for key, value in settings.items() if value}),
            _rights(Terms.of(settings)),
        )


def _complete(fields: tuple[Field, ...], answers: Answers) -> bool:
    return all(answers.get(field.key) or field.default for field in fields if field.required)


def _failed(error: RemoteError) -> Step:
    """What a failure of the other side means for the seller."""
    match error:
        case WrongClient():
            return _wrong({"client_id": error.text, "client_secret": _SECRET_HINT})
        case WrongUser():
            return _wrong({"user": error.text, "password": _PASSWORD_HINT})
        case WrongCredentials():
            return _wrong(
                {
                    "client_id": error.text,
                    "client_secret": _SECRET_HINT,
                    "user": error.text,
                    "password": _PASSWORD_HINT,
                }
            )
        case AccessDenied():
            return Stop("check", error.text, _ASK_HERMES)
        case Throttled():
            return Wait("check", error.text, error.retry_after)
        case _:
            return Wait("check", error.text)


def _wrong(problems: Mapping[str, Text]) -> Ask:
    return Ask("access_data", ACCESS_DATA, MappingProxyType(dict(problems)))


_SECRET_HINT: Final = Text(
    en="belongs to the client id, and either to production or to the sandbox; please enter it again",
    de="gehört zur Client-ID, und entweder zur Produktion oder zur Sandbox; bitte neu eingeben",
)
_PASSWORD_HINT: Final = Text(
    en="belongs to the user name, and either to production or to the sandbox; please enter it again",
    de="gehört zum Benutzernamen, und entweder zur Produktion oder zur Sandbox; bitte neu eingeben",
)
_ASK_HERMES: Final = Text(
    en="ask your contact at Hermes to activate the HSI interface for this user, then go on here",
    de="bitte den Ansprechpartner bei Hermes bitten, die HSI-Schnittstelle für diesen Benutzer "
    "freizuschalten, und hier fortfahren",
)


def _rights(terms: Terms) -> tuple[Right, ...]:
    return (Right("ship", None, SHIP_UNTOLD), Right("return", None, return_untold(terms)))
