"""The areas of an account's pages, in the order of the navigation."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Area:
    """`key` names its word in the frame; `path` follows the account's; `route` decides who sees it."""

    key: str
    icon: str
    path: str

    @property
    def route(self) -> str:
        return f"GET /a/{{account}}{self.path}"


AREAS: Final = (
    Area("orders", "orders", "/orders"),
    Area("dispatch", "parcel", "/dispatch"),
    Area("returns", "back", "/returns"),
    Area("receipts", "receipt", "/receipts"),
    Area("articles", "articles", "/articles"),
    Area("apps", "apps", "/apps"),
    Area("interface", "link", "/interface"),
    Area("people", "people", "/people"),
)
