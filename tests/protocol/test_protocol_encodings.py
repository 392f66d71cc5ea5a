"""Encodings: names as people write them, and which bytes each character was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.encodings import KNOWN, EncodingError, canonical, decode, in_step, needed_after, needed_before

NAMES = [name for name, _ in KNOWN]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        (" Latin1 ", "latin-1"),
        ("ISO-8859-1", "latin-1"),
        ("Windows-1252", "cp1252"),
        ("SJIS", "shift_jis"),
        ("EUC-JP", "euc_jp"),
        ("UTF-16LE", "utf-16-le"),
    ],
)
def test_names_are_understood(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize("name", NAMES)
def test_every_offered_name_is_the_one_that_is_kept(name: str) -> None:
    assert canonical(name) == name


@pytest.mark.parametrize(
    "name", ["klingon", "", "hex", "rot13", "zlib", "utf-16", "utf-32", "iso-2022-jp", "utf-7", "a\0"]
)
def test_what_can_not_be_used_is_answered_with_what_to_write(name: str) -> None:
    with pytest.raises(EncodingError, match=r"utf-|latin-1"):
        canonical(name)


@pytest.mark.parametrize("name", NAMES)
def test_text_comes_back_with_the_bytes_of_each_character(name: str) -> None:
    text = "".join(c for c in "aé€中日本語ПриветД한\r\n~" if c.encode(name, "ignore"))
    decoded, sizes = decode(text.encode(name), name)
    assert decoded == text
    assert sizes is None or [len(c.encode(name)) for c in text] == list(sizes)


@pytest.mark.parametrize("name", [*NAMES, "utf-32-be", "cp037", "gbk", "johab"])
@given(data=st.binary(max_size=60))
def test_no_byte_is_lost_whatever_the_bytes(name: str, data: bytes) -> None:
    text, sizes = decode(data, name)
    if sizes is None:
        assert text.encode("utf-8", "surrogateescape") == data
    else:
        assert len(sizes) == len(text)
        assert sum(sizes) == len(data)


def test_undecodable_bytes_are_told_one_by_one() -> None:
    assert decode(b"a\x81 \xff", "shift_jis") == ("a\udc81 \udcff", b"\x01" * 4)
    assert decode(b"\x00\xd8a\x00", "utf-16-le") == ("\udc00\udcd8a", [1, 1, 2])


def test_what_a_row_needs_of_its_neighbours() -> None:
    assert needed_before(b"abc", 500, True, "utf-8") == 0
    assert needed_before(b"\x82\xac", 500, True, "utf-8") > 0
    assert needed_before(b"abc", 3, False, "utf-8") == 3
    assert (501 - needed_before(b"abc", 501, True, "utf-16-le")) % 2 == 0
    assert needed_after(b"abc\n", "utf-8") == 0
    assert needed_after(b"abc", "shift_jis") > 0


def test_decoding_begins_where_a_character_certainly_does() -> None:
    assert in_step("日 本".encode("shift_jis"), "shift_jis") == " 本".encode("shift_jis")
    assert in_step(b"abc", "utf-8") == b"abc"
