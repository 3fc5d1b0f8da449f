"""Everything that is read stands in both languages: no template holds a word of its own."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from jinja2 import nodes

from app_center.web import words
from app_center.web.pages import HERE, environment
from app_center.web.words import FRAME
from core.text import Text

TEMPLATES: Final = sorted((HERE / "templates").rglob("*.html"))
READ: Final = frozenset({"alt", "aria-label", "placeholder", "title", "content"})
#: What is read as it is: the doctype's neighbours, and settings for programs.
_PROGRAM: Final = re.compile(r"width=device-width.*|light dark|\{\"allowEval.*|0;url=.*|true|0;.*")
#: Macros write attributes that stand in no tag of theirs.
_ATTRIBUTE: Final = re.compile(r"\s[a-z-]+=\"[^\"<>]*\"")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Reader(HTMLParser):
    """Collects what people read of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(_ATTRIBUTE.sub("", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ and value and not _PROGRAM.fullmatch(value):
                self.found.append(value)


def own_words(source: str) -> list[str]:
    """The words that a template says without asking a `Text`."""
    reader = Reader()
    plain = re.sub(r"\{#.*?#\}", " ", source, flags=re.DOTALL)
    reader.feed(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", plain, flags=re.DOTALL))
    return [word for text in reader.found for word in _WORD.findall(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_has_words_of_its_own(path: Path) -> None:
    assert own_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Hello</p>",
        '<input placeholder="Search">',
        '<a title="Go {{ x }}">{{ y }}</a>',
        "<p>{{ a }} von</p>",
    ],
)
def test_a_planted_word_is_found(planted: str) -> None:
    assert own_words(planted)


def tables() -> Iterator[tuple[str, Mapping[str, Text]]]:
    """Every table of words, by its name."""
    for module in pkgutil.iter_modules(words.__path__):
        for name, value in vars(importlib.import_module(f"{words.__name__}.{module.name}")).items():
            if name.isupper() and isinstance(value, dict) and all(type(key) is str for key in value):
                yield f"{module.name}.{name}", value


def asked_for(path: Path, table: str) -> set[str]:
    """The words of a table that a template asks for by name."""
    tree = environment().parse(path.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == table
    }


def test_the_frame_has_every_word_that_is_asked_of_it() -> None:
    asked = {name for path in TEMPLATES for name in asked_for(path, "f")}
    assert asked
    assert asked - FRAME.keys() == set()


def test_every_word_is_asked_for_somewhere() -> None:
    """What nobody reads any more goes; what code asks for by a made-up key is named by its beginning."""
    sources = [path.read_text(encoding="utf-8") for path in TEMPLATES]
    sources += [path.read_text(encoding="utf-8") for path in HERE.rglob("*.py")]
    everything = "\n".join(sources)
    made_up = re.compile(
        r"(foreign|announced|processable|sent|returned|cancelled|.*_can|.*_title|(aspect|done|match)_.*)$"
    )
    unused = [
        f"{name}: {key}"
        for name, table in tables()
        if not name.startswith("columns.")
        for key in table
        if not re.search(
            rf"\bw\.{key}\b|\bf\.{key}\b|people\.{key}\b|\[\"{key}\"\]|\"{key}\"(?!:)", everything
        )
        and not made_up.match(key)
    ]
    assert unused == []


def test_no_word_hides_behind_a_method_of_dicts() -> None:
    for name, table in tables():
        assert [key for key in table if hasattr(dict, key)] == [], name
        for key, text in table.items():
            if isinstance(text, Text):
                assert set(re.findall(r"\{\w+\}", text.en)) == set(re.findall(r"\{\w+\}", text.de)), key


def test_no_template_carries_script_or_style() -> None:
    """The content security policy would not run them."""
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|hx-on|javascript:", source), (
            path
        )
