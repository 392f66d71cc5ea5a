"""Bytes as something to paste elsewhere."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.copyforms import BYTE_FORMS, ByteForm, copied
from tcptui.protocol.escapes import parse_hex, unescape

LONG = bytes(range(20))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("escaped", r"a\x00\r\nb".replace(r"\x00", r"\0")),
        ("hex", "61 00 0d 0a 62"),
        ("python", "(\n    b'a\\x00\\r\\n'\n    b'b'\n)"),
        ("c", "unsigned char data[] = {\n    0x61, 0x00, 0x0d, 0x0a, 0x62,\n};"),
    ],
)
def test_the_forms(form: ByteForm, text: str) -> None:
    assert copied(b"a\0\r\nb", form) == text


def test_long_ones_are_cut_into_lines() -> None:
    assert [len(line.split()) for line in copied(LONG, "hex").splitlines()] == [16, 4]
    assert [line.count("0x") for line in copied(LONG, "c").splitlines()] == [0, 12, 8, 0]


def test_an_array_of_c_has_the_name_that_was_asked_for() -> None:
    assert copied(b"a", "c", "request").startswith("unsigned char request[] = {")


@given(st.binary(max_size=200))
def test_every_form_is_read_back_exactly(data: bytes) -> None:
    readers = {
        "escaped": unescape,
        "hex": parse_hex,
        "python": ast.literal_eval,
        "c": lambda text: bytes(int(digits, 16) for digits in re.findall(r"0x(\w\w)", text)),
    }
    assert set(readers) == set(BYTE_FORMS)
    for form in BYTE_FORMS:
        assert readers[form](copied(data, form)) == data
