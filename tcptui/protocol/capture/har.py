"""HTTP/1 exchanges as entries of HAR 1.2, which browsers' developer tools open (w3c.github.io/web-performance)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tcptui.protocol.dissecting import dissect, readable
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen

Json = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Timings:
    """Milliseconds, None for not known. started: of the request's first byte, nanoseconds since the epoch; connect:
    of the connection, where it was made for this exchange; send, wait, receive: as HAR means them."""

    started: int
    connect: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None


@frozen
class Exchange:
    """One request and its answer as they were on the wire. response: empty where none came.

    host_port: where it went, for the URL of a request without a Host; by_host: a Host header goes before it, as in
    browsers; address: the server's, "" where it has none; connection: which one; comment: what the archive can't say.
    """

    request: bytes
    response: bytes
    timings: Timings
    host_port: str
    address: str = ""
    connection: str = ""
    comment: str = ""
    scheme: str = "http"
    by_host: bool = True


def archive(version: str, comment: str) -> Json:
    """A `log` without its entries. version: tcptui's."""
    creator = {"name": "tcptui", "version": version}
    return {"version": "1.2", "creator": creator, "comment": comment, "entries": []}


def entry(exchange: Exchange) -> Json:
    """The archive's entry for one exchange; never raises for what a peer sent."""
    timings = exchange.timings
    spans = {"connect": timings.connect, "send": timings.send, "wait": timings.wait, "receive": timings.receive}
    began = timings.started // 1000 - round((timings.connect or 0) * 1000)
    found: Json = {
        "startedDateTime": (_EPOCH + timedelta(microseconds=began)).isoformat(),
        "time": round(sum(span or 0.0 for span in spans.values()), 3),
        "request": _request(exchange),
        "response": _response(exchange.response),
        "cache": {},
        "timings": {"blocked": -1, "dns": -1, "ssl": -1} | {name: _span(name, span) for name, span in spans.items()},
    }
    said = {"serverIPAddress": exchange.address, "connection": exchange.connection, "comment": exchange.comment}
    return found | {name: value for name, value in said.items() if value}


def _span(name: str, span: float | None) -> float:
    if span is not None:
        return round(span, 3)
    return -1 if name == "connect" else 0  # the others can't be -1 (HAR 1.2, timings)


class _Message:
    """A message's start line, headers and content."""

    def __init__(self, direction: Direction, kind: str, data: bytes) -> None:
        parts = dissect("http", direction, kind, data)
        lines = [data[part.start : part.end].decode("utf-8", "replace") for part in parts if part.kind in _HEAD]
        self.start = lines[0].split(None, 2) if lines else []
        pairs = (line.partition(":") for line in lines[1:])
        self.headers = [{"name": name.strip(), "value": value.strip()} for name, colon, value in pairs if colon]
        head = sum(part.end - part.start for part in parts if part.kind in _HEAD or part.name == "empty line")
        self.head_size = head if lines else -1
        self.body_size = len(data) - head
        self.readable = readable("http", direction, kind, data)

    def start_word(self, number: int) -> str:
        """A word of the start line, "" where it has not so many."""
        return self.start[number].strip() if number < len(self.start) else ""

    def value(self, name: str) -> str:
        """The first header of this name, in lower case; "" where there is none."""
        return next((one["value"] for one in self.headers if one["name"].lower() == name), "")


_HEAD = ("header", "length")


def _request(exchange: Exchange) -> Json:
    message = _Message("out", "request", exchange.request)
    target = message.start_word(1) or "/"
    host = message.value("host") if exchange.by_host else ""
    place = f"{exchange.scheme}://{host or exchange.host_port}"
    url = target if "://" in target else f"{place}{target}"
    found = {
        "method": message.start_word(0),
        "url": url,
        "httpVersion": message.start_word(2) or "HTTP/0.9",
        "cookies": [],
        "headers": message.headers,
        "queryString": _query(url),
        "headersSize": message.head_size,
        "bodySize": message.body_size,
    }
    if message.readable.data:
        found["postData"] = {"mimeType": message.value("content-type"), **_text(message.readable.data)}
    return found


def _query(url: str) -> list[Json]:
    try:
        pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        return []
    return [{"name": name, "value": value} for name, value in pairs]


def _response(data: bytes) -> Json:
    """An answer; status 0 where none came, as browsers write it."""
    message = _Message("in", "response", data)
    status = message.start_word(1)
    content = message.readable.data
    return {
        "status": int(status) if status.isascii() and status.isdecimal() and len(status) == 3 else 0,
        "statusText": message.start_word(2),
        "httpVersion": message.start_word(0),
        "cookies": [],
        "headers": message.headers,
        "content": {"size": len(content), "mimeType": message.value("content-type"), **_text(content)},
        "redirectURL": message.value("location"),
        "headersSize": message.head_size,
        "bodySize": message.body_size if data else -1,
    }


def _text(data: bytes) -> Json:
    """Bytes as HAR holds them: as text, else in base64."""
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(data).decode("ascii"), "encoding": "base64"}
