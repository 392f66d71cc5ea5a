"""The content with the checksum that may follow it: what a length counts and a delimiter ends."""

from __future__ import annotations

from typing import NamedTuple

from tcptui.protocol.composing.checksums import CHECKSUMS, Checksum
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.escapes import EscapeError, parse_hex
from tcptui.protocol.integers import ORDERS

_NONE = "none"


class Payload(NamedTuple):
    """The bytes between what goes before and what goes behind."""

    content: bytes
    name: str = ""
    checksum: bytes = b""
    value: str = ""
    wrong: str = ""

    @property
    def size(self) -> int:
        """Bytes of both."""
        return len(self.content) + len(self.checksum)

    @property
    def data(self) -> bytes:
        """Both."""
        return self.content + self.checksum if self.checksum else self.content

    def put(self, writing: Writing) -> None:
        """Content, checksum."""
        writing.put("content", "content", "content", self.content)
        writing.put("checksum-value", self.name, "checksum", self.checksum, self.value, self.wrong)


def ask_payload(writing: Writing) -> Payload:
    """Ask which checksum there shall be, in which order of bytes, and whether it shall be a wrong one."""
    content = writing.draft.content
    name = writing.ask("checksum", "checksum", _NONE, choices=(_NONE, *CHECKSUMS), only_choices=True)
    checksum = CHECKSUMS.get(name)
    return Payload(content) if checksum is None else _checksummed(writing, content, checksum)


def _checksummed(writing: Writing, content: bytes, checksum: Checksum) -> Payload:
    right = checksum.digest(content)
    value = ""
    if checksum.ordered:
        words = tuple(ORDERS.values())
        order = writing.ask("checksum-order", "its byte order", words[0], choices=words, only_choices=True)
        right = right[::-1] if order == ORDERS["little"] else right
        value = order
    typed = writing.ask("checksum-value", checksum.name, right.hex(" "), computed=True)
    try:
        data = parse_hex(typed)
    except EscapeError as error:
        writing.refuse("checksum-value", f"The checksum is written in hex: {error}")
        return Payload(content)
    wrong = "" if data == right else f"says {data.hex()}, {right.hex()} is right"
    return Payload(content, checksum.name, data, value, wrong)
