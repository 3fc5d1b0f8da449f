"""DHL's activation: access data, check, settings. Facts: NOTES.md, "check"."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.calls import DhlCalls, open_calls
from adapters.carriers.dhl.check import (
    RETURNS_DENIED,
    Returning,
    Shipping,
    Verdict,
    password_sentence,
    return_verdict,
    ship_verdict,
    try_returns,
    try_shipping,
    try_tracking,
)
from adapters.carriers.dhl.form import (
    ACCESS_FIELDS,
    STEPS,
    access_problems,
    settings_fields,
    settings_problems,
)
from adapters.carriers.dhl.receivers import RECEIVERS, receivers_in, remembered
from adapters.carriers.dhl.tokens import ACCESS, WrongCredentials
from core.activation import Activate, Answers, Ask, Field, Right, Step, StepTitle, Stop, Wait
from core.errors import AccessDenied, Refused, RemoteError, Throttled
from core.text import Text
from ports import Connection, Desk


class DhlActivation:
    """An `Activation`. Nothing is bought on the way: a token, two reads, dry runs that DHL does not store."""

    steps: tuple[StepTitle, ...] = STEPS

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:  # noqa: ARG002 - the port's
        return {"access": ACCESS_FIELDS, "settings": settings_fields(answers)}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        if any(field.required and not answers.get(field.key) for field in ACCESS_FIELDS):
            return Ask("access", ACCESS_FIELDS)
        connection = desk.connect(answers)
        problems = access_problems(answers, connection.clock.now().date())
        if problems:
            return Ask("access", ACCESS_FIELDS, MappingProxyType(dict(problems)))
        try:
            return _checked(answers, desk, connection)
        except RemoteError as error:
            return _failed(error)


def _checked(answers: Answers, desk: Desk, connection: Connection) -> Step:
    connection.tokens.drop(ACCESS)
    calls = open_calls(connection)
    returning = try_returns(calls)
    if returning.receivers is not None:
        learned = remembered(returning.receivers)
        desk.remember(RECEIVERS, learned)
        answers = {**answers, RECEIVERS: learned}
    fields = settings_fields(answers)
    problems = {**settings_problems(answers), **_receiver_problem(answers, returning)}
    if problems or not (answers.get("billing_number") or answers.get("receiver_id")):
        return Ask("settings", fields, MappingProxyType(problems))
    return _settled(answers, fields, connection, calls, returning)


def _settled(
    answers: Answers,
    fields: tuple[Field, ...],
    connection: Connection,
    calls: DhlCalls,
    returning: Returning,
) -> Step:
    settings = _settings(answers, fields, returning)
    account = DhlAccount.of(settings)
    now = connection.clock.now()
    shipping = try_shipping(calls, account, now) if account.billing_number else Shipping()
    if shipping.problems:
        return Ask("settings", fields, MappingProxyType(dict(shipping.problems)))
    ship = ship_verdict(account, shipping)
    back = return_verdict(account, returning, shipping)
    if returning.denied and answers.get("receiver_id"):
        back = Verdict(back.works if account.return_billing_number else False, RETURNS_DENIED)
    tracks = account.tracking and try_tracking(calls)
    settings["tracking"] = "true" if tracks else "false"
    rights = (
        Right("ship", ship.works, ship.text),
        Right("return", back.works, back.text),
        Right("track", tracks, _TRACKS if tracks else _TRACKS_NOT),
        Right(
            "password",
            _password_works(account, connection),
            password_sentence(account, now),
            None if account.password is None else account.password.ends_on,
        ),
    )
    if not ship.works and not back.works:
        return Stop("check", ship.text if account.billing_number else back.text, _ASK_DHL, rights)
    return Activate(MappingProxyType(settings), rights)


def _settings(answers: Answers, fields: tuple[Field, ...], returning: Returning) -> dict[str, str]:
    """The answers in force. A receiver that the user has no right to is left out, and with it the offer."""
    keys = [field.key for field in (*ACCESS_FIELDS, *fields) if not field.is_secret]
    settings = {key: str(answers[key]) for key in keys if answers.get(key)}
    if answers.get(RECEIVERS):
        settings[RECEIVERS] = str(answers[RECEIVERS])
    if returning.denied:
        settings.pop("receiver_id", None)
    for receiver in receivers_in(answers):
        if receiver.receiver_id == settings.get("receiver_id") and receiver.country:
            settings["receiver_country"] = receiver.country
    return settings


def _receiver_problem(answers: Answers, returning: Returning) -> Mapping[str, Text]:
    account = DhlAccount(receiver_id=str(answers.get("receiver_id") or ""))
    if not account.receiver_id or returning.denied or returning.receivers is None:
        return {}
    verdict = return_verdict(account, returning, Shipping())
    return {} if verdict.works else {"receiver_id": verdict.text}


def _password_works(account: DhlAccount, connection: Connection) -> bool | None:
    """The token has just proved that it does; only without a date, or with one long past, nobody knows how
    long."""
    if account.password is None or account.password.days_left(connection.clock.now()) < 0:
        return None
    return True


def _failed(error: RemoteError) -> Step:
    """What a failure of DHL means for the seller."""
    match error:
        case WrongCredentials():
            problems = dict.fromkeys(error.fields, error.text)
            return Ask("access", ACCESS_FIELDS, MappingProxyType(problems))
        case AccessDenied() | Refused():
            return Stop("check", error.text, _ASK_DHL)
        case Throttled():
            return Wait("check", error.text, error.retry_after)
        case _:
            return Wait("check", error.text)


_ASK_DHL: Final = Text(
    en="check the user's rights in the business customer portal and the app's APIs in the developer portal, "
    "then go on here",
    de="bitte die Rechte des Benutzers im Geschäftskundenportal und die APIs der App im Entwicklerportal "
    "prüfen und hier fortfahren",
)
_TRACKS: Final = Text(en="tracking: accepted", de="Sendungsverfolgung: akzeptiert")
_TRACKS_NOT: Final = Text(
    en="tracking: switched off, or the app lacks the API 'Shipment Tracking - Unified'",
    de="Sendungsverfolgung: abgeschaltet, oder der App fehlt die API „Shipment Tracking - Unified“",
)
