"""What the seller fills in for OTTO: the API data and the settings."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.activation import Answers, Choice, Field, FieldKind, StepTitle
from core.text import Text
from ports import sender_fields, sender_problems

STEPS: Final = (
    StepTitle("api_data", Text(en="Enter the API data", de="API-Daten eingeben")),
    StepTitle("check", Text(en="Check the data", de="Daten prüfen")),
    StepTitle("authentication", Text(en="Authentication", de="Authentifizierung")),
    StepTitle("settings", Text(en="Settings", de="Einstellungen")),
)

_MODE: Final = Field(
    "mode",
    Text(en="Kind of access", de="Art des Zugangs"),
    FieldKind.CHOICE,
    default="own_app",
    choices=(
        Choice("own_app", Text(en="own app (API access)", de="eigene App (API-Zugriff)")),
        Choice("partner_app", Text(en="service partner's app", de="App eines Servicepartners")),
    ),
)
_ENVIRONMENT: Final = Field(
    "environment",
    Text(en="Environment", de="Umgebung"),
    FieldKind.CHOICE,
    default="production",
    choices=(
        Choice("production", Text(en="production", de="Produktion")),
        Choice("sandbox", Text(en="sandbox", de="Sandbox")),
    ),
)
_CLIENT_ID: Final = Field("client_id", Text(en="Client id", de="Client-ID"))
_CLIENT_SECRET: Final = Field(
    "client_secret", Text(en="Client secret", de="Client-Secret"), FieldKind.SECRET, max_length=1000
)
_APP_ID: Final = Field("app_id", Text(en="App id", de="App-ID"))
_INSTALLATION_ID: Final = Field(
    "installation_id",
    Text(en="Installation id", de="Installations-ID"),
    required=False,
    help=Text(
        en="Shown at the creation of a sandbox app. Without it you are sent to OTTO to agree.",
        de="Wird bei der Anlage einer Sandbox-App gezeigt. Ohne sie stimmen Sie bei OTTO zu.",
    ),
)
API_DATA: Final = (_MODE, _ENVIRONMENT, _CLIENT_ID, _CLIENT_SECRET, _APP_ID, _INSTALLATION_ID)

#: OTTO's limits for shipFromAddress: zipCode 10, city 60 (NOTES.md, "dispatch"); it has no other parts.
_SENDER: Final = sender_fields(
    {"name": 100, "street": 100, "house_number": 20, "postal_code": 10, "city": 60},
    without={"company", "email", "phone"},
)


def api_fields(answers: Answers) -> tuple[Field, ...]:
    """The fields of step 1 for the way chosen so far."""
    if answers.get("mode", _MODE.default) == "partner_app":
        return API_DATA
    return API_DATA[:4]


def settings_fields(portal_accounts: Sequence[str], carriers: Sequence[Choice]) -> tuple[Field, ...]:
    known = ", ".join(portal_accounts)
    return (
        Field(
            "portal_account",
            Text(en="Portal account", de="Portal-Account"),
            max_length=100,
            help=Text(
                en=f"Orders and listings belong to it. A new name creates one. So far: {known or 'none'}",
                de="Aufträge und Angebote gehören zu ihm. Ein neuer Name legt einen an. "
                f"Bisher: {known or 'keiner'}",
            ),
        ),
        *_SENDER,
        Field(
            "fallback_email",
            Text(en="Fallback e-mail address", de="Fallback-E-Mail-Adresse"),
            FieldKind.EMAIL,
            required=False,
            help=Text(
                en="Your own address, for carriers that need one where OTTO gives none.",
                de="Ihre eigene Adresse, für Versender, die eine brauchen, wo OTTO keine nennt.",
            ),
        ),
        Field(
            "paid_status",
            Text(en='"Paid" status from OTTO', de="„Bezahlt“-Status von OTTO"),
            FieldKind.TICK,
            required=False,
            default="true",
        ),
        Field(
            "return_carrier",
            Text(en="Return labels are made by", de="Retourenerstellung"),
            FieldKind.CHOICE,
            required=False,
            choices=tuple(carriers),
        ),
        Field(
            "return_address_carrier_id",
            Text(
                en="Return address and carrier at OTTO (id)", de="Retourenadresse und Versender bei OTTO (ID)"
            ),
            required=False,
            max_length=100,
            help=Text(
                en="Only for sellers with several return addresses; OTTO's portal shows it.",
                de="Nur bei mehreren Retourenadressen; das Portal von OTTO zeigt sie.",
            ),
        ),
        Field(
            "hermes_tracking_as_return_number",
            Text(
                en="Hermes: use the tracking number as return number",
                de="Hermes: Sendungsnummer als Retourennummer verwenden",
            ),
            FieldKind.TICK,
            required=False,
            default="false",
        ),
    )


def settings_problems(answers: Answers) -> Mapping[str, Text]:
    """What single fields cannot see: an address is whole or absent."""
    return sender_problems(answers, needed={"name", "street", "house_number", "postal_code", "city"})
