"""Hermes' stand-in, ready for the conformance kit. It is imported only when somebody rehearses."""

from collections.abc import Mapping, Sequence

from core.parcel import LabelKind, Reference
from core.secret import Secret
from ports import Rehearsal, Transport


class HermesRehearsal:
    """A `Rehearsal` with an account whose contract allows returns from an address."""

    def __init__(self) -> None:
        from adapters.carriers.hermes.standin import (  # noqa: PLC0415 - production never needs it
            DEMO_CLIENT,
            DEMO_CLIENT_SECRET,
            DEMO_PASSWORD,
            DEMO_USER,
            HermesStandin,
        )
        from standins import transport  # noqa: PLC0415

        self._standin = HermesStandin()
        self.settings: Mapping[str, str] = {
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "user": DEMO_USER,
            "return_way": "address",
        }
        self.secrets: Mapping[str, Secret] = {
            "client_secret": Secret(DEMO_CLIENT_SECRET),
            "password": Secret(DEMO_PASSWORD),
        }
        self.transport: Transport = transport(self._standin)

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return self._standin.bought()

    def outbound(self) -> str | None:
        return self._standin.outbound()


def rehearse() -> Rehearsal:
    return HermesRehearsal()
