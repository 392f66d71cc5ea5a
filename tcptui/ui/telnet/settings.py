"""What `set`, `unset`, `toggle` and `display` know."""

from __future__ import annotations

from tcptui.protocol.encodings import KNOWN, EncodingError, canonical
from tcptui.protocol.framing.table import NAMES, FramingError, parse_framing
from tcptui.protocol.frozen import frozen
from tcptui.ui.input.wire import EOLS
from tcptui.ui.rowtimes import TIME_MODES
from tcptui.ui.telnet.commands import CommandError, the_one

_SWITCH = ("on", "off")


@frozen
class Setting:
    """One setting. values: what it may be, those to offer where it is open; first: what it is at first; text: its use.

    action: whose key changes it, too; open: whether other values than those listed may be right.
    """

    name: str
    values: tuple[str, ...]
    first: str
    text: str
    action: str = ""
    open: bool = False

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.values == _SWITCH

    def read(self, word: str) -> str:
        """The value that a person wrote. Raises CommandError, which says what it may be."""
        if not self.open:
            return the_one(word, self.values, f"{self.name} called", f"it is {' or '.join(self.values)}")
        try:
            return canonical(word) if self.name == "encoding" else str(parse_framing(word))
        except (EncodingError, FramingError) as error:
            raise CommandError(str(error)) from None

    def after(self, value: str) -> str:
        """The next value. Raises CommandError where there are too many to go round."""
        if self.open:
            raise CommandError(f"{self.name} has no other side: write `set {self.name}` and the value.")
        return self.values[(self.values.index(value) + 1) % len(self.values)]


SETTINGS: tuple[Setting, ...] = (
    Setting("eol", tuple(EOLS), "crlf", "what Enter puts at the end of a line", "eol"),
    Setting("crlf", _SWITCH, "on", "telnet's name for it: on is eol crlf, off eol lf"),
    Setting("escapes", _SWITCH, "off", r"whether \r \n \t \0 \xHH \\ are read", "input.escapes"),
    Setting("character", _SWITCH, "off", "whether every key is sent at once", "input.characters"),
    Setting(
        "encoding",
        tuple(name for name, _ in KNOWN),
        "utf-8",
        "how this connection's text is read and typed",
        open=True,
    ),
    Setting("view", ("text", "hex"), "text", "how the pane shows bytes", "view"),
    Setting("time", TIME_MODES, "start", "what the times in the pane are told from"),
    Setting("framing", NAMES, "auto", "how answers on new connections are read", open=True),
)


def setting(word: str) -> Setting:
    """The setting of this name, or the only one that begins so. Raises CommandError."""
    names = [each.name for each in SETTINGS]
    name = the_one(word, names, "setting", f"there are {', '.join(names)}")
    return next(each for each in SETTINGS if each.name == name)
