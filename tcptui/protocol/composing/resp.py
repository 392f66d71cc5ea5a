"""`resp`: a command as one types it into redis-cli, as the array of bulk strings that redis takes.

redis.io, "Redis serialization protocol specification"; the quoting is that of redis-cli.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.dissecting.resp import told_elements, told_size

WORDS_LIMIT = 10_000
"""How many words a command may have."""

_SET_BY_HAND = 4
"""Of how many words the length can be set by hand: enough for a SET with an option."""

_FORMS = ("command", "as it is")
_SPACE = b" \t\r\n\v\f"
_BARE = re.compile(rb"[^ \t\r\n\v\f\"']*")
_DOUBLE = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_SINGLE = re.compile(rb"'([^'\\]*+(?:\\.[^'\\]*+)*+)'", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_PLAIN = re.compile(rb"[^\x00- \x7f\"']+")
_UNFIT = re.compile(rb"[\x00-\x1f\x7f\"\\]")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"a": b"\a"}


class WordsError(ValueError):
    """A command line that can't be cut into words; the message is one sentence."""


def write_resp(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """The words of the content as bulk strings; or the content as it is, for those who write RESP themselves."""
    content = writing.draft.content
    if writing.ask("form", "content is", _FORMS[0], choices=_FORMS, only_choices=True) == _FORMS[1]:
        writing.put("content", "content", "content", content)
        return
    try:
        words = split_words(content)
    except WordsError as error:
        writing.refuse(None, str(error))
        return
    _put_count(writing, len(words))
    for number, word in enumerate(words, start=1):
        _put_length(writing, number, len(word))
        writing.put("content", "bulk string", "content", word)
        writing.put("", "CR LF", "delimiter", b"\r\n")


def split_words(line: bytes) -> list[bytes]:
    """The words of a command: white space stands between them; quotes hold it in, double ones with `\\n` and `\\x00`.

    Raises WordsError.
    """
    words: list[bytes] = []
    at = 0
    while True:
        while at < len(line) and line[at] in _SPACE:
            at += 1
        if at == len(line):
            return words
        if len(words) == WORDS_LIMIT:
            raise WordsError(f"A command of more than {WORDS_LIMIT:,} words can't be composed.")
        word, at = _word(line, at)
        words.append(word)


def join_words(words: Iterable[bytes]) -> bytes:
    """The command line of these words: `split_words` gives them back."""
    return b" ".join(word if _PLAIN.fullmatch(word) else b'"%s"' % _UNFIT.sub(_escaped, word) for word in words)


def _escaped(found: re.Match[bytes]) -> bytes:
    return b"\\" + found[0] if found[0] in b'"\\' else b"\\x%02x" % found[0][0]


def _word(line: bytes, at: int) -> tuple[bytes, int]:
    pieces: list[bytes] = []
    while at < len(line) and line[at] not in _SPACE:
        quote = line[at : at + 1]
        if quote not in (b'"', b"'"):
            bare = _BARE.match(line, at)
            assert bare is not None
            pieces.append(bare[0])
            at = bare.end()
            continue
        quoted = (_DOUBLE if quote == b'"' else _SINGLE).match(line, at)
        if quoted is None:
            raise WordsError(f"The quote {quote.decode()} at byte {at} of the command is not closed.")
        at = quoted.end()
        if at < len(line) and line[at] not in _SPACE:
            raise WordsError(f"Behind the closing quote at byte {at - 1} of the command there must be a space.")
        pieces.append(_ESCAPE.sub(_unescaped, quoted[1]) if quote == b'"' else quoted[1].replace(b"\\'", b"'"))
    return b"".join(pieces), at


def _unescaped(match: re.Match[bytes]) -> bytes:
    digits, letter = match.groups()
    return bytes((int(digits, 16),)) if digits else _LETTERS.get(letter, letter)


def _put_count(writing: Writing, words: int) -> None:
    if not words:
        writing.malformed.append("no command: an empty array")
    said = writing.ask("count", "words", str(words), computed=True, may_be_off=True)
    if said == OFF:
        writing.malformed.append("no array around the words")
        return
    wrong = "" if said == str(words) else f"says {said}, {words} follow"
    value = "" if wrong else told_elements("array", words)
    writing.put("count", "array", "length", b"*%s\r\n" % writing.encoded("count", said), value, wrong)


def _put_length(writing: Writing, number: int, size: int) -> None:
    of = f"length-{number}" if number <= _SET_BY_HAND else ""
    said = str(size)
    if of:
        said = writing.ask(of, f"length of word {number}", said, computed=True, may_be_off=True)
    if said == OFF:
        writing.malformed.append(f"no length before word {number}")
        return
    wrong = "" if said == str(size) else f"says {said}, word {number} has {size}"
    value = "" if wrong else told_size("bulk string", size)
    data = writing.encoded(of or None, said)
    writing.put(of, "length", "length", b"$%s\r\n" % data, value, wrong)
