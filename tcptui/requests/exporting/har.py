"""Saved HTTP requests as an archive that browsers and other tools import: requests that have no answer yet."""

from __future__ import annotations

import json

import tcptui
from tcptui.protocol.capture.har import Exchange, Timings, archive, entry
from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.exporting.httpparts import http_parts
from tcptui.requests.exporting.outline import Exported, Outline


def export_har(outline: Outline, now: float) -> Exported:
    """The archive. now: seconds since the epoch. Raises CantExportError for what is no HTTP."""
    http_parts(outline.sent)  # says why, where it is none
    endpoint = outline.endpoint
    scheme = "https" if endpoint.transport == "tls" else "http"
    host_port = endpoint.host_port if endpoint.transport != "unix" else "localhost"
    found = archive(tcptui.__version__, outline.name)
    found["entries"] = [
        entry(Exchange(data, b"", Timings(round(now * 1e9)), host_port, comment="not sent yet", scheme=scheme))
        for data in _requests(outline.sent)
    ]
    text = json.dumps({"log": found}, indent=2, ensure_ascii=False)
    return Exported(f"{text}\n".encode("utf-8", "backslashreplace"), outline.remarks)


def _requests(data: bytes) -> list[bytes]:
    return [data[one.found.start : one.found.end] for one in parse_framing("http").dialogue().sent(data)]
