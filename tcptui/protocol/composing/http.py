"""`http`: a request or a response of HTTP/1 (RFC 9112), with what follows from its body filled in."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF, Draft
from tcptui.protocol.composing.http_chunks import ask_chunk_size, put_chunks
from tcptui.protocol.composing.http_start import TOKEN, put_request_line, put_status_line
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.framing.parts import PartKind

# RFC 9110, section 8.6: these say their length even when it is 0.
_METHODS_WITH_CONTENT = {"POST", "PUT", "PATCH"}
_STATUSES_WITHOUT = {"204", "304"}
_EMPTY_LINE = "empty line"
_NEVER_ENDS = "the content is taken for the next message"


def new_http(framing: str, target: str) -> Draft:
    """GET / of the target."""
    return Draft(framing, headers=(("Host", target),) if target else ())


def write_http(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """The start line, the headers in their order, those that are computed, the body."""
    what = writing.ask("message", "message", "request", choices=("request", "response"), only_choices=True)
    if what == "response":
        status = put_status_line(writing)
        empty = status.startswith("1") or status in _STATUSES_WITHOUT
        owes_length = not empty
        if empty and writing.draft.content:
            writing.malformed.append(f"a {status} has no content: {_NEVER_ENDS}")
    else:
        owes_length = put_request_line(writing) in _METHODS_WITH_CONTENT
    chunked = writing.ask("body", "body", "whole", choices=("whole", "chunked"), only_choices=True) == "chunked"
    size = ask_chunk_size(writing) if chunked else 0
    for number, (name, value) in enumerate(writing.draft.headers):
        if name or value:
            _put_header(writing, number, name, value, chunked=chunked)
    _put_computed(writing, chunked=chunked, owes_length=owes_length)
    if chunked:
        put_chunks(writing, size)
    else:
        writing.put("content", "content", "content", writing.draft.content)


def _put_header(writing: Writing, number: int, name: str, value: str, *, chunked: bool) -> None:
    kind: PartKind = "header"
    wrong = ""
    content = writing.draft.content
    if not TOKEN.fullmatch(name):
        wrong = "is no name of a header"
    elif "\n" in value or "\r" in value:
        wrong = "has a line end in its value"
    elif name.lower() == "content-length":
        kind, wrong = "length", "stands beside chunked" if chunked else _mismatch(value, len(content))
    elif name.lower() == "transfer-encoding" and not chunked and not content.endswith(b"0\r\n\r\n"):
        wrong = f"says {value!r}, the content has no last chunk"
    line = f"{name}: {value}\r\n" if value else f"{name}:\r\n"
    writing.put(f"header:{number}", name or "header", kind, writing.encoded(None, line), wrong=wrong)


def _put_computed(writing: Writing, *, chunked: bool, owes_length: bool) -> None:
    """Transfer-Encoding, Content-Length and the end of the headers; a header that was typed is not repeated."""
    typed = {name.lower() for name, _ in writing.draft.headers}
    if chunked and "transfer-encoding" not in typed:
        _put_transfer_encoding(writing)
    if "content-length" not in typed:
        owes = not chunked and "transfer-encoding" not in typed and (owes_length or bool(writing.draft.content))
        _put_content_length(writing, chunked=chunked, owes=owes)
    end = writing.ask(
        "empty-line", "end of headers", _EMPTY_LINE, computed=True, choices=(_EMPTY_LINE,), only_choices=True,
        may_be_off=True,
    )  # fmt: skip
    if end == OFF:
        writing.malformed.append("no empty line behind the headers")
    else:
        writing.put("empty-line", "empty line", "delimiter", b"\r\n")


def _put_transfer_encoding(writing: Writing) -> None:
    value = writing.ask("transfer-encoding", "Transfer-Encoding", "chunked", computed=True, may_be_off=True)
    if value == OFF:
        writing.malformed.append(f"no Transfer-Encoding: {_NEVER_ENDS}")
        return
    wrong = "" if value.lower().endswith("chunked") else f"says {value!r}, the body is chunked"
    line = writing.encoded("transfer-encoding", f"Transfer-Encoding: {value}\r\n")
    writing.put("transfer-encoding", "Transfer-Encoding", "header", line, wrong=wrong)


def _put_content_length(writing: Writing, *, chunked: bool, owes: bool) -> None:
    size = len(writing.draft.content)
    default = str(size) if owes else ""
    value = writing.ask("content-length", "Content-Length", default, computed=True, may_be_off=True)
    if value in (OFF, ""):
        # A response may as well last until the connection is closed.
        if owes and size and "method" in writing.settings:
            writing.malformed.append(f"no Content-Length: {_NEVER_ENDS}")
    else:
        wrong = "stands beside chunked" if chunked else _mismatch(value, size)
        line = writing.encoded("content-length", f"Content-Length: {value}\r\n")
        writing.put("content-length", "Content-Length", "length", line, wrong=wrong)


def _mismatch(value: str, size: int) -> str:
    said = value.strip()
    if not (said.isascii() and said.isdigit()):
        return f"says {said!r}, which is no number"
    return "" if (said.lstrip("0") or "0") == str(size) else f"says {said}, the content has {size}"
