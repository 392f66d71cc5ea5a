"""The request that curl's options come to: its request line, its headers in curl's own order, its body (curl(1))."""

from __future__ import annotations

import base64
import re
from typing import Final
from urllib.parse import quote, quote_plus, unquote, urljoin

from tcptui.protocol.frozen import frozen

_URL = re.compile(r"(?:([a-z][a-z0-9+.-]*)://)?([^/?#]*)([^#]*)", re.IGNORECASE | re.DOTALL)
_GLOB = re.compile(r"\{[^}]*,[^}]*\}|\[\w+-\w+(?::\d+)?\]")
_DOTS = re.compile(r"/\.\.?(?:/|\?|\Z)")
_SPECIAL: Final = "/?:@!$&'()*+,;=-._~%[]{}|^\"\\`<>"
"""What curl leaves as it is in a path and query; `%` begins what is quoted already."""
_BODY = ("data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json", "upload-file")
_ANY_BYTES: Final = "surrogateescape"
"""Bytes that are no UTF-8 are quoted as they are (PEP 383)."""
_PORTS = {"http": ":80", "https": ":443"}


@frozen
class Line:
    """A curl line's parts. values: option, its value and how it was written; flags: the options without one.

    left_out, not_done: options as they were written that change what is sent, or only how, and are not taken over.
    """

    url: str
    values: tuple[tuple[str, str, str], ...]
    flags: tuple[str, ...]
    left_out: tuple[str, ...]
    not_done: tuple[str, ...]

    @property
    def head(self) -> bool:
        """Whether `-I` asks for the headers only."""
        return "head" in self.flags

    def last(self, name: str) -> str:
        """The value of an option of which the last one counts; "" where it is not given."""
        return next((value for option, value, _ in reversed(self.values) if option == name), "")

    def every(self, *names: str) -> list[tuple[str, str, str]]:
        """These options, in their order."""
        return [one for one in self.values if one[0] in names]


@frozen
class Piece:
    """A part of the body: a text as it goes out, or a file's bytes.

    option: what said so, as it was written; stripped: a file's line ends and NULs are left out.
    """

    option: str
    text: str = ""
    file: str = ""
    stripped: bool = False


@frozen
class CurlRequest:
    """What goes out. url: where to, without a user; host: the Host header's value; headers: name and value, all but
    Host, Content-Length and what closes them; form: Content-Type says that the body is a form's."""

    url: str
    method: str
    path: str
    version: str
    host: str
    headers: tuple[tuple[str, str], ...]
    body: tuple[Piece, ...]
    form: bool

    def closing_headers(self, size: int) -> list[tuple[str, str]]:
        """The headers behind all others where there is a body of `size` bytes."""
        given = {name.lower() for name, _ in self.headers}
        closing = [] if "content-length" in given else [("Content-Length", str(size))]
        return [*closing, ("Content-Type", "application/x-www-form-urlencoded")] if self.form else closing


def curl_request(line: Line, *, accept: bool = False) -> CurlRequest:
    """What a line would send, but for the User-Agent that names curl. accept: with the `Accept: */*` that curl adds."""
    found = _URL.match(line.url)
    scheme, authority, path = (found[1] or "http", found[2], found[3]) if found else ("http", "", "")
    userinfo, _, authority = authority.rpartition("@")
    query = _query(line)
    body = () if "get" in line.flags or line.head else _body(line)
    path = _path(path, query, line)
    set_by_hand, given = _given_headers(line)
    own = [(name, value) for name, value in _own_headers(line, userinfo, accept) if name.lower() not in given]
    host = next((value for name, value in set_by_hand if name.lower() == "host"), "")
    headers = (*own, *((name, value) for name, value in set_by_hand if name.lower() != "host"))
    uploads = bool(line.last("upload-file"))
    method = "HEAD" if line.head else "PUT" if uploads else "POST" if body else "GET"
    return CurlRequest(
        f"{scheme.lower()}://{authority}{path}",
        line.last("request") or method,
        line.last("request-target") or path,
        "HTTP/1.0" if "http1.0" in line.flags else "HTTP/1.1",
        host or authority.removesuffix(_PORTS.get(scheme.lower(), "")),
        headers,
        body,
        bool(body) and not uploads and not line.last("json") and "content-type" not in given,
    )


