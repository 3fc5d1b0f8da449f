"""GLS's stand-in, ready for the conformance kit. It is imported only when somebody rehearses."""

from collections.abc import Mapping, Sequence

from core.parcel import LabelKind, Reference
from core.secret import Secret
from ports import Rehearsal, Transport


class GlsRehearsal:
    """A `Rehearsal` with one portal account that can do all that GLS offers."""

    def __init__(self) -> None:
        from adapters.carriers.gls.standin import (  # noqa: PLC0415 - production never needs it
            DEMO_CLIENT,
            DEMO_CONTACT,
            DEMO_SECRET,
            GlsStandin,
        )
        from standins import transport  # noqa: PLC0415

        self._standin: GlsStandin = GlsStandin()
        self.settings: Mapping[str, str] = {
            "environment": "sandbox",
            "client_id": DEMO_CLIENT,
            "contact_id": DEMO_CONTACT,
            "return_way": "shipit_shop_return",
        }
        self.secrets: Mapping[str, Secret] = {"client_secret": Secret(DEMO_SECRET)}
        self.transport: Transport = transport(self._standin)

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return self._standin.bought()

    def outbound(self) -> str | None:
        """GLS makes returns without a parcel of the way out."""
        return None


def rehearse() -> Rehearsal:
    return GlsRehearsal()
