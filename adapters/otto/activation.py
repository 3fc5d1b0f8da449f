"""OTTO's activation in the four steps that sellers know. Facts: NOTES.md, "access" and "rights"."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlencode

from adapters.otto.calls import OttoCalls, open_calls
from adapters.otto.form import STEPS, api_fields, settings_fields, settings_problems
from adapters.otto.manifest import SCOPES, SERVICE, Scope
from adapters.otto.tokens import (
    ACCESS,
    ConsentMissing,
    Credentials,
    ScopeMissing,
    WrongCredentials,
    fetch_token,
)
from core.activation import Activate, Answers, Ask, Field, Right, Step, StepTitle, Stop, Visit, Wait
from core.errors import AccessDenied, Refused, RemoteError, Throttled
from core.secret import Secret
from core.text import Text
from ports import Connection, Desk, json_of, reading, send

_CONSENT_SCOPE: Final = "installation partnerId"


class OttoActivation:
    """An `Activation`: API data, check, authentication, settings."""

    steps: tuple[StepTitle, ...] = STEPS

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {
            "api_data": api_fields(answers),
            "settings": settings_fields(desk.portal_accounts(), desk.return_carriers()),
        }

    def advance(self, answers: Answers, desk: Desk) -> Step:
        fields = api_fields(answers)
        if any(field.required and not answers.get(field.key) for field in fields):
            return Ask("api_data", fields)
        if answers["mode"] == "partner_app" and not answers.get("installation_id"):
            return self._consented(answers, desk)
        return self._checked(answers, desk)

    def _consented(self, answers: Answers, desk: Desk) -> Step:
        """The way through OTTO's consent page to the installation id."""
        if "consent_code" not in answers:
            return _consent(answers, desk)
        desk.remember("consent_code", None)  # it is good for one use, whatever comes of it
        try:
            learned = _installation_id(answers, desk)
        except RemoteError as error:
            return _failed("api_data", error, answers)
        desk.remember("installation_id", learned)
        return self._checked({**answers, "installation_id": learned}, desk)

    def _checked(self, answers: Answers, desk: Desk) -> Step:
        connection = desk.connect(answers)
        try:
            granted = _granted(connection)
        except RemoteError as error:
            return _failed("check", error, answers)
        try:
            rights = tuple(_proven(connection, granted))
        except RemoteError as error:
            return _failed("authentication", error, answers)
        missing = [right for right, scope in zip(rights, SCOPES, strict=True) if _stops(right, scope)]
        if missing:
            return _rights_missing(missing, rights)
        return _settings(answers, desk, rights)


def _failed(step: str, error: RemoteError, answers: Answers) -> Step:
    """What a failure of the other side means for the seller."""
    match error:
        case WrongCredentials():
            return _api_data_wrong(answers, {"client_id": error.text, "client_secret": _SECRET_HINT})
        case ConsentMissing():
            return _api_data_wrong(answers, {"installation_id": error.text})
        case AccessDenied() | Refused():
            return Stop(step, error.text, _ASK_OTTO)
        case Throttled():
            return Wait(step, error.text, error.retry_after)
        case _:
            return Wait(step, error.text)


_SECRET_HINT: Final = Text(
    en="copy it again from the OTTO portal; it is shown only once, at the creation of the app, and belongs "
    "either to production or to the sandbox",
    de="bitte neu aus dem OTTO-Portal kopieren; es wird nur einmal bei der Anlage der App gezeigt und gilt "
    "entweder für Produktion oder für die Sandbox",
)
_ASK_OTTO: Final = Text(
    en="check the app in the OTTO portal, then go on here",
    de="bitte die App im OTTO-Portal prüfen und hier fortfahren",
)


def _api_data_wrong(answers: Answers, problems: Mapping[str, Text]) -> Ask:
    return Ask("api_data", api_fields(answers), MappingProxyType(dict(problems)))


