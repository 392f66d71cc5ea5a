"""Saved HTTP requests as an archive that browsers and other tools import: requests that have no answer yet."""

from __future__ import annotations

import json

import tcptui
from tcptui.protocol.capture.har import Exchange, Timings, archive, entry
from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.exporting.httpparts import HttpPart, http_parts
from tcptui.requests.exporting.outline import Exported, Outline


def export_har(outline: Outline, now: float) -> Exported:
    """The archive. now: seconds since the epoch. Raises CantExportError for what is no HTTP."""
    parts = http_parts(outline.sent)
    endpoint = outline.endpoint
    scheme = "https" if endpoint.transport == "tls" else "http"
    host_port = endpoint.host_port if endpoint.transport != "unix" else "localhost"
    timings = Timings(round(now * 1e9))
    others = [_other_host(endpoint, part) for part in parts]
    found = archive(tcptui.__version__, outline.name)
    found["entries"] = [
        entry(Exchange(data, b"", timings, host_port, comment="not sent yet", scheme=scheme, by_host=not other))
        for data, other in zip(_requests(outline.sent), others, strict=True)
    ]
    text = json.dumps({"log": found}, indent=2, ensure_ascii=False)
    remarks = [*outline.remarks, *dict.fromkeys(_remark(endpoint, other) for other in others if other)]
    if endpoint.transport == "unix":
        remarks.append("An archive can't name a unix socket: where the request goes is left out.")
    return Exported(f"{text}\n".encode("utf-8", "backslashreplace"), tuple(remarks))


def _other_host(endpoint: Endpoint, part: HttpPart) -> str:
    """The Host that a request names where it is not the place that it goes to; "" elsewhere."""
    host = part.value("host") or ""
    if endpoint.transport == "unix":
        return ""
    usual = 443 if endpoint.transport == "tls" else 80
    place = endpoint.host_port.lower()
    same = {place, place.removesuffix(f":{usual}")}
    return "" if host.lower() in same else host


def _remark(endpoint: Endpoint, host: str) -> str:
    return (
        f"The URL names the target, {endpoint.host_port}; the Host header says {host}, and most programs that import "
        "the archive send one made of the URL."
    )


def _requests(data: bytes) -> list[bytes]:
    return [data[one.found.start : one.found.end] for one in parse_framing("http").dialogue().sent(data)]
