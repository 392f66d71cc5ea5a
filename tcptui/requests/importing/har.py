"""HAR 1.2, the HTTP archives of browsers and proxies, as saved requests (the format: w3c.github.io/web-performance)."""

from __future__ import annotations

import base64
import binascii
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec

from tcptui.requests.exact import http_steps
from tcptui.requests.importing.halves import without_halves
from tcptui.requests.importing.httprequests import as_bytes, head, http_request, request_target, target_of
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.model import SavedRequest

_FORM: Final = "application/x-www-form-urlencoded"
_SPOKEN: Final = ("http", "https")


class _Pair(msgspec.Struct):
    name: str
    value: str | None = None

    @property
    def said(self) -> str:
        """The value, which some programs leave out where it is empty."""
        return self.value or ""


class _PostData(msgspec.Struct, rename="camel"):
    mime_type: str | None = None
    text: str | None = None
    params: list[_Pair] | None = None
    encoding: str | None = None


class _Request(msgspec.Struct, rename="camel"):
    method: str
    url: str
    http_version: str | None = None
    headers: list[_Pair] | None = None
    cookies: list[_Pair] | None = None
    post_data: _PostData | None = None


class _Entry(msgspec.Struct):
    request: _Request


class _Log(msgspec.Struct):
    entries: list[msgspec.Raw]


class _Archive(msgspec.Struct):
    log: _Log


def import_har(data: bytes, name: str) -> Imported:
    """Read an archive's bytes: a request an entry; entries that can't be one are left out, and that is said.

    name: the file, for sentences. Raises CantImportError where there is no request in it.
    """
    requests: list[SavedRequest] = []
    remarks: list[str] = []
    data = data.removeprefix(b"\xef\xbb\xbf")
    data, halves = without_halves(data)
    if halves:
        remarks.append(f"{name}: halves of surrogate pairs, which have no bytes, became U+FFFD: {halves:,}.")
    try:
        archive = msgspec.json.decode(data, type=_Archive)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CantImportError(f"{name}: it is no HAR: {str(error).rstrip('.')}.") from None
    for number, entry in enumerate(archive.log.entries, 1):
        place = f"{name}: entry {number}"
        try:
            request, said = _Reader(_decoded(entry, place), place).read()
        except CantImportError as error:
            remarks.append(f"{error} It is left out.")
        else:
            requests.append(request)
            remarks += said
    if not requests:
        raise CantImportError(remarks[0] if remarks else f"{name}: there is no request in it.")
    return Imported(tuple(requests), tuple(dict.fromkeys(remarks)))


def _decoded(entry: msgspec.Raw, place: str) -> _Request:
    try:
        return msgspec.json.decode(entry, type=_Entry).request
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CantImportError(f"{place}: it holds no request: {str(error).rstrip('.')}.") from None


class _Reader:
    """Makes a request of one entry. place: which, for sentences."""

    def __init__(self, said: _Request, place: str) -> None:
        self._said = said
        self._place = place
        self._remarks: list[str] = []

    def read(self) -> tuple[SavedRequest, list[str]]:
        """The request, and what was not kept. Raises CantImportError."""
        said = self._said
        try:
            scheme, path, authority = urlsplit(said.url).scheme, request_target(said.url), urlsplit(said.url).netloc
        except ValueError as error:
            raise CantImportError(f"{self._place}: {said.url!r} is no URL: {error}.") from None
        if scheme not in _SPOKEN:
            raise CantImportError(f"{self._place}: {scheme or 'no'}:// is not HTTP.")
        if any(char.isspace() for char in f"{said.method}{path}") or not said.method:
            raise CantImportError(f"{self._place}: its method or URL has blanks in it.")
        body = self._body()
        headers = self._headers(authority.rpartition("@")[2], len(body))
        spoken = said.http_version or ""
        version = "HTTP/1.0" if spoken.upper() == "HTTP/1.0" else "HTTP/1.1"
        if spoken.lower() in ("h2", "h3", "http/2", "http/2.0", "http/3", "http/3.0"):
            self._remark(f"it was sent as {spoken}, and is HTTP/1.1 now.")
        data = as_bytes(head(said.method, path, version, headers), self._place) + body
        target = target_of(said.url, self._place)
        return http_request(f"{said.method} {path}", target, *http_steps(data)), self._remarks

    def _headers(self, authority: str, size: int) -> list[tuple[str, str]]:
        """Its headers, the Host first where none was among them, and a length that is the body's."""
        headers = []
        for pair in self._said.headers or ():
            if any(end in pair.name + pair.said for end in "\r\n"):
                raise CantImportError(f"{self._place}: the header {pair.name!r} has a line end in it.")
            if pair.name.lower() == "transfer-encoding":
                self._remark("not kept: Transfer-Encoding, as the archive has the body without its chunks.")
            elif not pair.name.startswith(":"):  # pseudo-headers of HTTP/2
                headers.append((pair.name, pair.said))
        names = {name.lower() for name, _ in headers}
        if "host" not in names:
            headers.insert(0, ("Host", authority))
        if self._said.cookies and "cookie" not in names:
            headers.append(("Cookie", self._cookies()))
        if size and "content-length" not in names:
            headers.append(("Content-Length", str(size)))
        return [
            (name, self._length(value, size) if name.lower() == "content-length" else value) for name, value in headers
        ]

    def _cookies(self) -> str:
        """Some programs give cookies in a list of their own only."""
        said = "; ".join(f"{one.name}={one.said}" for one in self._said.cookies or ())
        if any(end in said for end in "\r\n"):
            raise CantImportError(f"{self._place}: a cookie has a line end in it.")
        return said

    def _length(self, value: str, size: int) -> str:
        if value.strip() != str(size):
            self._remark(f"Content-Length said {value}; the archive's body has {size:,} bytes, and so it says now.")
        return str(size)

    def _body(self) -> bytes:
        post = self._said.post_data
        if post is None:
            return b""
        if post.text:
            return self._text(post)
        if not post.params:
            return b""
        kind = post.mime_type or "unknown type"
        if kind.partition(";")[0].strip().lower() != _FORM:
            self._remark(f"not kept: a body of {kind}, of which the archive has only parts.")
            return b""
        pairs = [(as_bytes(one.name, self._place), as_bytes(one.said, self._place)) for one in post.params]
        return urlencode(pairs).encode("ascii")

    def _text(self, post: _PostData) -> bytes:
        assert post.text is not None
        if post.encoding != "base64":
            return as_bytes(post.text, self._place)
        try:
            return base64.b64decode(post.text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise CantImportError(f"{self._place}: its body is no base64: {error}.") from None

    def _remark(self, sentence: str) -> None:
        self._remarks.append(f"{self._place}: {sentence}")
