"""`postgresql`: protocol 3 of PostgreSQL (its manual, "Frontend/Backend Protocol").

A message is one letter, a length of four bytes that counts itself, and the content. A client's first messages have no
letter, and a server answers the request for encryption with one byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tcptui.protocol.framing.found import Found
from tcptui.protocol.framing.layouts import PRESETS
from tcptui.protocol.framing.length import read_length
from tcptui.protocol.framing.single import SingleAnswer
from tcptui.protocol.framing.sized import Broken, Head, SizedDecoder

CLIENT_TYPES: Final = {
    "B": "Bind", "C": "Close", "D": "Describe", "E": "Execute", "F": "FunctionCall", "H": "Flush", "P": "Parse",
    "Q": "Query", "S": "Sync", "X": "Terminate", "c": "CopyDone", "d": "CopyData", "f": "CopyFail", "p": "Password",
}  # fmt: skip
"""What a client's letters mean."""

SERVER_TYPES: Final = {
    "1": "ParseComplete", "2": "BindComplete", "3": "CloseComplete", "A": "NotificationResponse",
    "C": "CommandComplete", "D": "DataRow", "E": "ErrorResponse", "G": "CopyInResponse", "H": "CopyOutResponse",
    "I": "EmptyQueryResponse", "K": "BackendKeyData", "N": "NoticeResponse", "R": "Authentication",
    "S": "ParameterStatus", "T": "RowDescription", "V": "FunctionCallResponse", "W": "CopyBothResponse",
    "Z": "ReadyForQuery", "c": "CopyDone", "d": "CopyData", "n": "NoData", "s": "PortalSuspended",
    "t": "ParameterDescription", "v": "NegotiateProtocolVersion",
}  # fmt: skip
"""What a server's letters mean."""

_AT_ANY_TIME: Final = "ANS"
"""What a server may say unasked ("Asynchronous Operations")."""

_SHORTEST, _LONGEST = 8, 10_000
"""Bytes that a message without a letter may have, its length counted."""
_CODES: Final = {80877102: "CancelRequest", 80877103: "SSLRequest", 80877104: "GSSENCRequest"}
_YES: Final = {"SSLRequest": b"S", "GSSENCRequest": b"G"}


@dataclass(slots=True)
class _Encryption:
    """What both directions know of it. asked: the request that is not answered yet; begun: the server said yes."""

    asked: str = ""
    begun: bool = False


class _Decoder(SizedDecoder):
    def __init__(self, encryption: _Encryption, limit: int) -> None:
        super().__init__()
        self._encryption = encryption
        self._layout = PRESETS["postgresql"]._replace(limit=limit)

    def _begin(self, buffer: bytes | bytearray, pos: int) -> int:
        if self._encryption.begun:
            at = self._base + pos
            self._leave(Found(at, at, "stream", final=False))
            return pos
        return super()._begin(buffer, pos)

    def _typed(self, buffer: bytes | bytearray, pos: int, names: dict[str, str]) -> Head | Broken | None:
        letter = chr(buffer[pos])
        if letter not in names:
            return Broken(0, f"no message of PostgreSQL has the type {buffer[pos]:#04x}", 0)
        head = read_length(self._layout, buffer, pos)
        if isinstance(head, Head):
            return head._replace(label=names[letter], final=names is CLIENT_TYPES or letter not in _AT_ANY_TIME)
        return head


class ClientDecoder(_Decoder):
    """What a client says: messages without a letter until one of them starts the session."""

    _started = False

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
        if self._started:
            return self._typed(buffer, pos, CLIENT_TYPES)
        raw = bytes(buffer[pos : pos + _SHORTEST])
        size = int.from_bytes(raw[:4], "big")
        if len(raw) >= 4 and not _SHORTEST <= size <= _LONGEST:
            allowed = f"a first message has {_SHORTEST} to {_LONGEST:,} bytes"
            return Broken(0, f"its length says {size:,}, and {allowed}", 4)
        if len(raw) < _SHORTEST:
            return None
        name = _CODES.get(int.from_bytes(raw[4:], "big"), "StartupMessage")
        self._started = name == "StartupMessage"
        if name in _YES:
            self._encryption.asked = name
        return Head(_SHORTEST, size - _SHORTEST, name, told=self._started)


class ServerDecoder(_Decoder):
    """What a server says."""

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
        asked, self._encryption.asked = self._encryption.asked, ""
        first = bytes(buffer[pos : pos + 1])
        if asked and first == b"N":
            return Head(1, 0, f"no to {asked}")
        if asked and first == _YES[asked]:
            self._encryption.begun = True
            return Head(1, 0, f"yes to {asked}")
        return self._typed(buffer, pos, SERVER_TYPES)


class Postgresql(SingleAnswer):
    """A connection to PostgreSQL. Once it is encrypted nothing is owed any more, for nothing can be told."""

    def __init__(self, name: str, limit: int) -> None:
        """name: the framing's; limit: the greatest length that is believed."""
        self._encryption = _Encryption()
        super().__init__(name, ClientDecoder(self._encryption, limit), ServerDecoder(self._encryption, limit))

    def _ask(self, size: int) -> None:
        if not self._encryption.begun:
            super()._ask(size)
