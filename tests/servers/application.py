"""The application protocol once more, from its description alone: nothing of tcptui's is used here.

A message: two bytes, the length of the header as an unsigned big-endian integer; the header, a JSON object in UTF-8
with `byteorder`, `content-type`, `content-encoding` and `content-length`; the content, of that length.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
from dataclasses import dataclass
from typing import Any

from tests.servers.listening import Peer

TABLE = {
    "morpheus": "Follow the white rabbit. \U0001f430",
    "ring": "In the caves beneath the Misty Mountains. \U0001f48d",
    "\U0001f436": "\U0001f43e Playing ball! \U0001f3d0",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its header's fields, and its content."""

    header: dict[str, Any]
    content: bytes

    @property
    def value(self) -> Any:
        """The content as the JSON that it is."""
        return json.loads(self.content.decode(self.header["content-encoding"]))


def pack(content: bytes, kind: str, encoding: str, **other: Any) -> bytes:
    """A message's bytes. other: fields that differ from what they should be."""
    header = {
        "byteorder": sys.byteorder, "content-type": kind, "content-encoding": encoding, "content-length": len(content),
    }  # fmt: skip
    raw = json.dumps(header | {name.replace("_", "-"): value for name, value in other.items()}).encode("utf-8")
    return struct.pack(">H", len(raw)) + raw + content


def pack_json(value: Any, encoding: str = "utf-8") -> bytes:
    """A message of `text/json`."""
    return pack(json.dumps(value, ensure_ascii=False).encode(encoding), "text/json", encoding)


def unpack(raw: bytes) -> tuple[Message, bytes]:
    """The message that these bytes begin with, and what lies behind it."""
    (length,) = struct.unpack(">H", raw[:2])
    header = json.loads(raw[2 : 2 + length].decode("utf-8"))
    begin, end = 2 + length, 2 + length + header["content-length"]
    assert len(raw) >= end, "the message is cut short"
    return Message(header, raw[begin:end]), raw[end:]


def ask(address: tuple[str, str | int], request: bytes, cut: int | None = None) -> bytes:
    """What a client of it does: send a request, `cut` bytes at a time, and read until the server closes."""
    with socket.create_connection(address, 10) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        step = cut or len(request)
        for at in range(0, len(request), step):
            sock.sendall(request[at : at + step])
        received = b""
        while data := sock.recv(4096):
            received += data
        return received


def answer(peer: Peer) -> None:
    """What a server of it does, as a behaviour for the `serve` fixture: one request, one answer, and it closes."""
    peer.read_exactly(2)
    (length,) = struct.unpack(">H", peer.received[:2])
    peer.read_exactly(2 + length)
    header = json.loads(peer.received[2:].decode("utf-8"))
    peer.read_exactly(2 + length + header["content-length"])
    content = bytes(peer.received[2 + length :])
    if header["content-type"] != "text/json":
        peer.send(pack(b"First 10 bytes of request: " + content[:10], "binary/custom-server-binary-type", "binary"))
        return
    request = json.loads(content.decode(header["content-encoding"]))
    action, value = request.get("action"), request.get("value")
    result = TABLE.get(value) or f"No match for '{value}'."
    peer.send(pack_json({"result": result if action == "search" else f"Error: invalid action '{action}'."}))
