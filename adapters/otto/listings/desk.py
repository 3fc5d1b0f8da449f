"""Products, prices and verdicts of one account at OTTO (Products v5). Facts: NOTES.md, "listings"."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from adapters.otto.calls import OttoCalls
from adapters.otto.listings import writer
from adapters.otto.listings.parts import each, list_of, moment_of, object_of, text_of
from adapters.otto.listings.reader import read_variation
from adapters.otto.listings.verdicts import read_complaint, read_verdict
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.errors import Complaint, Refused
from core.listing.values import Listing
from core.orders import Sku
from ports import Response, json_of, reading
from ports.listings import (
    HeldPage,
    Outcome,
    PriceChange,
    Progress,
    Result,
    Submission,
    VerdictPage,
)

PATH: Final = "/v5/products"
TASKS: Final = f"{PATH}/update-tasks"
RIGHT: Final = "products"
#: The most that OTTO gives in one page.
PAGE: Final = 100
VERDICTS: Final = 1000
#: Beyond this many, reading all pages is quicker than asking one by one.
_ONE_BY_ONE: Final = 20
#: Where OTTO does not say when to look at a task again.
_PAUSE: Final = timedelta(seconds=5)

_LISTS: Final = {
    "succeeded": Result.SUCCEEDED,
    "unchanged": Result.UNCHANGED,
    "failed": Result.FAILED,
}


class OttoListings:
    """A `ListingDesk`."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def upsert(self, listings: Sequence[Listing], sent_at: datetime) -> Submission:
        return self._submit(PATH, [writer.variation(listing) for listing in listings], sent_at)

    def change_prices(self, changes: Sequence[PriceChange], sent_at: datetime) -> Submission:
        return self._submit(f"{PATH}/prices", [writer.price(change) for change in changes], sent_at)

    def _submit(self, path: str, body: list[Any], sent_at: datetime) -> Submission:
        stamp = sent_at.astimezone(UTC).isoformat(timespec="milliseconds")
        answer = self._calls.write(
            "POST", path, body, right=RIGHT, repeatable=True, headers={"X-Request-Timestamp": stamp}
        )
        return submission(answer, sent_at)

    def progress(self, task: str) -> Progress | None:
        answer = self._task(f"{TASKS}/{quote(task, safe='')}")
        if answer is None:
            return None
        with reading(SERVICE):
            body = json_of(answer)
            look_after = moment_of(body.get("pingAfter"))
            if body["state"] != "done":
                return Progress(look_after)
        outcomes: list[Outcome] = []
        for name, result in _LISTS.items():
            listed = self._task(f"{TASKS}/{quote(task, safe='')}/{name}")
            if listed is None:
                return Progress(None)  # done, but its lists cannot be read yet
            with reading(SERVICE):
                outcomes += [_outcome(entry, result) for entry in json_of(listed)["results"]]
        return Progress(look_after, tuple(outcomes))

    def _task(self, target: str) -> Response | None:
        try:
            return self._calls.read(target, RIGHT)
        except Refused as error:
            if error.status == 404:
                return None
            raise

    def verdicts(self, since: datetime | None, page: str | None) -> VerdictPage:
        """The page token is `MOMENT|NUMBER`: a page is counted from the newest change that was seen, not from
        the beginning, because whatever changes meanwhile would push others over the edge of a page."""
        start, number = _place(since, page)
        query = f"sort-order=asc&limit={VERDICTS}&page={number}"
        query += f"&fromDate={quote(start, safe='')}" if start else ""
        answer = self._calls.read(f"{PATH}/marketplace-status?{query}", RIGHT)
        with reading(SERVICE):
            body = json_of(answer)
            found = [verdict for verdict in each(body, "marketPlaceStatus", read_verdict) if verdict]
            more = next_query(body.get("links")) is not None
            following = None
            if more and found:
                newest = max((v.changed_at for v in found if v.changed_at), default=None)
                moved = None if newest is None else _stamp(newest)
                following = f"{start}|{number + 1}" if moved in {None, start} else f"{moved}|0"
            return VerdictPage(tuple(found), following)

    def held(self, page: str | None) -> HeldPage:
        answer = self._calls.read(f"{PATH}?{page or f'limit={PAGE}&page=0'}", RIGHT)
        with reading(SERVICE):
            body = json_of(answer)
            entries = list(each(body, "productVariations", read_variation))
            following = next_query(body.get("links"))
            found = tuple(listing for listing in entries if listing is not None)
            return HeldPage(
                found, None if following == page else following, unreadable=len(entries) - len(found)
            )

    def look_up(self, skus: Sequence[Sku]) -> Mapping[Sku, Listing]:
        if len(skus) > _ONE_BY_ONE:
            return self._among_all(frozenset(skus))
        found: dict[Sku, Listing] = {}
        for sku in skus:
            page = self.held(f"limit={PAGE}&page=0&sku={quote(sku, safe='')}")
            found |= {listing.sku: listing for listing in page.listings if listing.sku == sku}
        return found

    def _among_all(self, skus: frozenset[Sku]) -> Mapping[Sku, Listing]:
        found: dict[Sku, Listing] = {}
        page: str | None = None
        while True:
            held = self.held(page)
            found |= {listing.sku: listing for listing in held.listings if listing.sku in skus}
            page = held.next_page
            if page is None:
                return found


def _place(since: datetime | None, page: str | None) -> tuple[str, int]:
    if page is not None:
        start, _, number = page.rpartition("|")
        return start, int(number)
    return ("" if since is None else _stamp(since)), 0


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def submission(answer: Response, sent_at: datetime) -> Submission:
    """What an accepted update says about its task.

    raises  BrokenReply
    """
    with reading(SERVICE):
        progress = json_of(answer)
        return Submission(
            task=_task(progress),
            look_after=moment_of(progress.get("pingAfter")) or sent_at + _PAUSE,
        )


def _task(progress: Mapping[str, Any]) -> str:
    """The last part of the task's own address."""
    for link in map(object_of, list_of(progress["links"])):
        if link.get("rel") == "self":
            task = urlsplit(text_of(link.get("href"))).path.rstrip("/").rpartition("/")[2]
            if task:
                return unquote(task)
    raise KeyError("self")


def _outcome(entry: object, result: Result) -> Outcome:
    body = object_of(entry)
    complaints = [read_complaint(error) for error in map(object_of, list_of(body.get("errors")))]
    return Outcome(
        _sku(body["variation"]), result, tuple(each for each in complaints if isinstance(each, Complaint))
    )


def _sku(variation: str) -> Sku:
    """A variation is named by its address, with or without the host, or by its bare SKU.

    source  NOTES.md, "listings"
    """
    before, marked, sku = variation.partition(f"{PATH}/")
    return Sku(unquote(sku)) if marked and (not before or "://" in before) else Sku(variation)
