"""Integers as protocols write them: their widths, byte orders and ranges, by the names of `--framing length:KIND`."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Order = Literal["big", "little"]

ORDERS: Final[dict[Order, str]] = {"big": "big-endian (network order)", "little": "little-endian"}
"""Each byte order in words."""

VARINT_LIMIT: Final = 10
"""The longest varint, bytes: what 64 bits need (protocol-buffers encoding)."""


class IntegerError(ValueError):
    """A value that an integer can't hold; the message is one sentence."""


class Integer(NamedTuple):
    """One way to write an integer.

    name: `u16be`; width: bytes, 0 for a varint (base 128, low groups first, as protocol buffers and Go have it).
    """

    name: str
    width: int
    order: Order
    signed: bool = False

    @property
    def lowest(self) -> int:
        """The least value that it holds."""
        return -(1 << (8 * self.width - 1)) if self.signed else 0

    @property
    def highest(self) -> int:
        """The greatest value that it holds."""
        if not self.width:
            return (1 << 64) - 1
        return (1 << (8 * self.width - self.signed)) - 1

    @property
    def manner(self) -> str:
        """How its bytes are ordered, in short: `big-endian`."""
        return self.words.partition(" ")[0]

    @property
    def words(self) -> str:
        """How its bytes are ordered, in words; empty for a single byte."""
        if not self.width:
            return "varint"
        return "" if self.width == 1 else ORDERS[self.order]

    def told(self, value: int) -> str:
        """A value and how it is written: `1234, big-endian`."""
        return f"{value}, {self.manner}" if self.manner else str(value)

    def write(self, value: int) -> bytes:
        """The value's bytes. Raises IntegerError for one out of range."""
        if not self.lowest <= value <= self.highest:
            raise IntegerError(f"{value} does not fit {self.name} ({self.lowest} to {self.highest}).")
        if self.width:
            return value.to_bytes(self.width, self.order, signed=self.signed)
        groups = [value >> at & 0x7F for at in range(0, max(value.bit_length(), 1), 7)]
        return bytes(group | 0x80 for group in groups[:-1]) + bytes(groups[-1:])

    def read(self, data: bytes | memoryview, at: int = 0) -> tuple[int, int] | None:
        """The value at `at` and where it ends; None where the bytes are too few, or a varint is too long."""
        if self.width:
            raw = bytes(data[at : at + self.width])
            if len(raw) < self.width:
                return None
            return int.from_bytes(raw, self.order, signed=self.signed), at + self.width
        value = 0
        for count, byte in enumerate(bytes(data[at : at + VARINT_LIMIT])):
            value |= (byte & 0x7F) << (7 * count)
            if byte < 0x80:
                return (value, at + count + 1) if value <= self.highest else None
        return None


def _fixed(bits: int, signed: bool) -> list[Integer]:
    letter, width = "i" if signed else "u", bits // 8
    if width == 1:
        return [Integer(f"{letter}8", 1, "big", signed)]
    return [Integer(f"{letter}{bits}be", width, "big", signed), Integer(f"{letter}{bits}le", width, "little", signed)]


INTEGERS: Final[dict[str, Integer]] = {
    one.name: one
    for one in (
        *(one for bits in (8, 16, 24, 32, 64) for one in _fixed(bits, signed=False)),
        Integer("varint", 0, "little"),
        *(one for bits in (8, 16, 24, 32, 64) for one in _fixed(bits, signed=True)),
    )
}
"""Every integer by its name; the unsigned ones first, which are those that lengths are written in."""


def parse_number(text: str) -> int | None:
    """A number as people type it: decimal, or hex behind `0x`, perhaps with a sign; None where it is none."""
    typed = text.strip().replace("_", "")
    digits = typed.lstrip("+-")
    if not digits.isascii() or len(typed) - len(digits) > 1 or len(digits) > 64:
        return None
    try:
        return int(typed, 16 if digits[:2].lower() == "0x" else 10)
    except ValueError:
        return None
