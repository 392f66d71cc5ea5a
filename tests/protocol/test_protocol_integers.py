"""Integers as protocols write them."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.integers import INTEGERS, Integer, IntegerError, parse_number

ALL = st.sampled_from(list(INTEGERS.values()))
STRUCTS = {"u8": "B", "i8": "b", "u16be": ">H", "u16le": "<H", "u32be": ">I", "u32le": "<I", "u64be": ">Q",
           "u64le": "<Q", "i16be": ">h", "i32le": "<i", "i64be": ">q"}  # fmt: skip


@given(st.data())
def test_a_value_is_read_back_wherever_it_stands(data: st.DataObject) -> None:
    integer = data.draw(ALL)
    value = data.draw(st.integers(integer.lowest, integer.highest))
    raw = b"xx" + integer.write(value) + b"\0"
    assert integer.read(raw, 2) == (value, len(raw) - 1)
    assert all(integer.read(raw[:end], 2) is None for end in range(2, len(raw) - 1))


@pytest.mark.parametrize(("name", "code"), STRUCTS.items())
def test_as_struct_writes_them(name: str, code: str) -> None:
    integer = INTEGERS[name]
    for value in (integer.lowest, 0, 1, integer.highest):
        assert integer.write(value) == struct.pack(code, value)


@pytest.mark.parametrize(
    ("value", "raw"), [(0, "00"), (127, "7f"), (128, "8001"), (300, "ac02"), (2**64 - 1, "ff" * 9 + "01")]
)
def test_varints(value: int, raw: str) -> None:
    assert INTEGERS["varint"].write(value).hex() == raw


@pytest.mark.parametrize("raw", [b"\xff" * 10, b"\xff" * 9 + b"\x02", b"\x80" * 10 + b"\1"])
def test_a_varint_of_more_than_64_bits_is_none(raw: bytes) -> None:
    assert INTEGERS["varint"].read(raw) is None


@pytest.mark.parametrize("integer", INTEGERS.values(), ids=str)
def test_what_does_not_fit_is_refused_with_the_range(integer: Integer) -> None:
    for value in (integer.lowest - 1, integer.highest + 1):
        with pytest.raises(IntegerError, match=f"{value} does not fit {integer.name}"):
            integer.write(value)


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), (" -5 ", -5), ("0x1F", 31), ("-0x10", -16), ("1_000", 1000), ("+7", 7), ("", None), ("-", None),
     ("x", None), ("0x", None), ("1.5", None), ("--5", None), ("٣", None), ("9" * 70, None)],
)  # fmt: skip
def test_numbers_as_people_type_them(text: str, number: int | None) -> None:
    assert parse_number(text) == number
