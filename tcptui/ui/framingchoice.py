"""Choosing a framing: by a list that says what each is, or by its name as the command line writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.app import App

from tcptui.protocol.framing.table import parse_framing
from tcptui.ui.screens.choose import Choice, Choose
from tcptui.ui.screens.entry import Entry

_OTHER = ""

FRAMINGS: Final[dict[str, str]] = {
    "none": "bytes as they are, with no messages",
    "line": "each ends with LF or CR LF",
    r"delimiter:\0": "each ends with bytes of your choice",
    "fixed:16": "each has so many bytes",
    "length:u32be": "a length first, in any width and byte order",
    "json-header": "length, JSON header, content",
    "http": "HTTP/1.1: a head, and its body",
    "until-close": "one, which the end of the connection ends",
    "netstring": "a length in digits, the content, a comma",
    "resp": "Redis",
    "dns": "DNS over TCP",
    "tls": "TLS records",
    "postgresql": "type, length, content",
    "mysql": "length, number, content",
    "kafka": "length, content",
    "mongodb": "length, content",
    "modbus": "Modbus/TCP",
}
"""Every framing, as it may be written, and what it is."""


def choose_framing(app: App[object], title: str, now: str, answered: Callable[[str], object]) -> None:
    """Ask for a framing. now: the one that holds; answered: called with the one that was chosen, if one was."""

    def chosen(name: str | None) -> None:
        if name == _OTHER:
            write_framing(app, now, answered)
        elif name is not None:
            answered(name)

    choices = [Choice(chr(ord("a") + n), name, name, told) for n, (name, told) in enumerate(FRAMINGS.items())]
    choices.append(Choice("z", _OTHER, "another", "as the command line writes it: length:u16le,offset=2,adjust=-4"))
    app.push_screen(Choose(title, choices, next((each for each in FRAMINGS if each == now), None)), chosen)


def write_framing(app: App[object], now: str, answered: Callable[[str], object]) -> None:
    """Ask for a framing by a line."""

    def read(text: str) -> str:
        return parse_framing(text).name

    def written(name: str | None) -> None:
        if name is not None:
            answered(name)

    forms = r"line   delimiter:\x03   fixed:24   length:u32be,offset=1,adjust=-4   json-header   http"
    app.push_screen(Entry("Framing", forms, "take it", read, now), written)
