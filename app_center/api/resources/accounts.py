"""The account that a key is of, and how its apps stand."""

from fastapi import APIRouter
from pydantic import BaseModel

from app_center.api.caller import AnyCalling, Calling
from app_center.api.paging import Page
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import Moment
from core.apps import AppState
from ports.memory import AppRecord

router = APIRouter(prefix="/accounts", tags=["accounts"], route_class=InterfaceRoute)


class AccountView(BaseModel):
    id: str
    name: str


class AppView(BaseModel):
    """`reason`: why it does not work, and what to do. `checked_at`: when its credentials were looked at."""

    app: str
    state: AppState
    reason: str | None
    checked_at: Moment | None


@router.get("")
def accounts(caller: AnyCalling) -> Page[AccountView]:
    """The account of the key: always one."""
    return Page(data=[_account(caller)], next=None)


@router.get("/{account}")
def account(caller: Calling) -> AccountView:
    return _account(caller)


@router.get("/{account}/apps")
def apps(caller: Calling) -> Page[AppView]:
    """All apps that were ever touched; never many, so it is one page."""

    def shown(record: AppRecord) -> AppView:
        return AppView(
            app=record.app,
            state=record.state,
            reason=caller.say(record.reason),
            checked_at=record.checked_at,
        )

    return Page(data=list(map(shown, caller.memory.apps.all())), next=None)


def _account(caller: Calling) -> AccountView:
    found = caller.memory.account
    return AccountView(id=found.id, name=found.name)
