"""What the seller fills in for GLS."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from adapters.carriers.gls.account import (
    DEFAULT_HEAVIEST_G,
    DEFAULT_LIGHTEST_G,
    DEFAULT_MIDDLEWARE,
    ReturnWay,
    grams,
)
from adapters.carriers.gls.fit import LENGTHS
from adapters.carriers.gls.manifest import CLASSIC, CLASSIC_DOMAIN
from core.activation import Answers, Choice, Field, FieldKind, StepTitle
from core.errors import InvalidValue
from core.text import Text
from ports import sender_fields, sender_problems

STEPS: Final = (
    StepTitle("access_data", Text(en="Enter the access data", de="Zugangsdaten eingeben")),
    StepTitle("check", Text(en="Check the data", de="Daten prüfen")),
    StepTitle("settings", Text(en="Settings", de="Einstellungen")),
)

_ENVIRONMENT: Final = Field(
    "environment",
    Text(en="Environment", de="Umgebung"),
    FieldKind.CHOICE,
    default="production",
    choices=(
        Choice("production", Text(en="production", de="Produktion")),
        Choice("sandbox", Text(en="sandbox", de="Sandbox")),
        Choice(
            CLASSIC,
            Text(
                en="own ShipIT host with user and password",
                de="eigener ShipIT-Host mit Benutzer und Passwort",
            ),
        ),
    ),
)
_CLIENT_ID: Final = Field("client_id", Text(en="Client ID", de="Client-ID"))
_CLIENT_SECRET: Final = Field(
    "client_secret",
    Text(en="Client secret", de="Client-Secret"),
    FieldKind.SECRET,
    max_length=1000,
    help=Text(
        en="Of your app in GLS's developer portal, with Authentication and ShipIT Farm enabled.",
        de="Von Ihrer App im Entwicklerportal von GLS, mit Authentication und ShipIT Farm.",
    ),
)
_CLASSIC_HOST: Final = Field(
    "classic_host",
    Text(en="ShipIT host", de="ShipIT-Host"),
    help=Text(
        en=f"As GLS gave it to you, for instance shipit-wbm-test01.{CLASSIC_DOMAIN}",
        de=f"Wie von GLS genannt, zum Beispiel shipit-wbm-test01.{CLASSIC_DOMAIN}",
    ),
)
_USER: Final = Field("user", Text(en="User", de="Benutzer"))
_PASSWORD: Final = Field("password", Text(en="Password", de="Passwort"), FieldKind.SECRET, max_length=1000)
_CONTACT_ID: Final = Field(
    "contact_id",
    Text(en="Contact ID", de="Contact-ID"),
    max_length=20,
    help=Text(
        en="Stands for you as the sender on every label; GLS gives it out.",
        de="Steht auf jedem Label für Sie als Absender; GLS vergibt sie.",
    ),
)
_APP_ID: Final = Field(
    "app_id",
    Text(en="App ID of Shop Returns", de="App-ID von Shop Returns"),
    max_length=100,
    help=Text(
        en="Your return address is stored behind it at GLS. In the sandbox it is the word sandbox.",
        de="Bei GLS ist dahinter Ihre Retourenadresse hinterlegt. In der Sandbox ist es das Wort sandbox.",
    ),
)
_NOT_CLASSIC: Final = Text(
    en="Shop Returns is not offered on an own ShipIT host",
    de="Shop Returns gibt es auf einem eigenen ShipIT-Host nicht",
)

SETTINGS: Final = (
    Field(
        "middleware",
        Text(en="Name of the integration (middleware)", de="Name der Anbindung (Middleware)"),
        default=DEFAULT_MIDDLEWARE,
        max_length=40,
        help=Text(
            en="Change it only if GLS has given you a name of your own.",
            de="Nur ändern, wenn GLS Ihnen einen eigenen Namen genannt hat.",
        ),
    ),
    Field(
        "weight_min_g",
        Text(en="Lightest weight in grams", de="Kleinstes Gewicht in Gramm"),
        default=str(DEFAULT_LIGHTEST_G),
        max_length=5,
        help=Text(
            en="A parcel that weighs less is announced to GLS with this weight.",
            de="Ein leichteres Paket wird GLS mit diesem Gewicht angekündigt.",
        ),
    ),
    Field(
        "weight_max_g",
        Text(en="Heaviest weight in grams", de="Größtes Gewicht in Gramm"),
        default=str(DEFAULT_HEAVIEST_G),
        max_length=5,
        help=Text(
            en="As your contract with GLS allows; a heavier parcel gets no label.",
            de="Wie es Ihr Vertrag mit GLS erlaubt; für ein schwereres Paket gibt es kein Label.",
        ),
    ),
    *sender_fields(LENGTHS),
)

_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def uses_password(answers: Answers) -> bool:
    """Whether the seller came with user and password, as GLS's classic hosts want them."""
    if answers.get("environment") == CLASSIC:
        return True
    return bool(answers.get("user")) and not answers.get("client_id")


