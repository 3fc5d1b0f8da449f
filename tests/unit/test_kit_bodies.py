"""How the kit spoils an answer's XML: one thing at a time, and always well-formed."""

from xml.etree import ElementTree

import pytest

from ports.conformance.bodies import xml_mutations
from ports.conformance.test_odd_answers import _changed as spoil
from ports.http import Response

BODY = b'<label number="PG1"><zpl>XA</zpl><zpl/></label>'


def test_each_change_is_another_document_and_still_xml() -> None:
    ways = xml_mutations(BODY, 100)
    assert len(set(ways)) == len(ways) - 1  # an empty element emptied is itself
    for way in ways:
        ElementTree.fromstring(way)
    assert b"<label><zpl>XA</zpl><zpl /></label>" in ways
    assert b'<label number="PG1"><zpl /></label>' in ways
    assert b'<label number="nonsense"><zpl>XA</zpl><zpl /></label>' in ways


def test_no_more_than_asked_for() -> None:
    assert 1 <= len(xml_mutations(BODY, 4)) <= 4


def test_what_is_no_xml_is_said() -> None:
    with pytest.raises(ElementTree.ParseError):
        xml_mutations(b"{}", 4)


def test_answers_in_both_formats_are_spoilt() -> None:
    for content in (BODY, b'{"number": "PG1"}'):
        answer = Response(200, content=content)
        spoilt, ways = spoil(answer, 0)
        assert ways > 1
        assert spoilt.content != content
    assert spoil(Response(200, content=b"^XA"), 0)[1] == 0
