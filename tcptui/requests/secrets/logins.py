"""Credentials in commands: redis (inline and RESP), SMTP, POP3, IMAP, FTP, NNTP, IRC, and answers to `Password:`."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from typing import Final, NamedTuple

from tcptui.requests.secrets.spot import Spot

_LINE = re.compile(r"[^\r\n]+")
_COMMAND = re.compile(
    r"^(?:\S{1,64} +)?(?:AUTH|APOP|PASS|HELLO|LOGIN|AUTHENTICATE|AUTHINFO|OPER|IDENTIFY|CONFIG|ACL|MIGRATE)\b[^\r\n]*",
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_ARRAY = re.compile(r"^\*([1-9]\d{0,2})\r?\n", re.MULTILINE)
_BULK = re.compile(r"\$(\d{1,9})\r?\n([^\r\n]*)\r?\n")
_PROMPT = re.compile(rb"(?:password|passwd|passphrase|passcode|pin|secret|token)[^\n]{0,12}?[:>?]\s*\Z", re.IGNORECASE)
_LONGEST_LINE: Final = 4096
"""Characters of a line that is read as a command."""

_SASL: Final = frozenset(
    {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "XOAUTH2", "OAUTHBEARER", "GSSAPI", "NTLM", "EXTERNAL", "ANONYMOUS",
     "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "KERBEROS_V4", "TLS", "SSL"}
)  # fmt: skip
"""What stands behind AUTH and is no password: mechanisms of SASL (RFC 4422), and FTP's (RFC 4217)."""

_PASSWORD: Final = "password"


class _Word(NamedTuple):
    """A word of a command. length: where the digits of its size stand, in RESP."""

    start: int
    end: int
    text: str
    length: tuple[int, int] | None = None


class Logins:
    """Told what we send, text by text. What a log-in still owes is the next lines' matter."""

    def __init__(self) -> None:
        self._owed = 0
        """Lines until one that is a credential, itself included; 0 for none."""

    def asked(self, tail: bytes) -> None:
        """The peer said this at last."""
        if _PROMPT.search(tail):
            self._owed = 1

    def spots(self, text: str) -> Iterator[Spot]:
        """The credentials in the next text's lines and arrays."""
        at = yield from self._owed_lines(text, 0)
        while match := _COMMAND.search(text, at):
            at = match.end()
            if at - match.start() <= _LONGEST_LINE:
                yield from self._command(text, *match.span())
                at = yield from self._owed_lines(text, at)
        for match in _ARRAY.finditer(text) if "$" in text else ():
            words = _bulks(text, match.end(), int(match[1]))
            for number in _credentials([word.text for word in words]):
                yield from _spots(words[number])

    def _owed_lines(self, text: str, at: int) -> Generator[Spot, None, int]:
        """The lines from here on that a log-in owes; returns where the last of them ends."""
        while self._owed and (line := _LINE.search(text, at)):
            self._owed -= 1
            if not self._owed:
                yield Spot(*line.span(), _PASSWORD)
            at = line.end()
        return at

    def _command(self, text: str, start: int, end: int) -> Iterator[Spot]:
        words = [_Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(text, start, end)]
        said = [word.text for word in words]
        self._owed = _owes(said)
        if not self._owed:
            for number in _credentials(said):
                yield from _spots(words[number], to_end=end if said[0].upper() == "PASS" else None)


def _spots(word: _Word, to_end: int | None = None) -> Iterator[Spot]:
    """A word without its quotes, and the digits of its length. to_end: where it is all the rest of its line."""
    if word.length is not None:
        yield Spot(*word.length, _PASSWORD, is_length=True)
    quoted = len(word.text) > 2 and word.text[0] == word.text[-1] == '"' and word.length is None
    if to_end is not None:
        yield Spot(word.start, to_end, _PASSWORD)
    elif word.text:
        yield Spot(word.start + quoted, word.end - quoted, _PASSWORD)


def _owes(words: Sequence[str]) -> int:
    """After how many lines a credential comes: `AUTH LOGIN` asks for a user first, then for the password."""
    match [word.upper() for word in words[:4]]:
        case ["AUTH", "LOGIN"] | [_, "AUTHENTICATE", "LOGIN"]:
            return 2
        case ["AUTH", "LOGIN", _]:
            return 1
        case ["AUTH", name] | [_, "AUTHENTICATE", name] if name in _SASL - {"TLS", "SSL"}:
            return 1
        case _:
            return 0


def _credentials(words: Sequence[str]) -> Iterator[int]:
    """The numbers of a command's words that are credentials."""
    last = len(words) - 1
    match [word.upper() for word in words[:4]]:
        case ["AUTH", name] if name in _SASL:
            pass
        case ["AUTH" | "APOP" | "IDENTIFY", _, *_] | ["LOGIN", _, _]:
            yield last
        case ["PASS", _, *_]:
            yield 1
        case ["HELLO", _, "AUTH", _] if len(words) > 4:
            yield 4
        case [_, "AUTHENTICATE", _, _] | ["AUTHINFO", "PASS", _] | ["OPER", _, _]:
            yield last
        case [_, "LOGIN", _, _]:
            yield 3
        case ["CONFIG", "SET", *_]:
            names = ("requirepass", "masterauth", "tls-key-file-pass")
            yield from (n + 1 for n in range(2, last) if words[n].lower() in names)
        case ["ACL", "SETUSER", *_]:
            yield from (n for n in range(3, last + 1) if words[n][:1] in (">", "<", "#") and len(words[n]) > 1)
        case ["MIGRATE", *_]:
            yield from (n + 1 for n in range(5, last) if words[n].upper() == "AUTH")
            yield from (n + 2 for n in range(5, last - 1) if words[n].upper() == "AUTH2")
        case _:
            pass


def _bulks(text: str, at: int, count: int) -> list[_Word]:
    """The bulk strings of an array, where each is on a line of its own; as many as there are."""
    words: list[_Word] = []
    while len(words) < count and (match := _BULK.match(text, at)) is not None:
        if int(match[1]) != len(match[2].encode("utf-8", "surrogateescape")):
            break
        words.append(_Word(match.start(2), match.end(2), match[2], match.span(1)))
        at = match.end()
    return words
