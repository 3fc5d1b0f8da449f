"""Between the two-letter codes of this project and the three-letter ones of DHL."""

import pycountry


def alpha3(code: str) -> str | None:
    """Upper case, as Shipping wants it; None for a code that ISO 3166-1 does not know."""
    found = pycountry.countries.get(alpha_2=code)
    return None if found is None else str(found.alpha_3)


def alpha2(code: str) -> str | None:
    """From either case; None for anything else."""
    found = pycountry.countries.get(alpha_3=code.upper()) if len(code) == 3 and code.isascii() else None
    return None if found is None else str(found.alpha_2)
