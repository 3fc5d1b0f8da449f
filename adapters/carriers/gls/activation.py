"""GLS's activation: access data, their check, settings. Facts: NOTES.md, "access" and "check"."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.calls import GlsCalls, open_calls
from adapters.carriers.gls.check import Proof, prove_returns, prove_shipping, prove_tracking
from adapters.carriers.gls.form import (
    SETTINGS,
    STEPS,
    access_fields,
    host_label,
    settings_problems,
    uses_password,
)
from adapters.carriers.gls.manifest import CLASSIC
from adapters.carriers.gls.tokens import WrongCredentials
from core.activation import Activate, Answers, Ask, Field, Right, Step, StepTitle, Stop, Wait
from core.errors import AccessDenied, InvalidValue, RemoteError, Throttled
from core.text import Text
from ports import Desk


class GlsActivation:
    """An `Activation`."""

    steps: tuple[StepTitle, ...] = STEPS

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:  # noqa: ARG002 - as the port has it
        return {"access_data": access_fields(answers), "settings": SETTINGS}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        fields = access_fields(answers)
        answers = {**{field.key: field.default for field in (*fields, *SETTINGS) if field.default}, **answers}
        if any(field.required and not answers.get(field.key) for field in fields):
            return Ask("access_data", fields)
        if uses_password(answers):
            answers["environment"] = CLASSIC
        if answers["environment"] == CLASSIC and answers.get("classic_host"):
            try:
                answers["classic_host"] = host_label(str(answers["classic_host"]))
            except InvalidValue as error:
                return _blame(answers, {"classic_host": error.text})
        if problems := settings_problems(answers):
            return Ask("settings", SETTINGS, problems)
        connection = desk.connect(answers)
        try:
            connection.client(connection.settings["environment"])
        except InvalidValue:
            return _blame(answers, {"classic_host": _HOST_MISSING})
        account = Account.of(connection.settings)
        try:
            return _proven(open_calls(connection, account), account, answers, connection.clock.now().date())
        except RemoteError as error:
            return _failed(error, answers)


def _proven(calls: GlsCalls, account: Account, answers: Answers, today: date) -> Step:
    """raises  AccessDenied: the login is not accepted, or may not use ShipIT
    Throttled, Unreachable, BrokenReply
    """
    shipping = prove_shipping(calls, account, today)
    if shipping.works is False and shipping.field is not None:
        return _blame(answers, {shipping.field: shipping.text})
    returning = prove_returns(calls, account)
    tracks = not account.is_classic and prove_tracking(calls)
    return Activate(_settings(answers, tracks=tracks), _rights(shipping, returning, tracks=tracks))


def _settings(answers: Answers, *, tracks: bool) -> Mapping[str, str]:
    fields = (*access_fields(answers), *SETTINGS)
    settings = {f.key: str(answers[f.key]) for f in fields if not f.is_secret and answers.get(f.key)}
    return MappingProxyType({**settings, "tracking": "true" if tracks else "false"})


def _rights(shipping: Proof, returning: Proof, *, tracks: bool) -> tuple[Right, ...]:
    return (
        Right("ship", shipping.works, shipping.text),
        Right("return", returning.works, returning.text),
        Right("track", tracks, _TRACKING if tracks else _NO_TRACKING),
    )


def _failed(error: RemoteError, answers: Answers) -> Step:
    """What a failure of the other side means for the seller."""
    match error:
        case WrongCredentials():
            return _blame(answers, {"client_id": error.text, "client_secret": _SECRET_HINT})
        case AccessDenied(status=401) if answers["environment"] == CLASSIC:
            return _blame(answers, {"user": _USER_WRONG, "password": _PASSWORD_HINT})
        case AccessDenied():
            return Stop("check", error.text, _ENABLE_SHIPIT)
        case Throttled():
            return Wait("check", error.text, error.retry_after)
        case _:
            return Wait("check", error.text)


def _blame(answers: Answers, problems: Mapping[str, Text]) -> Ask:
    return Ask("access_data", access_fields(answers), MappingProxyType(dict(problems)))


_HOST_MISSING: Final = Text(
    en="ShipIT host: is needed with user and password",
    de="ShipIT-Host: wird mit Benutzer und Passwort gebraucht",
)
_SECRET_HINT: Final = Text(
    en="copy it again from GLS's developer portal; production and sandbox have apps of their own",
    de="bitte neu aus dem Entwicklerportal von GLS kopieren; Produktion und Sandbox haben eigene Apps",
)
_USER_WRONG: Final = Text(
    en="GLS does not accept this user and password on this host",
    de="GLS akzeptiert diesen Benutzer mit diesem Passwort auf diesem Host nicht",
)
_PASSWORD_HINT: Final = Text(
    en="check the password that GLS gave you for this host",
    de="bitte das Passwort prüfen, das GLS Ihnen für diesen Host genannt hat",
)
_ENABLE_SHIPIT: Final = Text(
    en="have ShipIT Farm enabled for your app in GLS's developer portal (on an own host: for your user), "
    "then go on here",
    de="bitte ShipIT Farm für Ihre App im Entwicklerportal von GLS freischalten lassen (auf einem eigenen "
    "Host: für Ihren Benutzer) und hier fortfahren",
)
_TRACKING: Final = Text(en="tracking is enabled", de="die Sendungsverfolgung ist freigeschaltet")
_NO_TRACKING: Final = Text(
    en="no tracking: the app in GLS's developer portal does not have Track and Trace",
    de="keine Sendungsverfolgung: der App im Entwicklerportal von GLS fehlt Track and Trace",
)
