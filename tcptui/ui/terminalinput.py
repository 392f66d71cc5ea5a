"""What the terminal sends, taken exactly: pastes as they are, and bytes that are no UTF-8.

Textual's own parser looks for keys in a paste that holds an ESC, loses characters of it, and may find an Enter there,
which would send lines that nobody was asked about. And its decoder ends the program at a byte that is no UTF-8.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
"""Around a paste (xterm's ctlseqs.txt, "Bracketed Paste Mode")."""


class ExactParser(XTermParser):
    """Takes out the pastes itself, before anything in them can be a key."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pieces: list[str] | None = None  # of the paste under way
        self._tail = ""

    def feed(self, data: str) -> Iterable[Message]:
        """What these characters are; "" at the end of them all."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pieces is None:
                keys, begin, data = data.partition(_BEGIN)
                if keys:
                    yield from super().feed(keys)
                if begin:
                    self._pieces = []
            else:
                pasted, data = self._take(self._pieces, data)
                if pasted is not None:
                    yield events.Paste(pasted)

    def _take(self, pieces: list[str], data: str) -> tuple[str | None, str]:
        """The whole paste where its end is among these characters, and what comes behind it."""
        pieces.append(data)
        near = self._tail + data
        at = near.find(_END)
        if at < 0:
            self._tail = near[-len(_END) + 1 :]
            return None, ""
        self._pieces, self._tail = None, ""
        behind = near[at + len(_END) :]
        whole = "".join(pieces)
        return whole[: len(whole) - len(behind) - len(_END)], behind


def _surviving(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """A decoder that gives a byte it can't decode as a surrogate (PEP 383), from which it is sent as it was."""
    return lambda: codecs.getincrementaldecoder(encoding)("surrogateescape")


def take_exactly() -> None:
    """Have Textual's driver read the terminal so. Before the application runs."""
    from textual.drivers import linux_driver

    names = vars(linux_driver)  # it has no way to be given others
    names["XTermParser"], names["getincrementaldecoder"] = ExactParser, _surviving
