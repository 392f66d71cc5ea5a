"""The named stretches of one message, as composing writes them and dissecting finds them."""

from __future__ import annotations

from typing import Literal, NamedTuple

PartKind = Literal["length", "header", "delimiter", "content", "padding", "checksum"]
"""What a part is for. `length`: it says how long the message or a piece of it is; `delimiter`: it ends something."""

PARTS_LIMIT = 50_000
"""How many parts of one message are told apart: a peer can send more chunks of one byte than anyone would look at."""


class Part(NamedTuple):
    """Bytes start..end of one message (end excluded, offsets from 0). Its parts follow each other without a gap.

    name: the field's own word: `length`, `request line`, `Host`, `content`, `CR LF`.
    kind: what its colour tells.
    value: what it says, for people, where its bytes don't say it themselves: `1234, big-endian`.
    wrong: why it doesn't fit the rest, a phrase: `says 5, the content has 7`; empty where it fits.
    """

    name: str
    kind: PartKind
    start: int
    end: int
    value: str = ""
    wrong: str = ""
