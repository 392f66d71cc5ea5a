"""Names whose values are credentials: of header fields, and of members of forms, JSON and the like."""

from __future__ import annotations

import re
from typing import Final

NAME_LIMIT: Final = 64
"""Longer names are no credential's: a peer may send a line of a million letters."""

CREDENTIAL: Final = rb"(?:(?:proxy-)?authorization|(?:set-)?cookie|[\w-]*(?:token|secret|password|api-?key)[\w-]*)"
"""The names as a regular expression, to be matched whole and without regard to case."""

_CREDENTIAL = re.compile(CREDENTIAL, re.IGNORECASE)


_WORDS: Final = (b"authorization", b"cookie", b"token", b"secret", b"password", b"apikey", b"api-key")
"""One of these is in every such name."""


def may_hold_credentials(data: bytes) -> bool:
    """Whether these bytes may have such a field; quick, for what is looked through in bulk."""
    if b":" not in data:
        return False
    lower = data.lower()
    return any(word in lower for word in _WORDS)


def is_credential(name: str) -> bool:
    """Whether a field of this name holds a credential."""
    raw = name.encode("utf-8", "surrogateescape")
    return len(raw) <= NAME_LIMIT and _CREDENTIAL.fullmatch(raw) is not None


_LINE = re.compile(rf"({CREDENTIAL.decode()})[ \t]*:[ \t]*(?=\S)", re.IGNORECASE)


def masked_line(line: str) -> str:
    """A line of text; where it is a header field that holds a credential, with `*` for each character of its value."""
    field = _LINE.match(line)
    if field is None or len(field[1]) > NAME_LIMIT:
        return line
    return field[0] + "*" * (len(line) - field.end())


_WITHIN = re.compile(
    r"token(?!s)|secret|passw|pwd|pass-?phrase|credential|jwt|(?:api|access|private|secret)[-_]?key"
    r"|(?:proxy-|^)authorization|(?:session|sess)[-_]?id",
    re.IGNORECASE,
)
_WHOLE: Final = frozenset({"pass", "pin", "otp", "sid"})


def is_secret_name(name: str) -> bool:
    """Whether a member of this name, of a form, of JSON, of a query, holds a credential: `password`, `accessToken`."""
    return len(name) <= NAME_LIMIT and (_WITHIN.search(name) is not None or name.lower() in _WHOLE)
