"""The machine of `test_listing_sync` earns its trust: every fault planted here, it finds."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from core.errors import Throttled
from core.listing import record as records
from core.listing import steps
from core.listing.record import ListingRecord, Way
from core.orders import Sku
from sync import listing_drafts, listing_tasks, listings
from tests.property.planted import search
from tests.property.test_listing_sync import ListingSync

Patch = Callable[[pytest.MonkeyPatch], None]
A: Final = Sku("A")


def _handed_over_counts_as_taken(patch: pytest.MonkeyPatch) -> None:
    def handed_over(record: ListingRecord, sent_at: Any, task: str, look_after: Any) -> ListingRecord:
        on_its_way = records.handed_over(record, sent_at, task, look_after)
        return records.taken(on_its_way, task, sent_at)

    patch.setattr(listings, "handed_over", handed_over)


def _a_failed_listing_is_read_as_taken(patch: pytest.MonkeyPatch) -> None:
    def refused(record: ListingRecord, sent_at: Any, complaints: Any, now: Any) -> ListingRecord:
        sending = record.sending
        return record if sending is None or sending.task is None else records.taken(record, sending.task, now)

    patch.setattr(listing_tasks, "refused", refused)


def _drafts_go_out_before_they_are_listed(patch: pytest.MonkeyPatch) -> None:
    def begun(record: ListingRecord, cells: Any, way: Way, now: Any) -> ListingRecord:
        return records.begun(record, record.draft, way, now)

    patch.setattr(listings, "begun", begun)


def _a_refusal_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    def refused(record: ListingRecord, *args: Any) -> ListingRecord:
        return replace(records.refused(record, *args), refusal=None)

    patch.setattr(listing_tasks, "refused", refused)


def _nobody_looks_what_stands_there_already(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(listings, "_without_foreign", lambda _, ready: (list(ready), 0))


def _tasks_are_asked_about_at_once(patch: pytest.MonkeyPatch) -> None:
    def next_step(record: ListingRecord, now: Any) -> steps.Step:
        found = steps.next_step(record, now)
        return steps.Step.ASK if found is steps.Step.WAIT else found

    patch.setattr(listing_tasks, "next_step", next_step)


def _the_price_alone_goes_out_whatever_changed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(listings, "way_of", lambda record: Way.WHOLE if record.held is None else Way.PRICE)


def _a_forgotten_task_is_waited_for_for_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(listing_tasks, "is_lost", lambda *_, **__: False)


def _a_lost_answer_counts_as_never_sent(patch: pytest.MonkeyPatch) -> None:
    call = listings._call

    def quiet(*args: Any) -> Any:
        try:
            return call(*args)
        except Exception as error:
            raise Throttled("Fair") from error

    patch.setattr(listings, "_call", quiet)


def _adopting_says_to_list_the_draft(patch: pytest.MonkeyPatch) -> None:
    def adopted(record: ListingRecord | None, *args: Any) -> ListingRecord:
        taken = records.adopted(record, *args)
        return replace(taken, held=taken.draft)

    patch.setattr(listing_drafts, "adopted", adopted)


FAULTS: Final[tuple[Patch, ...]] = (
    _handed_over_counts_as_taken,
    _a_failed_listing_is_read_as_taken,
    _drafts_go_out_before_they_are_listed,
    _a_refusal_is_forgotten,
    _nobody_looks_what_stands_there_already,
    _tasks_are_asked_about_at_once,
    _the_price_alone_goes_out_whatever_changed,
    _adopting_says_to_list_the_draft,
)


#: The seeds with which these come early.
SEEDS: Final[dict[Patch, int]] = {
    _handed_over_counts_as_taken: 2,
    _a_failed_listing_is_read_as_taken: 6,
    _a_refusal_is_forgotten: 6,
    _nobody_looks_what_stands_there_already: 4,
    _tasks_are_asked_about_at_once: 27,
    _the_price_alone_goes_out_whatever_changed: 7,
    _adopting_says_to_list_the_draft: 2,
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__.strip("_"))
def test_a_planted_fault_is_found(plant: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        search(ListingSync, first=SEEDS.get(plant, 0), steps=25)


# Scenes that come together by chance too rarely.


def _listed(machine: ListingSync, mpn: str, weather: Sequence[str] = ()) -> None:
    machine.edit(A, mpn, "1")
    machine.say_list(A)
    machine.a_pass_in_bad_weather(list(weather), None)
    machine.time_passes(60)


def _a_task_is_forgotten(machine: ListingSync) -> None:
    _listed(machine, "a")
    machine.the_marketplace_forgets_its_tasks()


def _a_version_whose_answer_was_lost_is_taken_back(machine: ListingSync) -> None:
    _listed(machine, "a")
    machine.a_pass_in_bad_weather([], None)
    _listed(machine, "b", ["answer lost"])
    _listed(machine, "a")


@pytest.mark.parametrize(
    ("scene", "plant"),
    [
        (_a_task_is_forgotten, _a_forgotten_task_is_waited_for_for_ever),
        (_a_version_whose_answer_was_lost_is_taken_back, _a_lost_answer_counts_as_never_sent),
    ],
    ids=lambda part: part.__name__.strip("_"),
)
def test_a_scene_ends_well_without_the_fault_and_not_with_it(
    scene: Callable[[ListingSync], None], plant: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    _play(scene)
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        _play(scene)


def _play(scene: Callable[[ListingSync], None]) -> None:
    machine = ListingSync()
    with capture_logs():
        scene(machine)
        machine.fine_passes_settle_everything()
        machine.what_is_held_for_certain_is_what_the_marketplace_has()
