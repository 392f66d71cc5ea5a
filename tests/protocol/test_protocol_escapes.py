"""Escapes, hex and line ends: what a person types, and the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.escapes import EndOfLine, EscapeError, escape, parse_hex, unescape


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("GET / HTTP/1.1", b"GET / HTTP/1.1"),
        (r"a\r\nb", b"a\r\nb"),
        (r"\t\0\\", b"\t\0\\"),
        (r"\x00\xff\xAb", b"\x00\xff\xab"),
        (r"\x41BC", b"ABC"),
        (r"\\r", b"\\r"),
        (r"\\\r", b"\\\r"),
        ("grüße", "grüße".encode()),
        ("€\U0001f600", "€\U0001f600".encode()),
        ("a raw\nnewline", b"a raw\nnewline"),
        ("not UTF-8: \udcff", b"not UTF-8: \xff"),
        (r"\012", b"\x0012"),
    ],
)
def test_text_becomes_bytes(text, data):
    assert unescape(text) == data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"\q", r"\q at character 1 "),
        (r"ab\qd", r"\q at character 3 "),
        (r"\R", r"\R at character 1 "),
        ("\\", r"lone \ (character 1)"),
        ("ab\\", r"lone \ (character 3)"),
        (r"\x", r"\x at character 1 is no escape: \x wants two hex digits"),
        (r"\x4", r"\x4 at character 1 is"),
        (r"a\xg0", r"\xg0 at character 2 is"),
        (r"\x+1", r"\x+1 at character 1 is"),
        ("\\\x1b", r"\\x1b at character 1 is"),
        ("a\ud800b", "Character 2 is half of a surrogate pair"),
    ],
)
def test_an_unknown_or_cut_escape_is_named_with_its_place(text, words):
    with pytest.raises(EscapeError) as caught:
        unescape(text)
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()


@given(st.binary())
def test_any_bytes_come_back(data):
    assert unescape(escape(data)) == data


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    assert unescape(escape(text.encode())) == text.encode()


@given(st.binary())
def test_escaped_bytes_are_printable(data):
    assert escape(data).isprintable()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a b\r\n", r"a b\r\n"),
        (b"\0\t\\", r"\0\t\\"),
        (b"\x1b[31m", r"\x1b[31m"),
        ("grüße €".encode(), "grüße €"),
        (b"\xff\xfe", r"\xff\xfe"),
        ("\u202eabc".encode(), r"\xe2\x80\xaeabc"),
        ("\x85".encode(), r"\xc2\x85"),
        (b"caf\xc3", r"caf\xc3"),
    ],
)
def test_bytes_become_readable_text(data, text):
    assert escape(data) == text


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("48656c6c6f", b"Hello"),
        ("48 65 6C 6c\n6f", b"Hello"),
        ("48:65:6c", b"Hel"),
        ("0x48 0x65", b"He"),
        ("0x4865", b"He"),
        ("0X48", b"H"),
        ("00 0x00", b"\0\0"),
        ("  ff  ", b"\xff"),
    ],
)
def test_hex_becomes_bytes(text, data):
    assert parse_hex(text) == data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4", "hex digit 4 at character 1 stands alone"),
        ("414", "hex digit 4 at character 3 stands alone"),
        ("4 1", "hex digit 4 at character 1 stands alone"),
        ("41 zz", "'z' at character 4 is no hex digit"),
        ("4g", "'g' at character 2 is no hex digit"),
        ("0x", "'x' at character 2 is no hex digit"),
        ("41-42", "'-' at character 3 is no hex digit"),
        ("41٤٤", "'٤' at character 3 is no hex digit"),
        ("\x1b", "at character 1 is no hex digit"),
    ],
)
def test_what_is_no_hex_is_named_with_its_place(text, words):
    with pytest.raises(EscapeError) as caught:
        parse_hex(text)
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


@given(st.binary())
def test_hex_of_any_bytes_comes_back(data):
    assert parse_hex(data.hex()) == parse_hex(data.hex(" ")) == parse_hex(data.hex(":").upper()) == data


@pytest.mark.parametrize(("name", "data"), [("crlf", b"\r\n"), ("lf", b"\n"), ("cr", b"\r"), ("none", b"")])
def test_line_ends_by_their_names(name, data):
    assert EndOfLine(name).bytes == data
