r"""A command line's words as a POSIX shell reads them, and `$'…'`, which browsers write when they "copy as cURL"."""

from __future__ import annotations

import re

_ENDS = frozenset({"|", ">", "<", "<<<", "&&", "||", ";", "2>&1", "&", ">>", "2>"})
_BLANK = re.compile(r"(?:[ \t\r\n]|\\\r?\n)+")
_PLAIN = re.compile(r"[^ \t\r\n'\"\\$]+")
_ANSI = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}


class ShellError(ValueError):
    """A quote that is never closed; the message is one sentence with its line."""


def shell_words(text: str) -> list[str]:
    """The words up to a pipe, a redirection or the command's end. Raises ShellError."""
    words = []
    at = _after_blank(text, 0)
    while at < len(text) and text[at] != "#":
        word, end = _word(text, at)
        if text[at:end] in _ENDS:
            break
        words.append(word)
        at = _after_blank(text, end)
    return words


def _after_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _word(text: str, at: int) -> tuple[str, int]:
    """The word that begins at `at`, and where it ends."""
    pieces = []
    while at < len(text) and text[at] not in " \t\r\n":
        if plain := _PLAIN.match(text, at):
            piece, at = plain[0], plain.end()
        elif text.startswith("$'", at):
            piece, at = _ansi_quoted(text, at)
        elif text[at] == "'":
            end = _closing(text, "'", at)
            piece, at = text[at + 1 : end], end + 1
        elif text[at] == '"':
            piece, at = _double_quoted(text, at)
        elif text[at] == "\\":
            continued = re.match(r"\\\r?\n", text[at:])
            piece = "" if continued else text[at + 1 : at + 2]
            at += len(continued[0]) if continued else 2
        else:  # a $ that quotes nothing
            piece, at = text[at], at + 1
        pieces.append(piece)
    return "".join(pieces), at


def _closing(text: str, quote: str, at: int) -> int:
    end = text.find(quote, at + 1)
    if end < 0:
        raise ShellError(_open(text, at))
    return end


def _open(text: str, at: int) -> str:
    return f"A quote {text[at]} opens in line {text.count(chr(10), 0, at) + 1} and is never closed."


def _double_quoted(text: str, at: int) -> tuple[str, int]:
    pieces = []
    begin, at = at, at + 1
    while at < len(text) and text[at] != '"':
        if text[at] == "\\" and text[at + 1 : at + 2] in ("$", "`", '"', "\\", "\n"):
            pieces.append("" if text[at + 1] == "\n" else text[at + 1])
            at += 2
        else:
            pieces.append(text[at])
            at += 1
    if at >= len(text):
        raise ShellError(_open(text, begin))
    return "".join(pieces), at + 1


def _ansi_quoted(text: str, at: int) -> tuple[str, int]:
    quoted = re.compile(r"\$'((?:[^'\\]|\\.)*+)'", re.DOTALL).match(text, at)
    if quoted is None:
        raise ShellError(_open(text, at + 1))
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
