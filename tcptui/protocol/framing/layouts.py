"""Where a length stands in a message and what it counts: `length:KIND`, and the protocols that are no more than that.

The words are those of Netty's LengthFieldBasedFrameDecoder: a message is `offset` bytes, the length, and then as many
bytes as the length says plus `adjust`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tcptui.protocol.framing.errors import FramingError
from tcptui.protocol.framing.found import LENGTH_LIMIT
from tcptui.protocol.framing.options import ENDLESS, read_options
from tcptui.protocol.integers import INTEGERS, Integer

KINDS: Final = tuple(name for name, integer in INTEGERS.items() if not integer.signed)
"""How a length can be written: the names behind `length:`."""

_RANGES: Final = {"offset": (0, 0xFFFF), "adjust": (-(1 << 32), 1 << 32), "max": (1, ENDLESS)}


class Layout(NamedTuple):
    """`offset` bytes, the length, then as many bytes as it says plus `adjust`. limit: the most that it may say."""

    length: Integer
    offset: int = 0
    adjust: int = 0
    limit: int = LENGTH_LIMIT

    @property
    def parameters(self) -> str:
        """As the command line writes it behind `length:`, without what goes without saying."""
        words = [self.length.name]
        words += [f"offset={self.offset}"] if self.offset else []
        words += [f"adjust={self.adjust}"] if self.adjust else []
        words += [f"max={self.limit}"] if self.limit != LENGTH_LIMIT else []
        return ",".join(words)


def read_layout(parameters: str) -> Layout:
    """The layout of `u16be,offset=1,adjust=-4`. Raises FramingError."""
    kind, *words = parameters.split(",")
    kind = kind.strip()
    if kind not in KINDS:
        known = f"{', '.join(KINDS[:-1])} or {KINDS[-1]}"
        said = f"{kind!r} is no way to write a length" if kind else "It is not said how the length is written"
        raise FramingError(f"{said}: behind length: stands {known}.")
    options = read_options(words, f"length:{parameters}", _RANGES)
    limit = options.get("max", LENGTH_LIMIT)
    return Layout(INTEGERS[kind], options.get("offset", 0), options.get("adjust", 0), limit)


PRESETS: Final[dict[str, Layout]] = {
    "dns": Layout(INTEGERS["u16be"]),
    "tls": Layout(INTEGERS["u16be"], offset=3, limit=(1 << 14) + 2048),
    "postgresql": Layout(INTEGERS["u32be"], offset=1, adjust=-4),
    "mysql": Layout(INTEGERS["u24le"], adjust=1),
    "kafka": Layout(INTEGERS["u32be"]),
    "mongodb": Layout(INTEGERS["u32le"], adjust=-4),
    "modbus": Layout(INTEGERS["u16be"], offset=4, limit=254),
}
"""Protocols whose messages begin with a length, by the names of `--framing`.

dns: over TCP (RFC 1035, 4.2.2). tls: records (RFC 8446, 5.1; the limit is RFC 5246's). postgresql: its manual, "Message
Formats"; the very first messages have no type byte. mysql: its packets, the number between length and content not
counted. kafka: requests and responses. mongodb: its wire protocol, the length counts itself. modbus: Modbus/TCP, where
the length counts unit and content.
"""

GREETING: Final = ("mysql",)
"""Those in which the server speaks first."""
