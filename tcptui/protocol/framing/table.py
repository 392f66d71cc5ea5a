"""The framings by their names on the command line. A new codec is one file of its own and one entry here.

What a start does not need is imported by the framing that needs it, and only when a connection is opened with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Final

from tcptui.protocol.framing.auto import Auto
from tcptui.protocol.framing.dialogue import Dialogue
from tcptui.protocol.framing.errors import FramingError as FramingError
from tcptui.protocol.framing.found import LENGTH_LIMIT
from tcptui.protocol.framing.http import Http
from tcptui.protocol.framing.unframed import Unframed, UntilClose
from tcptui.protocol.frozen import frozen


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
    if colon and name in _LIMITED:
        return _limited(name, parameters)
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


# Framings whose messages say how long they are: `NAME:max=N` sets the most that is believed.


def _json_header(name: str, limit: int | None) -> Dialogue:
    from tcptui.protocol.framing.json_header import JsonHeaderDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    limit = limit or LENGTH_LIMIT
    return SingleAnswer(name, JsonHeaderDecoder(limit), JsonHeaderDecoder(limit))


def _netstring(name: str, limit: int | None) -> Dialogue:
    from tcptui.protocol.framing.netstring import NetstringDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    limit = limit or LENGTH_LIMIT
    return SingleAnswer(name, NetstringDecoder(limit), NetstringDecoder(limit))


def _resp(name: str, limit: int | None) -> Dialogue:
    from tcptui.protocol.framing.resp import CommandDecoder, RespDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    limit = limit or LENGTH_LIMIT
    return SingleAnswer(name, CommandDecoder(limit), RespDecoder(limit))


def _postgresql(name: str, limit: int | None) -> Dialogue:
    from tcptui.protocol.framing.postgresql import Postgresql

    return Postgresql(name, limit or LENGTH_LIMIT)


def _preset(name: str, limit: int | None) -> Dialogue:
    """A protocol that is no more than a length and its content."""
    from tcptui.protocol.framing.layouts import GREETING, PRESETS
    from tcptui.protocol.framing.length import LengthDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    protocol = name.partition(":")[0]
    layout = PRESETS[protocol]
    layout = layout._replace(limit=limit or layout.limit)
    return SingleAnswer(name, LengthDecoder(layout), LengthDecoder(layout), greets=protocol in GREETING)


_LIMITED: Final[dict[str, Callable[[str, int | None], Dialogue]]] = {
    "json-header": _json_header,
    "netstring": _netstring,
    "resp": _resp,
    "dns": _preset,
    "tls": _preset,
    "postgresql": _postgresql,
    "mysql": _preset,
    "kafka": _preset,
    "mongodb": _preset,
    "modbus": _preset,
}


def _limited(name: str, parameters: str = "") -> Framing:
    limit = None
    if parameters:
        from tcptui.protocol.framing.options import ENDLESS, read_options

        limit = read_options(parameters.split(","), f"{name}:{parameters}", {"max": (1, ENDLESS)}).get("max")
    full = name if limit is None else f"{name}:max={limit}"
    return Framing(full, lambda: _LIMITED[name](full, limit))


def _line() -> Dialogue:
    from tcptui.protocol.framing.delimited import DelimitedDecoder
    from tcptui.protocol.framing.single import SingleAnswer

    return SingleAnswer("line", DelimitedDecoder(b"\n", "line"), DelimitedDecoder(b"\n", "line"))


# Framings that have parameters.


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


_FRAMINGS: Final = {
    framing.name: framing
    for framing in (
        Framing("auto", Auto),
        Framing("none", Unframed),
        Framing("line", _line),
        Framing("http", Http),
        Framing("until-close", UntilClose),
        *(_limited(name) for name in _LIMITED),
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
