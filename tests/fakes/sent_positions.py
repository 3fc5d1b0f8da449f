"""What accepted notices say about orders, over a `Committed`."""

from collections.abc import Mapping
from dataclasses import replace

from core.apps import AccountId, AppKey
from core.dispatch import NoticeState
from core.orders import PositionItemId, SalesOrderId
from core.sent import Sent, with_sent
from tests.fakes.committed import Committed, Shelves, put_back


def sent_here(
    was: Committed, account: AccountId, app: AppKey
) -> Mapping[SalesOrderId, Mapping[PositionItemId, Sent]]:
    marks: dict[SalesOrderId, dict[PositionItemId, Sent]] = {}
    for (owner, key, _), notice in sorted(was.notices.items(), key=lambda item: item[0][2]):
        if (owner, key) == (account, app) and notice.state is NoticeState.ACCEPTED:
            parcel = notice.parcels[0]
            for order, item in notice.positions:
                marks.setdefault(order, {}).setdefault(item, Sent(parcel.tracking, parcel.shipped_at))
    return marks


def with_marks(was: Committed, account: AccountId, app: AppKey) -> Committed:
    """With the stored orders brought in line."""
    shelves = was.shelves.get((account, app), Shelves())
    marks = sent_here(was, account, app)
    orders = {
        identity: stored
        if stored.order is None
        else replace(stored, order=with_sent(stored.order, marks.get(identity, {})))
        for identity, stored in shelves.orders.items()
    }
    return put_back(was, account, app, replace(shelves, orders=orders))
