"""Saved requests as a Python script that needs nothing but Python, and sends the same bytes."""

from __future__ import annotations

import re
from typing import Final, assert_never

from tcptui.protocol.endpoint import Endpoint
from tcptui.requests import conditions as cond
from tcptui.requests.exporting import pythonparts as parts
from tcptui.requests.exporting.outline import End, Exported, Hear, Outline, Rest, Say

_WIDTH: Final = 100
_METHOD = re.compile(rb"[\r\n]*([!-~]+) [!-~]+ HTTP/1")


def export_python(outline: Outline) -> Exported:
    """The script. What it can't wait for is in the remarks."""
    writer = _Writer(outline)
    return Exported(writer.script().encode("utf-8", "backslashreplace"), tuple(dict.fromkeys(writer.remarks)))


class _Writer:
    """Writes one script; helpers: functions that its steps call, in the order in which they are first called."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._helpers: dict[str, None] = {"print_bytes": None}
        self._imports = {"import socket", "import sys"}
        self._unanswered: list[bytes] = []
        self.remarks = list(outline.remarks)

    def script(self) -> str:
        """All of it."""
        outline = self._outline
        steps = [line for action in outline.actions for line in self._step(action)]
        if not any(isinstance(action, Hear | End) for action in outline.actions):
            steps.append(self._call("read_to_end", "connection"))
        name = _plain(outline.name).strip() or f"A request to {_plain(str(outline.endpoint))}"
        opening, body = self._opening(outline.endpoint), "\n".join(f"    {line}" for line in steps)
        helpers = "\n\n\n".join(parts.HELPERS[one] for one in self._helpers)
        imports = "\n".join(sorted(self._imports))
        return f'"""{name} (written by tcptui)."""\n\n{imports}\n\n{parts.HEAD}\n\n\n{helpers}\n\n\n{opening}\n{body}\n'

    def _opening(self, endpoint: Endpoint) -> str:
        match endpoint.transport:
            case "unix":
                path = "\0" + endpoint.path[1:] if endpoint.path.startswith("@") else endpoint.path
                return parts.UNIX.format(path=path)
            case "tcp":
                return parts.TCP.format(host=endpoint.host, port=endpoint.port)
            case "tls":
                self._imports.add("import ssl")
                return parts.TLS.format(host=endpoint.host, port=endpoint.port)

    def _step(self, action: Say | Hear | Rest | End) -> list[str]:
        match action:
            case Say(data):
                if self._outline.framing in ("http", "auto") and (asked := _METHOD.match(data)):
                    self._unanswered.append(asked[1])
                return _sendall(data)
            case Rest(seconds):
                self._imports.add("import time")
                return [f"time.sleep({seconds:g})"]
            case Hear(what, within):
                return self._wait(what, within)
            case End(how):
                return self._end(how)
            case _:
                assert_never(action)

    def _wait(self, what: cond.Condition, within: float | None) -> list[str]:
        lines = [] if within is None else [f"connection.settimeout({within:g})"]
        match what:
            case cond.Messages(count) if self._outline.framing in ("http", "auto"):
                methods = [self._unanswered.pop(0) if self._unanswered else b"GET" for _ in range(count)]
                self._helpers["read_until"] = None
                return [*lines, *(self._call("read_http_answer", f"connection, {one.decode()!r}") for one in methods)]
            case cond.Messages(count) if self._outline.framing == "line":
                return [*lines, *[self._call("read_until", "connection, " + repr(b"\n"))] * count]
            case cond.End() | cond.Happened():
                return [*lines, self._call("read_to_end", "connection")]
            case cond.HasBytes(data):
                return [*lines, self._call("read_until", f"connection, {data!r}")]
            case cond.Contains(text):
                return [*lines, self._call("read_until", f"connection, {text.encode('utf-8', 'surrogateescape')!r}")]
            case cond.Regex(pattern):
                self._imports.add("import re")
                return [*lines, self._call("read_until_match", f"connection, {pattern.encode()!r}")]
            case _:
                self.remarks.append(
                    "Where it can't tell an answer's end, the script reads until nothing comes for 1 s."
                )
                return [*lines, self._call("read_until_quiet", "connection, 1.0")]

    def _call(self, helper: str, arguments: str) -> str:
        self._helpers[helper] = None
        return f"{helper}({arguments})"

    def _end(self, how: str) -> list[str]:
        match how:
            case "half":
                return ["connection.shutdown(socket.SHUT_WR)"]
            case "rst":
                self._imports.add("import struct")
                return [
                    "# SO_LINGER with a time of 0 makes close() send a RST",
                    'connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))',
                    "connection.close()",
                ]
            case _:
                return ["connection.close()"]


def _plain(text: str) -> str:
    """A text that can't leave the docstring that it stands in."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shown.replace("\\", "\\\\").replace('"', "'")


def _sendall(data: bytes) -> list[str]:
    """The call, a line of the bytes on a line of its own where they have several."""
    pieces = [piece for line in data.splitlines(keepends=True) for piece in _cut(line)]
    if len(pieces) < 2:
        return [f"connection.sendall({data!r})"]
    return ["connection.sendall(", *(f"    {piece!r}" for piece in pieces), ")"]


def _cut(line: bytes) -> list[bytes]:
    return [line[at : at + _WIDTH] for at in range(0, len(line), _WIDTH)]
