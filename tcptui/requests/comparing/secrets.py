"""Secrets in what is compared: each has a number, so that equal ones are seen to be equal and none is told."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter
from typing import Final

from tcptui.protocol.finder import Finder
from tcptui.requests.comparing.transcript import Utterance

_EVERYWHERE: Final = 200
"""Secrets that are looked for in every message; of more, those that a message is known to have."""

_SHORT: Final = 4
"""Characters below which a secret counts as one only where it stands as a word of its own."""

_FEW: Final = 20
"""Forms of secrets that are looked for one after the other before an expression of them is made."""


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
        self._values = dict.fromkeys(values)
        self._forms = {form: value for value in self._values for form in _forms(value)}
        self._places: list[tuple[bytes, list[tuple[int, int]]]] = []
        """What was found in the bytes that were asked about last, one of each side."""

    @cached_property
    def _text(self) -> Finder[str]:
        return Finder([form for form in self._forms if len(form) >= _SHORT], "|")

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        short = sorted((form for form in self._forms if len(form) < _SHORT), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)") if short else None

    def text(self, text: str) -> str:
        """A text without them."""
        # Asked first: of a few it is known sooner that none is there than an expression of them is made.
        if len(self._forms) <= _FEW and not any(form in text for form in self._forms):
            return text
        shown, at = [], 0
        for start, end in self._text.spans(text):
            shown += [self._without_words(text[at:start]), self._called(text[start:end])]
            at = end
        return "".join([*shown, self._without_words(text[at:])])

    def _without_words(self, text: str) -> str:
        return text if self._words is None else self._words.sub(lambda found: self._called(found[0]), text)

    def _called(self, form: str) -> str:
        return self._secrets.called(self._forms[form])

    def first_line(self, text: str) -> str:
        """A message's first line without them, whose bytes are kept as latin-1."""
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
        for begin, stop in _touching(self._spans(data), start, end):
            shown += [data[at : max(at, begin)].hex(" "), self._secrets.called(data[begin:stop])]
            at = min(stop, end)
        return " ".join(filter(None, [*shown, data[at:end].hex(" ")]))

    def _spans(self, data: bytes) -> list[tuple[int, int]]:
        found = next((spans for known, spans in self._places if known is data), None)
        if found is None:
            found = list(Finder(self._values, b"|").spans(data))
            self._places = [*self._places[-1:], (data, found)]
        return found


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


def _touching(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of the spans, which rise and don't overlap, that touch start..end."""
    return spans[bisect_right(spans, start, key=itemgetter(1)) : bisect_left(spans, end, key=itemgetter(0))]
