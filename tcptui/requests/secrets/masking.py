"""Secret values hidden in what is told, in whatever form they come to stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from tcptui.protocol.finder import Finder
from tcptui.requests.functions import exact_bytes

Hide = Callable[[str], str]
"""Gives a text without its secrets. What is told in part is hidden first and cut then: half a secret is one, too."""

STARS: Final = "***"
"""What stands for a secret, however long it is."""

REACH: Final = 1 << 16
"""Bytes to look at behind what is shown of a long text, so that a secret that begins there is seen as a whole."""

_SHORTEST_LINE = 4
"""Characters of a secret's line that is hidden by itself: a lone bracket tells nothing."""

_LINES: Final = 100
"""Lines of a secret that are hidden by themselves: of what is told in part, the beginning is."""


class Mask:
    """Hides the values that it was given. Any thread may ask it to, while one gives it more."""

    def __init__(self) -> None:
        self._forms: frozenset[str] = frozenset()
        self._made: tuple[frozenset[str], Finder[str], Finder[bytes]] | None = None
        self.longest = 0
        """Bytes of the longest form; 0 while there is nothing to hide."""

    def add(self, *values: str) -> None:
        """From now on these values are hidden; "" is none."""
        found = {form for value in values for form in _forms(value) if form} - self._forms
        if found:
            self.longest = max(self.longest, *(len(exact_bytes(form)) for form in found))
            self._forms |= found

    def _finders(self) -> tuple[Finder[str], Finder[bytes]]:
        """What finds them, in a text and in bytes: made when it is needed, for many are added before that."""
        forms, made = self._forms, self._made
        if made is None or made[0] is not forms:
            made = self._made = forms, Finder(forms, "|"), Finder({exact_bytes(form) for form in forms}, b"|")
        return made[1:]

    def __call__(self, text: str) -> str:
        """The text with `***` for every value in it."""
        if not self._forms:
            return text
        told, at = [], 0
        for start, end in self._finders()[0].spans(text):
            told += [text[at:start], STARS]
            at = end
        return "".join([*told, text[at:]])

    def places(self, data: bytes, shortest: int = 1) -> Iterator[tuple[int, int]]:
        """Where in these bytes the values are, each its first byte and the one behind its last, in order.

        shortest: bytes that one has at least.
        """
        if self._forms:
            spans = self._finders()[1].spans(data)
            yield from ((start, end) for start, end in spans if end - start >= shortest)


def _forms(value: str) -> Iterator[str]:
    """A value, and each of the first lines of one that has several, as it can come to stand in a text."""
    lines = (line for line in value.splitlines() if len(line) >= _SHORTEST_LINE)
    for text in (value, *islice(lines, _LINES)):
        data = exact_bytes(text)
        yield data.decode("utf-8", "backslashreplace")
        for read in (text, data.decode("latin-1")):
            yield read
            yield re.escape(read)
            yield repr(read)[1:-1]
            yield json.dumps(read)[1:-1]
            yield json.dumps(read, ensure_ascii=False)[1:-1]
