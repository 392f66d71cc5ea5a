"""Where in a text that is sent credentials stand: in header fields, forms, queries, JSON, URLs, and in log-ins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcptui.protocol.credentials import is_credential, is_secret_name
from tcptui.requests.secrets.logins import Logins
from tcptui.requests.secrets.spot import Spot, apart

_SCHEME = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*) +(?=\S)")
_BRACES: Final = "{{"

# Every pattern begins with something fixed or has a bound, so that no text makes the search slow.
_FIELD = re.compile(r"^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(?P<value>[^\r\n]*)", re.MULTILINE)
_MEMBER = re.compile(r'"((?:[^"\\\n]|\\.){1,64})"\s{0,64}:\s{0,64}"(?P<value>(?:[^"\\]|\\.)+)"')
_QUOTED_MEMBER = re.compile(r'\\"([^"\\\n]{1,64})\\"\s{0,64}:\s{0,64}\\"(?P<value>[^"\\]+)\\"')
_PAIR = re.compile(r"(?<![\w.%\[-])([\w.%\[-][\w.%\[\]-]{0,63})=(?:\"(?P<quoted>[^\"\n]+)\"|(?P<value>[^\s&;\"'<>]+))")
_PART = re.compile(
    r'^Content-Disposition:[^\n]{0,400}?\bname="?([^";\r\n]{1,64})"?[^\n]*\n(?:[^\r\n]+\r?\n){0,8}\r?\n(?P<value>[^\r\n]+)',
    re.MULTILINE | re.IGNORECASE,
)
_ELEMENT = re.compile(r"<([\w:.-]{1,64})(?:\s[^<>]{0,200})?>(?P<value>[^<\n]+)</")
_IN_URL = re.compile(r"://[^\s/@:?#\"'<>]{0,256}:(?P<value>[^\s/@?#\"'<>]{1,1024})@")

_WINDOW: Final = 1 << 20
_OVERLAP: Final = 1 << 16
"""Characters that are searched at once, so that other threads have their turn, and how far each search goes beyond."""


class Spotter:
    """Told the texts of a conversation in their order: a log-in may take several of them."""

    def __init__(self) -> None:
        self._logins = Logins()

    def asked(self, tail: bytes) -> None:
        """The peer said this at last, as `Password: `: what is sent next may answer it."""
        self._logins.asked(tail)

    def spots(self, text: str, *, template: bool = False) -> list[Spot]:
        """Those of the next text, in rising order, none in another. template: what is a variable's already is none."""
        found = apart((*_fields(text), *_named(text), *_in_urls(text), *self._logins.spots(text)))
        return [one for one in found if not (template and _BRACES in text[one.start : one.end])]


def field_spot(name: str, value: str) -> Spot | None:
    """The credential in a header field's value: all of it, but for the scheme of an Authorization (`Bearer`)."""
    if not value or not is_credential(name):
        return None
    scheme = _SCHEME.match(value) if name.lower().endswith("authorization") else None
    return Spot(scheme.end() if scheme else 0, len(value), name)


def without_credentials(text: str, put: str) -> str:
    """A text by itself, `put` in the places of its credentials."""
    pieces, at = [], 0
    for spot in Spotter().spots(text):
        if not spot.is_length:
            pieces += [text[at : spot.start], put]
            at = spot.end
    return "".join([*pieces, text[at:]])


def _all(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches; some of a long text come twice."""
    for begin in range(0, len(text), _WINDOW):
        yield from pattern.finditer(text, begin, begin + _WINDOW + _OVERLAP)


def _fields(text: str) -> Iterator[Spot]:
    for match in _all(_FIELD, text):
        spot = field_spot(match[1], match["value"].rstrip(" \t"))
        if spot is not None:
            start = match.start("value")
            yield Spot(start + spot.start, start + spot.end, spot.what)


def _named(text: str) -> Iterator[Spot]:
    """Values behind a name, as all forms of it have them."""
    for pattern, mark in _NAMED:
        if mark not in text:
            continue
        for match in _all(pattern, text):
            if is_secret_name(match[1]):
                yield Spot(*match.span("value" if match["value"] is not None else "quoted"), match[1])


_NAMED: Final = ((_MEMBER, '"'), (_QUOTED_MEMBER, '\\"'), (_PAIR, "="), (_PART, "name="), (_ELEMENT, "</"))
"""A pattern whose first group is the name, and what a text without any of it does not have."""


def _in_urls(text: str) -> Iterator[Spot]:
    """`redis://user:password@host`."""
    for match in _all(_IN_URL, text) if "://" in text else ():
        yield Spot(*match.span("value"), "password")
