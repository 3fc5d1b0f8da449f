"""The papers that stand-ins print: readable by people and by scanners."""

import io
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from reportlab.graphics.barcode import code128  # type: ignore[import-untyped]

from core.parcel import DocumentFormat
from standins.labels import _printed, label_pdf, label_zpl, qr_png

START_B, START_C, TO_C, TO_B = 104, 105, 99, 100
LINES = ("Zoë Großmüller-Łukasz", "Straße 12 a-c/3. OG", "01067 Dresden")


def text_of(paper: bytes) -> Sequence[str]:
    (page,) = PdfReader(io.BytesIO(paper)).pages
    return page.extract_text().splitlines()


def scanned(paper: bytes) -> str:
    """What a scanner reads: the widths of bars and gaps, looked up in the table of Code 128."""
    (page,) = PdfReader(io.BytesIO(paper)).pages
    contents = page.get_contents()
    assert contents is not None
    found = re.findall(rb"n ([\d.]+) 0 ([\d.]+) [\d.]+ re f\*", contents.get_data())
    bars = [(float(x), float(width)) for x, width in found]
    unit = min(width for _, width in bars)
    edges = [edge for x, width in bars for edge in (x, x + width)]
    widths = [round((after - before) / unit) for before, after in pairwise(edges)]
    values = {tuple(map(stroke_width, strokes)): value for value, strokes in code128._patterns.items()}
    return decoded([values[tuple(widths[at : at + 6])] for at in range(0, len(widths) - 7, 6)])


def stroke_width(stroke: str) -> int:
    """In the table bars are capital letters and gaps small ones; A and a are one unit wide."""
    return ord(stroke.lower()) - ord("a") + 1


def decoded(values: Sequence[int]) -> str:
    start, *body, checksum = values
    assert start in {START_B, START_C}
    assert (start + sum(at * value for at, value in enumerate(body, 1))) % 103 == checksum
    text, pairs = "", start == START_C
    for value in body:
        if pairs and value < 100:
            text += f"{value:02d}"
        elif value in {TO_C, TO_B}:
            pairs = value == TO_C
        else:
            text += chr(value + 32)
    return text


@pytest.mark.parametrize("number", ["601079500843", "H1000010000000000001", "YUNKGBSU", "340434161094042557"])
def test_the_barcode_of_a_label_says_its_number(number: str) -> None:
    assert scanned(label_pdf(number, LINES)) == number


def test_a_label_is_one_page_whose_number_and_lines_can_be_read() -> None:
    assert text_of(label_pdf("601079500843", LINES)) == ["601079500843", *LINES]


def test_a_line_wider_than_the_page_stays_one_line() -> None:
    assert text_of(label_pdf("1", ["x" * 300])) == ["1", "x" * 300]


@settings(max_examples=10)
@given(number=st.text("0123456789ABC", min_size=8, max_size=20), line=st.text("äöüß abc", max_size=60))
def test_equal_input_gives_equal_papers(number: str, line: str) -> None:
    first = label_pdf(number, [line])
    _printed.cache_clear()
    assert label_pdf(number, [line]) == first
    assert label_zpl(number, [line]) == label_zpl(number, [line])


def test_labels_printed_at_the_same_time_are_the_same_as_one_by_one() -> None:
    numbers = [f"6010795008{number:02d}" for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda number: label_pdf(number, [f"ä{number}"]), numbers))
    _printed.cache_clear()
    assert together == [label_pdf(number, [f"ä{number}"]) for number in numbers]


def test_every_paper_is_known_by_its_first_bytes() -> None:
    assert DocumentFormat.of(label_pdf("1", [])) is DocumentFormat.PDF
    assert DocumentFormat.of(label_zpl("1", [])) is DocumentFormat.ZPL
    assert DocumentFormat.of(qr_png("1")) is DocumentFormat.PNG


@given(line=st.text(max_size=40))
def test_no_text_becomes_a_command_of_the_printer(line: str) -> None:
    label = label_zpl("601079500843", [line]).decode()
    commands = re.findall(r"[\^~][A-Z][A-Z0-9]", label)
    assert commands == re.findall(r"[\^~][A-Z][A-Z0-9]", label_zpl("601079500843", [""]).decode())
    data = label.split("^FD")[2].split("^FS")[0]
    again = re.sub(rb"_([0-9A-F]{2})", lambda m: bytes.fromhex(m[1].decode()), data.encode())
    assert again.decode() == line
    assert label.startswith("^XA^CI28")
    assert label.endswith("^XZ\n")


def test_the_signs_that_begin_a_command_are_written_as_bytes() -> None:
    label = label_zpl("1", ["~JA ^XZ _7E"])
    assert b"^FD_7EJA _5EXZ _5F7E^FS" in label


def test_a_qr_code_has_its_three_corners_and_differs_by_text() -> None:
    with Image.open(io.BytesIO(qr_png("GLS-1"))) as picture:
        modules = picture.resize((picture.width // 6, picture.height // 6), Image.Resampling.NEAREST)
        last = modules.width - 4 - 7
        for left, top in ((4, 4), (last, 4), (4, last)):
            assert [modules.getpixel((left + at, top + 3)) == 0 for at in range(7)] == [
                True, False, True, True, True, False, True,
            ]  # fmt: skip
    assert qr_png("GLS-1") == qr_png("GLS-1") != qr_png("GLS-2")
