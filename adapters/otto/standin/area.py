"""How the stand-in is put together: an area for each interface of the partner API, with its own routes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from werkzeug.wrappers import Response

from standins.application import Control


@dataclass(frozen=True, slots=True)
class Route:
    """One address.

    path         as werkzeug writes it; a converter is part of it ("<path:sku>")
    scope        what the caller's token needs; None where no token is asked for
    answer       called with the request and the parts of the path by name
    wants_grant  whether `answer` is also given what the token stands for, as `grant`
    per_second   how many calls it takes where limits are on; None leaves it to the limit of the partner
    """

    method: str
    path: str
    scope: str | None
    answer: Callable[..., Response]
    wants_grant: bool = False
    per_second: int | None = None


class Area(Protocol):
    """One interface of the partner API. The server asks once, when it is built."""

    def routes(self) -> Sequence[Route]: ...

    def controls(self) -> Mapping[str, Control]:
        """Its control addresses: "POST /_standin/name" and what answers there with something for JSON."""
        ...
