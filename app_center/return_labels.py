"""The carrier apps of an account as makers of return labels: `sync.return_numbers.ReturnLabels`."""

from dataclasses import replace
from datetime import UTC
from typing import Final

from app_center.bootstrap import AppCenter
from app_center.labels import buy, carrier_kind, open_carrier, sender
from core.apps import AppKey, AppState
from core.errors import InvalidValue
from core.orders import Order
from core.parcel import DocumentFormat, LabelKind, LabelOrder, Party, Reference
from core.people import Address
from core.purchases import Purchase
from core.return_sources import NoSource
from core.text import Text
from ports import Capability
from ports.memory import AccountMemory

#: What a return weighs is not known when its label is made, and not charged by what is announced.
_USUAL_WEIGHT_G: Final = 1000


class HostReturnLabels:
    """`fallback_email` is the seller's own, for carriers that need one where the marketplace gave none."""

    def __init__(self, center: AppCenter, memory: AccountMemory, app: AppKey, fallback_email: str) -> None:
        self._center = center
        self._memory = memory
        self._app = app
        self._fallback_email = fallback_email

    def cannot(self, app: AppKey) -> NoSource | None:
        try:
            kind = carrier_kind(self._center, app)
        except InvalidValue as error:
            return NoSource(
                error.text,
                Text(
                    en="install it, or choose another carrier for returns (return_carrier)",
                    de="bitte installieren oder einen anderen Versender für Retouren wählen (return_carrier)",
                ),
            )
        record, name = self._memory.apps.get(app), kind.manifest.name
        if record.state is not AppState.ACTIVE:
            why = f": {record.reason.en}" if record.reason else ""
            warum = f": {record.reason.de}" if record.reason else ""
            return NoSource(
                Text(
                    en=f"the app {name} is not active ({record.state.words.en}{why})",
                    de=f"die App {name} ist nicht aktiv ({record.state.words.de}{warum})",
                ),
                Text(
                    en=f"activate it (`app-center activate {app}`), or enter the return number",
                    de=f"bitte aktivieren (`app-center activate {app}`) oder die Retourennummer eingeben",
                ),
            )
        cleared = any(right.key == "return" and right.granted is not False for right in record.rights)
        if not cleared or Capability.RETURN not in kind.info.capabilities:
            return NoSource(
                Text(
                    en=f"the app {name} is not cleared for returns",
                    de=f"die App {name} ist nicht für Retouren freigeschaltet",
                ),
                Text(
                    en=f"activate it again with the data for returns (`app-center activate {app}`), choose "
                    "another "
                    "carrier, or enter the return number",
                    de=f"bitte mit den Daten für Retouren erneut aktivieren (`app-center activate {app}`), "
                    "einen "
                    "anderen Versender wählen oder die Retourennummer eingeben",
                ),
            )
        return None

    def buy(self, app: AppKey, reference: Reference, order: Order) -> Purchase:
        kind = carrier_kind(self._center, app)
        consumer = consumer_of(order.delivery_address or order.invoice_address)
        limits = open_carrier(self._center, self._memory, kind).limits(LabelKind.RETURN, consumer.country)
        if not consumer.email and order.invoice_address is not None:
            consumer = replace(consumer, email=order.invoice_address.email or "")
        if not consumer.email and "email" in limits.required and self._fallback_email:
            consumer = replace(consumer, email=self._fallback_email)
        return buy(
            self._center,
            self._memory,
            kind,
            LabelOrder(
                kind=LabelKind.RETURN,
                reference=reference,
                merchant=sender(self._memory, kind),
                consumer=consumer,
                weight_g=_USUAL_WEIGHT_G,
                on=self._center.clock.now().astimezone(UTC).date(),
                format=DocumentFormat.PDF,
                order_number=order.order_number or None,
            ),
        )


def consumer_of(address: Address | None) -> Party:
    """The end of a parcel that this address is.

    raises  InvalidValue: the order has no usable address (yet)"""
    if address is None:
        raise InvalidValue(
            Text(en="the order has no address yet", de="der Auftrag hat noch keine Adresse"), field="order"
        )
    name = " ".join(part for part in (address.first_name, address.last_name) if part)
    return Party(
        name=name,
        street=address.street or "",
        house_number=address.house_number or "",
        postal_code=address.postal_code or "",
        city=address.city or "",
        country=address.country or "DE",
        addition=address.addition or "",
        email=address.email or "",
        phone=address.phone or "",
    )
