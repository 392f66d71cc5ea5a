"""Secrets in what is compared: each has a number, so that equal ones are seen to be equal and none is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from tcptui.requests.comparing.transcript import Utterance

_EVERYWHERE: Final = 200
"""Secrets that are looked for in every message; of more, those that a message is known to have."""

_SHORT: Final = 4
"""Characters below which a secret counts as one only where it stands as a word of its own."""


class Secrets:
    """Those of two conversations, numbered from 1 in the order in which they are met: `‹secret 1›`."""

    def __init__(self, utterances: Iterable[Utterance] = ()) -> None:
        self._numbers: dict[bytes, int] = {}
        self._hiding: Hiding | None = None
        for one in utterances:
            for value in _values(one):
                self._numbers.setdefault(value, len(self._numbers) + 1)

    @property
    def any(self) -> bool:
        """Whether there are some."""
        return bool(self._numbers)

    def of(self, *utterances: Utterance | None) -> Hiding:
        """What hides them in what is told of these messages."""
        if len(self._numbers) > _EVERYWHERE:
            return Hiding(self, [value for one in utterances if one is not None for value in _values(one)])
        if self._hiding is None:
            self._hiding = Hiding(self, self._numbers)
        return self._hiding

    def called(self, value: bytes) -> str:
        """What stands for a secret."""
        return f"‹secret {self._numbers.setdefault(value, len(self._numbers) + 1)}›"


class Hiding:
    """Puts what they are called in the place of some secrets."""

    def __init__(self, secrets: Secrets, values: Iterable[bytes] = ()) -> None:
        self._secrets = secrets
        longest_first = sorted(set(values), key=len, reverse=True)
        self._bytes = re.compile(b"|".join(map(re.escape, longest_first))) if longest_first else None
        self._longest = len(longest_first[0]) if longest_first else 0
        self._forms = {form: value for value in reversed(longest_first) for form in _forms(value)}
        patterns = [_pattern(form) for form in sorted(self._forms, key=len, reverse=True)]
        self._text = re.compile("|".join(patterns)) if patterns else None

    def text(self, text: str) -> str:
        """A text without them."""
        if self._text is None:
            return text
        return self._text.sub(lambda found: self._secrets.called(self._forms[found[0]]), text)

    def first_line(self, text: str) -> str:
        """A message's first line without them, whose bytes are kept as latin-1."""
        if self._text is None:
            return text
        try:
            read = text.encode("latin-1").decode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            read = text
        shown = self.text(read)
        return text if shown == read else shown

    def credential(self, value: str) -> str:
        """What stands for the value of a credential's field."""
        return self._secrets.called(value.encode("utf-8", "surrogateescape"))

    def hex(self, data: bytes, start: int, end: int) -> str:
        """Bytes start..end of the data in hex, without them."""
        shown: list[str] = []
        at = start
        around = max(0, start - self._longest), end + self._longest
        for found in self._bytes.finditer(data, *around) if self._bytes is not None else ():
            begin, stop = max(found.start(), start), min(found.end(), end)
            if begin < stop:
                shown += [data[at:begin].hex(" "), self._secrets.called(found[0])]
                at = stop
        return " ".join(filter(None, [*shown, data[at:end].hex(" ")]))


NOTHING: Final = Hiding(Secrets())
"""Hides nothing but credentials."""


def _values(one: Utterance) -> Iterator[bytes]:
    """The secrets that a message is known to have."""
    for start, end in one.secrets:
        for line in one.data[start:end].splitlines():
            if line.strip():
                yield line.strip(b" \t")


def _forms(value: bytes) -> Iterator[str]:
    """A secret as it can stand in a text that is compared."""
    for text in {value.decode("utf-8", "surrogateescape"), value.decode("utf-8", "backslashreplace")}:
        yield text
        yield json.dumps(text, ensure_ascii=False)[1:-1]
        try:
            yield json.dumps(json.loads(f'"{text}"'), ensure_ascii=False)[1:-1]
        except ValueError:
            continue


def _pattern(form: str) -> str:
    escaped = re.escape(form)
    return escaped if len(form) >= _SHORT else rf"(?<!\w){escaped}(?!\w)"
