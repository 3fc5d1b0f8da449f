"""Names that people give."""

from typing import Final

from core.errors import InvalidValue
from core.text import Text

LONGEST_NAME: Final = 200


def read_name(given: str, field: str) -> str:
    """The name without blanks at its edges.

    raises  InvalidValue, with `field`: empty, too long, or with signs that nobody can see
    """
    name = given.strip()
    if not name:
        raise InvalidValue(Text(en="a name is required", de="ein Name ist erforderlich"), field=field)
    if len(name) > LONGEST_NAME:
        raise InvalidValue(
            Text(
                en=f"the name is longer than {LONGEST_NAME} characters",
                de=f"der Name ist länger als {LONGEST_NAME} Zeichen",
            ),
            field=field,
        )
    if not name.isprintable():
        raise InvalidValue(
            Text(
                en="the name contains invisible characters",
                de="der Name enthält unsichtbare Zeichen",
            ),
            field=field,
        )
    return name
