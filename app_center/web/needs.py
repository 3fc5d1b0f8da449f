"""What needs a person today: each with a count, a sentence, and the page where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from adapters.storage.outlook import Waiting
from app_center.bootstrap import AppCenter
from app_center.web.words.overview import NEEDS
from core.apps import AppState
from core.dispatch import NoticeState
from core.text import Text
from ports.memory import AccountMemory

_NOTICES: Final = {
    NoticeState.REFUSED: "refused",
    NoticeState.UNKNOWN: "unknown",
    NoticeState.HELD: "held",
}


@dataclass(frozen=True, slots=True)
class Need:
    """
    tone   bad: something stands still; warn: it will; calm: work of the day
    path   of the page, below the account
    count  how many things; None where it is one by its nature
    """

    tone: str
    label: Text
    path: str
    count: int | None = None
    reason: Text | None = None


def needs(center: AppCenter, memory: AccountMemory, waiting: Waiting) -> list[Need]:
    """The most urgent first; empty when all is well."""
    return [*_apps(center, memory), *_stuck(waiting), *_today(waiting)]


def _apps(center: AppCenter, memory: AccountMemory) -> Iterator[Need]:
    for record in memory.apps.all():
        kind = center.registry.marketplaces.get(record.app) or center.registry.carriers.get(record.app)
        name = kind.manifest.name if kind is not None else str(record.app)
        path = f"/apps/{record.app}"
        if record.state is AppState.NEEDS_ACCESS:
            yield Need("bad", _named("no_access", name), path, reason=record.reason)
        elif record.state is AppState.ACTIVATING:
            yield Need("warn", _named("begun", name), path)
        elif record.state is AppState.PAUSED:
            yield Need("warn", _named("paused", name), path)


def _named(key: str, name: str) -> Text:
    text = NEEDS[key]
    return Text(en=text.en.format(name=name), de=text.de.format(name=name))


def _stuck(waiting: Waiting) -> Iterator[Need]:
    for state, key in _NOTICES.items():
        if count := waiting.notices.get(state, 0):
            tone = "warn" if state is NoticeState.HELD else "bad"
            yield Need(tone, NEEDS[key], f"/dispatch/notices?state={state.value}", count)
    if waiting.labels:
        yield Need("bad", NEEDS["labels"], "/dispatch/labels?state=outcome_unknown", waiting.labels)
    if waiting.listings:
        yield Need("warn", NEEDS["listings"], "/listings", waiting.listings)
    if waiting.set_aside:
        yield Need("warn", NEEDS["set_aside"], "/orders?state=aside", waiting.set_aside)
    if waiting.failing:
        yield Need("warn", NEEDS["failing"], "/apps", waiting.failing)


def _today(waiting: Waiting) -> Iterator[Need]:
    if waiting.to_send:
        yield Need("calm", NEEDS["to_send"], "/dispatch", waiting.to_send)
    if waiting.returns:
        yield Need("calm", NEEDS["returns"], "/returns", waiting.returns)
