"""Saved HTTP requests as an `.http` file, as VS Code's REST Client and JetBrains' IDEs read them."""

from __future__ import annotations

import re

from tcptui.protocol.endpoint import Endpoint
from tcptui.requests.exporting.httpparts import HttpPart, http_parts
from tcptui.requests.exporting.outline import CantExportError, End, Exported, Outline, Rest

_MEANT = re.compile(r"^(?:###|>|<>|<@|<[ \t])|\{\{", re.MULTILINE)
"""What means something to those who read such files, at the beginning of a body's line or anywhere in it."""

_MEANT_BY_SOME = re.compile(r"^(?:#|//|@|[A-Z]+ https?://)", re.MULTILINE)


def export_http(outline: Outline) -> Exported:
    """The file's text. Raises CantExportError for what is no HTTP, or has a body that no such file can hold."""
    parts = http_parts(outline.sent)
    if outline.endpoint.transport == "unix":
        raise CantExportError("An .http file can't name a unix socket.")
    remarks = [*outline.remarks, *(f"An .http file can't say this: {odd}." for part in parts for odd in part.odd)]
    if any(isinstance(one, Rest | End) for one in outline.actions):
        remarks.append("Pauses, and how the connection is closed, are left out.")
    if any(part.value("content-length") is not None for part in parts):
        remarks.append("Content-Length is left out: whoever sends the file counts anew.")
    remarks += dict.fromkeys(remark for part in parts for remark in _clients_differ(part))
    name = " ".join(outline.name.split())
    names = [name] if len(parts) == 1 else [f"{name} {number}".strip() for number in range(1, len(parts) + 1)]
    blocks = [_block(outline.endpoint, part, one) for part, one in zip(parts, names, strict=True)]
    return Exported(("\n\n".join(blocks) + "\n").encode("utf-8", "surrogateescape"), tuple(remarks))


def _block(endpoint: Endpoint, part: HttpPart, name: str) -> str:
    scheme = "https" if endpoint.transport == "tls" else "http"
    place = "" if part.target.startswith("http") else f"{scheme}://{endpoint.host_port}"
    if not part.target.startswith(("/", "http")):
        raise CantExportError(f"An .http file can't ask for {part.target!r}: it wants a path.")
    left_out = {"content-length", "transfer-encoding"} if part.body or part.chunked else {"content-length"}
    headers = [f"{name}: {value.strip()}" for name, value in part.fields if name.lower() not in left_out]
    lines = [f"### {name}".rstrip(), f"{part.method} {place}{part.target} {part.version}", *headers]
    if any("{{" in line for line in lines):
        raise CantExportError("An .http file would take the {{ in a header or path for a variable.")
    return "\n".join([*lines, "", _body(part)] if part.body else lines)


def _body(part: HttpPart) -> str:
    try:
        text = part.body.decode()
    except UnicodeDecodeError:
        raise CantExportError(
            "An .http file holds text, and this body is none: --as curl or --as python can."
        ) from None
    if found := _MEANT.search(text):
        raise CantExportError(f"An .http file can't hold this body: {found[0]!r} in it has a meaning of its own.")
    kind = (part.value("content-type") or "").lower()
    if "\n" in text and kind.startswith("application/x-www-form-urlencoded"):
        raise CantExportError("An .http file can't hold this body: clients take the lines of a form for one.")
    if kind.startswith("multipart/") and text.count("\n") != text.count("\r\n"):
        raise CantExportError("An .http file can't hold this body: clients end the lines of its parts with CR LF.")
    if text.endswith("\n"):
        raise CantExportError(
            "An .http file can't hold this body: the line end at its end would be taken for the file's."
        )
    return text


def _clients_differ(part: HttpPart) -> list[str]:
    """What of a body some of those who read such files change."""
    text = part.body.decode("utf-8", "replace")
    remarks = []
    if found := _MEANT_BY_SOME.search(text):
        remarks.append(f"Some clients take a line of the body that begins with {found[0]!r} for one of their own.")
    if text.startswith(("\n", "\r\n")):
        remarks.append("Some clients drop the empty lines that the body begins with.")
    if "\r\n" in text and not (part.value("content-type") or "").lower().startswith("multipart/"):
        remarks.append("Most clients end the lines of a body with LF alone; here they end with CR LF.")
    return remarks
