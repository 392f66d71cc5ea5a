"""Secret values hidden in what is told, in whatever form they come to stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from tcptui.requests.functions import exact_bytes

Hide = Callable[[str], str]
"""Gives a text without its secrets. What is told in part is hidden first and cut then: half a secret is one, too."""

STARS: Final = "***"
"""What stands for a secret, however long it is."""

REACH: Final = 1 << 16
"""Bytes to look at behind what is shown of a long text, so that a secret that begins there is seen as a whole."""

_SHORTEST_LINE = 4
"""Characters of a secret's line that is hidden by itself: a lone bracket tells nothing."""


class Mask:
    """Hides the values that it was given. Any thread may ask it to, while one gives it more."""

    def __init__(self) -> None:
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._bytes: re.Pattern[bytes] | None = None
        self.longest = 0
        """Bytes of the longest form; 0 while there is nothing to hide."""

    def add(self, value: str) -> None:
        """From now on this value is hidden; "" is none."""
        found = {form for form in _forms(value) if form}
        if not found <= self._forms:
            self._forms |= found
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._pattern = re.compile("|".join(re.escape(form) for form in longest_first))
            as_bytes = sorted({exact_bytes(form) for form in self._forms}, key=len, reverse=True)
            self._bytes = re.compile(b"|".join(re.escape(form) for form in as_bytes))
            self.longest = len(as_bytes[0])

    def __call__(self, text: str) -> str:
        """The text with `***` for every value in it."""
        return text if self._pattern is None else self._pattern.sub(STARS, text)

    def places(self, data: bytes, shortest: int = 1) -> Iterator[tuple[int, int]]:
        """Where in these bytes the values are, each its first byte and the one behind its last, in order.

        shortest: bytes that one has at least.
        """
        if self._bytes is None:
            return
        for found in self._bytes.finditer(data):
            if found.end() - found.start() >= shortest:
                yield found.span()


def _forms(value: str) -> Iterator[str]:
    """A value, and each line of one that has several, as it can come to stand in a text."""
    lines = value.splitlines()
    for text in (value, *(line for line in lines if len(line) >= _SHORTEST_LINE)):
        data = exact_bytes(text)
        yield data.decode("utf-8", "backslashreplace")
        for read in (text, data.decode("latin-1")):
            yield read
            yield re.escape(read)
            yield repr(read)[1:-1]
            yield json.dumps(read)[1:-1]
            yield json.dumps(read, ensure_ascii=False)[1:-1]
