"""Quantities and switches over a `Store`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core import display as moves
from core import switching
from core.apps import AccountId, AppKey, PortalAccountId
from core.articles import Level
from core.display import Display, Outcome, Sending, Settlement, line_of
from core.orders import Sku
from core.stock import Line
from core.switching import Switch
from core.text import Text
from ports.memory import QuantityEntry, QuantityRecord
from tests.fakes.committed import Committed, Store, Window, limited, owned, refuse_unstorable

Change = Callable[[Window], Window]


@dataclass(frozen=True, slots=True)
class _Book:
    _store: Store
    _account: AccountId
    _app: AppKey

    def _window(self) -> Window:
        return self._store.read().windows.get((self._account, self._app), Window())

    def _write(self, change: Change, portal_account: PortalAccountId | None = None) -> None:
        place = (self._account, self._app)

        def changed(was: Committed) -> tuple[Committed, None]:
            if portal_account is not None:
                owned(was, self._account, portal_account)
            after = change(was.windows.get(place, Window()))
            if portal_account is not None:
                new = dict.fromkeys(after.displays, portal_account)
                after = replace(after, portal_accounts={**new, **after.portal_accounts})
            return replace(was, windows={**was.windows, place: after}), None

        self._store.write(changed)


@dataclass(frozen=True, slots=True)
class InMemoryQuantityBook(_Book):
    """A `QuantityBook`."""

    def observed(self) -> int:
        return self._window().observed

    def observe(self, levels: Sequence[Level], portal_account: PortalAccountId, now: datetime) -> None:
        def change(window: Window) -> Window:
            displays = dict(window.displays)
            for level in levels:
                known = displays.get(level.sku) or Display(level.sku, ticked=level.offered)
                displays[level.sku] = moves.observed(known, level, now)
            reached = max(level.revision for level in levels)
            return replace(window, displays=displays, observed=reached)

        if levels:
            self._write(change, portal_account)

    def due(self, now: datetime) -> Sequence[Line]:
        return [
            line_of(display, now)
            for _, display in sorted(self._window().displays.items())
            if display.ticked and display.due_at is not None and display.due_at <= now
        ]

    def agree(self, lines: Sequence[Line]) -> None:
        seen = {line.sku: line.version for line in lines}
        self._move(seen, lambda display: moves.agreed(display, seen[display.sku]))

    def begin(self, changes: Sequence[tuple[Line, int]], now: datetime) -> Sequence[Sending]:
        pieces = {line.sku: count for line, count in changes}
        numbers: dict[Sku, int] = {}

        def change(window: Window) -> Window:
            displays, entries = dict(window.displays), list(window.entries)
            for sku, count in pieces.items():
                before = displays[sku]
                displays[sku] = moves.begun(before, count, now)
                numbers[sku] = displays[sku].version
                entries.append(_entry(before, count, numbers[sku], now))
            return replace(window, displays=displays, entries=tuple(entries))

        self._write(change)
        return [Sending(sku, count, now, numbers[sku]) for sku, count in pieces.items()]

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> None:
        refuse_unstorable(settlements, now)
        by_sku = {each.sending.sku: each for each in settlements}
        by_entry = {(each.sending.sku, each.sending.number): each for each in settlements}

        def change(window: Window) -> Window:
            displays = {
                sku: moves.settled(display, by_sku[sku], now) if sku in by_sku else display
                for sku, display in window.displays.items()
            }
            entries = tuple(
                _closed(entry, by_entry[entry.sku, entry.number], now)
                if (entry.sku, entry.number) in by_entry
                else entry
                for entry in window.entries
            )
            return replace(window, displays=displays, entries=entries)

        if settlements:
            self._write(change)

    def suspect(self, sendings: Sequence[Sending], now: datetime) -> None:
        pieces = {each.sku: each.pieces for each in sendings}
        self._move(pieces, lambda display: moves.suspected(display, pieces[display.sku], now))

    def read(self, shown: Mapping[Sku, int], asked_at: datetime, now: datetime) -> int:
        pairs: list[tuple[Display, Display]] = []

        def taken(display: Display) -> Display:
            pairs.append((display, moves.read(display, shown[display.sku], asked_at, now)))
            return pairs[-1][1]

        self._move(shown, taken)
        return sum(
            after.due_at is not None and after.acknowledged != before.acknowledged for before, after in pairs
        )

    def arrange(
        self,
        skus: Collection[Sku],
        portal_account: PortalAccountId,
        now: datetime,
        *,
        ticked: bool | None = None,
        maximum: int | None = None,
    ) -> None:
        def change(window: Window) -> Window:
            known = {sku: window.displays.get(sku) or Display(sku) for sku in skus}
            moved = {sku: moves.arranged(each, ticked, maximum, now) for sku, each in known.items()}
            return replace(window, displays={**window.displays, **moved})

        self._write(change, portal_account)

    def release(self, skus: Collection[Sku], now: datetime) -> None:
        self._move(skus, lambda display: moves.released(display, now))

    def refused(self) -> Iterator[QuantityRecord]:
        return (record for record in self.records() if record.display.refusal is not None)

    def get(self, sku: Sku) -> Display | None:
        return self._window().displays.get(sku)

    def some(self, skus: Collection[Sku]) -> Mapping[Sku, QuantityRecord]:
        return {each.display.sku: each for each in self.records() if each.display.sku in skus}

    def records(self) -> Iterator[QuantityRecord]:
        window = self._window()
        last = {entry.sku: entry for entry in window.entries}
        for sku, display in sorted(window.displays.items()):
            yield QuantityRecord(display, window.portal_accounts[sku], last.get(sku))

    def history(self, sku: Sku) -> Sequence[QuantityEntry]:
        return [entry for entry in reversed(self._window().entries) if entry.sku == sku]

    def exposures(self, since: datetime) -> Iterator[QuantityEntry]:
        entries = [
            (entry.settled_at, entry)
            for entry in self._window().entries
            if entry.settled_at is not None and entry.settled_at >= since and entry.exposure is not None
        ]
        return iter([entry for _, entry in sorted(entries, key=lambda pair: pair[0])])

    def forget(self, before: datetime) -> int:
        gone: list[QuantityEntry] = []

        def change(window: Window) -> Window:
            last = {entry.sku: entry.number for entry in window.entries}
            old = [
                entry
                for entry in window.entries
                if entry.settled_at is not None
                and entry.settled_at < before
                and entry.number < last[entry.sku]
            ]
            gone.extend(old)
            return replace(window, entries=tuple(entry for entry in window.entries if entry not in old))

        self._write(change)
        return len(gone)

    def _move(self, skus: Collection[Sku], move: Callable[[Display], Display]) -> None:
        def change(window: Window) -> Window:
            moved = {sku: move(window.displays[sku]) for sku in skus if sku in window.displays}
            return replace(window, displays={**window.displays, **moved})

        self._write(change)


def _entry(before: Display, pieces: int, number: int, now: datetime) -> QuantityEntry:
    return QuantityEntry(
        before.sku,
        number,
        pieces,
        before.on_hand,
        before.reserved,
        before.buffer,
        before.maximum,
        before.revision,
        now,
        Outcome.UNKNOWN,
        exposed_since=before.exposed_since,
        fall=moves.is_fall(before, pieces),
    )


def _closed(entry: QuantityEntry, settlement: Settlement, now: datetime) -> QuantityEntry:
    settled_at = None if settlement.outcome is Outcome.UNKNOWN else now
    return replace(entry, outcome=settlement.outcome, settled_at=settled_at, answer=settlement.answer)


@dataclass(frozen=True, slots=True)
class InMemorySwitchBook(_Book):
    """A `SwitchBook`."""

    def wish(self, skus: Collection[Sku], on: bool, portal_account: PortalAccountId) -> None:
        def change(window: Window) -> Window:
            new = {sku: Display(sku) for sku in skus if sku not in window.displays}
            moved = {sku: switching.wished(window.switches.get(sku, Switch(sku)), on) for sku in skus}
            return replace(window, displays={**window.displays, **new}, switches={**window.switches, **moved})

        self._write(change, portal_account)

    def due(self) -> Sequence[Switch]:
        return [switch for switch in self.all() if switch.due]

    def under_way(self) -> Mapping[str, Sequence[Switch]]:
        tasks: dict[str, list[Switch]] = {}
        for switch in self.all():
            if switch.task is not None:
                tasks.setdefault(switch.task, []).append(switch)
        return tasks

    def called(self, now: datetime) -> None:
        self._write(lambda window: replace(window, switch_calls=(*window.switch_calls, now)))

    def calls_since(self, moment: datetime) -> int:
        return sum(call > moment for call in self._window().switch_calls)

    def hand_over(self, switches: Mapping[Sku, bool], task: str, look_after: datetime) -> None:
        limited(task)
        refuse_unstorable(task)
        self._move(
            lambda switch: (
                switching.handed_over(switch, switches[switch.sku], task, look_after)
                if switch.sku in switches
                else switch
            )
        )

    def postpone(self, task: str, look_after: datetime) -> None:
        self._of(task, lambda switch: switching.postponed(switch, look_after))

    def close(self, task: str, refused: Mapping[Sku, Text], now: datetime) -> None:
        self._of(
            task,
            lambda switch: (
                switching.turned_down(switch, refused[switch.sku])
                if switch.sku in refused
                else switching.confirmed(switch, now)
            ),
        )

    def lose(self, task: str) -> None:
        self._of(task, switching.unheard)

    def see(self, switches: Mapping[Sku, bool], now: datetime) -> None:
        self._move(
            lambda switch: (
                switching.seen(switch, switches[switch.sku], now) if switch.sku in switches else switch
            )
        )

    def some(self, skus: Collection[Sku]) -> Mapping[Sku, Switch]:
        return {switch.sku: switch for switch in self.all() if switch.sku in skus}

    def all(self) -> Iterator[Switch]:
        window = self._window()
        return iter([window.switches.get(sku, Switch(sku)) for sku in sorted(window.displays)])

    def _of(self, task: str, move: Callable[[Switch], Switch]) -> None:
        self._move(lambda switch: move(switch) if switch.task == task else switch)

    def _move(self, move: Callable[[Switch], Switch]) -> None:
        def change(window: Window) -> Window:
            switches = {sku: window.switches.get(sku, Switch(sku)) for sku in window.displays}
            return replace(window, switches={sku: move(each) for sku, each in switches.items()})

        self._write(change)
