"""Where the shipments stand: what a notice changes, and whether it is taken at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from adapters.otto.standin.books import Books, Report
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders import moves
from adapters.otto.standin.orders.moves import Impossible
from adapters.otto.standin.orders.sales_order import Item, SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.shipments.refusals import Problem, Refused
from adapters.otto.standin.shipments.shipment import (
    Notice,
    Origin,
    Piece,
    Progress,
    Shipment,
    TrackingKey,
)

#: A return number names one parcel at a time: only after this may another one have it. From the product's
#: description; the interface's own document is silent about it.
RETURN_NUMBER_REST: Final = timedelta(days=42)
_FIRST_ID: Final = 100000294699
_GONE: Final = frozenset({State.SENT, State.RETURNED})
#: Where parcels come from that were not reported over the interface but marked in the portal.
_PORTAL: Final = Origin("Hamburg", "21035", "DEU")


class Depot:
    """Works under the lock of the shelf."""

    def __init__(self, shelf: Shelf, odd: Oddities, books: Books) -> None:
        self._shelf = shelf
        self._odd = odd
        self._books = books
        self._shipments: dict[str, Shipment] = {}
        self._by_key: dict[TrackingKey, str] = {}
        self._of_item: dict[str, list[str]] = {}
        self._ways_back: dict[TrackingKey, tuple[str, datetime]] = {}
        self._ids = count(_FIRST_ID)
        self._calls = count(1)
        shelf.watchers.append(self._catch_up)

    def report(self, notices: Sequence[Notice], *, multiparcel: bool = False) -> Sequence[Shipment]:
        """All of them, or none. The items of the notices are SENT with the first parcel's number.

        raises  Refused
        """
        with self._shelf.lock:
            for place, notice in enumerate(notices):
                path = f"shipments[{place}].positionItems" if multiparcel else "positionItems"
                if notice.key.number is not None and notice.key in self._by_key:
                    raise Refused(409, [Problem("DUPLICATE_TRACKING_KEY")], place)
                self._check(notice.pieces, path, place)
            self._check_between(notices)
            group = str(next(self._ids)) if multiparcel else None
            call = next(self._calls)
            shipments = [self._take(notice, call, group) for notice in notices]
            self._send(notices[0].key, notices[0].pieces)
            return shipments

    def add(self, shipment: Shipment, pieces: Sequence[Piece]) -> None:
        """A correction.

        raises  Refused
        """
        with self._shelf.lock:
            shipment = self._shipments[shipment.id]
            self._check(pieces, "", own=shipment.id)
            if any(piece.way_back_id != shipment.pieces[0].way_back_id for piece in pieces):
                raise Refused(400, [Problem("PROPERTY_IS_INVALID", "[0].returnAddressCarrierId")])
            self._keep(replace(shipment, pieces=(*shipment.pieces, *pieces)))
            self._book(shipment, pieces, next(self._calls))
            self._send(shipment.key, pieces)

    def find(self, shipment_id: str) -> Shipment | None:
        return self._shipments.get(shipment_id)

    def find_by_key(self, carrier: str, number: str) -> Shipment | None:
        return self._shipments.get(self._by_key.get(TrackingKey(carrier, number), ""))

    def of_item(self, item_id: str) -> Sequence[Shipment]:
        """The shipments that a position is in: one, or the parcels of a multiparcel shipment."""
        return [self._shipments[shipment_id] for shipment_id in self._of_item.get(item_id, ())]

    def created_from(self, moment: datetime) -> Sequence[Shipment]:
        """Oldest first."""
        with self._shelf.lock:
            found = [shipment for shipment in self._shipments.values() if shipment.created_at >= moment]
            return sorted(found, key=lambda shipment: (shipment.created_at, shipment.id))

    def advance(self, shipment_id: str, progress: Progress) -> None:
        """The carrier has scanned it.

        raises  Impossible
        """
        with self._shelf.lock:
            shipment = self._shipments.get(shipment_id)
            if shipment is None:
                raise Impossible(f"there is no shipment {shipment_id}")
            states = (*shipment.states, (progress, self._shelf.now()))
            self._shipments[shipment_id] = replace(shipment, states=states)

    def _check(self, pieces: Sequence[Piece], path: str, parcel: int = 0, own: str | None = None) -> None:
        """`own` is the shipment that the pieces come to, None for a new one."""
        found = [self._item(piece) for piece in pieces]
        at = [f"{path}[{place}]" for place in range(len(pieces))]
        if strangers := [place for place, item in zip(at, found, strict=True) if item is None]:
            titled = [Problem("INSUFFICIENT_PERMISSION", f"{place}.positionItemId") for place in strangers]
            raise Refused(400, titled, parcel)
        items = [item for item in found if item is not None]
        if any(item.state in _GONE or item.id in self._of_item for item in items):
            raise Refused(409, [Problem("POSITION_ITEM_INCLUDED_IN_OTHER_SHIPMENT")], parcel)
        late = [place for place, item in zip(at, items, strict=True) if item.state is not State.PROCESSABLE]
        if late and self._odd.not_processable == "permission":
            titled = [Problem("INSUFFICIENT_PERMISSION", f"{place}.positionItemId") for place in late]
            raise Refused(400, titled, parcel)
        if late and self._odd.not_processable == "conflict":
            raise Refused(
                409, [Problem("POSITION_ITEM_NOT_PROCESSABLE", f"{late[0]}.positionItemId")], parcel
            )
        if self._odd.reused_return_numbers == "refused":
            self._check_ways_back(pieces, at, parcel, own)

    def _check_ways_back(
        self, pieces: Sequence[Piece], at: Sequence[str], parcel: int, own: str | None
    ) -> None:
        for place, piece in zip(at, pieces, strict=True):
            if piece.way_back in self._ways_back:
                shipment_id, used_at = self._ways_back[piece.way_back]
                if shipment_id != own and self._shelf.now() - used_at < RETURN_NUMBER_REST:
                    path = f"{place}.returnTrackingKey.trackingNumber"
                    raise Refused(400, [Problem("DUPLICATE_RETURN_TRACKING_KEY", path)], parcel)

    def _check_between(self, notices: Sequence[Notice]) -> None:
        """The parcels of one call are told apart by both of their numbers."""
        for place, notice in enumerate(notices):
            before = notices[:place]
            if notice.key in {other.key for other in before}:
                raise Refused(409, [Problem("DUPLICATE_TRACKING_KEY")], place)
            used = {piece.way_back for other in before for piece in other.pieces}
            for number, piece in enumerate(notice.pieces):
                if piece.way_back in used:
                    path = f"shipments[{place}].positionItems[{number}].returnTrackingKey.trackingNumber"
                    raise Refused(400, [Problem("DUPLICATE_RETURN_TRACKING_KEY", path)], place)

    def _item(self, piece: Piece) -> Item | None:
        """The seller's own position, if it shows at all. An order that was put in as raw JSON has none."""
        shown = self._shelf.find(piece.order_id)
        order = self._shelf.newest(piece.order_id) if shown is not None else None
        if not isinstance(order, SalesOrder):
            return None
        return next((item for item in order.items if item.id == piece.item_id), None)

    def _take(self, notice: Notice, call: int, group: str | None) -> Shipment:
        now = self._shelf.now()
        shipment = Shipment(
            id=str(next(self._ids)),
            created_at=now,
            key=notice.key,
            shipped_at=notice.shipped_at,
            origin=notice.origin,
            pieces=notice.pieces,
            states=((Progress.SENT, now),),
            multiparcel=group,
        )
        self._keep(shipment)
        self._book(shipment, shipment.pieces, call)
        return shipment

    def _keep(self, shipment: Shipment) -> None:
        self._shipments[shipment.id] = shipment
        if shipment.key.number is not None:
            self._by_key[shipment.key] = shipment.id
        for piece in shipment.pieces:
            known = self._of_item.setdefault(piece.item_id, [])
            if shipment.id not in known:
                known.append(shipment.id)
            if piece.way_back is not None:
                self._ways_back[piece.way_back] = (shipment.id, shipment.created_at)

    def _book(self, shipment: Shipment, pieces: Sequence[Piece], call: int) -> None:
        for piece in pieces:
            self._books.reports.append(
                Report(
                    at=self._shelf.now(),
                    call=call,
                    order=piece.order_id,
                    item=piece.item_id,
                    shipment=shipment.id,
                    carrier=shipment.key.carrier,
                    number=shipment.key.number,
                    return_carrier=None if piece.way_back is None else piece.way_back.carrier,
                    return_number=None if piece.way_back is None else piece.way_back.number,
                )
            )

    def _send(self, key: TrackingKey, pieces: Sequence[Piece]) -> None:
        by_order: dict[str, list[str]] = {}
        for piece in pieces:
            by_order.setdefault(piece.order_id, []).append(piece.item_id)
        for order_id, item_ids in by_order.items():
            ready = self._ready(order_id, item_ids)
            if ready:
                self._shelf.change(order_id, _sending(ready, key))

    def _ready(self, order_id: str, item_ids: Sequence[str]) -> Sequence[str]:
        """Those that can be sent; the others were let through by an oddity and stay as they are."""
        order = self._shelf.newest(order_id)
        items = order.items if isinstance(order, SalesOrder) else ()
        return [item.id for item in items if item.id in item_ids and item.state is State.PROCESSABLE]

    def _catch_up(self, before: SalesOrder | None, after: SalesOrder) -> None:
        """What went out without a notice over the interface has a shipment as well."""
        states: Mapping[str, State] = {item.id: item.state for item in before.items} if before else {}
        for item in after.items:
            if item.state in _GONE and states.get(item.id) not in _GONE and item.id not in self._of_item:
                self._mark_by_hand(after, item)

    def _mark_by_hand(self, order: SalesOrder, item: Item) -> None:
        key = TrackingKey(item.carrier or "OTHER_FORWARDER", item.tracking_number)
        sent_at = item.sent_at or self._shelf.now()
        piece = Piece(order.id, item.id, None if item.forwarder else _way_back(item))
        known = self._shipments.get(self._by_key.get(key, ""))
        if known is not None:
            self._keep(replace(known, pieces=(*known.pieces, piece)))
            return
        states = ((Progress.SENT, sent_at),)
        self._keep(Shipment(str(next(self._ids)), sent_at, key, sent_at, _PORTAL, (piece,), states))


def _sending(item_ids: Sequence[str], key: TrackingKey) -> Callable[[SalesOrder, datetime], SalesOrder]:
    return lambda order, at: moves.send(order, item_ids, at, key.carrier, key.number)


def _way_back(item: Item) -> TrackingKey:
    """A number of the portal's own; the same item always has the same."""
    return TrackingKey("DHL", f"{int(item.id.replace('-', ''), 16) % 10**12:012d}")
