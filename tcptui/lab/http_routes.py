"""What the practice server `http` answers to which request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tcptui.lab.http_answers import Answer, Coding, text
from tcptui.lab.http_reply import PIECE
from tcptui.lab.http_requests import RAW_LIMIT, Request

IDLE = 300
"""Seconds after which a connection on which nothing happens is closed."""

_ANSWERED = ("GET", "HEAD", "POST", "PUT")
_KNOWN = frozenset({*_ANSWERED, "CONNECT", "DELETE", "OPTIONS", "PATCH", "TRACE"})

_MOST_BYTES = 10**12
_MOST_SECONDS = 3600.0
_MOST_REDIRECTS = 1000
_LINE = b"abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 012345678\n"  # 64 bytes
_PATTERN = _LINE * (PIECE // len(_LINE))


class _UnfitError(ValueError):
    """A path that has the form of a route, and a value that it can't take; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Route:
    """Paths of one form. form: as people write it; words: what it answers; answer: made from the path's values.

    bodied: a POST or PUT is answered by the route, too, instead of with what came of its body.
    """

    form: str
    words: str
    answer: Callable[[Request, list[str]], Answer]
    bodied: bool = False

    def values(self, path: str) -> list[str] | None:
        """The values in a path of this form; None where it has another."""
        names, parts = self.form.split("/"), path.split("/")
        if len(names) != len(parts):
            return None
        pairs = list(zip(names, parts, strict=True))
        return [p for n, p in pairs if n.isupper()] if all(n == p or (n.isupper() and p) for n, p in pairs) else None


def answer(request: Request) -> Answer:
    """What to answer."""
    if request.method not in _KNOWN:
        return text(501, f"The method {request.method} is not known here.\n")
    allowed = ", ".join(_ANSWERED)
    if request.method not in _ANSWERED:
        return text(405, f"{request.method} is not answered here, only {allowed}.\n", ("Allow", allowed))
    path = _path(request.target)
    bodied = request.method in ("POST", "PUT")
    for route in ROUTES:
        values = route.values(path)
        if values is not None and (route.bodied or not bodied):
            try:
                return route.answer(request, values)
            except _UnfitError as problem:
                return text(400, f"{problem}\n")
    return _receipt(request) if bodied else text(404, f"There is nothing at {path}. GET / tells what there is.\n")


def _path(target: str) -> str:
    """The path of a request target in origin-form or absolute-form (RFC 9112, section 3.2)."""
    path = re.sub(r"\A[A-Za-z][A-Za-z0-9+.-]*://[^/?]*", "", target).partition("?")[0]
    return path or "/"


def _receipt(request: Request) -> Answer:
    first = f", first line: {request.first_line}" if request.first_line else ""
    what = f"{request.size} bytes, CRC-32 {request.crc:08x}{first}" if request.size else "no body"
    return text(200, f"{request.method} {request.target}: {what}\n")


# The routes -----------------------------------------------------------------------------------------------------------


def _help(_request: Request, _values: list[str]) -> Answer:
    width = max(len(route.form) for route in ROUTES)
    lines = [f"  {route.form:<{width}}  {route.words}" for route in ROUTES]
    return text(200, "\n".join([_GREETING, "", *lines, "", *_REMARKS, ""]))


def _hello(_request: Request, _values: list[str]) -> Answer:
    return text(200, "Hello from the practice server of tcptui.\n")


def _patterned(coding: Coding, size: str, spread: float = 0.0) -> Answer:
    headers = (("Content-Type", "text/plain; charset=us-ascii"),)
    return Answer(200, _PATTERN, _count(size, _MOST_BYTES, "bytes"), coding, headers, spread=spread)


def _status(_request: Request, values: list[str]) -> Answer:
    status = _count(values[0], 599, "a status")
    if status < 100 or status == 101:
        raise _UnfitError(
            f"{status} can't be answered: give a status from 100 to 599, but 101, which changes the protocol."
        )
    if status < 200:
        first = text(200, f"The answer that comes after the interim answer {status}.\n")
        return Answer(200, first.body, headers=first.headers, interim=status)
    return text(status, f"You asked for the status {status}.\n")


def _redirect(_request: Request, values: list[str]) -> Answer:
    left = _count(values[0], _MOST_REDIRECTS, "redirects")
    if not left:
        return text(200, "The end of the redirects.\n")
    where = f"/redirect/{left - 1}"
    return text(302, f"Go on at {where}\n", ("Location", where))


def _slow(_request: Request, values: list[str]) -> Answer:
    seconds = _seconds(values[0])
    told = text(200, f"This answer took its time: {seconds:g} s.\n")
    return Answer(200, told.body, headers=told.headers, wait=seconds)


def _headers(request: Request, _values: list[str]) -> Answer:
    lines = [f"{request.method} {request.target} HTTP/{request.version}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    return text(200, "\n".join(lines) + "\n")


def _echo(request: Request, _values: list[str]) -> Answer:
    if request.raw is None:
        return text(413, f"The request is longer than the {RAW_LIMIT} bytes of one that are kept to be sent back.\n")
    return Answer(200, request.raw, headers=(("Content-Type", "text/plain"),))


def _count(word: str, most: int, what: str) -> int:
    """A whole number out of a path."""
    if not (word.isascii() and word.isdecimal() and len(word) <= 18 and int(word) <= most):
        raise _UnfitError(f"{word!r} is no number for {what}: give a whole one from 0 to {most}.")
    return int(word)


def _seconds(word: str) -> float:
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", word, re.ASCII) or float(word) > _MOST_SECONDS:
        raise _UnfitError(f"{word!r} is no number of seconds: give one from 0 to {_MOST_SECONDS:g}, as 2 or 0.5.")
    return float(word)


_GREETING = "A practice server, small and honest HTTP/1.1. It answers:"
_REMARKS = (
    "POST or PUT anywhere else: bytes counted, with their CRC-32.",
    f"An idle connection is closed after {IDLE} seconds.",
)

ROUTES = (
    Route("/", "this page", _help),
    Route("/hello", "a short text", _hello),
    Route("/bytes/N", "N bytes, by Content-Length", lambda _, v: _patterned("length", v[0])),
    Route("/chunked/N", "N bytes in chunks", lambda _, v: _patterned("chunked", v[0])),
    Route("/close/N", "N bytes; only the FIN tells their end", lambda _, v: _patterned("until-close", v[0])),
    Route("/status/NNN", "this status", _status, bodied=True),
    Route("/redirect/N", "N redirects, then a short text", _redirect, bodied=True),
    Route("/slow/SECONDS", "a short text after so long", _slow, bodied=True),
    Route("/drip/N/SECONDS", "N bytes, spread over so long", lambda _, v: _patterned("length", v[0], _seconds(v[1]))),
    Route("/headers", "the request's head as it was understood", _headers, bodied=True),
    Route("/echo", "the request, byte for byte", _echo, bodied=True),
)
"""Every path that is answered, in the order in which `GET /` lists them."""
