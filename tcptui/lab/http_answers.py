"""Answers of the practice server `http`: what one says, and how it becomes bytes (RFC 9110, RFC 9112)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

import tcptui

Coding = Literal["length", "chunked", "until-close"]
"""How the end of a body is told: by Content-Length, by the last chunk, or by the FIN."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. body: repeated until it has `size` bytes; size None: as long as it is.

    wait: seconds before it begins; spread: seconds over which the body's bytes come; interim: the status of an answer
    that goes before it (1xx).
    """

    status: int
    body: bytes = b""
    size: int | None = None
    coding: Coding = "length"
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    spread: float = 0.0
    interim: int | None = None

    @property
    def length(self) -> int:
        """Bytes of the body, 0 where the status allows none (RFC 9110, sections 15.3.5 and 15.4.5)."""
        if self.status in (204, 304):
            return 0
        return len(self.body) if self.size is None else self.size


def text(status: int, words: str, *headers: tuple[str, str]) -> Answer:
    """A short answer for people."""
    return Answer(status, words.encode(), headers=(("Content-Type", "text/plain; charset=utf-8"), *headers))


def interim(status: int) -> bytes:
    """A 1xx answer."""
    return f"HTTP/1.1 {status} {reason(status)}\r\n\r\n".encode()


def head(answer: Answer, coding: Coding, *, keep: bool, version: str, wall: float) -> bytes:
    """Status line and fields. coding: as this client can read it; keep: whether the connection goes on; wall: seconds
    since the epoch; version: the request's.
    """
    fields = [("Date", date(int(wall))), ("Server", f"tcptui/{tcptui.__version__}"), *answer.headers]
    if coding == "chunked":
        fields.append(("Transfer-Encoding", "chunked"))
    elif coding == "length" and answer.status not in (204, 304):
        fields.append(("Content-Length", str(answer.length)))
    if not keep:
        fields.append(("Connection", "close"))
    elif version == "1.0":
        fields.append(("Connection", "keep-alive"))
    lines = [f"HTTP/1.1 {answer.status} {reason(answer.status)}", *(f"{name}: {value}" for name, value in fields)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def reason(status: int) -> str:
    """The reason phrase; empty for a status that nobody has named."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def date(wall: int) -> str:
    """An IMF-fixdate (RFC 9110, section 5.6.7), whatever the locale."""
    t = time.gmtime(wall)
    day, month = _DAYS[t.tm_wday], _MONTHS[t.tm_mon - 1]
    return f"{day}, {t.tm_mday:02} {month} {t.tm_year} {t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02} GMT"
