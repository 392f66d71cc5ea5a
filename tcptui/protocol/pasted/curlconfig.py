r"""The files of options that `curl -K` reads (curl(1)): one option a line, its value bare or in quotes."""

from __future__ import annotations

import re
from typing import Final

# Options without dashes may have `=` or `:` between them and their values.
_LINE = re.compile(r"(-\S*|[^\s=:]+)(?:\s*[=:]\s*|\s+|\Z)(.*)", re.DOTALL)
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def config_words(text: str) -> list[str]:
    """The words that a command line would have in the file's place."""
    words: list[str] = []
    for line in text.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None or line.lstrip().startswith("#"):
            continue
        option, rest = found.groups()
        words.append(option if option.startswith("-") else f"--{option}")
        if rest:
            words.append(_value(rest))
    return words


def _value(rest: str) -> str:
    quoted = _QUOTED.match(rest)
    if quoted is None:
        return rest.split(maxsplit=1)[0]
    return _ESCAPE.sub(lambda escape: _LETTERS.get(escape[1], escape[1]), quoted[1])
