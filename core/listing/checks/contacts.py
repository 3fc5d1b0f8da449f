"""Who answers for the product (GPSR, food law)."""

import re
from collections.abc import Iterator
from typing import Final

from core.listing.checks.media import is_public
from core.listing.checks.words import is_clean, length, missing
from core.listing.finding import Finding
from core.listing.rules import ContactGroup, ListingRules
from core.listing.values import Contact, Listing
from core.text import Text

_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_REGION: Final = re.compile(r"[A-Z]{2}")
_PHONE: Final = re.compile(r"[+0-9 ()/.-]+")
_TEXTS: Final = ("name", "address", "region", "email", "url", "phone")


def check_contacts(listing: Listing, rules: ListingRules) -> Iterator[Finding]:
    if not rules.contact_groups:
        return
    known = {role for group in rules.contact_groups for role in group.roles}
    if not listing.contacts:
        yield missing(
            "contact_1_name",
            why=Text(
                en="nobody is named who answers for the product",
                de="es ist niemand genannt, der für das Produkt einsteht",
            ),
        )
        return
    for number, contact in enumerate(listing.contacts, start=1):
        yield from _contact(f"contact_{number}", contact, rules, known)
    yield from _roles(listing, rules)


def _contact(lead: str, contact: Contact, rules: ListingRules, known: set[str]) -> Iterator[Finding]:
    yield from (
        missing(f"{lead}_{part}")
        for part in ("name", "address", "region")
        if not getattr(contact, part).strip()
    )
    for part in _TEXTS:
        text = getattr(contact, part)
        yield from length(f"{lead}_{part}", text, rules.lengths.get(f"contact.{part}"))
        if not is_clean(text) or text != text.strip():
            yield Finding(
                f"{lead}_{part}",
                Text(
                    en="has a line break, a control character or a blank at the edge",
                    de="hat einen Zeilenumbruch, ein Steuerzeichen oder ein Leerzeichen am Rand",
                ),
                Text(en="write it in one line", de="bitte in eine Zeile schreiben"),
            )
    if contact.region and not _is_region(contact.region, rules):
        yield _wrong(f"{lead}_region", "is no two-letter country code like DE", "ist kein Ländercode wie DE")
    if not contact.email.strip() and not contact.url.strip():
        either = Text(en="either e-mail or web address is needed", de="E-Mail oder Internetadresse ist nötig")
        yield missing(f"{lead}_email", why=either)
    if contact.email and not _EMAIL.fullmatch(contact.email):
        yield _wrong(f"{lead}_email", "is no e-mail address", "ist keine E-Mail-Adresse")
    if contact.url and not is_public(contact.url):
        yield _wrong(f"{lead}_url", "is no public web address", "ist keine öffentliche Internetadresse")
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        yield _wrong(f"{lead}_phone", "is no telephone number", "ist keine Telefonnummer")
    if not contact.roles:
        yield missing(f"{lead}_roles")
    for role in contact.roles:
        if role not in known:
            words = ", ".join(sorted(known))
            yield _wrong(f"{lead}_roles", f"{role!r} is none of: {words}", f"„{role}“ ist keine von: {words}")


def _roles(listing: Listing, rules: ListingRules) -> Iterator[Finding]:
    """All contacts are of one group, and what that group demands is there."""
    roles = {role for contact in listing.contacts for role in contact.roles}
    groups = [group for group in rules.contact_groups if roles & group.roles]
    if len(groups) > 1:
        names = ", ".join(group.name for group in groups)
        yield Finding(
            "contact_1_roles",
            Text(
                en=f"the roles belong to different kinds: {names}",
                de=f"die Rollen gehören zu verschiedenen Arten: {names}",
            ),
            Text(en="keep to one of them", de="bitte bei einer bleiben"),
        )
    elif groups:
        yield from _demanded(groups[0], roles)


def _demanded(group: ContactGroup, roles: set[str]) -> Iterator[Finding]:
    for role in sorted(group.demanded - roles):
        yield Finding(
            "contact_1_roles",
            Text(en=f"nobody has the role {role}", de=f"niemand hat die Rolle {role}"),
            Text(en="give it to one of the contacts", de="bitte einem der Kontakte geben"),
        )


def _is_region(region: str, rules: ListingRules) -> bool:
    return bool(_REGION.fullmatch(region)) if rules.regions is None else region in rules.regions


def _wrong(column: str, en: str, de: str) -> Finding:
    return Finding(column, Text(en=en, de=de), Text(en="correct it", de="bitte berichtigen"))