def _consent(answers: Answers, desk: Desk) -> Visit:
    """The consent page is on the API host (current guide); an older guide names the portal."""
    connection = desk.connect(answers)
    host = str(connection.client(connection.settings["environment"]).base_url).rstrip("/")
    query = urlencode(
        {
            "response_type": "code",
            "client_id": connection.settings["client_id"],
            "redirect_uri": desk.redirect_uri,
            "scope": _CONSENT_SCOPE,
            "state": desk.consent_state.reveal(),
        },
        quote_via=quote,
    )
    return Visit(
        step="api_data",
        url=f"{host}/oauth2/auth?{query}",
        state=desk.consent_state,
        answer="consent_code",
        text=Text(
            en="Log in at OTTO and agree that this app may work for you.",
            de="Bitte bei OTTO anmelden und zustimmen, dass diese App für Sie arbeiten darf.",
        ),
    )


def _installation_id(answers: Answers, desk: Desk) -> str:
    """The key of the seller's consent, for the code that came back with it.

    raises  WrongCredentials, ConsentMissing, Throttled, Unreachable, BrokenReply
    """
    connection = desk.connect(answers)
    http = connection.client(connection.settings["environment"])
    code = answers["consent_code"]
    answer = fetch_token(
        http,
        Credentials.of(connection.settings, connection.secrets),
        {
            "grant_type": "authorization_code",
            "code": code.reveal() if isinstance(code, Secret) else code,
            "redirect_uri": desk.redirect_uri,
        },
    )
    with reading(SERVICE):
        token = str(json_of(answer)["access_token"])
    request = http.build_request(
        "GET",
        f"/v1/apps/{quote(connection.settings['app_id'], safe='')}/installation",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
    )
    try:
        found = send(http, request, service=SERVICE)
    except (AccessDenied, Refused) as error:
        raise ConsentMissing(error.status) from None
    with reading(SERVICE):
        installation = json_of(found)["installationId"]
        if not isinstance(installation, str) or not installation:
            raise TypeError("installationId")
        return installation


def _granted(connection: Connection) -> frozenset[str]:
    """The rights that OTTO gives a token for. It refuses a request with one right too many as a whole and
    without naming it, so then each is asked for alone.

    raises  AccessDenied and its kinds, Throttled, Unreachable, BrokenReply
    """
    every = [scope.key for scope in SCOPES]
    if _gives(connection, every):
        return frozenset(every)
    return frozenset(key for key in every if _gives(connection, [key]))


def _gives(connection: Connection, scopes: list[str]) -> bool:
    connection.tokens.drop(ACCESS)
    try:
        open_calls(connection, scopes).authenticate()
    except ScopeMissing:
        return False
    return True


def _proven(connection: Connection, granted: frozenset[str]) -> Iterator[Right]:
    """Each right by one harmless read. What neither says yes nor no leaves it untold."""
    connection.tokens.drop(ACCESS)
    calls = open_calls(connection, [scope.key for scope in SCOPES if scope.key in granted])
    now = connection.clock.now().strftime("%Y-%m-%d")
    for scope in SCOPES:
        yield Right(
            scope.key, scope.key in granted and _reads(calls, scope.probe.format(now=now)), scope.name
        )


def _reads(calls: OttoCalls, target: str) -> bool | None:
    try:
        calls.read(target)
    except AccessDenied:
        return False
    except Refused:
        return None
    return True


def _stops(right: Right, scope: Scope) -> bool:
    """A needed right must not be missing; that of the orders must be proven."""
    return scope.required and (right.granted is False or (right.granted is None and scope.key == "orders"))


def _rights_missing(missing: list[Right], rights: tuple[Right, ...]) -> Stop:
    keys = ", ".join(right.key for right in missing)
    return Stop(
        "authentication",
        Text(
            en=f"OTTO does not give the app the right: {keys}",
            de=f"OTTO gibt der App dieses Recht nicht: {keys}",
        ),
        Text(
            en=f"tick {keys} for the app in the OTTO portal, then go on here",
            de=f"bitte in der App im OTTO-Portal {keys} ankreuzen und hier fortfahren",
        ),
        rights,
    )


def _settings(answers: Answers, desk: Desk, rights: tuple[Right, ...]) -> Step:
    fields = settings_fields(desk.portal_accounts(), desk.return_carriers())
    problems = settings_problems(answers)
    if problems or not answers.get("portal_account"):
        return Ask("settings", fields, problems)
    keys = [field.key for field in (*api_fields(answers), *fields) if not field.is_secret]
    settings = {key: str(answers[key]) for key in keys if answers.get(key)}
    settings["scopes"] = " ".join(right.key for right in rights if right.granted is not False)
    return Activate(MappingProxyType(settings), rights)
