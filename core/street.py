"""A street line taken apart into street and house number, or refused. Nothing is lost and nothing is guessed.

Some carriers print a house number of its own and demand one. A wrong split sends a parcel to a wrong door, so
whatever can be read in two ways is refused, and a person fills in the house number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from core.errors import InvalidValue
from core.text import Text


@dataclass(frozen=True, slots=True)
class StreetParts:
    """Every character of the line, blanks aside, stands in one of the two. Personal data: neither shows.

    number_first  the house number stands before the street, as in France: "12 rue de la Paix"
    """

    street: str = field(repr=False)
    house_number: str = field(repr=False)
    number_first: bool = False

    @property
    def line(self) -> str:
        """As it is printed in its country."""
        pieces = (self.house_number, self.street) if self.number_first else (self.street, self.house_number)
        return " ".join(pieces)


#: Where the house number comes before the street. There a number at the end still counts when none leads.
_NUMBER_FIRST: Final = frozenset({"AU", "CA", "FR", "GB", "IE", "LU", "MC", "MT", "NZ", "US"})
#: Where both orders are in use.
_EITHER: Final = frozenset({"BE", "CH"})
#: Where a single letter before the street belongs to the number ("12 B rue ..."), as no street is called "B".
_LETTER_LEADS: Final = frozenset({"BE", "CH", "FR", "LU", "MC"})
#: Where a house number of a year's size is rather the end of a name ("Platz der Revolution 1848").
_LOW_NUMBERS: Final = frozenset({"AT", "CH", "DE", "LI", "LU"})

_DASH: Final = "[-‐‑–—]"
_LETTER: Final = r"[^\W\d_](?!\w)"
_ONE: Final = rf"""
    [1-9][0-9]{{0,3}} (?![0-9])                     # 12; with five digits it is a postal code
    (?: \s? {_LETTER}                               # 12a, 12 a
      | \s? [½¼¾] | \s [1-3]/[2-4] (?![0-9])        # 5½, 5 1/2
      | \s? (?:bis|ter|quater|hs) \b
    )?"""
_AND: Final = rf"\s* (?: {_DASH} | [/+&,] | \b(?:bis|und|u\.) ) \s*"
_NUMBERS: Final = rf"{_ONE} (?: {_AND} (?: {_ONE} | {_LETTER} ) )*"
_CALLED: Final = r"(?: (?: haus-?\s?nr | hausnummer | nr | no | n[°º] ) \.? | \# ) \s*"
#: What stands behind a house number inside a house; with a number or letter of its own, or without.
_PART: Final = r"""(?:
    (?: aufgang | eingang | haus | hs | block | geb(?:äude|\.) | halle | tor | whg | wohnung | wohneinheit
      | we | app(?:artement|\.)? | apartment | apt | zimmer | zi | raum | top | tür | stiege | stg | parzelle
      | parz | bus | bte | boîte | int | interno | scala | lok | m | lgh | flat | unit
    ) \.? \s* (?: [0-9]{1,4} \s? [a-z]? | [a-z] ) \b
  | [0-9]{1,2} \s? [.ºª°]* \s?
    (?: og | ug | dg | stock(?:werk)? | etage | obergescho(?:ss|ß) | tv | th | mf ) \b
    (?: \s* (?: links | rechts | mitte | li | re | mi ) \b )?
  | (?: eg | og | dg | ug | hp | hh | vh | sf | gh | rg | hinterhaus | vorderhaus | seitenflügel | gartenhaus
      | rückgebäude | hochparterre | parterre | erdgescho(?:ss|ß) | dachgescho(?:ss|ß)
      | links | rechts | mitte | hinten | vorne | boven | beneden | bajo | st\.?\s(?:th|tv|mf) ) \b
  | (?-i: [IVX]{1,4} ) \b
) \.?"""
_HOUSE: Final = re.compile(
    rf"(?:{_CALLED})? (?P<numbers> {_NUMBERS}) (?: \s* [,/;-]? \s* {_PART} )* \s* [.,;]?",
    re.VERBOSE | re.IGNORECASE,
)
_ORDINAL: Final = r"[0-9]{1,4} (?:st|nd|rd|th|e|er|re|ème|te|ter) \b"
#: A leading house number and the street behind it.
_LEADING: Final = re.compile(
    rf"""(?P<number>
        [1-9][0-9]{{0,4}} (?: [½¼¾] | \s[1-3]/[2-4](?![0-9]) | (?: {_LETTER} ) | (?P<apart> \s {_LETTER} )
                       | \s? (?:bis|ter|quater) \b )?
        (?: \s? (?: {_DASH} | / ) \s? [0-9]{{1,5}} (?: {_LETTER} )? )*
        \s? ,? )
      \s+ (?P<street> (?: [^\W\d_] | {_ORDINAL} ) .*)""",
    re.VERBOSE | re.IGNORECASE,
)

#: Places that are no street: nobody lives there, and no parcel starts there.
_NO_STREET: Final = re.compile(
    r"\b(?: packstation | paketstation | postfiliale | postfach | paketshop | paketbox | parcel\s?shop "
    r"| p\.?\s?o\.?\s?box | boîte\s+postale | postbus | poste\s+restante | postlagernd )\b",
    re.VERBOSE | re.IGNORECASE,
)
#: Words that are no name by themselves: behind them a number belongs to the name ("Straße 545").
_NAMELESS: Final = (
    r"(?: stra(?:ß|ss)e | str\.? | weg | platz | zeile | reihe | block | gang | parzelle | haus )"
)
_MONTH: Final = r"""(?: januar | jänner | februar | märz | april | mai | juni | juli | august | september
    | oktober | november | dezember | janvier | février | mars | avril | may | juin | juillet | août
    | septembre | octobre | novembre | décembre )"""
_YEAR: Final = r"(?:1[89]|20)[0-9]{2}"
#: Numbers that may stand inside the name of a street.
_IN_NAME: Final = re.compile(
    rf"""  [0-9]{{1,3}} \. \s? (?=[^\W\d_])                    # Straße des 17. Juni
         | [0-9]{{1,3}} \s (?={_MONTH}\b)                      # rue du 8 mai
         | {_ORDINAL}                                          # 5th Avenue
         | (?<=[^\W\d_]\s) {_YEAR} (?=\s*,?$)                  # ... 20. Juli 1944, see `_ENDS_IN_YEAR`
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENDS_IN_MONTH: Final = re.compile(rf"\b{_MONTH}\s*$", re.VERBOSE | re.IGNORECASE)
_ENDS_IN_YEAR: Final = re.compile(rf"\b{_MONTH}\s+{_YEAR}\s*,?$", re.VERBOSE | re.IGNORECASE)
_NAMELESS_ONLY: Final = re.compile(rf"{_NAMELESS}\s*,?", re.VERBOSE | re.IGNORECASE)
_NUMBERED_NAME: Final = re.compile(rf"{_NAMELESS}\s*[0-9]{{1,4}}\s*,?", re.VERBOSE | re.IGNORECASE)
#: The squares of Mannheim are named by a letter and a number: "C 4, 9-10" is house 9-10 in the square C 4.
_SQUARE: Final = re.compile(r"[A-U]\s?[0-9]{1,2}\s*,?")
_CALLED_AT_END: Final = re.compile(rf"(?:^|[\s,]){_CALLED}$", re.VERBOSE | re.IGNORECASE)
_NAME_END: Final = re.compile(r"[^\W\d_][\u0300-\u036f]*[.)'’\"]*,?$")


