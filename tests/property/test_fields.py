"""What somebody types into a field: read into its stored form, or refused in his words, at the field."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.activation import Choice, Field, FieldKind
from core.errors import InvalidValue
from core.text import Text

LABEL = Text(en="Sender", de="Absender")
OPEN, LATER, CLOSED = "dhl", "gls", "hermes"
REASON = Text(en="activate the Hermes app first", de="bitte zuerst die Hermes-App aktivieren")
CHOICES = (
    Choice(OPEN, Text(en="DHL", de="DHL")),
    Choice(LATER, Text(en="GLS", de="GLS")),
    Choice(CLOSED, Text(en="Hermes", de="Hermes"), unavailable=REASON),
)
WORDS = {
    "true": ["true", "yes", "on", "1", "ja", "wahr", "JA", " Yes ", "Wahr"],
    "false": ["false", "no", "off", "0", "nein", "falsch", "", "  ", "NEIN", "Falsch "],
}
KINDS = st.sampled_from(FieldKind)
FREE = [FieldKind.TEXT, FieldKind.SECRET, FieldKind.EMAIL]
BLANKS = st.text(" \t\n\u00a0\u2003", max_size=3)
#: Mostly what a field may hold, and some of anything, blanks and words for ticks among it.
TYPED = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=15)
    | st.text(max_size=15)
    | st.text(" \t\u00a0\u200b\u00adab", max_size=8)
    | st.sampled_from([word for words in WORDS.values() for word in words])
    | st.sampled_from([OPEN, LATER, CLOSED])
)
#: A character of each kind that nobody sees: control, format, private, half a pair, other blanks, line ends.
INVISIBLE = [
    "\x00", "\x07", "\x1b", "\x7f", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200e", "\u202e", "\u2028",
    "\u2060", "\ufeff", "\ue000", "\ud800", "\n", "\t",
]  # fmt: skip


def field(kind: FieldKind = FieldKind.TEXT, *, required: bool = True, max_length: int = 10) -> Field:
    choices = CHOICES if kind is FieldKind.CHOICE else ()
    return Field("sender", LABEL, kind, required=required, max_length=max_length, choices=choices)


def refusal(of: Field, typed: str) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        of.read(typed)
    error = caught.value
    assert error.field == "sender"
    assert error.text.en.startswith("Sender: ")
    assert error.text.de.startswith("Absender: ")
    assert error.text.en.removeprefix("Sender: ") != error.text.de.removeprefix("Absender: ")
    return error


@given(KINDS, st.booleans(), TYPED)
@example(FieldKind.TICK, True, "")
@example(FieldKind.TEXT, False, " ")
def test_what_is_accepted_is_accepted_again_unchanged(kind: FieldKind, required: bool, typed: str) -> None:
    asked = field(kind, required=required)
    try:
        stored = asked.read(typed)
    except InvalidValue:
        refusal(asked, typed)
    else:
        assert asked.read(stored) == stored


@given(KINDS, TYPED, BLANKS, BLANKS)
def test_blanks_at_the_edges_do_not_count(kind: FieldKind, typed: str, before: str, behind: str) -> None:
    asked = field(kind)
    try:
        stored = asked.read(typed)
    except InvalidValue:
        refusal(asked, before + typed + behind)
    else:
        assert asked.read(before + typed + behind) == stored


@given(KINDS, st.booleans(), TYPED)
def test_what_is_stored_is_short_and_visible(kind: FieldKind, required: bool, typed: str) -> None:
    try:
        stored = field(kind, required=required).read(typed)
    except InvalidValue:
        return
    assert len(stored) <= 10
    assert stored == stored.strip()
    assert not [sign for sign in stored if unicodedata.category(sign)[0] in "CZ" and sign != " "]


@given(
    st.sampled_from(FREE), st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)
)
def test_every_visible_text_fits_up_to_the_length(kind: FieldKind, typed: str) -> None:
    asked = field(kind, max_length=len(typed))
    assert asked.read(typed) == typed
    short = replace(asked, max_length=len(typed) - 1)
    assert f"longer than {len(typed) - 1} characters" in str(refusal(short, typed))


@pytest.mark.parametrize("kind", FREE)
@pytest.mark.parametrize("sign", INVISIBLE)
def test_invisible_characters_are_refused(kind: FieldKind, sign: str) -> None:
    assert "invisible" in str(refusal(field(kind), f"a{sign}b"))


@pytest.mark.parametrize("kind", [*FREE, FieldKind.CHOICE])
@given(blank=BLANKS)
def test_nothing_is_an_answer_only_where_none_is_required(kind: FieldKind, blank: str) -> None:
    assert field(kind, required=False).read(blank) == ""
    assert "is required" in str(refusal(field(kind), blank))


@pytest.mark.parametrize(("stored", "word"), [(key, word) for key in WORDS for word in WORDS[key]])
@pytest.mark.parametrize("required", [True, False])
def test_a_tick_is_read_in_german_and_english(stored: str, word: str, required: bool) -> None:
    assert field(FieldKind.TICK, required=required).read(word) == stored


@given(TYPED)
def test_no_other_word_is_a_tick(typed: str) -> None:
    known = {word.strip().lower() for words in WORDS.values() for word in words}
    assume(typed.strip().lower() not in known)
    assert "yes or no" in str(refusal(field(FieldKind.TICK), typed))


@given(TYPED)
def test_only_what_is_on_offer_can_be_chosen(typed: str) -> None:
    asked = field(FieldKind.CHOICE)
    if typed.strip() in {OPEN, LATER}:
        assert asked.read(typed) == typed.strip()
    else:
        refusal(asked, typed)


def test_an_unknown_choice_is_answered_with_those_on_offer() -> None:
    assert str(refusal(field(FieldKind.CHOICE), "ups")) == "Sender: is one of: dhl, gls, hermes"


def test_an_unavailable_choice_is_refused_with_its_reason() -> None:
    error = refusal(field(FieldKind.CHOICE), CLOSED)
    assert error.text == Text(en=f"Sender: {REASON.en}", de=f"Absender: {REASON.de}")


@given(st.text(st.characters(codec="utf-8", categories=["L"]), min_size=11, max_size=40))
def test_a_refusal_does_not_repeat_a_secret(secret: str) -> None:
    error = refusal(field(FieldKind.SECRET), secret)
    assert secret not in str(error)
    assert secret not in error.text.de


@pytest.mark.parametrize("kind", FieldKind)
def test_only_a_secret_is_secret(kind: FieldKind) -> None:
    assert field(kind).is_secret == (kind is FieldKind.SECRET)