def access_fields(answers: Answers) -> tuple[Field, ...]:
    """The fields of the first step for the way in and the way of returns chosen so far."""
    if answers.get("environment", _ENVIRONMENT.default) == CLASSIC:
        own = (_CLASSIC_HOST, _USER, _PASSWORD)
        return (_ENVIRONMENT, *own, _CONTACT_ID, _return_way(answers, classic=True))
    basic = uses_password(answers)
    either = (
        *(replace(field, required=not basic) for field in (_CLIENT_ID, _CLIENT_SECRET)),
        *(replace(field, required=basic) for field in (_USER, _PASSWORD)),
        replace(_CLASSIC_HOST, required=False),
    )
    return_way = _return_way(answers, classic=basic)
    by_order = answers.get("return_way", return_way.default) == ReturnWay.SHOP_RETURNS
    return (_ENVIRONMENT, *either, _CONTACT_ID, return_way, replace(_APP_ID, required=by_order))


def _return_way(answers: Answers, *, classic: bool) -> Field:
    """Who has an app id of Shop Returns has it for its returns."""
    by_order = bool(answers.get("app_id")) and not classic
    return Field(
        "return_way",
        Text(en="Return labels", de="Retourenlabels"),
        FieldKind.CHOICE,
        default=ReturnWay.SHOP_RETURNS if by_order else ReturnWay.SHIPIT,
        choices=(
            Choice(ReturnWay.SHIPIT, Text(en="ShipIT, service ShopReturn", de="ShipIT, Service ShopReturn")),
            Choice(
                ReturnWay.SHOP_RETURNS,
                Text(en="Shop Returns, with an app ID", de="Shop Returns, mit einer App-ID"),
                unavailable=_NOT_CLASSIC if classic else None,
            ),
            Choice(ReturnWay.NONE, Text(en="none with GLS", de="keine mit GLS")),
        ),
    )


def host_label(given: str) -> str:
    """What stands before the domain of GLS's classic hosts, out of a host name or an address.

    raises  InvalidValue: it is no host of GLS
    """
    host = given.strip().lower().removeprefix("https://").partition("/")[0].removesuffix(":443")
    label = host.removesuffix(f".{CLASSIC_DOMAIN}")
    foreign = label == host and "." in host
    if foreign or not _HOST.fullmatch(label):
        raise InvalidValue(
            Text(
                en=f"ShipIT host: only hosts that end in .{CLASSIC_DOMAIN}",
                de=f"ShipIT-Host: nur Hosts, die auf .{CLASSIC_DOMAIN} enden",
            ),
            field="classic_host",
        )
    return label


def settings_problems(answers: Answers) -> Mapping[str, Text]:
    """What single fields cannot see: figures, and that an address is whole or absent."""
    texts = {key: value for key, value in answers.items() if isinstance(value, str)}
    problems: dict[str, Text] = {}
    weights = {}
    for key, default in (("weight_min_g", DEFAULT_LIGHTEST_G), ("weight_max_g", DEFAULT_HEAVIEST_G)):
        try:
            weights[key] = grams(texts, key, default)
        except InvalidValue as error:
            problems[key] = error.text
    if not problems and weights["weight_min_g"] > weights["weight_max_g"]:
        problems["weight_min_g"] = Text(
            en="Lightest weight: is more than the heaviest", de="Kleinstes Gewicht: liegt über dem größten"
        )
    return MappingProxyType({**problems, **sender_problems(answers)})
