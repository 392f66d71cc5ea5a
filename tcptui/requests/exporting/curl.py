"""Saved HTTP requests as curl commands that send the same bytes (curl(1)); what curl can't be made to send is said."""

from __future__ import annotations

import re
from typing import Final

from tcptui.protocol.endpoint import Endpoint
from tcptui.requests.exporting.httpparts import HttpPart, http_parts
from tcptui.requests.exporting.outline import End, Exported, Outline, Rest
from tcptui.requests.exporting.shell import printf, quoted

# Headers that curl adds by itself unless it is told not to.
_ADDED = ("User-Agent", "Accept")
_ADDED_TO_BODIES = ("Content-Type", "Expect")
_LONGEST: Final = 100_000
"""Bytes of a body on the command line: Linux takes 128 KiB a word (execve(2))."""
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9/_.~%?=&+:@!$,;*()'-]*")


def export_curl(outline: Outline) -> Exported:
    """The command, one for all requests of a connection. Raises CantExportError for what is no HTTP."""
    parts = http_parts(outline.sent)
    remarks = [*outline.remarks, *_remarks(outline, parts)]
    binary = [part for part in parts if not _is_text(part.body)]
    if len(binary) > 1:
        remarks.append("Only one body can come from a pipe: each request has a command and a connection of its own.")
        text = "\n".join(_command(outline.endpoint, [part]) for part in parts)
    else:
        text = _command(outline.endpoint, parts)
    return Exported(f"{text}\n".encode("utf-8", "surrogateescape"), tuple(remarks))


def _command(endpoint: Endpoint, parts: list[HttpPart]) -> str:
    words = " \\\n  --next ".join(" \\\n  ".join(_options(endpoint, part)) for part in parts)
    piped = next((part.body for part in parts if not _is_text(part.body)), None)
    return f"curl {words}" if piped is None else f"{printf(piped)} |\ncurl {words}"


def _options(endpoint: Endpoint, part: HttpPart) -> list[str]:
    """The options of one request, its URL the last of them."""
    options = ["--http1.0" if part.version == "HTTP/1.0" else "--http1.1", "--path-as-is --globoff"]
    if endpoint.transport == "unix":
        options.append(_unix(endpoint.path))
    options += _method(part)
    options += [f"-H {quoted(header)}" for header in _headers(part)]
    if part.body:
        # `@-` would be taken for a file by --data-binary, and --data-raw can't read from a pipe.
        said = f"--data-raw {quoted(part.body.decode())}" if _is_text(part.body) else "--data-binary @-"
        options.append(said)
    path = part.target
    if not _PLAIN_PATH.fullmatch(path):
        options.append(f"--request-target {quoted(path)}")
        path = "/"
    scheme = "https" if endpoint.transport == "tls" else "http"
    host = "localhost" if endpoint.transport == "unix" else endpoint.host_port
    return [*options, quoted(f"{scheme}://{host}{path}")]


def _unix(path: str) -> str:
    if path.startswith("@"):
        return f"--abstract-unix-socket {quoted(path[1:])}"
    return f"--unix-socket {quoted(path)}"


def _method(part: HttpPart) -> list[str]:
    if part.method == "HEAD" and not part.body:
        return ["--head"]
    usual = "POST" if part.body else "GET"
    return [] if part.method == usual else [f"-X {quoted(part.method)}"]


def _headers(part: HttpPart) -> list[str]:
    """What -H is told: each header as it stands, and those that curl must not add."""
    names = {name.lower() for name, _ in part.fields}
    unwanted = [*_ADDED, *(_ADDED_TO_BODIES if part.body else ()), "Host"]
    headers = [f"{name}:{value}" if value.strip() else f"{name};" for name, value in part.fields]
    if part.body and not {"content-length", "transfer-encoding"} & names:
        unwanted.append("Content-Length")
    return [*headers, *(f"{name}:" for name in unwanted if name.lower() not in names)]


def _is_text(body: bytes) -> bool:
    """Whether it can stand on a command line: short enough, no control characters that would not be seen, UTF-8."""
    if len(body) > _LONGEST:
        return False
    try:
        return all(char.isprintable() or char in "\r\n\t" for char in body.decode())
    except UnicodeDecodeError:
        return False


def _remarks(outline: Outline, parts: list[HttpPart]) -> list[str]:
    remarks = [f"curl can't send this as it is: {odd}." for part in parts for odd in part.odd]
    hosts = [[(at, name) for at, (name, _) in enumerate(part.fields) if name.lower() == "host"] for part in parts]
    if any(len(found) > 1 for found in hosts):
        remarks.append("curl sends one Host header, the first one.")
    if any(found[0] != (0, "Host") for found in hosts if found):
        remarks.append("curl sends the Host header first and writes it so, wherever and however it stood.")
    if any(value and not value.strip() for part in parts for _, value in part.fields):
        remarks.append("curl writes an empty header without the blanks behind its colon.")
    if any(part.body and part.value("expect") for part in parts):
        remarks.append("curl waits up to 1 s for the answer to Expect before it sends the body.")
    if any(isinstance(one, Rest) for one in outline.actions):
        remarks.append("Pauses are left out.")
    if any(isinstance(one, End) and one.how != "fin" for one in outline.actions):
        remarks.append("How the connection is closed is left out.")
    if len(parts) > 1:
        remarks.append("curl sends each request when the answer before it is there.")
    return remarks
