"""`fixed:N`: every message has N bytes."""

from __future__ import annotations

from tcptui.protocol.framing.options import ENDLESS, read_number
from tcptui.protocol.framing.sized import Head, SizedDecoder


def read_size(parameters: str) -> int:
    """The N of `fixed:N`. Raises FramingError."""
    return read_number(parameters, "The size behind fixed:", 1, ENDLESS)


class FixedDecoder(SizedDecoder):
    """One direction cut every `size` bytes, >= 1."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = Head(0, size)

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head:  # noqa: ARG002 - no byte of it
        return self._size
