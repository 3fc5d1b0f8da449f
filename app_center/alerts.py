"""Tells the operator what needs a person: once, until its cause has gone."""

import json
import smtplib
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.client import HTTPException
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog

from adapters.storage.alerts import Key
from adapters.storage.figures import Figures
from app_center.bootstrap import AppCenter
from app_center.concerns import concerns_of
from app_center.config import Config
from core.text import Text
from ports.memory import Entry

log = structlog.get_logger()

_TIMEOUT: Final = 10.0
#: However short the interval: before that, nothing counts as late.
_LATE_AT_LEAST: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Alert:
    """account, app and cause tell it from others; the account by its id, never by its name."""

    account: str
    app: str
    cause: str
    text: Text

    @property
    def key(self) -> Key:
        return (self.account, self.app, self.cause)


Send = Callable[[Alert], None]


def causes(
    figures: Figures, entries: Iterable[Entry], late_after: Callable[[Entry], timedelta], now: datetime
) -> Iterator[Alert]:
    """All that needs a person now."""
    for account, app in figures.needs_access:
        text = Text(
            en=f"{app} of account {account} needs access: connect it again",
            de=f"{app} des Accounts {account} braucht Zugang: bitte neu verbinden",
        )
        yield Alert(account, app, "needs access", text)
    for (account, app), number in figures.held.items():
        text = Text(
            en=f"{number} dispatch notices of account {account} at {app} are held and need a decision",
            de=f"{number} Versandmeldungen des Accounts {account} bei {app} sind angehalten",
        )
        yield Alert(account, app, "held dispatches", text)
    for entry in entries:
        since, job = entry.standing.behind_since, entry.job
        if since is None or now - since <= late_after(entry):
            continue
        minutes = int((now - since).total_seconds() // 60)
        why = entry.standing.failure
        text = Text(
            en=f"{job.concern} of {job.app}, account {job.account}, is {minutes} minutes behind"
            + (f": {why.en}" if why else ""),
            de=f"{job.concern} von {job.app}, Account {job.account}, ist {minutes} Minuten im Rückstand"
            + (f": {why.de}" if why else ""),
        )
        yield Alert(job.account, job.app, f"late: {job.concern}", text)


class Alerts:
    """`send` are the ways to the operator. An alert that reached nobody is tried again at the next look."""

    def __init__(self, center: AppCenter, send: Sequence[Send]) -> None:
        self._center = center
        self._send = send

    def look(self) -> None:
        if not self._send:
            return
        now = self._center.clock.now()
        memory = self._center.memory
        entries = tuple(memory.agenda.behind(now - _LATE_AT_LEAST))
        current = {
            alert.key: alert for alert in causes(memory.figures(now, now), entries, self._late_after, now)
        }
        told = memory.alerts.told()
        memory.alerts.forget(told - current.keys())
        for key, alert in current.items():
            if key not in told and self._reaches(alert):
                memory.alerts.add(key, now)

    def _late_after(self, entry: Entry) -> timedelta:
        kind = self._center.registry.apps.get(entry.job.app)
        concern = None if kind is None else concerns_of(kind).get(entry.job.concern)
        every = entry.standing.every or (concern.rhythm.every if concern else _LATE_AT_LEAST)
        return max(_LATE_AT_LEAST, every * self._center.config.alert_late_intervals)

    def _reaches(self, alert: Alert) -> bool:
        reached = False
        for send in self._send:
            try:
                send(alert)
                reached = True
            except (OSError, HTTPException, smtplib.SMTPException) as error:
                # The address may hold a key, so it is not shown.
                log.warning("alert.not_sent", cause=alert.cause, kind=type(error).__name__)
        return reached


def ways(config: Config) -> Sequence[Send]:
    """What the operator has set up."""
    found: list[Send] = []
    if config.alert_webhook is not None:
        address = config.alert_webhook.get_secret_value()
        found.append(lambda alert: _post(address, alert, config))
    if config.alert_smtp is not None and config.alert_to is not None:
        server = config.alert_smtp.get_secret_value()
        found.append(lambda alert: _mail(server, alert, config))
    return found


def _post(address: str, alert: Alert, config: Config) -> None:
    """JSON with account, app, cause and text."""
    body = {
        "account": alert.account,
        "app": alert.app,
        "cause": alert.cause,
        "text": alert.text.into(config.language),
    }
    request = urllib.request.Request(  # noqa: S310 - the operator's own address, http or https
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=_TIMEOUT):  # noqa: S310 # nosec B310
        pass


def _mail(server: str, alert: Alert, config: Config) -> None:
    """By `smtp://` (with STARTTLS where a user is named) or `smtps://USER:PASSWORD@HOST:PORT`."""
    parts = urlsplit(server)
    message = EmailMessage()
    message["Subject"] = f"app-center: {alert.cause} ({alert.app})"
    message["From"] = config.alert_from
    message["To"] = config.alert_to
    message.set_content(alert.text.into(config.language) + "\n")
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "", parts.port or 0, timeout=_TIMEOUT) as smtp:
        if parts.username:
            if parts.scheme == "smtp":
                smtp.starttls()
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        smtp.send_message(message)
