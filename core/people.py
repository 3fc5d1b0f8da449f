"""Who a parcel goes to. Personal data: it never shows itself in a repr."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address with the person in it. Every part may be missing: marketplaces hold addresses back.

    `country` is ISO 3166-1 alpha-2 where the source's code is known, else the source's own word.
    `email` may be a relay address of the marketplace.
    """

    salutation: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    last_name: str | None = field(default=None, repr=False)
    addition: str | None = field(default=None, repr=False)
    street: str | None = field(default=None, repr=False)
    house_number: str | None = field(default=None, repr=False)
    postal_code: str | None = field(default=None, repr=False)
    city: str | None = field(default=None, repr=False)
    country: str | None = None
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
