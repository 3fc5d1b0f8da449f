"""What holds for every line: nothing is lost, nothing is added, and doubt is refused."""

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.street import StreetParts, split_street

COUNTRIES = st.sampled_from(["DE", "AT", "CH", "NL", "BE", "FR", "GB", "IT", "PL", "US"])

#: A busy machine is no mistake of the code.
UNHURRIED = settings(deadline=None)

#: Pieces that meet in real lines, in every order, so that two readings are common.
WORDS = [
    "Hauptstraße",
    "Str.",
    "Straße",
    "Am",
    "Markt",
    "rue de",
    "17.",
    "Juni",
    "1944",
    "Größe",
    "Cafe\u0301",
]
NUMBERS = [
    "12",
    "5",
    "4",
    "0",
    "99999",
    "a",
    "b-c",
    "Nr.",
    "1/2",
    "½",
    "/",
    "-",
    ",",
    "bis",
    "II",
    "٣",
    "5th",
]
PARTS = ["3. OG", "Haus", "Hinterhaus", "C", "Packstation", "😀"]
PIECES = st.sampled_from([*WORDS, *NUMBERS, *PARTS])
GLUE = st.sampled_from(["", " ", "  ", "\u00a0", "\t"])
LINES = st.one_of(
    st.lists(st.tuples(PIECES, GLUE), max_size=7).map(lambda parts: "".join(map("".join, parts))),
    st.text(max_size=40),
    st.text(alphabet="aSß .,-/1234567890", max_size=25),
)


def bare(text: str) -> str:
    return "".join(text.split())


def attempt(line: str, country: str) -> StreetParts | None:
    try:
        return split_street(line, country)
    except InvalidValue as refused:
        if refused.field != "street":
            raise
        return None


@UNHURRIED
@given(LINES, COUNTRIES)
@example("Str. 545 Nr. 3", "DE")
@example("12, rue de la Gare", "LU")
def test_joining_gives_the_line_back(line: str, country: str) -> None:
    parts = attempt(line, country)
    if parts is not None:
        assert bare(parts.line) == bare(line)


@UNHURRIED
@given(LINES, COUNTRIES)
def test_both_pieces_are_there_and_the_right_way_round(line: str, country: str) -> None:
    parts = attempt(line, country)
    if parts is not None:
        assert any("0" <= sign <= "9" for sign in parts.house_number)
        assert any(sign.isalpha() for sign in parts.street)
        assert parts.street == parts.street.strip()
        assert parts.house_number == parts.house_number.strip()


@UNHURRIED
@given(LINES, COUNTRIES)
def test_blanks_do_not_change_the_reading(line: str, country: str) -> None:
    assert attempt(line, country) == attempt(f"  {line.replace(' ', '   ')}\n", country)


@UNHURRIED
@given(st.text(max_size=60), COUNTRIES)
def test_without_a_digit_there_is_no_house_number(line: str, country: str) -> None:
    assume(not any("0" <= sign <= "9" for sign in line))
    assert attempt(line, country) is None


PLAIN = [
    "Hauptstraße",
    "Am Markt",
    "Unter den Linden",
    "Große Str.",
    "Karl-Marx-Allee",
    "Dr.-Müller-Weg",
    "Dorf",
]
NUMBERED = ["Straße des 17. Juni", "Str. 545", "C 4,", "1. Querstraße"]
NAMES = st.sampled_from([*PLAIN, *NUMBERED])


@st.composite
def house_numbers(draw: st.DrawFn) -> str:
    """As they stand on German doors; none looks like a year."""
    one = st.integers(1, 1700).map(str)
    letter = st.sampled_from(["", "", "a", " b", "C"])
    number = draw(one) + draw(letter)
    further = draw(st.sampled_from(["", "", "-", " - ", "/", "+"]))
    number = number if not further else f"{number}{further}{draw(one)}{draw(letter)}"
    return number + draw(st.sampled_from(["", "", " Hinterhaus", "/3. OG", ", EG", " Aufgang 2", " 1/2"]))


@UNHURRIED
@given(NAMES, house_numbers())
@example("Straße des 17. Juni", "135")
def test_a_street_and_a_number_put_together_come_apart_again(street: str, house_number: str) -> None:
    parts = attempt(f"{street} {house_number}", "DE")
    if parts is None:
        # Only a letter or fraction in front of what follows may make two readings of one number.
        assert house_number.endswith(" 1/2")
    else:
        assert (parts.street, parts.house_number) == (street, house_number)


@UNHURRIED
@given(
    st.integers(1, 9999),
    st.sampled_from(["", "B", " bis", "-14"]),
    st.sampled_from(["rue de la Paix", "quai 5"]),
)
def test_in_france_the_number_leads(number: int, suffix: str, street: str) -> None:
    parts = split_street(f"{number}{suffix} {street}", "FR")
    assert (parts.house_number, parts.street, parts.number_first) == (f"{number}{suffix}", street, True)


@UNHURRIED
@given(st.text(alphabet="1234567890 -/,.aA", max_size=4000))
def test_long_nonsense_is_answered_soon(line: str) -> None:
    attempt(f"Straße {line}", "DE")
