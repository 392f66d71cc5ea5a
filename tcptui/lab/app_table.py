"""What the practice server `app` knows, and what it says to a request."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

FOUND: Mapping[str, str] = {
    "morpheus": "Follow the white rabbit. 🐰",
    "ring": "In the caves beneath the Misty Mountains. 💍",
    "🐶": "🐾 Playing ball! 🏐",
}
"""What a search finds, by its value."""

SHOWN = 10
"""Bytes of a binary request that its answer shows."""


def result(request: Mapping[str, Any]) -> str:
    """The answer's one sentence. request: the JSON object that came.

    A value that is no string, or missing, is told as Python writes it, since servers of this protocol do so.
    """
    action = request.get("action")
    if action != "search":
        return f"Error: invalid action '{action}'."
    value = request.get("value")
    found = FOUND.get(value) if isinstance(value, str) else None
    return found or f"No match for '{value}'."


def answer_json(request: Mapping[str, Any]) -> bytes:
    r"""The whole answer to a request of `text/json`. Half a character, as `\ud83d` in JSON, is told as `?`."""
    content = json.dumps({"result": result(request)}, ensure_ascii=False).encode(errors="replace")
    return message(content, "text/json", "utf-8")


def answer_binary(first: bytes) -> bytes:
    """The whole answer to a request of any other type. first: its first bytes, of which SHOWN are shown."""
    return message(b"First 10 bytes of request: " + first[:SHOWN], "binary/custom-server-binary-type", "binary")


def message(content: bytes, kind: str, encoding: str) -> bytes:
    """Two bytes with the header's length, big-endian, the header as JSON, and the content."""
    fields = {
        "byteorder": sys.byteorder,
        "content-type": kind,
        "content-encoding": encoding,
        "content-length": len(content),
    }
    header = json.dumps(fields, ensure_ascii=False).encode()
    return len(header).to_bytes(2, "big") + header + content
