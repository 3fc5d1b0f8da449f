"""The interface for hosts: keys and webhooks of an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from adapters.storage.memory import DatabaseAccountMemory
from app_center.interface_keys import make_key
from app_center.web.visit import Fields, Visit, Visiting
from app_center.web.words.interface import INTERFACE, RESOURCES
from app_center.webhooks import add_endpoint, send_again, the_endpoint, try_endpoint
from core.errors import InvalidValue
from core.interface_keys import SCOPES, KeyId
from core.text import Text
from core.webhooks import Delivery, DeliveryState, Endpoint, EventKind

router = APIRouter()

#: Deliveries of an endpoint that are looked through for the page.
_LOOKED_AT = 500


async def _ticked(request: Request) -> list[str]:
    """The boxes that were ticked; of these there may be many with one name."""
    form = await request.form()
    return [value for value in form.getlist("ticked") if isinstance(value, str)]


Ticked = Annotated[list[str], Depends(_ticked)]


@dataclass(frozen=True, slots=True)
class Hook:
    """An endpoint as it is shown, with what is open about it."""

    endpoint: Endpoint
    waiting: int
    parked: Sequence[Delivery]


@router.get("/a/{account}/interface")
def interface(visit: Visiting) -> Response:
    return _page(visit)


@router.post("/a/{account}/interface/keys")
def create_key(visit: Visiting, fields: Fields, ticked: Ticked) -> Response:
    try:
        made = make_key(_memory(visit), fields.get("name", ""), ticked, visit.center.clock)
    except InvalidValue as error:
        return _page(visit, fields, {error.field or "name": error.text}, ticked)
    return _once(visit, INTERFACE["key_once"], made.text.reveal())


@router.post("/a/{account}/interface/keys/{key}")
def revoke_key(visit: Visiting, key: str) -> Response:
    try:
        _memory(visit).keys.revoke(KeyId(key), visit.center.clock.now())
    except InvalidValue:
        raise HTTPException(404) from None
    return visit.go(f"{visit.base}/interface")


@router.post("/a/{account}/interface/webhooks")
def create_webhook(visit: Visiting, fields: Fields, ticked: Ticked) -> Response:
    try:
        made = add_endpoint(visit.center, _memory(visit), fields.get("url", ""), ticked)
    except InvalidValue as error:
        return _page(visit, fields, {error.field or "url": error.text}, ticked)
    return _once(visit, INTERFACE["secret_once"], made.secret.reveal())


@router.post("/a/{account}/interface/webhooks/{webhook}")
def change_webhook(visit: Visiting, webhook: str, fields: Fields) -> Response:
    """Test it, remove it, or try again what is parked."""
    memory = _memory(visit)
    try:
        endpoint = the_endpoint(memory, webhook)
    except InvalidValue:
        raise HTTPException(404) from None
    match fields.get("what"):
        case "test":
            sent = try_endpoint(visit.center, memory, endpoint.id)
            return _page(visit, tested=sent)
        case "remove":
            memory.webhooks.remove(endpoint.id)
        case "again":
            for delivery in _hook(memory, endpoint).parked:
                send_again(visit.center, memory, delivery.number)
        case _:
            raise HTTPException(400)
    return visit.go(f"{visit.base}/interface")


def _memory(visit: Visit) -> DatabaseAccountMemory:
    return visit.center.memory.of(visit.account.account.id)


def _hook(memory: DatabaseAccountMemory, endpoint: Endpoint) -> Hook:
    told = memory.webhooks.deliveries(endpoint.id, _LOOKED_AT)
    waiting = sum(each.state is DeliveryState.PENDING for each in told)
    return Hook(endpoint, waiting, [each for each in told if each.state is DeliveryState.PARKED])


def _page(
    visit: Visit,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, Text] | None = None,
    ticked: Sequence[str] = (),
    tested: Delivery | None = None,
) -> Response:
    memory = _memory(visit)
    return visit.page(
        "interface/list.html",
        INTERFACE,
        422 if problems else 200,
        keys=memory.keys.all(),
        hooks=[_hook(memory, endpoint) for endpoint in memory.webhooks.endpoints()],
        scopes=_scopes(),
        kinds=[kind.value for kind in EventKind if kind is not EventKind.TEST],
        now=visit.center.clock.now(),
        typed=typed or {},
        problems=problems or {},
        ticked=ticked,
        tested=tested,
    )


def _scopes() -> list[tuple[Text, list[tuple[Text, str]]]]:
    """Each resource with the ways there are, and the scope of each."""
    return [
        (label, [(INTERFACE[scope.way], str(scope)) for scope in SCOPES if scope.resource is resource])
        for resource, label in RESOURCES.items()
    ]


def _once(visit: Visit, text: Text, secret: str) -> Response:
    return visit.page("interface/once.html", INTERFACE, text=text, secret=secret)
