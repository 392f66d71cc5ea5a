"""Checksums that protocols put behind a content, by the names that catalogues of them use.

The CRC-16s are those of Greg Cook's catalogue of parametrised CRC algorithms; CRC-32 is that of Ethernet, zip and PNG.
"""

from __future__ import annotations

import binascii
import hashlib
import zlib
from collections.abc import Callable
from typing import Final, NamedTuple

_REFLECTED_8005 = 0xA001


class Checksum(NamedTuple):
    """One of them. width: bytes; ordered: it is a number, written in a byte order, and no digest."""

    name: str
    width: int
    ordered: bool
    digest: Callable[[bytes], bytes]
    """The checksum of some bytes, big-endian where it is a number."""


def _crc32(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _crc16_1021(initial: int) -> Callable[[bytes], bytes]:
    """Polynomial 0x1021, not reflected: what XMODEM and Bluetooth's forebears used."""
    return lambda data: binascii.crc_hqx(data, initial).to_bytes(2, "big")


def _crc16_8005(initial: int) -> Callable[[bytes], bytes]:
    """Polynomial 0x8005, reflected: that of Modbus RTU and ARC."""
    table = [_shifted(byte) for byte in range(256)]

    def digest(data: bytes) -> bytes:
        crc = initial
        for byte in data:
            crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
        return crc.to_bytes(2, "big")

    return digest


def _shifted(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_REFLECTED_8005 if byte & 1 else 0)
    return byte


CHECKSUMS: Final[dict[str, Checksum]] = {
    one.name: one
    for one in (
        Checksum("CRC-32", 4, True, _crc32),
        Checksum("CRC-16/MODBUS", 2, True, _crc16_8005(0xFFFF)),
        Checksum("CRC-16/ARC", 2, True, _crc16_8005(0)),
        Checksum("CRC-16/XMODEM", 2, True, _crc16_1021(0)),
        Checksum("CRC-16/IBM-3740", 2, True, _crc16_1021(0xFFFF)),
        Checksum("MD5", 16, False, lambda data: hashlib.md5(data, usedforsecurity=False).digest()),
        Checksum("SHA-256", 32, False, lambda data: hashlib.sha256(data).digest()),
    )
}
"""The checksums by their names. IBM-3740 is often called CCITT-FALSE."""
