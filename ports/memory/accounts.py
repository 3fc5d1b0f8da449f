"""The accounts of the installation and their sales channels."""

from collections.abc import Sequence
from typing import Protocol

from core.apps import Account, PortalAccount, PortalAccountId


class Accounts(Protocol):
    """All accounts of the installation, for the operator."""

    def add(self, name: str) -> Account:
        """raises  InvalidValue (field `name`): empty, too long, or taken"""
        ...

    def find(self, name: str) -> Account | None:
        """Blanks at the edges of a name do not count, neither here nor in `add`."""
        ...

    def all(self) -> Sequence[Account]:
        """By name."""
        ...


class PortalAccounts(Protocol):
    """The sales channels of this account."""

    def find_or_add(self, name: str) -> PortalAccount:
        """raises  InvalidValue (field `portal_account`): empty or too long"""
        ...

    def get(self, portal_account: PortalAccountId) -> PortalAccount:
        """raises  InvalidValue (field `portal_account`): this account has no such portal account"""
        ...

    def all(self) -> Sequence[PortalAccount]:
        """By name."""
        ...
