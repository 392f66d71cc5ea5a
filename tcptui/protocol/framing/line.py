"""`line`: a message is what ends with LF. CR before it belongs to the line end, and a line has any length."""

from __future__ import annotations

from tcptui.protocol.framing.found import TEXT_LIMIT, Data, Found, first_line


class LineDecoder:
    """One direction cut at every LF. It keeps no more than a line's first characters."""

    skippable = 0

    def __init__(self, start: int = 0) -> None:
        """start: the stream offset of the first byte that will be fed."""
        self._start = start
        self._at = start
        self._head = bytearray()

    def feed(self, data: Data) -> list[Found]:
        """Take the next bytes and tell the lines that ended in them."""
        buffer = bytes(data)
        found: list[Found] = []
        begin = 0
        while (feed := buffer.find(b"\n", begin)) >= 0:
            if self._head:
                self._keep(buffer, begin, feed)
                text = first_line(self._head)
                self._head.clear()
            else:
                text = first_line(buffer[begin : min(feed, begin + TEXT_LIMIT + 2)])
            end = self._at + feed + 1
            found.append(Found(self._start, end, "line", text=text))
            self._start = end
            begin = feed + 1
        self._keep(buffer, begin, len(buffer))
        self._at += len(buffer)
        return found

    def skip(self, count: int) -> list[Found]:
        """Every byte must be seen."""
        if count:
            raise ValueError("a line's bytes can't be skipped")
        return []

    def end(self) -> list[Found]:
        """A FIN in the middle of a line cuts it."""
        if self._at == self._start:
            return []
        text = first_line(self._head)
        return [Found(self._start, self._at, "line", complete=False, text=text, where="in a line")]

    def _keep(self, buffer: bytes, begin: int, end: int) -> None:
        # Two more than the text needs, so that a CR at its end is seen.
        room = TEXT_LIMIT + 2 - len(self._head)
        if room > 0:
            self._head += buffer[begin : min(end, begin + room)]
