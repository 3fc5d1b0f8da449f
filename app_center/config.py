"""What the operator decides, from the environment (prefix `APP_CENTER_`)."""

from datetime import timedelta
from pathlib import Path
from typing import Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import InvalidValue
from core.privacy import Retention


class Config(BaseSettings):
    """
    home          folder of the database and the vault key
    database_url  default: SQLite in `home`
    vault_key     Fernet keys, separated by commas, the first encrypts; default: a key file in `home`
    base_urls     JSON object: where an app's server is instead, {"otto": "http://127.0.0.1:4010/path"}
    public_url    where browsers reach this installation, for consent pages that send them back
    language      of messages on the command line
    log_level     of the log on stderr
    alert_webhook gets a POST of JSON for each alert
    alert_smtp    smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT, for mails to `alert_to`
    alert_late_intervals  after how many missed intervals a concern is late
    retention_buyers, retention_labels, retention_set_aside  days; `core.privacy.Retention`
    retention_receipt_years  calendar years; the law asks for eight
    openid_issuer, openid_client_id, openid_client_secret, openid_name
                  the identity provider that people log in at as well, and what its button says
    lease_seconds how long a worker without a sign of life keeps its work
    stop_seconds  how long a process that is told to stop may go on with what runs
    webhooks_inside  whether webhooks may go to plain http and to addresses of the operator's own network
    api_requests_a_minute  what one key of the interface for hosts may ask for
    """

    model_config = SettingsConfigDict(env_prefix="APP_CENTER_", hide_input_in_errors=True)

    home: Path = Field(default_factory=lambda: user_data_path("app-center"))
    database_url: SecretStr | None = None
    vault_key: SecretStr | None = None
    base_urls: dict[str, str] = Field(default_factory=dict)
    public_url: str = "http://127.0.0.1:8000"
    language: Literal["de", "en"] = "en"
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    alert_webhook: SecretStr | None = None
    alert_smtp: SecretStr | None = None
    alert_from: str = "app-center@localhost"
    alert_to: str | None = None
    alert_late_intervals: int = Field(default=5, ge=1, le=1000)
    retention_buyers: int = Field(default=180, ge=30, le=3650)
    retention_labels: int = Field(default=180, ge=1, le=3650)
    retention_set_aside: int = Field(default=90, ge=1, le=3650)
    retention_receipt_years: int = Field(default=8, ge=8, le=30)
    openid_issuer: str | None = None
    openid_client_id: str = ""
    openid_client_secret: SecretStr | None = None
    openid_name: str = "OpenID Connect"
    lease_seconds: int = Field(default=30, ge=2, le=3600)
    stop_seconds: int = Field(default=20, ge=0, le=3600)
    webhooks_inside: bool = False
    api_requests_a_minute: int = Field(default=600, ge=1, le=1_000_000)

    @field_validator("base_urls")
    @classmethod
    def _addresses(cls, value: dict[str, str]) -> dict[str, str]:
        for app, address in value.items():
            if not address.startswith(("http://", "https://")):
                raise ValueError(f"the address of {app} starts with http:// or https://")
        return value

    @field_validator("alert_webhook")
    @classmethod
    def _hook(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("an address that starts with http:// or https://")
        return value

    @field_validator("alert_smtp")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("smtp://", "smtps://")):
            raise ValueError("an address that starts with smtp:// or smtps://")
        return value

    @field_validator("openid_issuer")
    @classmethod
    def _issuer(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise ValueError("the issuer's address starts with https://")
        return value

    @classmethod
    def read(cls) -> Self:
        """raises  InvalidValue: which variable is wrong, and how"""
        try:
            return cls()
        except ValidationError as error:
            wrong = error.errors()[0]
            name = "_".join(str(part) for part in wrong["loc"][:1]).upper()
            raise InvalidValue(f"APP_CENTER_{name}: {wrong['msg']}") from None
        except ValueError as error:  # pydantic-settings: the text is no JSON
            raise InvalidValue(str(error)) from None

    @property
    def retention(self) -> Retention:
        return Retention(
            buyers=self.retention_buyers,
            labels=self.retention_labels,
            set_aside=self.retention_set_aside,
            receipt_years=self.retention_receipt_years,
        )

    @property
    def patience(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def grace(self) -> timedelta:
        return timedelta(seconds=self.stop_seconds)

    @property
    def url(self) -> str:
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'app-center.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")
