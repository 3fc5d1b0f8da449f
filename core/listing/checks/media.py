"""Pictures and documents: kinds, and addresses that anybody can reach."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from core.listing.finding import Finding
from core.listing.rules import ListingRules
from core.listing.values import IMAGE, Listing
from core.text import Text

_PRIVATE_NAMES = (
    "localhost",
    "local",
    "internal",
    "lan",
    "home",
    "intranet",
    "test",
    "invalid",
    "localdomain",
)
_NEVER_IN_URLS = re.compile(r"""[ <>"{}|\\^`]""")


def check_media(listing: Listing, rules: ListingRules) -> Iterator[Finding]:
    if not any(medium.kind == IMAGE for medium in listing.media):
        yield Finding(
            "media",
            Text(en="there is no picture", de="es gibt kein Bild"),
            Text(
                en="give the public address of one", de="bitte die öffentliche Adresse eines Bildes angeben"
            ),
        )
    if listing.product.product_url and not is_public(listing.product.product_url):
        yield Finding(
            "product_url",
            Text(en="is no public web address", de="ist keine öffentliche Internetadresse"),
            Text(en="correct it or leave it empty", de="bitte berichtigen oder leer lassen"),
        )
    for number, medium in enumerate(listing.media, start=1):
        if medium.kind not in rules.media_kinds:
            known = ", ".join(sorted(rules.media_kinds))
            yield _about(
                number,
                Text(
                    en=f"{medium.kind} is not taken; there are: {known}",
                    de=f"{medium.kind} gibt es nicht, nur: {known}",
                ),
                Text(en="choose a kind", de="bitte eine Art wählen"),
            )
        if len(medium.url) > rules.media_url:
            yield _about(
                number,
                Text(
                    en=f"its address has {len(medium.url)} characters; {rules.media_url} fit",
                    de=f"die Adresse hat {len(medium.url)} Zeichen; {rules.media_url} passen",
                ),
                Text(en="give a shorter one", de="bitte eine kürzere angeben"),
            )
        if not is_public(medium.url):
            yield _about(
                number,
                Text(
                    en="its address cannot be reached from outside (http or https, a public host, no log-in)",
                    de="die Adresse ist von außen nicht erreichbar (http oder https, öffentlicher Rechner, "
                    "ohne Anmeldung)",
                ),
                Text(en="give one that opens anywhere", de="bitte eine angeben, die überall aufgeht"),
            )


def _about(number: int, reason: Text, repair: Text) -> Finding:
    return Finding("media", Text(en=f"no. {number}: {reason.en}", de=f"Nr. {number}: {reason.de}"), repair)


def is_public(url: str) -> bool:
    """Whether the address could be fetched by anybody; nothing is fetched here."""
    if not url.isascii() or not url.isprintable() or _NEVER_IN_URLS.search(url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc:
        return False
    if host[:1].isdigit() or ":" in host:
        try:
            return ip_address(host).is_global
        except ValueError:
            pass
    return _is_public_name(host)


def _is_public_name(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or labels[-1] in _PRIVATE_NAMES or not labels[-1][:1].isalpha():
        return False
    return all(
        0 < len(label) <= 63
        and label.replace("-", "").isalnum()
        and not label.startswith("-")
        and not label.endswith("-")
        for label in labels
    )
