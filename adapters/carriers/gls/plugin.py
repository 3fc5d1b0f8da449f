"""The GLS app as a plug-in."""

from typing import Final

from adapters.carriers.gls.activation import GlsActivation
from adapters.carriers.gls.carrier import Gls
from adapters.carriers.gls.manifest import INFO, MANIFEST
from adapters.carriers.gls.rehearsal import rehearse
from ports import CarrierKind, hookimpl

#: NOTES.md, "shipments".
CONFORMANCE_EXEMPTIONS: Final = {46: "GLS prints the address that it keeps behind the contact id"}


@hookimpl
def app_center_carriers() -> list[CarrierKind]:
    return [CarrierKind(MANIFEST, INFO, GlsActivation(), Gls, rehearse)]
