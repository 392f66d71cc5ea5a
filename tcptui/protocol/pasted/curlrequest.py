"""The request that curl's options come to: its request line, its headers in curl's own order, its body (curl(1))."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, quote_plus

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.frozen import frozen
from tcptui.protocol.pasted.curlform import Piece, form_boundary, form_pieces
from tcptui.protocol.pasted.curlheaders import Given, Place, own_headers
from tcptui.protocol.pasted.curlline import Line, Option

_URL = re.compile(r"(?:(https?):/{1,3}|([a-z][a-z0-9+.-]*)://)?([^/?#]*)([^?#]*)([^#]*)", re.IGNORECASE | re.DOTALL)
_SPECIAL: Final = "/?:@!$&'()*+,;=-._~%[]{}|^\"\\`<>"
"""What curl leaves as it is in a path; `%` begins what is quoted already."""
_DATA: Final = ("data", "data-ascii", "data-raw", "data-binary", "data-urlencode")
_FORMS: Final = ("form", "form-string")
_ANY_BYTES: Final = "surrogateescape"
"""Bytes that are no UTF-8 are quoted as they are (PEP 383)."""
_PORTS: Final = {"http": ":80", "https": ":443"}
_PROXY_PORT: Final = 1080  # curl's own, where the proxy's URL has none


@frozen
class CurlRequest:
    """What goes out. url: where to, without a user, the proxy's where one gets the request; headers: whole lines, the
    Host first, all but those that close them; body: None where there is none, which is not an empty one."""

    url: str
    method: str
    path: str
    version: str
    headers: tuple[str, ...]
    body: tuple[Piece, ...] | None
    chunked: bool
    content_type: str
    says_length: bool

    def closing_headers(self, size: int) -> list[str]:
        """The lines behind all others where there is a body of `size` bytes."""
        length = [f"Content-Length: {size}"] if self.says_length and not self.chunked else []
        return [*length, f"Content-Type: {self.content_type}"] if self.content_type else length


def curl_request(line: Line, *, accept: bool = False) -> CurlRequest:
    """What a line would send, but for the User-Agent that names curl. accept: with the `Accept: */*` that curl adds.

    Raises TargetError where its options contradict each other.
    """
    _check(line)
    place, path = _place(line)
    given = Given(line)
    form = line.has(*_FORMS)
    body = _body(line, given) if form or line.upload or not line.has("get", "head") else None
    lines = own_headers(line, place, given, accept=accept)
    target = line.last("request-target") or (f"http://{place.host}{path}" if line.proxy else path)
    method = "HEAD" if line.has("head") else "PUT" if line.upload else "GET" if body is None else "POST"
    return CurlRequest(
        _proxy_url(line.proxy) if line.proxy else f"{place.scheme}://{place.authority}{path}",
        line.last("request") or method,
        target,
        "HTTP/1.0" if line.has("http1.0") else "HTTP/1.1",
        tuple(lines),
        body,
        "chunked" in given.value("transfer-encoding").lower(),
        _content_type(line, given) if body is not None else "",
        not given.names("content-length"),
    )


def _check(line: Line) -> None:
    asked = [
        name
        for name, said in (
            ("-I", line.has("head")),
            ("-T", bool(line.upload)),
            ("-F", line.has(*_FORMS)),
            ("-d", line.has(*_DATA, "json") and not line.has("get")),
        )
        if said
    ]
    if len(asked) > 1:
        raise TargetError(f"curl refuses {' with '.join(asked)}: each is a request of its own: write one of them.")


# -- the URL


def _place(line: Line) -> tuple[Place, str]:
    """Where it goes, and the path with its query; blanks in it, which curl refuses, are quoted."""
    found = _URL.match(line.url)
    assert found is not None, "it matches the empty text"
    scheme = (found[1] or found[2] or "http").lower()
    user, _, authority = found[3].rpartition("@")
    host = _ascii(authority).removesuffix(_PORTS.get(scheme, ""))
    path = quote(found[4] if found[4].startswith("/") else f"/{found[4]}", _SPECIAL, errors=_ANY_BYTES)
    path = path if line.has("path-as-is") else _without_dots(path)
    if line.upload and path.endswith("/"):
        path += quote(line.upload.rpartition("/")[2], errors=_ANY_BYTES)
    query = "&".join(one.replace(" ", "%20") for one in (found[5][1:], _query(line)) if one)
    return Place(scheme, authority, host, user), f"{path}?{query}" if query else path + found[5]


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    _, *segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/".join(["", *kept, *([""] if segments[-1] in (".", "..") else [])])


def _ascii(authority: str) -> str:
    """A name of other letters as it is looked up (RFC 3490)."""
    try:
        return authority if authority.isascii() else authority.encode("idna").decode("ascii")
    except UnicodeError:
        return authority


def _proxy_url(proxy: str) -> str:
    place = proxy.rpartition("://")[2].rpartition("@")[2].partition("/")[0]
    return f"http://{place}" if ":" in place.rpartition("]")[2] else f"http://{place}:{_PROXY_PORT}"


def _query(line: Line) -> str:
    """What --url-query adds to the URL, and with -G the data."""
    names = ("url-query", *_DATA) if line.has("get", "head") else ("url-query",)
    return "&".join(_asked(one) for one in line.every(*names))


def _asked(option: Option) -> str:
    if option.name == "url-query" and option.value.startswith("+"):
        return option.value[1:]
    return _urlencoded(option.value) if option.name in ("url-query", "data-urlencode") else option.value


def _urlencoded(value: str) -> str:
    """A value of --data-urlencode: `content`, `=content`, `name=content`."""
    name, equals, content = value.partition("=")
    if not equals:
        return quote_plus(value, errors=_ANY_BYTES)
    quoted = quote_plus(content, errors=_ANY_BYTES)
    return f"{name}={quoted}" if name else quoted


# -- the body


def _body(line: Line, given: Given) -> tuple[Piece, ...] | None:
    if line.upload:
        return (Piece("-T", file=line.upload),)
    if line.has(*_FORMS):
        kind = given.value("content-type")
        return form_pieces(
            line, "form-data" if kind.lower().startswith("multipart/form-data") or not kind else "attachment"
        )
    pieces: list[Piece] = []
    for option in line.every(*_DATA, "json"):
        if pieces and option.name != "json":
            pieces.append(Piece(option.written, "&"))
        pieces.append(_piece(option))
    return tuple(pieces) or None


def _piece(option: Option) -> Piece:
    if option.name == "data-urlencode":
        return Piece(option.written, _urlencoded(option.value))
    if option.name != "data-raw" and option.value.startswith("@"):
        return Piece(option.written, file=option.value[1:], stripped=option.name in ("data", "data-ascii"))
    return Piece(option.written, option.value)


def _content_type(line: Line, given: Given) -> str:
    """What stands behind the length: a form's type, unless the person named another."""
    if line.has(*_FORMS):
        return f"{given.value('content-type') or 'multipart/form-data'}; boundary={form_boundary(line)}"
    usual = not (line.upload or line.has("json") or given.names("content-type"))
    return "application/x-www-form-urlencoded" if usual else ""
