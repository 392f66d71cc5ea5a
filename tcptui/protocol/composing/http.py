"""`http`: a request of HTTP/1, RFC 9112, with what follows from its body filled in."""

from __future__ import annotations

import re

from tcptui.protocol.composing.draft import OFF, Draft
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.framing.parts import PartKind

CHUNKS_LIMIT = 10_000
"""Into how many chunks a content may be cut."""

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_WITH_CONTENT = {"POST", "PUT", "PATCH"}  # RFC 9110, section 8.6: these say their length even when it is 0
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VERSION = re.compile(r"HTTP/1\.\d")
_SPACE = re.compile(r"\s")


def new_http(framing: str, target: str) -> Draft:
    """GET / of the target."""
    return Draft(framing, headers=(("Host", target),))


def write_http(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """The request line, the headers in their order, those that are computed, the body."""
    method = _request_line(writing)
    chunked = writing.ask("body", "body", "whole", choices=("whole", "chunked"), only_choices=True) == "chunked"
    size = _chunk_size(writing) if chunked else None
    for name, value in writing.draft.headers:
        if name or value:
            _header(writing, name, value)
    if chunked:
        _transfer_encoding(writing)
    _content_length(writing, method, chunked=chunked)
    end = writing.ask("empty-line", "end of the headers", "empty line", computed=True, may_be_off=True)
    if end == OFF:
        writing.malformed.append("no empty line behind the headers")
    else:
        writing.put("empty line", "delimiter", b"\r\n")
    if size is None:
        writing.put("content", "content", writing.draft.content)
    else:
        _chunks(writing, size)


def _request_line(writing: Writing) -> str:
    method = writing.ask("method", "method", "GET", choices=_METHODS)
    target = writing.ask("target", "target", "/")
    version = writing.ask("version", "version", "HTTP/1.1", choices=("HTTP/1.1", "HTTP/1.0"))
    wrong = ""
    if not _TOKEN.fullmatch(method):
        wrong = f"has no method: {method!r} is none"
    elif not target or _SPACE.search(target):
        wrong = "has a target with a space in it" if target else "has no target"
    elif not _VERSION.fullmatch(version):
        wrong = f"has no version: {version!r} is none"
    line = writing.encoded("target", f"{method} {target} {version}\r\n")
    writing.put("request line", "header", line, wrong=wrong)
    return method


def _header(writing: Writing, name: str, value: str) -> None:
    kind: PartKind = "header"
    wrong = ""
    if not _TOKEN.fullmatch(name):
        wrong = "is no name of a header"
    elif "\n" in value or "\r" in value:
        wrong = "has a line end in its value"
    elif name.lower() == "content-length":
        kind, wrong = "length", _mismatch(value, len(writing.draft.content))
    line = f"{name}: {value}\r\n" if value else f"{name}:\r\n"
    writing.put(name or "header", kind, writing.encoded(None, line), wrong=wrong)


def _content_length(writing: Writing, method: str, *, chunked: bool) -> None:
    names = {name.lower() for name, _ in writing.draft.headers}
    if "content-length" in names:
        return
    size = len(writing.draft.content)
    needed = not chunked and "transfer-encoding" not in names and (size > 0 or method in _WITH_CONTENT)
    value = writing.ask("content-length", "Content-Length", str(size) if needed else "", computed=True, may_be_off=True)
    if value == OFF:
        if needed and size:
            writing.malformed.append("no Content-Length: the content is taken for the next request")
    elif value:
        wrong = "beside chunked" if chunked else _mismatch(value, size)
        line = writing.encoded("content-length", f"Content-Length: {value}\r\n")
        writing.put("Content-Length", "length", line, wrong=wrong)


def _mismatch(value: str, size: int) -> str:
    said = value.strip()
    if not (said.isascii() and said.isdigit()):
        return f"says {said!r}, which is no number"
    return "" if said.lstrip("0") == str(size or "") else f"says {said}, the content has {size}"


def _transfer_encoding(writing: Writing) -> None:
    if any(name.lower() == "transfer-encoding" for name, _ in writing.draft.headers):
        return
    value = writing.ask("transfer-encoding", "Transfer-Encoding", "chunked", computed=True, may_be_off=True)
    if value == OFF:
        writing.malformed.append("no Transfer-Encoding: the chunks are taken for the next request")
        return
    wrong = "" if value.lower().endswith("chunked") else f"says {value!r}, the body is chunked"
    line = writing.encoded("transfer-encoding", f"Transfer-Encoding: {value}\r\n")
    writing.put("Transfer-Encoding", "header", line, wrong=wrong)


def _chunk_size(writing: Writing) -> int:
    size = writing.number("chunk-size", writing.ask("chunk-size", "chunk size", "4096"))
    if size is None:
        return 1
    if size < 1:
        writing.refuse("chunk-size", f"A chunk can't hold {size} bytes: write 1 or more.")
        return 1
    if len(writing.draft.content) > size * CHUNKS_LIMIT:
        writing.refuse(
            "chunk-size", f"{size} bytes a chunk make more than {CHUNKS_LIMIT:,} chunks: write a larger size."
        )
        return max(size, len(writing.draft.content))
    return size


def _chunks(writing: Writing, size: int) -> None:
    """RFC 9112, section 7.1."""
    content = writing.draft.content
    for at in range(0, len(content), size):
        chunk = content[at : at + size]
        writing.put("chunk size", "length", b"%x\r\n" % len(chunk), f"{len(chunk)} bytes")
        writing.put("chunk", "content", chunk)
        writing.put("CR LF", "delimiter", b"\r\n")
    writing.put("last chunk", "length", b"0\r\n")
    writing.put("empty line", "delimiter", b"\r\n")
