"""Real lines, and what becomes of them. The general rules stand in tests/property/test_street.py."""

import pytest

from core.errors import InvalidValue
from core.street import split_street

#: Country, line, street, house number.
SPLIT = [
    ("DE", "Hauptstraße 5", "Hauptstraße", "5"),
    ("DE", "Hauptstr.5", "Hauptstr.", "5"),
    ("DE", "Hauptstraße5", "Hauptstraße", "5"),
    ("DE", "Musterstraße, 12", "Musterstraße,", "12"),
    ("DE", "Hauptstr. 5.", "Hauptstr.", "5."),
    ("DE", "Hauptstraße Nr. 5", "Hauptstraße", "Nr. 5"),
    ("DE", "Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
    ("DE", "Straße des 17.Juni 135", "Straße des 17.Juni", "135"),
    ("DE", "Platz des 20. Juli 1944 5", "Platz des 20. Juli 1944", "5"),
    ("DE", "Platz der Republik 1", "Platz der Republik", "1"),
    ("DE", "1. Querstraße 5", "1. Querstraße", "5"),
    ("DE", "Am Alten Haus 5", "Am Alten Haus", "5"),
    ("DE", "Am Markt 12 a-c", "Am Markt", "12 a-c"),
    ("DE", "Alte Poststraße 12 b", "Alte Poststraße", "12 b"),
    ("DE", "Lindenstraße 7a/b", "Lindenstraße", "7a/b"),
    ("DE", "Hauptstr. 12 - 14a", "Hauptstr.", "12 - 14a"),
    ("DE", "Hauptstr. 12 bis 14", "Hauptstr.", "12 bis 14"),
    ("DE", "Straße der Jugend 12 u. 14", "Straße der Jugend", "12 u. 14"),
    ("DE", "Schulstraße 5 1/2", "Schulstraße", "5 1/2"),
    ("DE", "Schulstraße 5½", "Schulstraße", "5½"),
    ("DE", "Unter den Linden 77/3. OG", "Unter den Linden", "77/3. OG"),
    ("DE", "Hauptstr. 12, 3. OG links", "Hauptstr.", "12, 3. OG links"),
    ("DE", "Hauptstr. 12 Hinterhaus", "Hauptstr.", "12 Hinterhaus"),
    ("DE", "Hauptstraße 5 Haus 3", "Hauptstraße", "5 Haus 3"),
    ("DE", "Landsberger Allee 106 Aufgang B", "Landsberger Allee", "106 Aufgang B"),
    ("DE", "Str. 545 Nr. 3", "Str. 545", "Nr. 3"),
    ("DE", "Straße 545, 3", "Straße 545,", "3"),
    ("DE", "C 4, 9-10", "C 4,", "9-10"),
    ("DE", "C4 9-10", "C4", "9-10"),
    ("DE", "Q 7 24a", "Q 7", "24a"),
    ("DE", "Cafe\u0301 5", "Cafe\u0301", "5"),
    ("AT", "Mariahilfer Straße 12/2/15", "Mariahilfer Straße", "12/2/15"),
    ("AT", "Mariahilfer Straße 12/Stiege 2/Tür 15", "Mariahilfer Straße", "12/Stiege 2/Tür 15"),
    ("NL", "1e Jan Steenstraat 12-II", "1e Jan Steenstraat", "12-II"),
    ("NL", "Kerkstraat 12 hs", "Kerkstraat", "12 hs"),
    ("BE", "Rue de la Loi 16 bte 3", "Rue de la Loi", "16 bte 3"),
    ("BE", "Rue du 8 mai 12", "Rue du 8 mai", "12"),
    ("CZ", "Dlouhá 1234/5", "Dlouhá", "1234/5"),
    ("PL", "ul. Marszałkowska 10/16 m. 5", "ul. Marszałkowska", "10/16 m. 5"),
    ("IT", "Via Roma 12/A", "Via Roma", "12/A"),
    ("DK", "Østergade 12, 2. tv", "Østergade", "12, 2. tv"),
    ("GB", "High Street 12", "High Street", "12"),
]

#: The same, where the house number leads.
NUMBER_FIRST = [
    ("FR", "12 rue de la Paix", "rue de la Paix", "12"),
    ("FR", "12 bis rue de Rivoli", "rue de Rivoli", "12 bis"),
    ("FR", "12 B rue de Rivoli", "rue de Rivoli", "12 B"),
    ("FR", "12 rue du 8 mai 1945", "rue du 8 mai 1945", "12"),
    ("LU", "12, rue de la Gare", "rue de la Gare", "12,"),
    ("BE", "16 Rue de la Loi", "Rue de la Loi", "16"),
    ("GB", "221B Baker Street", "Baker Street", "221B"),
    ("US", "123 5th Avenue", "5th Avenue", "123"),
]

REFUSED = [
    ("DE", "", "nothing"),
    ("DE", "Hauptstraße", "no number"),
    ("DE", "5", "no street"),
    ("DE", "Nr. 5", "no street"),
    ("DE", "Haus Nr. 5", "no street"),
    ("DE", "Straße 545", "the number is the name"),
    ("DE", "C 4", "a square, not a house"),
    ("DE", "Straße des 17. Juni", "a date, not a house"),
    ("DE", "Platz des 20. Juli 1944", "a year, not a house"),
    ("DE", "Revolutionsplatz 1848", "perhaps a year"),
    ("BE", "Rue du 8 mai 1945", "a year, not a house"),
    ("DE", "Hauptstr. 3. OG", "a floor without a house"),
    ("DE", "Hauptstr. 12 14", "two numbers"),
    ("DE", "Haus 3 Musterweg 5", "two numbers"),
    ("DE", "Hauptstraße 1e Haus 5", "house 1e, or house 5 in a street of that name"),
    ("DE", "Hauptstr. 12 c/o Müller", "more behind it"),
    ("DE", "Hauptstr. 5 12345 Berlin", "a whole address"),
    ("DE", "Hauptstr. 12345", "a postal code"),
    ("DE", "12 rue de la Paix", "the wrong order for the country"),
    ("GB", "Flat 3, 12 High Street", "two numbers"),
    ("US", "12 A Street", "house 12 in A Street, or house 12 A"),
    ("DE", "Packstation 123", "no street"),
    ("DE", "DHL-Packstation 123", "no street"),
    ("DE", "Postfiliale 517", "no street"),
    ("DE", "Postfach 12 34", "no street"),
    ("GB", "P.O. Box 12", "no street"),
]


@pytest.mark.parametrize(("country", "line", "street", "house_number"), SPLIT)
def test_the_house_number_behind_the_street(country: str, line: str, street: str, house_number: str) -> None:
    parts = split_street(line, country)

    assert (parts.street, parts.house_number, parts.number_first) == (street, house_number, False)


@pytest.mark.parametrize(("country", "line", "street", "house_number"), NUMBER_FIRST)
def test_the_house_number_before_the_street(country: str, line: str, street: str, house_number: str) -> None:
    parts = split_street(line, country)

    assert (parts.street, parts.house_number, parts.number_first) == (street, house_number, True)


@pytest.mark.parametrize(("country", "line", "why"), REFUSED)
def test_what_is_not_certain_is_refused(country: str, line: str, why: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        split_street(line, country)

    assert refused.value.field == "street", why


def test_a_refusal_says_whether_a_number_is_missing_or_unclear() -> None:
    with pytest.raises(InvalidValue, match="missing"):
        split_street("Hauptstraße")
    with pytest.raises(InvalidValue, match="separately"):
        split_street("Hauptstr. 12 14")


def test_neither_the_pieces_nor_a_refusal_show_the_address() -> None:
    assert "Haupt" not in repr(split_street("Hauptstraße 5"))
    with pytest.raises(InvalidValue) as refused:
        split_street("Hauptstr. 12 14")
    assert "Haupt" not in refused.value.text.en + refused.value.text.de
