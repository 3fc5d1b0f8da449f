"""The endpoints of one account and what is to be delivered to them: `ports.webhooks.WebhookBook`."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, or_, select, update

from adapters.storage import outbox
from adapters.storage.canonical import canonical
from adapters.storage.database import Database
from adapters.storage.numbered import text_of
from adapters.storage.tables import WEBHOOK_COUNT, WEBHOOK_DELIVERY, WEBHOOK_ENDPOINT
from core.apps import AccountId
from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text
from core.webhooks import Delivery, DeliveryState, Endpoint, EndpointId, Event, EventKind
from ports.memory import Vault

#: Endpoints of one account.
MOST: Final = 10
_SHELF: Final = "endpoint"
_PENDING: Final = DeliveryState.PENDING.value


class DatabaseWebhookBook:
    """`vault` is the account's for webhooks: there the secrets are."""

    def __init__(self, database: Database, account: AccountId, vault: Vault) -> None:
        self._database = database
        self._account = account
        self._vault = vault

    def add(self, url: str, kinds: Sequence[str], secret: Secret, now: datetime) -> Endpoint:
        endpoint = EndpointId(f"wh_{token_hex(8)}")
        row = {
            "account_id": self._account,
            "id": endpoint,
            "url": url,
            "kinds": sorted(kinds),
            "made_at": now,
        }
        canonical(row)
        # The secret first: an endpoint without one could never be told anything.
        self._vault.put(_SHELF, endpoint, secret)
        with self._database.writing() as connection:
            count = select(func.count()).where(WEBHOOK_ENDPOINT.c.account_id == self._account)
            if connection.execute(count).scalar_one() >= MOST:
                raise InvalidValue(
                    Text(
                        en=f"an account has at most {MOST} webhooks",
                        de=f"ein Account hat höchstens {MOST} Webhooks",
                    ),
                    field="url",
                )
            begin = self._database.insert(WEBHOOK_COUNT).values(account_id=self._account, told=0)
            connection.execute(begin.on_conflict_do_nothing())
            connection.execute(self._database.insert(WEBHOOK_ENDPOINT).values(row))
        return Endpoint(endpoint, url, frozenset(map(EventKind, kinds)), now)

    def endpoints(self) -> Sequence[Endpoint]:
        query = select(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.account_id == self._account)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(WEBHOOK_ENDPOINT.c.made_at, WEBHOOK_ENDPOINT.c.id))
            return [_endpoint(row) for row in rows.mappings()]

    def secret(self, endpoint: EndpointId) -> Secret | None:
        return self._vault.get(_SHELF, endpoint)

    def remove(self, endpoint: EndpointId) -> bool:
        here = self._endpoint(endpoint)
        with self._database.writing() as connection:
            if (
                connection.execute(select(WEBHOOK_ENDPOINT.c.id).where(here).with_for_update()).first()
                is None
            ):
                return False
            its = and_(self._mine, WEBHOOK_DELIVERY.c.endpoint_id == endpoint)
            connection.execute(delete(WEBHOOK_DELIVERY).where(its))
            connection.execute(delete(WEBHOOK_ENDPOINT).where(here))
        self._vault.forget(_SHELF, endpoint)
        return True

    def tell(self, endpoint: EndpointId, event: Event, now: datetime) -> Delivery:
        canonical(dict(event.data), now)
        with self._database.writing() as connection:
            query = select(WEBHOOK_ENDPOINT.c.id).where(self._endpoint(endpoint)).with_for_update(read=True)
            if connection.execute(query).first() is None:
                raise InvalidValue(
                    Text(en=f"there is no webhook {endpoint}", de=f"es gibt keinen Webhook {endpoint}"),
                    field="webhook",
                )
            (number,) = outbox.put(connection, self._account, [(endpoint, event)])
            row = connection.execute(select(WEBHOOK_DELIVERY).where(self._number(number))).mappings().one()
            return _delivery(row)

    def due(self, endpoint: EndpointId, now: datetime, limit: int) -> Sequence[Delivery]:
        earlier = WEBHOOK_DELIVERY.alias()
        blocked = select(earlier.c.number).where(
            earlier.c.account_id == self._account,
            earlier.c.endpoint_id == WEBHOOK_DELIVERY.c.endpoint_id,
            earlier.c.state == _PENDING,
            earlier.c.subject == WEBHOOK_DELIVERY.c.subject,
            earlier.c.number < WEBHOOK_DELIVERY.c.number,
        )
        time_has_come = or_(WEBHOOK_DELIVERY.c.due_at.is_(None), WEBHOOK_DELIVERY.c.due_at <= now)
        its = and_(self._mine, WEBHOOK_DELIVERY.c.endpoint_id == endpoint)
        query = select(WEBHOOK_DELIVERY).where(
            its, WEBHOOK_DELIVERY.c.state == _PENDING, time_has_come, ~blocked.exists()
        )
        return self._read(query.order_by(WEBHOOK_DELIVERY.c.number).limit(limit))

    def write(self, delivery: Delivery) -> None:
        reason = delivery.reason
        values = {
            "state": delivery.state.value,
            "tries": delivery.tries,
            "due_at": delivery.due_at,
            "settled_at": delivery.settled_at,
            "reason_en": None if reason is None else reason.en,
            "reason_de": None if reason is None else reason.de,
        }
        canonical(values)
        with self._database.writing() as connection:
            connection.execute(update(WEBHOOK_DELIVERY).where(self._number(delivery.number)).values(values))

    def deliveries(self, endpoint: EndpointId, limit: int = 100) -> Sequence[Delivery]:
        query = select(WEBHOOK_DELIVERY).where(self._mine, WEBHOOK_DELIVERY.c.endpoint_id == endpoint)
        return self._read(query.order_by(WEBHOOK_DELIVERY.c.number.desc()).limit(limit))

    def get(self, number: int) -> Delivery | None:
        return next(iter(self._read(select(WEBHOOK_DELIVERY).where(self._number(number)))), None)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return WEBHOOK_DELIVERY.c.account_id == self._account

    def _number(self, number: int) -> ColumnElement[bool]:
        return and_(self._mine, WEBHOOK_DELIVERY.c.number == number)

    def _endpoint(self, endpoint: EndpointId) -> ColumnElement[bool]:
        return and_(WEBHOOK_ENDPOINT.c.account_id == self._account, WEBHOOK_ENDPOINT.c.id == endpoint)

    def _read(self, query: Any) -> Sequence[Delivery]:
        with self._database.reading() as connection:
            return _deliveries(connection, query)


def sweep(database: Database, before: datetime) -> int:
    """Delivered and parked ones of all accounts that were settled before then go. How many."""
    old = and_(WEBHOOK_DELIVERY.c.state != _PENDING, WEBHOOK_DELIVERY.c.settled_at < before)
    with database.writing() as connection:
        return connection.execute(delete(WEBHOOK_DELIVERY).where(old)).rowcount


def _deliveries(connection: Connection, query: Any) -> Sequence[Delivery]:
    return [_delivery(row) for row in connection.execute(query).mappings()]


def _endpoint(row: RowMapping) -> Endpoint:
    return Endpoint(
        EndpointId(row["id"]), row["url"], frozenset(map(EventKind, row["kinds"])), row["made_at"]
    )


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        number=row["number"],
        endpoint=EndpointId(row["endpoint_id"]),
        event=Event(EventKind(row["kind"]), row["subject"], row["data"]),
        happened_at=row["happened_at"],
        state=DeliveryState(row["state"]),
        tries=row["tries"],
        due_at=row["due_at"],
        settled_at=row["settled_at"],
        reason=text_of(row["reason_en"], row["reason_de"]),
    )
