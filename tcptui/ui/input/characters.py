"""Every key goes to the wire at once, as from a terminal in raw mode."""

from __future__ import annotations

from tcptui.protocol.escapes import EscapeError, encode
from tcptui.protocol.glyphs import visible
from tcptui.ui.input.keybytes import key_bytes
from tcptui.ui.input.lines import Lines
from tcptui.ui.input.mode import Act, Face, Handled, Wire
from tcptui.ui.input.wire import Way

_ENTERS = {"crlf": "CR LF", "lf": "LF"}


class Characters:
    """Has a key's bytes sent, for all keys but the one that leaves. leave: that one, as people write it."""

    def __init__(self, behind: Lines, leave: str) -> None:
        self.behind = behind
        self._leave = leave

    @property
    def way(self) -> Way:
        """How text becomes bytes."""
        return self.behind.way

    @property
    def _enter(self) -> bytes:
        """A terminal's Enter is a CR where no end of line is chosen: a key that sends nothing would be no key."""
        return self.way.end or b"\r"

    def press(self, key: str, character: str | None) -> Act:
        """The key's bytes."""
        try:
            data = key_bytes(key, character, self.way.encoding, self._enter)
        except UnicodeEncodeError:
            return Handled(f"{visible((character or key).encode())} can't be written in {self.way.encoding}: not sent")
        return Wire(data) if data else Handled(f"{key} has no bytes: not sent")

    def paste(self, text: str) -> Act:
        """What was pasted, with each line end as Enter's bytes."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        try:
            return Wire(self._enter.join(encode(line, self.way.encoding) for line in lines))
        except EscapeError as error:
            return Handled(f"{error} Nothing was sent.")

    def click(self, index: int) -> None:
        """Nothing: there is no text."""

    def takes_all(self) -> bool:
        """All goes to the wire."""
        return True

    def leave(self) -> bool:
        """The other one is typed to by lines."""
        return False

    def face(self) -> Face:
        """That keys are no text now, and how to leave."""
        enter = _ENTERS.get(self.way.eol, "CR")
        words = f"character mode: every key goes to the wire · {self._leave} leaves · Enter is {enter}"
        return Face(lead="» ", lead_tone="warning", words=words, words_tone="warning")
