"""What a way of taking keys is: it is told of a key and says what came of it, and how the input looks now."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from tcptui.protocol.frozen import frozen
from tcptui.protocol.wording import Tone
from tcptui.ui.input.history import Entry, History

Piece = tuple[str, Tone]
"""A line beside the text, and what it means."""


@frozen
class Choice:
    """A key that does something here. words: with the key among them; key: Textual's name for it."""

    words: str
    key: str


@frozen
class Face:
    """How the input looks.

    lead: stands before the text; cursor: an index into the text, None for none; marked: a stretch of the text that was
    looked for; ends: what is drawn at every line's end; words: stand in the text's place; above, below: lines
    around it; choices: stand behind the last line below, and can be clicked.
    """

    lead: str
    lead_tone: Tone
    text: str = ""
    cursor: int | None = None
    marked: tuple[int, int] = (0, 0)
    ends: str = ""
    words: str = ""
    words_tone: Tone = "muted"
    above: tuple[Piece, ...] = ()
    below: tuple[Piece, ...] = ()
    choices: tuple[Choice, ...] = ()


@frozen
class Ignored:
    """The key is none of the input's: whatever else it is bound to may have it."""


@frozen
class Handled:
    """The key was taken. remark: what there is to say about it."""

    remark: str = ""


@frozen
class Submit:
    """Enter: this is to be sent, and is taken out of the line. cursor: where it was."""

    entry: Entry
    cursor: int


@frozen
class SubmitLines:
    """These lines are to be sent one by one; what is typed stays."""

    lines: tuple[str, ...]


@frozen
class Command:
    """A line of the telnet prompt is to be carried out."""

    line: str


@frozen
class Wire:
    """These bytes are to be sent now."""

    data: bytes


@frozen
class Leave:
    """The keys should go up to what stands above the input. key: the key that asks for it."""

    key: str


@frozen
class Page:
    """What is told above the input should scroll by a page. direction: -1 up, 1 down."""

    direction: int


@frozen
class Ask:
    """Several lines were pasted: ask what to do with them."""

    text: str


@frozen
class End:
    """This way of taking keys is over. key: one that the next is to take, "" for none."""

    key: str = ""
    remark: str = ""


Upward = Submit | SubmitLines | Command | Wire | Leave | Page
"""What the screen is to do."""

Act = Ignored | Handled | Ask | End | Upward
"""What came of a key or a paste."""


class Mode(Protocol):
    """One way of taking keys."""

    @property
    def behind(self) -> Mode | None:
        """Who has the keys when this one ends; None for the one that does not end."""

    def press(self, key: str, character: str | None) -> Act:
        """Take a key by Textual's name for it; character: what it types, None for nothing."""

    def paste(self, text: str) -> Act:
        """Take a pasted text."""

    def click(self, index: int) -> None:
        """Take a click on the character with this index."""

    def takes_all(self) -> bool:
        """Whether no key may go to anything else, whatever it is bound to."""

    def leave(self) -> bool:
        """Another connection comes into view: keep what would be lost. Gives whether this mode stays."""

    def face(self) -> Face:
        """How the input looks now."""


@runtime_checkable
class Recalling(Mode, Protocol):
    """A mode that looks back at what was typed in it."""

    @property
    def history(self) -> History:
        """What was typed in it before."""

    def recall(self, entry: Entry | None) -> None:
        """Put an entry into the line; nothing for None."""


_MODIFIED = ("alt+", "ctrl+", "super+", "hyper+", "meta+")


def typed(key: str, character: str | None) -> str:
    """The text that a key types, "" for keys that mean no text, though some carry a character."""
    if not character or key.startswith(_MODIFIED):
        return ""
    is_byte = "\udc80" <= character <= "\udcff"  # of a terminal that does not speak UTF-8
    return character if is_byte or character.isprintable() else ""


def one_line(text: str) -> str:
    """A pasted text for where only one line is understood: line ends become spaces, those at its end nothing."""
    return " ".join(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n"))
