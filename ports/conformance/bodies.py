"""What stands in a request or an answer, whatever the format: texts, figures, and JSON gone wrong."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from ports.http import Request, parse_json

_FIGURE: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


#: The names that lead to a text, from the outside in, and the text.
Leaf = tuple[tuple[str, ...], str]


def texts_of(request: Request) -> list[str]:
    """Every text and figure of the body, decoded."""
    return [text for _, text in leaves_of(request)]


def leaves_of(request: Request) -> list[Leaf]:
    """Every text and figure of the body with where it stands: of JSON, XML or a form; else the body in one
    piece."""
    body = request.content
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not body:
        return []
    if media == "application/x-www-form-urlencoded":
        return [((name,), value) for name, value in parse_qsl(body.decode(), keep_blank_values=True)]
    try:
        return list(_json_leaves(parse_json(body), ()))
    except (ValueError, RecursionError):
        pass
    try:
        return list(_xml_leaves(ElementTree.fromstring(body), ()))
    except ElementTree.ParseError:
        return [((), body.decode("utf-8", errors="replace"))]


def _json_leaves(value: Any, path: tuple[str, ...]) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _json_leaves(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _json_leaves(inner, path)
    elif value is not None and not isinstance(value, bool):
        yield path, str(value)


def _xml_leaves(element: ElementTree.Element, path: tuple[str, ...]) -> Iterator[Leaf]:
    here = (*path, element.tag.rpartition("}")[2])
    if element.text:
        yield here, element.text
    for name, value in element.attrib.items():
        yield (*here, name), value
    for inner in element:
        yield from _xml_leaves(inner, here)


def figures_of(request: Request) -> list[Decimal]:
    """Every figure that stands alone, also one inside a text."""
    return [Decimal(text.strip()) for text in texts_of(request) if _FIGURE.fullmatch(text.strip())]


def same(text: str) -> str:
    """Two spellings of one text are equal in this form: composed characters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def arrives(piece: str, texts: Sequence[str]) -> bool:
    """Whether the piece stands whole in one text, or taken apart at blanks in several."""
    wanted, there = same(piece), [same(text) for text in texts]
    if any(wanted in text for text in there):
        return True
    words = wanted.split(" ")
    return any(
        _stands(" ".join(words[:cut]), there) and arrives(" ".join(words[cut:]), there)
        for cut in range(1, len(words))
    )


def _stands(piece: str, texts: Sequence[str]) -> bool:
    """Whether a text is the piece, or ends or begins with it."""
    return any(text == piece or text.endswith(f" {piece}") or text.startswith(f"{piece} ") for text in texts)


#: What a server may put in the place of anything.
ODDITIES: Final[Sequence[Any]] = (None, 17, -1, "", "nonsense", True, [], {}, [None], {"odd": 1})


def xml_mutations(body: bytes, most: int) -> list[bytes]:
    """The XML with one element or attribute at a time taken out, emptied or turned to nonsense; at most
    `most`, spread evenly.

    raises  ElementTree.ParseError: it is none
    """
    count = sum(1 for _ in ElementTree.fromstring(body).iter())
    found = [changed for at in range(count) for changed in _changed_at(body, at)]
    step = max(1, -(-len(found) // most))
    return found[::step]


def _changed_at(body: bytes, at: int) -> Iterator[bytes]:
    names = list(_element(body, at)[1].attrib)
    for name in names:
        for odd in (None, "", "nonsense"):
            root, element = _element(body, at)
            element.attrib.pop(name)
            if odd is not None:
                element.set(name, odd)
            yield ElementTree.tostring(root)
    for odd in ("", "nonsense"):
        root, element = _element(body, at)
        element.text = odd
        yield ElementTree.tostring(root)
    root, element = _element(body, at)
    for parent in root.iter():
        if element in list(parent):
            parent.remove(element)
            yield ElementTree.tostring(root)
            break


def _element(body: bytes, at: int) -> tuple[ElementTree.Element, ElementTree.Element]:
    """The root of a fresh copy, and its element at this place."""
    root = ElementTree.fromstring(body)
    return root, list(root.iter())[at]


def mutations(value: Any, most: int) -> list[Any]:
    """The JSON value with one thing at a time taken out or replaced by something odd; at most `most`,
    spread evenly."""
    found = list(_mutated(value))
    step = max(1, -(-len(found) // most))
    return found[::step]


def gaps(value: Any, most: int) -> list[Any]:
    """The JSON value with one thing at a time taken out; at most `most`, spread evenly."""
    found = list(_gapped(value))
    return found[:: max(1, -(-len(found) // most))]


def _gapped(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            for changed in _gapped(inner):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield [*value[:place], *value[place + 1 :]]
            for changed in _gapped(inner):
                yield [*value[:place], changed, *value[place + 1 :]]


def _mutated(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            for changed in (*ODDITIES, *_mutated(inner)):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield [*value[:place], *value[place + 1 :]]
            for changed in (*ODDITIES, *_mutated(inner)):
                yield [*value[:place], changed, *value[place + 1 :]]
