"""Choosing a framing: by a list that says what each is, or by its name as the command line writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from textual.app import App

from tcptui.protocol.framing.table import FORMS, parse_framing
from tcptui.ui.screens.choose import Choice, Choose
from tcptui.ui.screens.entry import Entry

_OTHER = ""

TOLD: Final[dict[str, str]] = {
    "auto": "http where a request line begins it, else none",
    "none": "bytes as they are, with no messages",
    "line": "each ends with LF or CR LF",
    "http": "HTTP/1.1: a head, and its body",
    "until-close": "one, which the end of the connection ends",
    "json-header": "a length, a JSON header, the content",
    "netstring": "a length in digits, the content, a comma",
    "resp": "Redis",
    "dns": "DNS over TCP",
    "tls": "TLS records",
    "postgresql": "a type, the length, the content",
    "mysql": "the length, a number, the content",
    "kafka": "the length, the content",
    "mongodb": "the length, the content",
    "modbus": "Modbus/TCP",
}
"""Every framing that needs no parameters, and what it is."""

EXAMPLES: Final[dict[str, str]] = {
    r"delimiter:\0": "each ends with bytes of your choice",
    "fixed:16": "each has so many bytes",
    "length:u32be": "a length first, in any width and byte order",
}
"""Those that need some, as they may be written."""


def choose_framing(
    app: App[object], title: str, now: str, answered: Callable[[str], object], told: Mapping[str, str]
) -> None:
    """Ask for a framing. now: the one that holds; answered: called with the one that was chosen, if one was.

    told: those to choose from, and what is said about each.
    """

    def chosen(name: str | None) -> None:
        if name == _OTHER:
            write_framing(app, now, answered)
        elif name is not None:
            answered(name)

    choices = [Choice(chr(ord("a") + n), name, name, text) for n, (name, text) in enumerate(told.items())]
    choices.append(Choice("z", _OTHER, "another", "by its name: length:u16le,offset=2,adjust=-4"))
    app.push_screen(Choose(title, choices, now if now in told else None), chosen)


def write_framing(app: App[object], now: str, answered: Callable[[str], object]) -> None:
    """Ask for a framing by a line; one with parameters that holds now stands there to be changed."""

    def read(text: str) -> str:
        return parse_framing(text).name

    def written(name: str | None) -> None:
        if name is not None:
            answered(name)

    forms = f"{', '.join(FORMS)}, or a name; for example length:u16be,offset=2,adjust=-4 or delimiter:\\x03"
    app.push_screen(Entry("Framing", forms, "take it", read, now if ":" in now else "", selected=True), written)
