"""The stand-in's own control addresses, for demonstrations.

GET  /_standin/orders   every order as it shows now
POST /_standin/orders   {"count": 3, "payment": "PREPAYMENT", "skus": [...]}: purchases that show at once
POST /_standin/actions  {"action": "pay", "order": id, "items": [ids]}
POST /_standin/access   {"revoke_tokens": true}, {"consent": false}, {"scopes": ["orders"]},
                        {"rotate_secret": true}; the last two with "client_id" where it is not the demo's
"""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.otto.standin.market import Market
from adapters.otto.standin.moves import Chosen
from adapters.otto.standin.tokens import DEMO_CLIENT, TokenOffice
from standins.application import Control

Wanted = Mapping[str, Any]


def controls_of(market: Market, office: TokenOffice) -> Mapping[str, Control]:
    return {
        "GET /_standin/orders": lambda _: market.orders_now(),
        "POST /_standin/orders": lambda wanted: _place(market, wanted),
        "POST /_standin/actions": lambda wanted: _act(market, wanted),
        "POST /_standin/access": lambda wanted: _change_access(office, wanted),
    }


def _place(market: Market, wanted: Wanted) -> list[str]:
    skus, payment = wanted.get("skus"), wanted.get("payment")
    return [market.place_visible(skus=skus, payment=payment) for _ in range(int(wanted.get("count", 1)))]


def _act(market: Market, wanted: Wanted) -> Any:
    actions: dict[str, Callable[[str, Chosen], None]] = {
        "pay": market.pay,
        "cancel_by_marketplace": market.cancel_by_marketplace,
        "cancel_by_customer": market.cancel_by_customer,
        "mark_sent": market.mark_sent,
        "mark_returned": market.mark_returned,
        "change_something": lambda order, _: market.change_something(order),
    }
    name, order = wanted.get("action", ""), wanted["order"]
    if name not in actions:
        raise ValueError(f"no such action; known: {', '.join(sorted(actions))}")
    actions[name](order, wanted.get("items"))
    return {"order": order}


def _change_access(office: TokenOffice, wanted: Wanted) -> Any:
    client_id = wanted.get("client_id", DEMO_CLIENT)
    if wanted.get("revoke_tokens"):
        office.revoke_tokens()
    if "consent" in wanted:
        office.revoke_consent(revoked=not wanted["consent"])
    if "scopes" in wanted:
        office.own_scopes(wanted["scopes"], client_id)
    if wanted.get("rotate_secret"):
        return {"secret": office.rotate_secret(client_id).reveal()}
    return {}
