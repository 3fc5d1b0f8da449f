"""The areas of an account's pages, in the order of the navigation."""

from dataclasses import dataclass
from typing import Final

from app_center.web.access import TABLE


@dataclass(frozen=True, slots=True)
class Area:
    """One place in the navigation: seen by whoever may use its page, and by nobody while there is none.

    key    names its word in the frame and its drawing among the icons
    path   follows the account's; the pages below it belong to the area as well
    rank   areas of one rank stand together: 0 daily work, 1 goods, 2 the house itself
    """

    key: str
    path: str
    rank: int

    @property
    def route(self) -> str:
        return f"GET /a/{{account}}{self.path}"

    @property
    def is_built(self) -> bool:
        return self.route in TABLE


AREAS: Final = (
    Area("overview", "/overview", 0),
    Area("orders", "/orders", 0),
    Area("dispatch", "/dispatch", 0),
    Area("returns", "/returns", 0),
    Area("receipts", "/receipts", 0),
    Area("articles", "/articles", 1),
    Area("listings", "/listings", 1),
    Area("quantities", "/quantities", 1),
    Area("apps", "/apps", 2),
    Area("people", "/people", 2),
    Area("interface", "/interface", 2),
)
#: How many stand in the bar of a phone; the others are behind "More".
IN_REACH: Final = 4