def split_street(line: str, country: str = "DE") -> StreetParts:
    """Street and house number of one line of an address in `country` (alpha-2).

    raises  InvalidValue (field "street"): there is no house number, or it cannot be told for certain
    """
    text = " ".join(line.split())
    if _NO_STREET.search(text):
        raise InvalidValue(
            Text(
                en="this is no street address; a street with a house number is needed",
                de="das ist keine Straßenanschrift; gebraucht wird eine Straße mit Hausnummer",
            ),
            field="street",
        )
    if country in _NUMBER_FIRST and (parts := _leading(text, country)):
        return parts
    found = list(_trailing(text, country))
    if not found and country in _EITHER and (parts := _leading(text, country)):
        return parts
    if len(found) != 1:
        raise _unclear(text)
    return found[0]


def _unclear(text: str) -> InvalidValue:
    if any("0" <= letter <= "9" for letter in text):
        return InvalidValue(
            Text(
                en="which part is the house number cannot be told for certain; please give it separately",
                de="welcher Teil die Hausnummer ist, lässt sich nicht sicher sagen; bitte getrennt angeben",
            ),
            field="street",
        )
    return InvalidValue(
        Text(en="the house number is missing", de="die Hausnummer fehlt"),
        field="street",
    )


def _leading(text: str, country: str) -> StreetParts | None:
    match = _LEADING.fullmatch(text)
    if match is None or (match["apart"] and country not in _LETTER_LEADS):
        return None
    return StreetParts(match["street"], match["number"], number_first=True)


def _trailing(text: str, country: str) -> Iterator[StreetParts]:
    """Every way to read the line's end as a house number behind a street."""
    for start in range(1, len(text)):
        street, house = text[:start].rstrip(), text[start:]
        if house[0].isspace() or _torn(text, start) or not street:
            continue
        match = _HOUSE.fullmatch(house)
        if match and _is_street(street, country) and not _is_year(street, match["numbers"], country):
            yield StreetParts(street, house)


def _torn(text: str, start: int) -> bool:
    """Whether cutting here would divide a number, or a word that is too short to be a street of its own."""
    before, after = text[start - 1], text[start]
    if before.isspace():
        return False
    if not "0" <= after <= "9":
        return True
    word = re.search(r"[^\W\d_]*$", text[:start])
    glued = word is not None and len(word[0]) >= 4
    return not (before in ".," or glued)


def _is_street(street: str, country: str) -> bool:
    if country == "DE" and _SQUARE.fullmatch(street):
        return True
    if _NUMBERED_NAME.fullmatch(street):
        return True
    if _NAMELESS_ONLY.fullmatch(street) or _CALLED_AT_END.search(street):
        return False
    if sum(letter.isalpha() for letter in street) < 2:
        return False
    if not (_NAME_END.search(street) or _ENDS_IN_YEAR.search(street)):
        return False
    return not any("0" <= letter <= "9" for letter in _IN_NAME.sub("", street))


def _is_year(street: str, numbers: str, country: str) -> bool:
    """Whether the number is, or may be, the year in a street's name."""
    leads = re.match(rf"{_YEAR}(?![0-9])", numbers)
    return leads is not None and (country in _LOW_NUMBERS or _ENDS_IN_MONTH.search(street) is not None)
