"""Buyers' data: forgotten in time, handed out and erased when a buyer asks."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from adapters.storage.buyers import DatabaseBuyers
from app_center.bootstrap import AppCenter
from app_center.registry import Kind
from core.apps import AppKey
from core.errors import InvalidValue
from core.orders import SalesOrderId
from core.privacy import horizon
from core.text import Text
from ports.memory import AccountMemory


def privacy_pass(center: AppCenter, memory: AccountMemory, kind: Kind) -> Mapping[str, int]:
    """Forget what the operator's retention times say, for one app of one account."""
    buyers = center.memory.buyers(memory.account.id, kind.manifest.key)
    return asdict(buyers.forget(horizon(center.config.retention, center.clock.now())))


@dataclass(frozen=True, slots=True)
class Dossier:
    """One buyer's orders at one marketplace."""

    app: AppKey
    buyers: DatabaseBuyers
    orders: Sequence[SalesOrderId]


def dossiers(center: AppCenter, memory: AccountMemory, email: str) -> Sequence[Dossier]:
    """
    raises  InvalidValue (field `email`): nothing is known under this address
    """
    found = []
    for app in center.registry.marketplaces:
        buyers = center.memory.buyers(memory.account.id, app)
        orders = buyers.orders_of(email)
        if orders:
            found.append(Dossier(app, buyers, orders))
    if not found:
        raise InvalidValue(
            Text(
                en="no order of this account has this e-mail address on it (any more)",
                de="kein Auftrag dieses Accounts trägt (noch) diese E-Mail-Adresse",
            ),
            field="email",
        )
    return found


def export(found: Sequence[Dossier], file: Path) -> int:
    """All that is known of a buyer, as a ZIP: `orders.json`, and the receipts as PDF.

    returns  how many orders are in it
    raises   InvalidValue (field `out`): the file cannot be written
    """
    orders: list[dict[str, Any]] = []
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for dossier in found:
                orders += _orders(dossier)
                for receipt in dossier.buyers.receipts(dossier.orders):
                    if receipt["pdf"] is not None:
                        archive.writestr(f"receipts/{_plain(receipt['number'])}.pdf", receipt["pdf"])
            archive.writestr("orders.json", json.dumps(orders, ensure_ascii=False, indent=2, default=_word))
    except OSError as error:
        raise InvalidValue(
            Text(
                en=f"{file} cannot be written: {error.strerror}",
                de=f"{file} ist nicht schreibbar: {error.strerror}",
            ),
            field="out",
        ) from None
    return len(orders)


@dataclass(frozen=True, slots=True)
class Erased:
    """How many orders know their buyer no more, and which are still under way and do."""

    orders: int
    under_way: Sequence[SalesOrderId]


def erase(found: Sequence[Dossier], now: datetime) -> Erased:
    """Forget the buyer for good, wherever nothing is under way. Receipts stay as long as the law asks."""
    done, under_way = 0, list[SalesOrderId]()
    for dossier in found:
        still_open = dossier.buyers.open_among(dossier.orders)
        under_way += still_open
        done += dossier.buyers.erase([each for each in dossier.orders if each not in set(still_open)], now)
    return Erased(done, under_way)


def _orders(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for stored in dossier.buyers.orders(dossier.orders):
        if stored.order is not None:
            order = asdict(stored.order)
            yield {"marketplace": dossier.app, "first_seen_at": stored.first_seen_at, **order}


def _word(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value)


def _plain(number: str) -> str:
    """A receipt's number as the name of a file, whatever a marketplace puts in it."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in number)
