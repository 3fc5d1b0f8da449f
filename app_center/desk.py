"""What the host lends to an activation flow for one look at the answers: `ports.activation.Desk`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe
from types import MappingProxyType
from typing import Final

from app_center.bootstrap import AppCenter
from app_center.registry import Kind
from core.activation import Answers, Choice, Step
from core.apps import AppState
from core.secret import Secret
from core.text import Text
from ports.connection import Connection, Token
from ports.hooks import CarrierKind, Category
from ports.memory import AccountMemory, AppRecord

#: The vault's shelf of what is in force.
IN_FORCE: Final = "settings"


@dataclass(slots=True)
class PassingTokens:
    """Tokens of credentials that are only being tried."""

    kept: dict[str, Token] = field(default_factory=dict)

    def get(self, name: str) -> Token | None:
        return self.kept.get(name)

    def put(self, name: str, token: Token) -> None:
        self.kept[name] = token

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)


@dataclass(slots=True)
class HostDesk:
    """A `Desk` for one look at the answers. `learned` is what the flow wants remembered."""

    center: AppCenter
    memory: AccountMemory
    kind: Kind
    consent_state: Secret
    tokens: PassingTokens = field(default_factory=PassingTokens)
    learned: dict[str, str | Secret | None] = field(default_factory=dict)

    @property
    def redirect_uri(self) -> str:
        return f"{self.center.config.public_url.rstrip('/')}/consent/{self.kind.manifest.key}"

    def connect(self, answers: Answers) -> Connection:
        settings = {key: value for key, value in answers.items() if isinstance(value, str)}
        secrets = {key: value for key, value in answers.items() if isinstance(value, Secret)}
        return self.center.connection(self.memory, self.kind.manifest, settings, secrets, self.tokens)

    def remember(self, key: str, answer: str | Secret | None) -> None:
        self.learned[key] = answer

    def portal_accounts(self) -> Sequence[str]:
        return [portal_account.name for portal_account in self.memory.portal_accounts.all()]

    def return_carriers(self) -> Sequence[Choice]:
        carriers = self.center.registry.in_category(Category.CARRIER)
        return [_choice(kind, self.memory.apps.get(kind.manifest.key)) for kind in carriers]


def _choice(kind: Kind, record: AppRecord) -> Choice:
    name = kind.manifest.name
    label = Text(en=name, de=name)
    if record.state is not AppState.ACTIVE:
        why = Text(
            en=f"the app {name} is not active; activate it first",
            de=f"die App {name} ist nicht aktiv; bitte zuerst aktivieren",
        )
    elif isinstance(kind, CarrierKind) and not _cleared_for_returns(record):
        why = Text(
            en=f"the app {name} is not cleared for returns; see its settings",
            de=f"die App {name} ist nicht für Retouren freigeschaltet; siehe ihre Einstellungen",
        )
    else:
        return Choice(kind.manifest.key, label)
    return Choice(kind.manifest.key, label, why)


def _cleared_for_returns(record: AppRecord) -> bool:
    return any(right.key == "return" and right.granted is not False for right in record.rights)


def proven_again(center: AppCenter, memory: AccountMemory, kind: Kind) -> Step:
    """What the flow says today to the answers in force. Nothing of it is stored."""
    key = kind.manifest.key
    desk = HostDesk(center, memory, kind, Secret(token_urlsafe(24)))
    answers: dict[str, str | Secret] = {**memory.apps.get(key).settings, **memory.vault(key).all(IN_FORCE)}
    for form_field in (f for part in kind.activation.form(answers, desk).values() for f in part):
        if form_field.default is not None:
            answers.setdefault(form_field.key, form_field.default)
    return kind.activation.advance(MappingProxyType(answers), desk)
