"""The framings by their names on the command line. A new codec is one file of its own and one entry here.

What a start does not need is imported by the framing that needs it, and only when a connection is opened with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Final

from tcptui.protocol.framing.auto import Auto
from tcptui.protocol.framing.dialogue import Dialogue
from tcptui.protocol.framing.http import Http
from tcptui.protocol.framing.unframed import Unframed, UntilClose
from tcptui.protocol.frozen import frozen

LENGTH_LIMIT: Final = 64 << 20
"""Bytes that a message may announce, or have without an end, where nothing else is said: 64 MiB."""


class FramingError(ValueError):
    """A framing that is not known, or its parameters; the message is one sentence that says what can be written."""


@frozen
class Framing:
    """How the bytes of a connection are cut into messages. name: as the command line writes it."""

    name: str
    dialogue: Callable[[], Dialogue] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.name


def parse_framing(text: str) -> Framing:
    """The framing of this name. Raises FramingError."""
    name, colon, parameters = text.lstrip().partition(":")
    if colon and name in _WITH_PARAMETERS:
        return _WITH_PARAMETERS[name](parameters)
    framing = _FRAMINGS.get(text.strip())
    if framing is None:
        raise FramingError(_unknown(text.strip()))
    return framing


def _unknown(text: str) -> str:
    for form in FORMS:
        if form.startswith(f"{text}:"):
            return f"The framing {text} wants to know more: write {form}."
    forms = f"{', '.join(FORMS[:-1])} or {FORMS[-1]}"
    return f"{text!r} is no framing known here: write {', '.join(NAMES)}, {forms}."


def _line() -> Dialogue:
    from tcptui.protocol.framing.delimited import DelimitedDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    return SingleAnswer("line", DelimitedDecoder(b"\n", "line"), DelimitedDecoder(b"\n", "line"))


def _json_header() -> Dialogue:
    from tcptui.protocol.framing.json_header import JsonHeaderDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    return SingleAnswer("json-header", JsonHeaderDecoder(), JsonHeaderDecoder())


def _netstring() -> Dialogue:
    from tcptui.protocol.framing.netstring import NetstringDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    return SingleAnswer("netstring", NetstringDecoder(), NetstringDecoder())


def _resp() -> Dialogue:
    from tcptui.protocol.framing.resp import CommandDecoder, RespDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    return SingleAnswer("resp", CommandDecoder(), RespDecoder())


def _postgresql() -> Dialogue:
    from tcptui.protocol.framing.postgresql import Postgresql

    return Postgresql()


def _preset(name: str, *, greets: bool = False) -> Framing:
    """A protocol that is no more than a length and its content."""

    def dialogue() -> Dialogue:
        from tcptui.protocol.framing.layouts import PRESETS
        from tcptui.protocol.framing.length import LengthDecoder
        from tcptui.protocol.framing.single import SingleAnswer

        layout = PRESETS[name]
        return SingleAnswer(name, LengthDecoder(layout), LengthDecoder(layout), greets=greets)

    return Framing(name, dialogue)


def _delimiter(parameters: str) -> Framing:
    from tcptui.protocol.framing.delimited import DelimitedDecoder, delimiter_name, read_delimiter
    from tcptui.protocol.framing.single import SingleAnswer

    delimiter = read_delimiter(parameters)
    name = delimiter_name(delimiter)
    return Framing(name, lambda: SingleAnswer(name, DelimitedDecoder(delimiter), DelimitedDecoder(delimiter)))


def _fixed(parameters: str) -> Framing:
    from tcptui.protocol.framing.fixed import FixedDecoder, read_size
    from tcptui.protocol.framing.single import SingleAnswer

    size = read_size(parameters)
    name = f"fixed:{size}"
    return Framing(name, lambda: SingleAnswer(name, FixedDecoder(size), FixedDecoder(size)))


def _length(parameters: str) -> Framing:
    from tcptui.protocol.framing.layouts import read_layout
    from tcptui.protocol.framing.length import LengthDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    layout = read_layout(parameters)
    name = f"length:{layout.parameters}"
    return Framing(name, lambda: SingleAnswer(name, LengthDecoder(layout), LengthDecoder(layout)))


_FRAMINGS = {
    framing.name: framing
    for framing in (
        Framing("auto", Auto),
        Framing("none", Unframed),
        Framing("line", _line),
        Framing("http", Http),
        Framing("until-close", UntilClose),
        Framing("json-header", _json_header),
        Framing("netstring", _netstring),
        Framing("resp", _resp),
        _preset("dns"),
        _preset("tls"),
        Framing("postgresql", _postgresql),
        _preset("mysql", greets=True),
        _preset("kafka"),
        _preset("mongodb"),
        _preset("modbus"),
    )
}

_WITH_PARAMETERS: Final[dict[str, Callable[[str], Framing]]] = {
    "delimiter": _delimiter,
    "fixed": _fixed,
    "length": _length,
}

NAMES: Final = tuple(_FRAMINGS)
"""The names of all framings that need no parameters, `auto` first."""

FORMS: Final = ("delimiter:BYTES", "fixed:N", "length:KIND")
"""How the framings are written that do need some."""
