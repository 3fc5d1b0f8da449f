"""When the password of the portal user ends: DHL lets it expire and answers 401 from then on, without a word
before. Facts: NOTES.md, "password"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Self

from core.errors import InvalidValue
from core.text import Text

#: Days that a password lives, by kind of portal user.
LIFETIME_DAYS: Final[Mapping[str, int]] = {"personal": 90, "system": 365}
#: From so many days before the end on it is a warning and not only a statement.
WARN_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class PasswordTerm:
    """The password was changed on this day, and lives as long as the user's kind allows."""

    changed_on: date
    user_kind: str = "personal"

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self | None:
        """None where the day is not given or cannot be read."""
        try:
            changed_on = read_day(settings.get("password_changed_on", ""))
        except InvalidValue:
            return None
        kind = settings.get("user_kind", "personal")
        return cls(changed_on, kind if kind in LIFETIME_DAYS else "personal")

    @property
    def ends_on(self) -> date:
        return self.changed_on + timedelta(days=LIFETIME_DAYS[self.user_kind])

    def days_left(self, now: datetime) -> int:
        """Negative after the end. `now` is aware; the day is that of its zone."""
        return (self.ends_on - now.date()).days

    def sentence(self, now: datetime) -> Text:
        """How long the password lasts, for people."""
        left, day = self.days_left(now), self.ends_on.isoformat()
        if left < 0:
            return Text(
                en=f"the portal password should have expired on {day}; if it was changed, enter the new date",
                de=f"das Portal-Passwort müsste am {day} abgelaufen sein; wurde es geändert, bitte das neue "
                "Datum eintragen",
            )
        days = Text(
            en=f"{left} day{'' if left == 1 else 's'} left",
            de=f"noch {left} Tag{'' if left == 1 else 'e'}",
        )
        if left <= WARN_DAYS:
            return Text(
                en=f"the portal password expires on {day} ({days.en}): change it in DHL's portal, then here",
                de=f"das Portal-Passwort läuft am {day} ab ({days.de}): bitte bei DHL und dann hier ändern",
            )
        return Text(
            en=f"the portal password is valid until {day} ({days.en})",
            de=f"das Portal-Passwort gilt bis {day} ({days.de})",
        )


UNKNOWN: Final = Text(
    en="when the portal password was changed is not known; DHL lets it expire after 90 days "
    "(system users: 365)",
    de="wann das Portal-Passwort geändert wurde, ist nicht bekannt; bei DHL läuft es nach 90 Tagen ab "
    "(Systembenutzer: 365)",
)


def read_day(text: str) -> date:
    """A day as ISO 8601 or as Germans write it: 2026-03-01, 01.03.2026, 1.3.2026.

    raises  InvalidValue (field "password_changed_on")
    """
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise InvalidValue(
        Text(
            en="Password changed on: is a date, for instance 2026-03-01",
            de="Passwort geändert am: ist ein Datum, zum Beispiel 01.03.2026",
        ),
        field="password_changed_on",
    )
