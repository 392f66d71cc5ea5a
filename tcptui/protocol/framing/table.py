"""The framings by their names on the command line. A new codec is one file of its own and one entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from tcptui.protocol.framing.auto import Auto
from tcptui.protocol.framing.dialogue import Dialogue
from tcptui.protocol.framing.http import Http
from tcptui.protocol.framing.line import LineDecoder
from tcptui.protocol.framing.single import SingleAnswer
from tcptui.protocol.framing.unframed import Unframed, UntilClose
from tcptui.protocol.frozen import frozen


class FramingError(ValueError):
    """A framing that is not known; the message is one sentence that names those that are."""


@frozen
class Framing:
    """How the bytes of a connection are cut into messages. name: as the command line writes it."""

    name: str
    dialogue: Callable[[], Dialogue] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.name


_FRAMINGS = {
    framing.name: framing
    for framing in (
        Framing("auto", Auto),
        Framing("none", Unframed),
        Framing("line", lambda: SingleAnswer("line", LineDecoder)),
        Framing("http", Http),
        Framing("until-close", UntilClose),
    )
}

NAMES = tuple(_FRAMINGS)
"""The names of all framings, `auto` first."""


def parse_framing(text: str) -> Framing:
    """The framing of this name. Raises FramingError."""
    framing = _FRAMINGS.get(text.strip())
    if framing is None:
        raise FramingError(f"{text!r} is no framing known here: write {', '.join(NAMES[:-1])} or {NAMES[-1]}.")
    return framing
