"""Nobody is led into the operator's own network: a name is resolved once, looked at, and called by number."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

import httpx

Address = IPv4Address | IPv6Address
#: The addresses of a name, for a port.
Resolve = Callable[[str, int], Sequence[str]]

#: IPv6 networks whose addresses carry one of IPv4 at their end, which a gateway may call.
_CARRIERS: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"), IPv6Network("::ffff:0:0:0/96"))


def resolved(host: str, port: int) -> Sequence[str]:
    """raises  OSError"""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_outside(text: str) -> bool:
    """Whether an address is one of the public internet, whatever it is wrapped into."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in _meant(address))


def _meant(address: Address) -> Sequence[Address]:
    """The address, and those of IPv4 that it leads to."""
    if isinstance(address, IPv4Address):
        return [address]
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _CARRIERS):
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    found = [each for each in carried if each is not None]
    return found if address.ipv4_mapped is not None else [address, *found]


class NoSuchHost(httpx.ConnectError):
    """The name leads nowhere. The names of these classes are what people read."""


class AddressNotAllowed(httpx.ConnectError):
    """It leads into the operator's own network."""


class OnlyHttpsAllowed(httpx.ConnectError):
    """What is told could be read on the way."""


class Guarded(httpx.BaseTransport):
    """Calls the address that was looked at, under the name that was meant. What is answered beside the status
    is not read.

    raises  NoSuchHost, AddressNotAllowed, OnlyHttpsAllowed: nothing was sent
    """

    def __init__(self, line: httpx.BaseTransport, resolve: Resolve, *, inside: bool) -> None:
        self._line = line
        self._resolve = resolve
        self._inside = inside

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        if not self._inside and request.url.scheme != "https":
            raise OnlyHttpsAllowed("only https", request=request)
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError):
            raise NoSuchHost("no such host", request=request) from None
        if not addresses or not (self._inside or all(map(is_outside, addresses))):
            raise AddressNotAllowed("not allowed", request=request)
        # Called by its number, so that the name cannot lead elsewhere meanwhile; TLS still asks for the name.
        called = httpx.Request(
            request.method,
            request.url.copy_with(host=addresses[0]),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        response = self._line.handle_request(called)
        response.close()
        kept = [pair for pair in response.headers.raw if pair[0].lower() in {b"date", b"retry-after"}]
        return httpx.Response(response.status_code, headers=kept, request=request)

    def close(self) -> None:
        self._line.close()
