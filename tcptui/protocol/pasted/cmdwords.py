r"""A command line's words as Windows' cmd.exe and its programs read them: browsers "copy as cURL (cmd)" so.

cmd.exe takes `^` for itself and gives on the rest as one text; the program's run-time library cuts that into words
(Microsoft, "Parsing C command-line arguments").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ENDS: Final = "\n&|<>"
_IS_CMD = re.compile(r"\^(?:\"|\r?\n)")
_BACKSLASHES = re.compile(r"(\\*)(\"?)")


def is_for_cmd(text: str) -> bool:
    """Whether a text is quoted for cmd.exe: carets before quotes or at the ends of lines."""
    return _IS_CMD.search(text) is not None


def cmd_commands(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every command's line, from 1, and its words up to a pipe, a redirection or the line's end."""
    text = text.replace("\r\n", "\n")
    at, line, counted = 0, 1, 0
    while at < len(text):
        begin, (said, at) = at, _without_carets(text, at)
        if words := _words(said):
            line, counted = line + text.count("\n", counted, begin), begin
            yield line, words
        if text[at : at + 1] not in ("\n", "&"):  # what a pipe or a redirection leads to is no part of it
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        at += 1


def _without_carets(text: str, at: int) -> tuple[str, int]:
    """What cmd.exe gives on of the command that begins at `at`, and where it ends."""
    pieces: list[str] = []
    quoted = False
    while at < len(text) and (quoted or text[at] not in _ENDS) and text[at] != "\n":
        if text[at] == "^" and not quoted:
            # The end of a line is dropped, and what follows it taken as it is: a second end of line, too.
            at += 2 if text.startswith("^\n", at) else 1
        elif text[at] == '"':
            quoted = not quoted
        pieces.append(text[at : at + 1])
        at += 1
    return "".join(pieces), at


def _words(said: str) -> list[str]:
    words: list[str] = []
    at = 0
    while at < len(said):
        if said[at] in " \t":
            at += 1
        else:
            word, at = _word(said, at)
            words.append(word)
    return words


def _word(said: str, at: int) -> tuple[str, int]:
    """The word that begins at `at`: a backslash means something before a quote only."""
    pieces: list[str] = []
    quoted = False
    while at < len(said) and (quoted or said[at] not in " \t"):
        if said[at] not in '\\"':
            pieces.append(said[at])
            at += 1
            continue
        found = _BACKSLASHES.match(said, at)
        assert found is not None, "it matches the empty text"
        count, quote = len(found[1]), found[2]
        at = found.end()
        pieces.append("\\" * (count // 2 if quote else count))
        if quote and count % 2:
            pieces.append(quote)
        elif quote and quoted and said.startswith('"', at):  # two of them inside are one
            pieces.append(quote)
            at += 1
        elif quote:
            quoted = not quoted
    return "".join(pieces), at
