"""What a person looks for, and the bytes or the pattern that it stands for. Pure."""

from __future__ import annotations

import re
import warnings
from typing import Final, Literal

from tcptui.protocol.escapes import EscapeError, parse_hex
from tcptui.protocol.frozen import frozen

Mode = Literal["text", "hex", "regex"]

LONGEST: Final = 64 << 10
"""A match is at most this long, bytes: a needle that is longer is refused, a regex's match may be cut or missed."""

# What a pattern that finds nothing everywhere is known by.
_PROBES: Final = (b"", b"a", b" a\n")


class QueryError(ValueError):
    """What can't be looked for; the message is one sentence that says why, and what to do."""


@frozen
class Query:
    """text: as it was typed; encoding: of text, a codec's name; ignore_case: A-Z and a-z are the same (ASCII only).

    A regex is Python's, over bytes: `^` and `$` are the ends of lines, `.` is any byte but LF, `\\xNN` a byte.
    """

    text: str
    mode: Mode = "text"
    ignore_case: bool = False
    encoding: str = "utf-8"


def needle(query: Query) -> bytes:
    """The bytes that a text or hex query stands for. Raises QueryError."""
    if query.mode == "hex":
        try:
            found = parse_hex(query.text)
        except EscapeError as error:
            raise QueryError(str(error)) from None
    else:
        found = _encoded(query)
    if not found:
        raise QueryError("There is nothing to look for yet.")
    if len(found) > LONGEST:
        raise QueryError(f"That is {len(found):,} bytes: what is looked for has at most {LONGEST:,}.")
    return found


def pattern(query: Query) -> re.Pattern[bytes]:
    """The compiled pattern of a regex query. Raises QueryError; a pattern that matches the empty string is refused."""
    try:
        with warnings.catch_warnings(action="ignore"):  # about what a later Python may read otherwise
            compiled = re.compile(_encoded(query), flags(query.ignore_case))
    except re.error as error:
        place = f" (character {error.pos + 1})" if error.pos is not None else ""
        raise QueryError(f"Not a regular expression: {error.msg}{place}.") from None
    except (OverflowError, RecursionError):
        raise QueryError("This regular expression is too large.") from None
    if not compiled.pattern:
        raise QueryError("There is nothing to look for yet.")
    if any((match := compiled.search(probe)) is not None and not match.group() for probe in _PROBES):
        raise QueryError("This pattern matches the empty string, which is everywhere: write + for *, or more of it.")
    return compiled


def flags(ignore_case: bool) -> int:
    """The flags that a regex is compiled with."""
    return int(re.MULTILINE | (re.IGNORECASE if ignore_case else 0))


def _encoded(query: Query) -> bytes:
    try:
        return query.text.encode(query.encoding, "surrogateescape" if query.encoding == "utf-8" else "strict")
    except UnicodeEncodeError as error:
        character = query.text[error.start]
        raise QueryError(f"{character!r} has no bytes in {query.encoding}: choose another encoding.") from None
