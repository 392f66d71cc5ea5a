"""A saved request: what a file of DESIGN section 7 says, as values. Files themselves are read and written elsewhere.

Texts hold their `{{variables}}` as they were written (templates); `plan.py` fills them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.conditions import Condition, Source

CloseHow = Literal["fin", "rst", "half"]
Mode = Literal["text", "json", "hex", "file"]

WITHIN = 5.0
"""Seconds that an `expect` waits where it does not say."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that a file declares.

    Its value is a template, or what the environment holds under the name `env`. secret: the value is masked wherever it
    would be shown.
    """

    name: str
    value: str = ""
    env: str | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class SendText:
    """Send a text as UTF-8. eol: what each of its newlines goes out as, None for LF; template: `{{` is a variable's."""

    text: str
    eol: EndOfLine | None = None
    template: bool = True


@dataclass(frozen=True, slots=True)
class SendHex:
    """Send bytes that are written as hex pairs, white space between them."""

    data: bytes


@dataclass(frozen=True, slots=True)
class SendFile:
    """Send a file's bytes as they are. path: a template, relative to the folder that the request's file lies in."""

    path: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Send a message of the framing, its computed fields filled in.

    content: a template, read as `mode` says (`json` as its own text, `file` as a path); headers: HTTP's; by_hand:
    fields that are set on purpose, as in the composer, by their names; framing: another one than the request's, "" for
    that. template: `{{` is a variable's.
    """

    mode: Mode = "text"
    content: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()
    framing: str = ""
    template: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """Do nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on when this has come. within: seconds to wait; None: as long as the whole replay may."""

    what: Condition
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """Check what came, waiting for it at most `within` seconds."""

    conditions: tuple[Condition, ...]
    within: float = WITHIN


@dataclass(frozen=True, slots=True)
class Take:
    """One variable of a `capture`: where its value is found, and whether it is shown."""

    name: str
    source: Source
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """Put values out of what came into variables, waiting for it at most `within` seconds."""

    takes: tuple[Take, ...]
    within: float = WITHIN


@dataclass(frozen=True, slots=True)
class CloseStep:
    """Close with a FIN, abort with a RST, or close our side only."""

    how: CloseHow


Step = SendText | SendHex | SendFile | Frame | Pause | Wait | Expect | Capture | CloseStep


@dataclass(frozen=True, slots=True)
class SavedRequest:
    """One request. name: for people; target (a template) and framing: as the command line writes them.

    ignore: the rules for what may differ between two replays, None where the file says nothing of it.
    """

    name: str
    target: str
    steps: tuple[Step, ...] = ()
    variables: tuple[Variable, ...] = ()
    framing: str = "auto"
    ignore: tuple[str, ...] | None = None
