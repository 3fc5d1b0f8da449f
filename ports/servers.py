"""The addresses of a manifest's servers. Some carriers give every customer a host of his own, below one
domain; such an address names the setting that holds the rest: "https://{classic_host}.carrier.example"."""

import re
from collections.abc import Mapping
from typing import Final

from core.errors import InvalidValue
from core.text import Text

#: The placeholder is the front of the host; at least two parts of the domain are the manifest's own.
_OPEN: Final = re.compile(r"https://\{(?P<setting>[a-z_]+)\}(?P<rest>(\.[a-z0-9-]+){2,}(:\d+)?(/.*)?)")
_PART: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_FRONT: Final = re.compile(rf"{_PART}(\.{_PART})*")


def server_address(servers: Mapping[str, str], server: str, settings: Mapping[str, str]) -> str | None:
    """The address of a server for these settings; None where there is no such server.

    raises  InvalidValue: the setting that an address needs is missing or no part of a host name (`field`
            names it), or the address has a placeholder elsewhere than at the front of a host below a domain
    """
    address = servers.get(server)
    if address is None or "{" not in address:
        return address
    open_address = _OPEN.fullmatch(address)
    if open_address is None:
        raise InvalidValue(f"server {server!r}: only the front of a host below a domain can be a setting")
    setting = open_address["setting"]
    front = settings.get(setting, "")
    if not _FRONT.fullmatch(front):
        raise InvalidValue(
            Text(
                en=f"{setting} is no part of a host name",
                de=f"{setting} ist kein Teil eines Hostnamens",
            ),
            field=setting,
        )
    return f"https://{front}{open_address['rest']}"
