"""What the seller fills in for Hermes: the access data and the settings."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.carriers.hermes.parties import foreign
from adapters.carriers.hermes.terms import ADDRESS, CONTRACT, ORDER, OUTBOUND, PARCEL_CLASSES
from core.activation import Answers, Choice, Field, FieldKind, StepTitle
from core.text import Text
from ports import sender_fields, sender_problems

STEPS: Final = (
    StepTitle("access_data", Text(en="Enter the access data", de="Zugangsdaten eingeben")),
    StepTitle("check", Text(en="Check the data", de="Daten prüfen")),
    StepTitle("settings", Text(en="Settings", de="Einstellungen")),
)

ACCESS_DATA: Final = (
    Field(
        "environment",
        Text(en="Environment", de="Umgebung"),
        FieldKind.CHOICE,
        default="production",
        choices=(
            Choice("production", Text(en="production", de="Produktion")),
            Choice("sandbox", Text(en="sandbox (integration)", de="Sandbox (Integration)")),
        ),
        help=Text(
            en="Access data belong to one of the two and do not work with the other.",
            de="Zugangsdaten gelten für eine der beiden und nicht für die andere.",
        ),
    ),
    Field(
        "client_id",
        Text(en="Client id", de="Client-ID"),
        help=Text(
            en="Client id and client secret are given by Hermes to whoever connects to the HSI interface.",
            de="Client-ID und Client-Secret erhält von Hermes, wer die HSI-Schnittstelle anbindet.",
        ),
    ),
    Field("client_secret", Text(en="Client secret", de="Client-Secret"), FieldKind.SECRET, max_length=1000),
    Field(
        "user",
        Text(en="User name", de="Benutzername"),
        help=Text(
            en="User name and password of the Hermes business customer.",
            de="Benutzername und Passwort des Hermes-Geschäftskunden.",
        ),
    ),
    Field("password", Text(en="Password", de="Passwort"), FieldKind.SECRET, max_length=1000),
)


_SENDER: Final = sender_fields(
    {
        **dict.fromkeys(("name", "company", "street"), 50),
        "house_number": 48,
        "postal_code": 8,
        "city": 30,
        "email": 200,
        "phone": 20,
    }
)

SETTINGS: Final = (
    Field(
        "return_way",
        Text(en="Return labels are made from", de="Retourenlabel entstehen aus"),
        FieldKind.CHOICE,
        default=ADDRESS,
        choices=(
            Choice(ADDRESS, Text(en="the consumer's address", de="der Adresse des Kunden")),
            Choice(OUTBOUND, Text(en="the Hermes parcel of the way out", de="der Hinsendung mit Hermes")),
        ),
        help=Text(
            en="Not every contract allows the first (Hermes then answers e047 or e055). The second works "
            "only after Hermes has worked on the parcel of the way out.",
            de="Nicht jeder Vertrag erlaubt das erste (Hermes antwortet dann e047 oder e055). Das zweite "
            "geht erst, wenn Hermes die Hinsendung bearbeitet hat.",
        ),
    ),
    Field(
        "parcel_class",
        Text(en="Parcel class", de="Paketklasse"),
        FieldKind.CHOICE,
        required=False,
        choices=tuple(Choice(name, Text(en=name, de=name)) for name in PARCEL_CLASSES),
        help=Text(
            en="For shipments that name none. Some contracts need one.",
            de="Für Sendungen, die keine nennen. Manche Verträge brauchen eine.",
        ),
    ),
    Field(
        "merchant_address",
        Text(en="Your address on the label", de="Ihre Adresse auf dem Label"),
        FieldKind.CHOICE,
        default=ORDER,
        choices=(
            Choice(ORDER, Text(en="as in the order", de="wie im Auftrag")),
            Choice(CONTRACT, Text(en="as stored at Hermes", de="wie bei Hermes hinterlegt")),
        ),
    ),
    Field(
        "customer_alert",
        Text(en="Hermes announces parcels by e-mail", de="Hermes kündigt Pakete per E-Mail an"),
        FieldKind.TICK,
        required=False,
        default="false",
        help=Text(
            en="Passes the consumer's e-mail address on to Hermes, where there is one. Needs the consumer's "
            "consent.",
            de="Gibt die E-Mail-Adresse des Kunden an Hermes weiter, wo es eine gibt. Braucht dessen "
            "Einwilligung.",
        ),
    ),
    Field(
        "client_id_tracking",
        Text(en="Client id of the tracking", de="Auftraggeber-Kennzeichen der Sendungsverfolgung"),
        required=False,
        max_length=4,
        help=Text(
            en="Up to four digits, from Hermes. With it, a return label whose answer was lost can be looked "
            "up.",
            de="Bis zu vier Ziffern, von Hermes. Damit lässt sich ein Retourenlabel nachschlagen, dessen "
            "Antwort verloren ging.",
        ),
    ),
    *_SENDER,
)


def settings_problems(answers: Answers) -> Mapping[str, Text]:
    """What single fields cannot see: an address is whole or absent, and Hermes prints it."""
    problems = dict(sender_problems(answers))
    for field in _SENDER:
        if (found := foreign(str(answers.get(field.key) or ""))) is not None:
            problems[field.key] = Text(
                en=f"{field.label.en}: Hermes does not print U+{ord(found):04X}",
                de=f"{field.label.de}: Hermes druckt U+{ord(found):04X} nicht",
            )
    client_id = str(answers.get("client_id_tracking") or "")
    if client_id and not (client_id.isascii() and client_id.isdigit()):
        problems["client_id_tracking"] = Text(
            en="Client id of the tracking: is digits only",
            de="Auftraggeber-Kennzeichen der Sendungsverfolgung: besteht nur aus Ziffern",
        )
    return MappingProxyType(problems)
