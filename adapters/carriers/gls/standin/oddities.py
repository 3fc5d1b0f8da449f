"""Where GLS's documents disagree, or leave it open, the stand-in can do it either way."""

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Oddities:
    """
    errors           where ShipIT puts its reasons: response headers (the manuals), JSON (seen at the gateway)
    vendor_spelling  answers in the spelling of the generated vendor file: Result, and Data as a list
    print_data       one document for each parcel, all in one entry, none at all, or what is no document
    figures          parcel numbers as JSON figures
    created          the status of a creation in ShipIT; clients report both
    """

    errors: Literal["headers", "json", "both"] = "headers"
    vendor_spelling: bool = False
    print_data: Literal["each", "together", "none", "garbage"] = "each"
    figures: bool = False
    created: Literal[200, 201] = 200
