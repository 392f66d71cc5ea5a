"""What can be inserted, and the checksums: the check values of the catalogues."""

from __future__ import annotations

import struct
import uuid

import pytest

from tcptui.protocol.composing import ContentError, Mode, read_content
from tcptui.protocol.composing.checksums import CHECKSUMS
from tcptui.protocol.composing.inserts import INSERTS, Around, InsertError, make_insert, typed_insert

AROUND = Around(b"123456789", 1_700_000_000.25, lambda count: bytes(range(1, count + 1)))
BIG, LITTLE = "big-endian (network order)", "little-endian"


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("CRC-32", "cbf43926"),
        ("CRC-16/MODBUS", "4b37"),
        ("CRC-16/ARC", "bb3d"),
        ("CRC-16/XMODEM", "31c3"),
        ("CRC-16/IBM-3740", "29b1"),
        ("MD5", "25f9e794323b453885f5181f1b624d0b"),
        ("SHA-256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
    ],
)
def test_the_check_values_of_the_catalogues(name: str, digest: str) -> None:
    checksum = CHECKSUMS[name]
    assert checksum.digest(b"123456789").hex() == digest
    assert checksum.width == len(digest) // 2


@pytest.mark.parametrize(
    ("insert", "answers", "data"),
    [
        ("crc-32", {}, bytes.fromhex("cbf43926")),
        ("crc-32", {"order": LITTLE}, bytes.fromhex("2639f4cb")),
        ("crc-16/modbus", {"form": "hex text", "order": LITTLE}, b"374b"),
        ("md5", {}, b"25f9e794323b453885f5181f1b624d0b"),
        ("sha-256", {"form": "raw bytes"}, CHECKSUMS["SHA-256"].digest(b"123456789")),
        ("time", {}, b"1700000000"),
        ("time", {"form": "Unix milliseconds"}, b"1700000000250"),
        ("time", {"form": "ISO 8601"}, b"2023-11-14T22:13:20.250Z"),
        ("time", {"form": "HTTP date"}, b"Tue, 14 Nov 2023 22:13:20 GMT"),
        ("random", {"count": "3"}, b"\1\2\3"),
        ("random", {"count": "0x2", "form": "hex text"}, b"0102"),
        ("zeros", {"count": "4"}, bytes(4)),
        ("integer", {"value": "258", "kind": f"u16be: 2 bytes, {BIG}"}, b"\1\2"),
        ("integer", {"value": "258", "kind": f"u16le: 2 bytes, {LITTLE}"}, b"\2\1"),
        ("integer", {"value": "-1", "kind": f"i64le: 8 bytes, signed, {LITTLE}"}, b"\xff" * 8),
        ("integer", {"value": "-2", "kind": "i8: 1 byte, signed"}, b"\xfe"),
        ("integer", {"value": "300", "kind": "varint: 1 to 10 bytes, 7 bits in each, low ones first"}, b"\xac\2"),
        ("integer", {}, struct.pack(">I", 1)),
    ],
)
def test_what_is_inserted(insert: str, answers: dict[str, str], data: bytes) -> None:
    assert make_insert(insert, answers, AROUND) == data


def test_a_uuid_is_a_random_one() -> None:
    text = make_insert("uuid", {}, AROUND)
    made = uuid.UUID(text.decode())
    assert (made.version, made.variant) == (4, uuid.RFC_4122)
    assert make_insert("uuid", {"form": "raw bytes"}, AROUND) == made.bytes


@pytest.mark.parametrize(
    ("insert", "answers", "asked", "sentence"),
    [
        ("zeros", {"count": "-1"}, "count", "-1 bytes can't be inserted: write a number from 0 to 16,777,216."),
        ("random", {"count": "99999999999"}, "count", "99,999,999,999 bytes can't be inserted"),
        ("zeros", {"count": "many"}, "count", "'many' is no number"),
        ("integer", {"value": "256", "kind": "u8: 1 byte"}, "value", "256 does not fit u8 (0 to 255)."),
        ("integer", {"kind": "u128"}, "kind", "'u128' is none of the choices"),
        ("time", {"form": "stardate"}, "form", "'stardate' is none of the choices"),
    ],
)
def test_an_answer_that_can_not_be_used(insert: str, answers: dict[str, str], asked: str, sentence: str) -> None:
    with pytest.raises(InsertError) as caught:
        make_insert(insert, answers, AROUND)
    assert caught.value.asked == asked
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("insert", INSERTS)
@pytest.mark.parametrize("mode", ["text", "hex"])
def test_what_stands_in_the_editor_is_read_back_as_the_bytes(insert: str, mode: Mode) -> None:
    data = make_insert(insert, {}, AROUND)
    assert read_content(mode, typed_insert(mode, data)) == data


def test_json_takes_text_only() -> None:
    assert typed_insert("json", b"1700000000") == "1700000000"
    for data in (b"\xff", b"\0", b'"', b"\\", b"\n"):
        with pytest.raises(ContentError, match="can't stand in JSON"):
            typed_insert("json", data)


def test_every_question_has_a_default_that_can_be_used() -> None:
    for insert in INSERTS.values():
        assert all(ask.default in ask.choices for ask in insert.asks if ask.kind == "choice")
        assert make_insert(insert.id, {}, AROUND)
