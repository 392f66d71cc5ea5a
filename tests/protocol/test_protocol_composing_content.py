"""What is typed as content and its bytes: exactly, both ways, and with the place of what is wrong."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.composing import ContentError, Mode, format_json, read_content, write_content

NEWLINES = st.sampled_from([b"\n", b"\r\n", b"\r", b""])


@pytest.mark.parametrize(
    ("mode", "typed", "newline", "data"),
    [
        ("text", "a\nb", b"\r\n", b"a\r\nb"),
        ("text", "a\nb", b"\n", b"a\nb"),
        ("text", "a\nb", b"", b"ab"),
        ("text", r"a\r\n\x00\\", b"\n", b"a\r\n\0\\"),
        ("text", "grüße", b"\n", "grüße".encode()),
        ("json", '{"a":\n1}', b"\r\n", b'{"a":\r\n1}'),
        ("json", r'"\u00fc\n"', b"\n", rb'"\u00fc\n"'),
        ("hex", "61 62\n63", b"\r\n", b"abc"),
        ("hex", "", b"\n", b""),
    ],
)
def test_typed_text_becomes_bytes(mode: Mode, typed: str, newline: bytes, data: bytes) -> None:
    assert read_content(mode, typed, newline=newline) == data


def test_a_backslash_is_one_where_escapes_are_off() -> None:
    assert read_content("text", r"C:\temp", escapes=False) == rb"C:\temp"


def test_text_in_another_encoding() -> None:
    assert read_content("text", "ü\n", encoding="latin-1") == b"\xfc\n"


@pytest.mark.parametrize(
    ("mode", "typed", "line", "column", "words"),
    [
        ("text", "ab\n\\q", 2, 1, r"Line 2, column 1: \q at character 1 is no escape"),
        ("text", "ab\nc\\", 2, 2, "lone"),
        ("text", "a\ud800", 1, 2, "half of a surrogate pair"),
        ("hex", "61\n6", 2, 1, "stands alone"),
        ("hex", "61 zz", 1, 4, "no hex digit"),
        ("json", '{"a": 1,\n x}', 2, 2, "Line 2, column 2: Expecting property name"),
        ("json", "", 1, 1, "Expecting value"),
        ("json", '{"NaN": [1,\n -Infinity]}', 2, 2, "-Infinity is no value of JSON."),
        ("json", "[" * 100_000, 1, 1, "nested too deep"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(
    mode: Mode, typed: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(ContentError) as caught:
        read_content(mode, typed)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"Line {line}, column {column}: ")


@given(st.sampled_from(["text", "hex"]), st.binary(max_size=80), NEWLINES)
def test_bytes_typed_out_are_read_back_exactly(mode: Mode, data: bytes, newline: bytes) -> None:
    typed = write_content(mode, data, newline=newline)
    assert read_content(mode, typed, newline=newline) == data
    assert typed.replace("\n", "").isprintable()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, NEWLINES, st.sampled_from([None, 1]))
def test_json_typed_out_is_read_back_exactly(value: object, newline: bytes, indent: int | None) -> None:
    data = json.dumps(value, indent=indent).encode().replace(b"\n", newline)
    typed = write_content("json", data, newline=newline)
    assert read_content("json", typed, newline=newline) == data
    formatted = format_json(typed)
    assert json.loads(formatted) == value
    assert format_json(formatted) == formatted


@given(st.binary(max_size=20), NEWLINES)
def test_bytes_that_json_can_not_hold_are_refused(data: bytes, newline: bytes) -> None:
    try:
        typed = write_content("json", data, newline=newline)
    except ContentError:
        return
    assert read_content("json", typed, newline=newline) == data


@pytest.mark.parametrize("data", [b"\xff", b"{", b"[1,\n2]"])
def test_why_bytes_are_no_json(data: bytes) -> None:
    with pytest.raises(ContentError):
        write_content("json", data, newline=b"\r\n")


def test_formatting_changes_no_value() -> None:
    text = (
        '{"n": 1.50e+400, "big": ' + "9" * 5000 + r', "s": "\u00fc{,}:[]\"", "e": {}, "l": [ ], "twice": 1, "twice": 2}'
    )
    formatted = format_json(text)
    assert "".join(formatted.split()) == "".join(text.split())
    assert formatted.splitlines()[:2] == ["{", '  "n": 1.50e+400,']
    assert '  "e": {},' in formatted.splitlines()
    assert '  "l": [],' in formatted.splitlines()


def test_half_a_surrogate_pair_is_json_all_the_same() -> None:
    assert read_content("json", r'["\ud800"]') == rb'["\ud800"]'
    assert format_json(r'["\ud800"]') == r'["\ud800"]'


@given(st.text(max_size=30))
def test_only_content_errors_are_raised(typed: str) -> None:
    for mode in ("text", "json", "hex"):
        with suppress(ContentError):
            read_content(mode, typed)


def test_half_a_surrogate_pair_is_no_hex_digit() -> None:
    with pytest.raises(ContentError, match=r"'\\\\ud800' at character 1 is no hex digit"):
        read_content("hex", "\ud800")
