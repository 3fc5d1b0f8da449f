"""DHL's stand-in, ready for the conformance kit. It is imported only when somebody rehearses."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from core.parcel import LabelKind, Reference
from core.secret import Secret
from ports import Rehearsal, Transport


class DhlRehearsal:
    """A `Rehearsal` with a contract for shipments, here and abroad, and for both kinds of return.

    The stand-in's clock stands long ago: whatever day the kit orders for, it has not gone by.
    """

    def __init__(self) -> None:
        from adapters.carriers.dhl.standin import (  # noqa: PLC0415 - production never needs it
            DEMO_APP_KEY,
            DEMO_APP_SECRET,
            DEMO_PASSWORD,
            DEMO_USER,
            DhlStandin,
        )
        from standins import MovableClock, transport  # noqa: PLC0415

        self._standin = DhlStandin(clock=MovableClock(datetime(2020, 1, 1, 9, tzinfo=UTC)))
        self.settings: Mapping[str, str] = {
            "environment": "sandbox",
            "user": DEMO_USER,
            "billing_number": "33333333330102",
            "billing_number_international": "33333333335301",
            "return_billing_number": "33333333330701",
            "receiver_id": "deu",
        }
        self.secrets: Mapping[str, Secret] = {
            "app_key": Secret(DEMO_APP_KEY),
            "app_secret": Secret(DEMO_APP_SECRET),
            "password": Secret(DEMO_PASSWORD),
        }
        self.transport: Transport = transport(self._standin)

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return self._standin.bought()

    def outbound(self) -> str | None:
        """DHL makes returns without a parcel of the way out."""
        return None


def rehearse() -> Rehearsal:
    return DhlRehearsal()
