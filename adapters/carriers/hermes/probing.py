"""Trying an account without buying: what the access data prove, and what only the first label can show."""

from collections.abc import Sequence
from typing import Final

from adapters.carriers.hermes.calls import HermesCalls
from adapters.carriers.hermes.terms import OUTBOUND, Terms
from core.errors import AccessDenied
from core.text import Text
from ports import Feature, FeatureCheck

SHIP_UNTOLD: Final = Text(
    en="The access works. Whether Hermes has activated shipment orders for this account (e053) cannot be "
    "told without buying a label.",
    de="Der Zugang funktioniert. Ob Hermes für diesen Account Versandaufträge freigeschaltet hat (e053), "
    "zeigt erst das erste gekaufte Label.",
)
_ADDRESS_UNTOLD: Final = Text(
    en="The access works. Whether this contract may make returns (e047, e054), and from an address (e055), "
    "cannot be told without buying a label.",
    de="Der Zugang funktioniert. Ob dieser Vertrag Retouren anlegen darf (e047, e054), und zwar aus einer "
    "Adresse (e055), zeigt erst das erste gekaufte Label.",
)
_OUTBOUND_UNTOLD: Final = Text(
    en="The access works. Whether this contract may make returns (e047, e054) cannot be told without buying "
    "a label.",
    de="Der Zugang funktioniert. Ob dieser Vertrag Retouren anlegen darf (e047, e054), zeigt erst das erste "
    "gekaufte Label.",
)


def return_untold(terms: Terms) -> Text:
    return _OUTBOUND_UNTOLD if terms.return_way == OUTBOUND else _ADDRESS_UNTOLD


def feature_checks(calls: HermesCalls, terms: Terms) -> Sequence[FeatureCheck]:
    """raises  Throttled, Unreachable, BrokenReply"""
    try:
        calls.prove()
    except AccessDenied as error:
        return [FeatureCheck(feature, works=False, text=error.text) for feature in Feature]
    return [
        FeatureCheck(Feature.SHIP, works=None, text=SHIP_UNTOLD),
        FeatureCheck(Feature.RETURN, works=None, text=return_untold(terms)),
    ]
