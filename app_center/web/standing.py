"""How an app of an account stands, in a colour, a word and a reason."""

from dataclasses import dataclass
from typing import Final

from core.apps import AppState
from core.text import Text
from ports.memory import AppRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """`tone` is good (green), bad (red), warn, calm or off (grey)."""

    tone: str
    label: Text
    reason: Text | None = None


_TONES: Final = {
    AppState.OFFERED: ("off", Text(en="not active", de="nicht aktiv")),
    AppState.ACTIVATING: ("calm", Text(en="activation begun", de="Aktivierung begonnen")),
    AppState.ACTIVE: ("good", Text(en="active", de="aktiv")),
    AppState.PAUSED: ("warn", Text(en="paused", de="pausiert")),
    AppState.NEEDS_ACCESS: ("bad", Text(en="access lost", de="Zugang verloren")),
}


def standing(record: AppRecord) -> Standing:
    tone, label = _TONES[record.state]
    return Standing(tone, label, record.reason)
