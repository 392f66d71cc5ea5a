r"""Bytes as something to paste elsewhere: escapes, hex, or literals of Python and C. Pure."""

from __future__ import annotations

from typing import Final, Literal

from tcptui.protocol.escapes import escape

ByteForm = Literal["escaped", "hex", "python", "c"]

BYTE_FORMS: Final[dict[ByteForm, str]] = {
    "escaped": r"GET / HTTP/1.1\r\n, as --text reads it",
    "hex": "47 45 54 20 2f, as --hex reads it",
    "python": r"b'GET / HTTP/1.1\r\n', a literal",
    "c": "unsigned char data[] = { 0x47, 0x45 };",
}
"""Each form and what it is."""

_HEX_LINE = 16
_C_LINE = 12


def copied(data: bytes, form: ByteForm, name: str = "data") -> str:
    """The bytes in this form, without a newline behind them. name: what an array of C is called."""
    match form:
        case "escaped":
            return escape(data)
        case "hex":
            return "\n".join(line.hex(" ") for line in _cut(data, _HEX_LINE))
        case "python":
            return _python(data)
        case "c":
            lines = (", ".join(f"0x{byte:02x}" for byte in line) for line in _cut(data, _C_LINE))
            return "\n".join([f"unsigned char {name}[] = {{", *(f"    {line}," for line in lines), "};"])


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def _python(data: bytes) -> str:
    """One literal, or one a line in parentheses, which Python reads as one."""
    lines = data.splitlines(keepends=True) if b"\r" not in data.replace(b"\r\n", b"") else [data]
    if len(lines) < 2:
        return repr(data)
    return "\n".join(["(", *(f"    {line!r}" for line in lines), ")"])
