r"""A command line's words as a POSIX shell reads them, and `$'…'`, which browsers write when they "copy as cURL"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_ENDS = frozenset({"|", ">", "<", "<<<", "&&", "||", ";", "2>&1", "&", ">>", "2>"})
_NEXT = frozenset({"&&", "||", ";", "&"})
_BLANK = re.compile(r"(?:[ \t]|\\\r?\n)+")
# A semicolon ends a command only at a word's end, and `&` and `|` alone: people paste URLs without quotes, too.
_PLAIN = re.compile(r"(?:[^ \t\r\n'\"\\$`;]|;(?![ \t\r\n]|\Z))+")
# Not looked for up to the text's end, so that many that are never closed take no longer.
_REPLACED = re.compile(r"\$(?:\w{1,400}|\{[^}]{0,400}\}|\([^)]{0,400}\)|[@*#?$!-])|`[^`]{0,400}`")
_CONTINUED = re.compile(r"\\\r?\n")
_ANSI = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}


class ShellError(ValueError):
    """A quote that is never closed, or half of a surrogate pair; the message is one sentence with its line."""


class Pipeline(NamedTuple):
    """line: in which it begins, from 1; stages: the words of each of its commands; source: the file of a `<`, or ""."""

    line: int
    stages: list[list[str]]
    source: str


def shell_words(text: str) -> list[str]:
    """The first command's words, up to a pipe or a redirection. Raises ShellError."""
    return next((words for _, words in shell_commands(text)), [])


def shell_commands(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every command's line, from 1, and its words up to a pipe or a redirection. Raises ShellError."""
    return ((found.line, found.stages[0]) for found in shell_pipelines(text))


def shell_pipelines(text: str, told: Callable[[str], object] = bool) -> Iterator[Pipeline]:
    """Every pipeline, what stands behind a redirection left out.

    told: hears, ahead of the pipeline, of each `$NAME`, `$(…)` in it that a shell would replace; here it is kept.
    Raises ShellError.
    """
    at, line, counted = 0, 1, 0
    stages: list[list[str]] = []
    source, before = "", "\n"  # the end of a command that came last, "" within its words
    while (at := _after_blank(text, at)) < len(text):
        new_line = text[at] in "\r\n#"
        word, end = ("", _line_end(text, at)) if new_line else _word(text, at, told)
        if new_line and before == "|":  # a pipeline goes on behind its pipe
            pass
        elif new_line or text[at:end] in _ENDS:
            before = "\n" if new_line or text[at:end] in _NEXT else text[at:end]
            if before == "\n" and stages:
                yield Pipeline(line, stages, source)
                stages, source = [], ""
        elif before in ("\n", "|"):
            if not stages:
                line, counted = line + text.count("\n", counted, at), at
            stages.append([word])
            before = ""
        elif before == "<":
            source, before = word, ">"
        elif not before:
            stages[-1].append(word)
        at = end
    if stages:
        yield Pipeline(line, stages, source)


def _line_end(text: str, at: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _after_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _word(text: str, at: int, told: Callable[[str], object]) -> tuple[str, int]:
    """The word that begins at `at`, and where it ends."""
    if text[at] == ";" and not _PLAIN.match(text, at):
        return ";", at + 1
    pieces = []
    while at < len(text) and text[at] not in " \t\r\n":
        if text[at] == ";" and not _PLAIN.match(text, at):
            break
        if plain := _PLAIN.match(text, at):
            piece, at = plain[0], plain.end()
        elif text.startswith("$'", at):
            piece, at = _ansi_quoted(text, at)
        elif text[at] == "'":
            end = _closing(text, "'", at)
            piece, at = text[at + 1 : end], end + 1
        elif text[at] == '"':
            piece, at = _double_quoted(text, at, told)
        elif text[at] == "\\":
            continued = _CONTINUED.match(text, at)
            piece, at = ("", continued.end()) if continued else (text[at + 1 : at + 2], at + 2)
        else:  # a $ or ` that quotes nothing
            end = _kept(text, at, told)
            piece, at = text[at:end], end
        pieces.append(piece)
    return "".join(pieces), at


def _closing(text: str, quote: str, at: int) -> int:
    end = text.find(quote, at + 1)
    if end < 0:
        raise ShellError(_open(text, at))
    return end


def _open(text: str, at: int) -> str:
    return f"A quote {text[at]} opens in line {text.count(chr(10), 0, at) + 1} and is never closed."


def _kept(text: str, at: int, told: Callable[[str], object]) -> int:
    """The end of what begins with a $ or ` and is kept as it stands: what a shell would replace is told."""
    replaced = _REPLACED.match(text, at)
    if replaced is None:
        return at + 1
    told(replaced[0])
    return replaced.end()


def _double_quoted(text: str, at: int, told: Callable[[str], object]) -> tuple[str, int]:
    pieces = []
    begin, at = at, at + 1
    while at < len(text) and text[at] != '"':
        if text[at] == "\\" and text[at + 1 : at + 2] in ("$", "`", '"', "\\", "\n"):
            pieces.append("" if text[at + 1] == "\n" else text[at + 1])
            at += 2
        else:
            end = _kept(text, at, told) if text[at] in "$`" else at + 1
            pieces.append(text[at:end])
            at = end
    if at >= len(text):
        raise ShellError(_open(text, begin))
    return "".join(pieces), at + 1


def _ansi_quoted(text: str, at: int) -> tuple[str, int]:
    quoted = re.compile(r"\$'((?:[^'\\]|\\.)*+)'", re.DOTALL).match(text, at)
    if quoted is None:
        raise ShellError(_open(text, at + 1))
    for escape in _ANSI.finditer(quoted[1]):
        if 0xD800 <= int(escape[2] or escape[3] or "0", 16) <= 0xDFFF:
            line = text.count("\n", 0, at) + 1
            raise ShellError(f"{escape[0]} in line {line} is half of a surrogate pair and has no bytes.")
    return _ANSI.sub(_ansi, quoted[1]), quoted.end()


def _ansi(escape: re.Match[str]) -> str:
    r"""What an escape of `$'…'` stands for; `\xHH` and octals are bytes, which UTF-8 may put together."""
    pair, short, long, octal, other = escape.groups()
    if short or long:
        code = int(short or long, 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    if pair or octal:
        code = int(pair, 16) if pair else int(octal, 8) & 0xFF
        return chr(code) if code < 0x80 else chr(0xDC00 + code)
    return _LETTERS.get(other, other)
