"""The fields beside the length that the messages of named protocols have.

dns: RFC 1035, section 4.1.1. tls: RFC 8446, section 5.1. postgresql: its manual, "Message Formats". mysql: "MySQL
Packets" of its internals manual. kafka: its protocol guide, "Request Header v1" and "Response Header v0"; the client id
is left in the content. mongodb: "Standard Message Header" of its wire protocol. modbus: "Modbus Messaging on
TCP/IP Implementation Guide", section 3.1.3, and the function codes of the application protocol specification.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from tcptui.protocol.framing.layouts import Layout
from tcptui.protocol.framing.postgresql import CLIENT_TYPES
from tcptui.protocol.integers import INTEGERS, Integer, parse_number


class Field(NamedTuple):
    """One integer of a message's head.

    id: its name among the settings; default: its value in a new draft; shown: `hex`, or as the `letter` that it is;
    known: what its values are called.
    """

    id: str
    name: str
    integer: Integer
    default: int = 0
    shown: Literal["decimal", "hex", "letter"] = "decimal"
    known: tuple[tuple[int, str], ...] = ()

    def written(self, value: int) -> str:
        """A value as people write it."""
        match self.shown:
            case "hex":
                return f"0x{value:0{2 * self.integer.width}x}"
            case "letter":
                return chr(value) if 0x21 <= value <= 0x7E else f"0x{value:02x}"
            case "decimal":
                return str(value)

    def read(self, typed: str) -> int | None:
        """What was typed for a value; None where it is none."""
        if self.shown == "letter" and len(typed) == 1:
            return ord(typed)
        return parse_number(typed)

    def told(self, value: int) -> str:
        """A value, what it is called, and how its bytes are ordered."""
        name = dict(self.known).get(value, "")
        return ", ".join(word for word in (self.written(value), name, self.integer.manner) if word)


class Fields(NamedTuple):
    """What stands before the length and between it and the content."""

    before: tuple[Field, ...] = ()
    after: tuple[Field, ...] = ()


def by_letter(names: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """Names of values that are letters, for `Field.known`."""
    return tuple((ord(letter), name) for letter, name in names.items())


_U8, _U16, _I32LE = INTEGERS["u8"], INTEGERS["u16be"], INTEGERS["i32le"]

_TLS_TYPES = ((20, "change cipher spec"), (21, "alert"), (22, "handshake"), (23, "application data"))
_TLS_VERSIONS = ((0x0301, "TLS 1.0"), (0x0302, "TLS 1.1"), (0x0303, "TLS 1.2"))
_KAFKA_APIS = (
    (0, "Produce"), (1, "Fetch"), (2, "ListOffsets"), (3, "Metadata"), (8, "OffsetCommit"), (9, "OffsetFetch"),
    (10, "FindCoordinator"), (11, "JoinGroup"), (12, "Heartbeat"), (17, "SaslHandshake"), (18, "ApiVersions"),
    (19, "CreateTopics"), (36, "SaslAuthenticate"),
)  # fmt: skip
_CORRELATION = Field("correlation", "correlation id", INTEGERS["i32be"], 1)
_MONGODB_OPERATIONS = ((1, "OP_REPLY"), (2004, "OP_QUERY"), (2012, "OP_COMPRESSED"), (2013, "OP_MSG"))
_MODBUS_FUNCTIONS = (
    (1, "read coils"),
    (2, "read discrete inputs"),
    (3, "read holding registers"),
    (4, "read input registers"),
    (5, "write single coil"),
    (6, "write single register"),
    (15, "write multiple coils"),
    (16, "write multiple registers"),
    (23, "read and write multiple registers"),
    (43, "read device identification"),
)
_FAILED = 0x80  # set in the function code of a modbus exception

FIELDS: Final[dict[str, Fields]] = {
    "dns": Fields(
        after=(
            Field("id", "id", _U16, 1),
            Field("flags", "flags", _U16, 0x0100, "hex", ((0x0100, "query, recursion desired"), (0, "query"))),
            Field("questions", "questions", _U16, 1),
            Field("answers", "answers", _U16),
            Field("authorities", "authorities", _U16),
            Field("additionals", "additionals", _U16),
        )
    ),
    "tls": Fields(
        before=(
            Field("type", "type", _U8, 22, known=_TLS_TYPES),
            Field("version", "version", _U16, 0x0303, "hex", _TLS_VERSIONS),
        )
    ),
    "postgresql": Fields(before=(Field("type", "type", _U8, ord("Q"), "letter", by_letter(CLIENT_TYPES)),)),
    "mysql": Fields(after=(Field("sequence", "sequence number", _U8),)),
    "kafka": Fields(
        after=(
            Field("api", "api key", INTEGERS["i16be"], 18, known=_KAFKA_APIS),
            Field("api-version", "api version", INTEGERS["i16be"]),
            _CORRELATION,
        )
    ),
    "mongodb": Fields(
        after=(
            Field("request-id", "request id", _I32LE, 1),
            Field("response-to", "response to", _I32LE),
            Field("operation", "operation", _I32LE, 2013, known=_MONGODB_OPERATIONS),
        )
    ),
    "modbus": Fields(
        before=(
            Field("transaction", "transaction id", _U16, 1),
            Field("protocol", "protocol id", _U16),
        ),
        after=(
            Field("unit", "unit id", _U8, 1),
            Field(
                "function",
                "function",
                _U8,
                3,
                known=(*_MODBUS_FUNCTIONS, *((code | _FAILED, f"failed: {name}") for code, name in _MODBUS_FUNCTIONS)),
            ),
        ),
    ),
}
"""Each preset's fields; of what asks, where it has others than what answers."""

ANSWER_FIELDS: Final[dict[str, Fields]] = {"kafka": Fields(after=(_CORRELATION,))}
"""The fields of what answers, where they are others."""


def mismatch(layout: Layout, said: int, size: int) -> str:
    """Why a length that says `said` is wrong where `size` bytes follow it; empty where it is right."""
    if said + layout.adjust == size:
        return ""
    return f"says {said}, {size - layout.adjust} fits" if layout.adjust else f"says {said}, {size} follow"