def expands(url: str) -> bool:
    """Whether curl would make several URLs of it (globbing)."""
    return _GLOB.search(url) is not None


def _path(path: str, query: str, line: Line) -> str:
    path = quote(path if path.startswith("/") else f"/{path}", _SPECIAL, errors=_ANY_BYTES)
    if "path-as-is" not in line.flags and _DOTS.search(path):
        path = urljoin("http://h", path).removeprefix("http://h")
    name = line.last("upload-file").rpartition("/")[2]
    if name and path.endswith("/"):
        path += quote(name, errors=_ANY_BYTES)
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def _query(line: Line) -> str:
    """What --url-query adds to the URL, and with -G the data."""
    names = ("url-query", *_BODY[:5]) if "get" in line.flags or line.head else ("url-query",)
    return "&".join(
        _urlencoded(value) if name in ("url-query", "data-urlencode") else value
        for name, value, _ in line.every(*names)
    )


def _urlencoded(value: str) -> str:
    """A value of --data-urlencode: `content`, `=content`, `name=content`."""
    name, equals, content = value.partition("=")
    if not equals:
        return quote_plus(value, errors=_ANY_BYTES)
    quoted = quote_plus(content, errors=_ANY_BYTES)
    return f"{name}={quoted}" if name else quoted


def _body(line: Line) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for name, value, written in line.every(*_BODY):
        if pieces and name != "json":
            pieces.append(Piece(written, "&"))
        pieces.append(_piece(name, value, written))
    return tuple(pieces)


def _piece(name: str, value: str, written: str) -> Piece:
    if name == "upload-file":
        return Piece(written, file=value)
    if name == "data-urlencode":
        return Piece(written, _urlencoded(value))
    if name != "data-raw" and value.startswith("@"):
        return Piece(written, file=value[1:], stripped=name in ("data", "data-ascii"))
    return Piece(written, value)


def _own_headers(line: Line, userinfo: str, accept: bool) -> list[tuple[str, str]]:
    """Headers that options other than -H ask for, in the order in which curl sends them."""
    user = line.last("user") or unquote(userinfo)
    bearer = line.last("oauth2-bearer")
    headers = []
    if user:
        encoded = base64.b64encode(user.encode("utf-8", "surrogateescape")).decode("ascii")
        headers.append(("Authorization", f"Basic {encoded}"))
    elif bearer:
        headers.append(("Authorization", f"Bearer {bearer}"))
    byte_range = line.last("range")
    headers += [
        ("Range", f"bytes={byte_range}" if byte_range else ""),
        ("User-Agent", line.last("user-agent")),
        ("Accept", "*/*" if accept and not line.last("json") else ""),
        ("Accept-Encoding", "deflate, gzip, br, zstd" if "compressed" in line.flags else ""),
        ("Referer", line.last("referer").removesuffix(";auto")),
        ("Cookie", line.last("cookie")),
    ]
    return [(name, value) for name, value in headers if value]


def _given_headers(line: Line) -> tuple[list[tuple[str, str]], set[str]]:
    """Those of -H: name and value in their order; and the names that they set or take away, in lower case."""
    found, names = [], set()
    for _, value, _ in line.every("header"):
        name, colon, said = value.partition(":")
        if not colon and value.endswith(";"):
            found.append((value[:-1].strip(), ""))
        elif colon and said.strip():
            found.append((name.strip(), said.strip()))
        names.add(name.rstrip(";").strip().lower())
    if line.last("json"):
        json = [("Content-Type", "application/json"), ("Accept", "application/json")]
        found += [(name, value) for name, value in json if name.lower() not in names]
    return found, names
