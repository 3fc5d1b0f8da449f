"""What the seller fills in for DHL: the access data and the settings."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from adapters.carriers.dhl.account import (
    RETURN_PROCEDURES,
    STANDARD_PROFILE,
    billing_number_problem,
    procedures_of,
)
from adapters.carriers.dhl.options import PRINT_FORMATS
from adapters.carriers.dhl.password import read_day
from adapters.carriers.dhl.receivers import (
    RETURN_BILLING_NUMBER,
    receiver_field,
    receivers_in,
    return_billing_number_field,
)
from core.activation import Answers, Choice, Field, FieldKind, StepTitle
from core.errors import InvalidValue
from core.text import Text
from ports import sender_fields, sender_problems

STEPS: Final = (
    StepTitle("access", Text(en="Enter the access data", de="Zugangsdaten eingeben")),
    StepTitle("check", Text(en="Check the data", de="Daten prüfen")),
    StepTitle("settings", Text(en="Settings", de="Einstellungen")),
)

ACCESS_FIELDS: Final = (
    Field(
        "environment",
        Text(en="Environment", de="Umgebung"),
        FieldKind.CHOICE,
        default="production",
        choices=(
            Choice("production", Text(en="production", de="Produktion")),
            Choice("sandbox", Text(en="sandbox", de="Sandbox")),
        ),
    ),
    Field(
        "app_key",
        Text(en="API key", de="API-Key"),
        FieldKind.SECRET,
        help=Text(
            en="Of the app in DHL's developer portal. A new one may work from midnight on only.",
            de="Der App im DHL-Entwicklerportal. Ein neuer gilt eventuell erst ab Mitternacht.",
        ),
    ),
    Field("app_secret", Text(en="API secret", de="API-Secret"), FieldKind.SECRET),
    Field(
        "user",
        Text(en="Portal user", de="Portal-Benutzer"),
        help=Text(
            en="Of the business customer portal; best a system user, whose password lives a year.",
            de="Des Geschäftskundenportals; am besten ein Systembenutzer, dessen Passwort ein Jahr gilt.",
        ),
    ),
    Field("password", Text(en="Portal password", de="Portal-Passwort"), FieldKind.SECRET),
    Field(
        "user_kind",
        Text(en="Kind of portal user", de="Art des Portal-Benutzers"),
        FieldKind.CHOICE,
        required=False,
        default="personal",
        choices=(
            Choice(
                "personal",
                Text(
                    en="personal user (password lives 90 days)",
                    de="persönlicher Benutzer (Passwort: 90 Tage)",
                ),
            ),
            Choice(
                "system",
                Text(en="system user (password lives a year)", de="Systembenutzer (Passwort: ein Jahr)"),
            ),
        ),
    ),
    Field(
        "password_changed_on",
        Text(en="Password changed on", de="Passwort geändert am"),
        required=False,
        max_length=10,
        help=Text(
            en="DHL lets passwords expire without a word. With the date you are warned ahead.",
            de="DHL lässt Passwörter kommentarlos ablaufen. Mit dem Datum werden Sie vorher gewarnt.",
        ),
    ),
)

_BILLING_NUMBER: Final = Field(
    "billing_number",
    Text(en="Billing number for shipments", de="Abrechnungsnummer für den Versand"),
    required=False,
    max_length=14,
    help=Text(
        en="14 characters: customer number, procedure (DHL Paket: 01), participation. Without: only returns.",
        de="14 Stellen: Kundennummer, Verfahren (DHL Paket: 01), Teilnahme. Ohne sie nur Retouren.",
    ),
)
_BILLING_NUMBER_INTERNATIONAL: Final = Field(
    "billing_number_international",
    Text(en="Billing number for shipments abroad", de="Abrechnungsnummer für den Versand ins Ausland"),
    required=False,
    max_length=14,
    help=Text(en="DHL Paket International: procedure 53.", de="DHL Paket International: Verfahren 53."),
)
_REST: Final = (
    Field(
        "profile",
        Text(en="User group profile", de="Gruppenprofil"),
        required=False,
        default=STANDARD_PROFILE,
        max_length=35,
    ),
    Field(
        "product",
        Text(en="Product within Germany", de="Produkt innerhalb Deutschlands"),
        FieldKind.CHOICE,
        required=False,
        default="V01PAK",
        choices=(
            Choice("V01PAK", Text(en="DHL Paket (V01PAK)", de="DHL Paket (V01PAK)")),
            Choice("V62KP", Text(en="DHL Kleinpaket (V62KP)", de="DHL Kleinpaket (V62KP)")),
        ),
    ),
    Field(
        "product_international",
        Text(en="Product abroad", de="Produkt ins Ausland"),
        FieldKind.CHOICE,
        required=False,
        default="V53WPAK",
        choices=(
            Choice(
                "V53WPAK",
                Text(en="DHL Paket International (V53WPAK)", de="DHL Paket International (V53WPAK)"),
            ),
            Choice("V54EPAK", Text(en="DHL Europaket (V54EPAK)", de="DHL Europaket (V54EPAK)")),
            Choice(
                "V66WPI", Text(en="Warenpost International (V66WPI)", de="Warenpost International (V66WPI)")
            ),
        ),
    ),
    Field(
        "print_format",
        Text(en="Paper", de="Papierformat"),
        FieldKind.CHOICE,
        required=False,
        choices=tuple(Choice(name, Text(en=name, de=name)) for name in PRINT_FORMATS),
        help=Text(en="Without it as set in DHL's portal.", de="Ohne Angabe wie im DHL-Portal eingestellt."),
    ),
    Field(
        "must_encode",
        Text(en="Refuse addresses that DHL cannot route", de="Nicht leitcodierbare Adressen ablehnen"),
        FieldKind.TICK,
        required=False,
        default="false",
    ),
    Field(
        "forward_contact",
        Text(
            en="Hand the consumer's e-mail and phone to DHL", de="E-Mail und Telefon des Kunden an DHL geben"
        ),
        FieldKind.CHOICE,
        required=False,
        default="abroad",
        choices=(
            Choice("never", Text(en="never", de="nie")),
            Choice(
                "abroad",
                Text(en="abroad, where some countries need it", de="im Ausland, wo manche es brauchen"),
            ),
            Choice("always", Text(en="always (parcel announcement)", de="immer (Paketankündigung)")),
        ),
        help=Text(
            en="DHL asks for the consumer's consent. A post office without a post number needs the e-mail.",
            de="DHL verlangt die Einwilligung des Kunden. Eine Filiale ohne Postnummer braucht die E-Mail.",
        ),
    ),
    Field(
        "tracking",
        Text(en="Follow parcels with DHL's tracking", de="Sendungen bei DHL verfolgen"),
        FieldKind.TICK,
        required=False,
        default="true",
        help=Text(
            en="Needs the API 'Shipment Tracking - Unified' in the app of the developer portal.",
            de="Braucht die API „Shipment Tracking - Unified“ in der App des Entwicklerportals.",
        ),
    ),
)

#: Of Shipping; NOTES.md, "field limits".
_SENDER: Final = sender_fields(
    {
        **dict.fromkeys(("name", "company", "street"), 50),
        "house_number": 10,
        "postal_code": 10,
        "city": 40,
        "email": 80,
        "phone": 20,
    }
)


def settings_fields(answers: Answers) -> tuple[Field, ...]:
    """With the return receivers to choose from, as far as DHL has named them."""
    receivers = receivers_in(answers)
    return (
        _BILLING_NUMBER,
        _BILLING_NUMBER_INTERNATIONAL,
        return_billing_number_field(receivers),
        receiver_field(receivers, str(answers.get("receiver_id") or "")),
        *_REST,
        *_SENDER,
    )


def access_problems(answers: Answers, today: date) -> Mapping[str, Text]:
    """What the field by itself cannot see."""
    given = str(answers.get("password_changed_on") or "")
    if not given:
        return {}
    try:
        changed_on = read_day(given)
    except InvalidValue as error:
        return {"password_changed_on": error.text}
    if changed_on > today:
        return {
            "password_changed_on": Text(
                en="Password changed on: lies in the future", de="Passwort geändert am: liegt in der Zukunft"
            )
        }
    return {}


def settings_problems(answers: Answers) -> Mapping[str, Text]:
    """What single fields cannot see: procedures that fit the product, an address that is whole or absent."""
    problems: dict[str, Text] = {}
    domestic, abroad = str(answers.get("product")), str(answers.get("product_international"))
    for field, procedures in (
        (_BILLING_NUMBER, procedures_of(domestic)),
        (_BILLING_NUMBER_INTERNATIONAL, procedures_of(abroad)),
        (RETURN_BILLING_NUMBER, RETURN_PROCEDURES),
    ):
        number = str(answers.get(field.key) or "")
        if number and (problem := billing_number_problem(field.label, number, procedures)) is not None:
            problems[field.key] = problem
    for key in ("billing_number_international", "return_billing_number"):
        if answers.get(key) and not answers.get("billing_number"):
            problems.setdefault(
                "billing_number",
                Text(
                    en="Billing number for shipments: is needed with the other billing numbers",
                    de="Abrechnungsnummer für den Versand: wird mit den anderen Abrechnungsnummern gebraucht",
                ),
            )
    return {**problems, **sender_problems(answers)}
