"""The messages of one connection: those that were recorded, and those that any other framing finds in its bytes."""

from __future__ import annotations

from tcptui.journal.messages.decoding import Decoding
from tcptui.journal.messages.index import MessageIndex

__all__ = ["Decoding", "MessageIndex"]
